//! The steps as generators.

use generator_core::generator;

/// Yields the words of lines.
#[generator]
pub fn words<'a>(lines: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    for line in lines {
        let mut start = None;
        for (index, c) in line.char_indices() {
            if c.is_alphabetic() {
                start = start.or(Some(index));
            } else if let Some(start) = start.take() {
                yield_!(&line[start..index]);
            }
        }
        if let Some(start) = start {
            yield_!(&line[start..]);
        }
    }
}

/// Yields those with as many letters.
#[generator]
pub fn long_enough<'a>(words: impl Iterator<Item = &'a str>, least: usize) -> impl Iterator<Item = &'a str> {
    for word in words {
        if word.chars().count() >= least {
            yield_!(word);
        }
    }
}

/// Yields them in small letters.
#[generator]
pub fn lower_case<'a>(words: impl Iterator<Item = &'a str>) -> impl Iterator<Item = String> {
    for word in words {
        yield_!(word.to_lowercase());
    }
}

/// Yields each two neighbours.
#[generator]
pub fn pairs<T: Clone>(mut items: impl Iterator<Item = T>) -> impl Iterator<Item = (T, T)> {
    let Some(mut last) = items.next() else { return };
    for item in items {
        yield_!((last, item.clone()));
        last = item;
    }
}
