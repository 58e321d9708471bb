use generator_core::generator;

#[generator]
fn boxed(words: &[String]) -> Box<dyn Iterator<Item = usize>> {
    for word in words {
        yield_!(word.len());
    }
}

#[generator]
fn forever(words: &[String]) -> impl Iterator<Item = usize> + 'static {
    for word in words {
        yield_!(word.len());
    }
}

#[generator]
fn captures_nothing(words: &[String]) -> impl Iterator<Item = usize> + use<> {
    for word in words {
        yield_!(word.len());
    }
}

#[generator]
fn another_lifetime<'a>(first: &'a str, second: &str) -> impl Iterator<Item = &'a str> {
    yield_!(first);
    yield_!(second);
}

fn main() {
    boxed(&[]).chain(forever(&[])).chain(captures_nothing(&[])).count();
    another_lifetime("", "").count();
}
