//! Loops over iterators of std, whose items have no drop: they aren't kept past their last use.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io::{self, BufRead, Read};

use generator_core::generator;

#[macro_use]
mod common;
use common::*;

#[generator]
fn lengths(text: &str) -> impl Iterator<Item = usize> {
    for line in text.lines() {
        yield_!(line.len());
    }
}

#[generator]
fn doubled(lines: &[String]) -> impl Iterator<Item = usize> {
    for line in lines {
        yield_!(line.len() * 2);
    }
}

#[generator]
fn parsed<'a>(words: impl Iterator<Item = &'a str>) -> impl Iterator<Item = Option<i32>> {
    for word in words.filter(|word| !word.is_empty()) {
        yield_!(word.parse().ok());
    }
}

/// A loop that keeps nothing but its iterator is as large as an iterator written by hand, but for the tag, and the
/// parameters that it starts from.
#[test]
#[cfg(not(oracle))]
fn keeps_no_item() {
    let text = "a\nbcd";
    let tag = size_of::<usize>();
    assert!(size_of_val(&lengths(text)) <= size_of_val(&text.lines()) + tag);
    let lines = [String::from("a"), String::new()];
    assert!(size_of_val(&doubled(&lines)) <= size_of_val(&lines.iter()) + tag);
    let words = || "1  x".split(' ');
    assert!(size_of_val(&parsed(words())) <= size_of_val(&words()) + tag);
}

#[test]
fn are_used_once() {
    both!(lengths("a\nbcd"), [1, 3]);
    let lines = [String::from("a"), String::new()];
    both!(doubled(&lines), [2, 0]);
    both!(parsed("1  x".split(' ')), [Some(1), None]);
}

/// Items that are used again after the yield.
#[generator]
fn twice(text: &str, numbers: &[u8], owned: Vec<u8>, table: [[u8; 2]; 2], rows: &[[u8; 2]]) -> impl Iterator<Item = String> {
    for (place, word) in text.split(' ').enumerate() {
        yield_!(word.to_owned());
        yield_!(format!("{place} {word}"));
    }
    for (place, mark) in text.char_indices() {
        yield_!(mark.to_string());
        yield_!(place.to_string());
    }
    for byte in text.bytes().rev() {
        yield_!(byte.to_string());
        yield_!((byte + 1).to_string());
    }
    for number in numbers {
        yield_!(number.to_string());
        yield_!((number + 1).to_string());
    }
    for pair in numbers.windows(2).skip(1).take(9) {
        yield_!(format!("{pair:?}"));
        yield_!(pair.len().to_string());
    }
    for mut row in table {
        yield_!(format!("{row:?}"));
        row[0] = 9;
        yield_!(format!("{row:?}"));
    }
    for &[first, _] in rows.iter() {
        yield_!(first.to_string());
        yield_!((first + 1).to_string());
    }
    for number in owned {
        yield_!(number.to_string());
        yield_!((number * 2).to_string());
    }
}

#[test]
fn are_used_again() {
    let expected = [
        "a", "0 a", "b", "1 b", "a", "0", " ", "1", "b", "2", "98", "99", "32", "33", "97", "98", "4", "5", "5", "6", "6", "7", "[5, 6]",
        "2", "[1, 2]", "[9, 2]", "[3, 4]", "[9, 4]", "1", "2", "3", "4", "4", "8", "5", "10", "6", "12",
    ];
    both!(twice("a b", &[4, 5, 6], vec![4, 5, 6], [[1, 2], [3, 4]], &[[1, 2], [3, 4]]), expected.map(str::to_owned));
}

/// Methods of the same names that give what isn't `Copy`.
#[generator]
fn of_readers(bytes: &'static [u8], lines: &'static [u8]) -> impl Iterator<Item = io::Result<String>> {
    for byte in bytes.bytes() {
        yield_!(Ok("byte".to_owned()));
        let this = byte;
        yield_!(this.map(|byte| byte.to_string()));
    }
    for line in lines.lines() {
        yield_!(Ok("line".to_owned()));
        let line = line?;
        yield_!(Ok(line));
    }
    for piece in BufRead::split(lines, b'b') {
        yield_!(Ok("piece".to_owned()));
        let this = piece;
        yield_!(this.map(|piece| piece.len().to_string()));
    }
}

#[test]
fn of_readers_are_their_own() {
    let items: Vec<String> = of_readers(b"!", b"ab\nc").map(Result::unwrap).collect();
    assert_eq!(items, ["byte", "33", "line", "ab", "line", "c", "piece", "1", "piece", "2"]);
}

/// A collection's own items, and references to them.
#[generator]
fn collections(
    seen: &VecDeque<Noisy>,
    queue: VecDeque<Noisy>,
    kept: &BTreeMap<u8, Noisy>,
    by_name: HashMap<u8, Noisy>,
    pair: [Noisy; 2],
) -> impl Iterator<Item = String> {
    for noisy in seen.iter() {
        yield_!(format!("see {}", noisy.0));
    }
    for (key, noisy) in kept {
        yield_!(format!("{key} {}", noisy.0));
        yield_!(format!("{key} {}", noisy.0));
    }
    for (key, noisy) in by_name {
        yield_!(format!("{key} {}", noisy.0));
    }
    for noisy in queue {
        yield_!(format!("take {}", noisy.0));
    }
    for noisy in pair {
        yield_!(format!("of two {}", noisy.0));
    }
}

#[test]
fn that_are_owned_drop_after_the_yield() {
    let seen = VecDeque::from([Noisy("seen")]);
    let kept = BTreeMap::from([(1, Noisy("kept"))]);
    traced!(
        collections(&seen, VecDeque::from([Noisy("queued")]), &kept, HashMap::from([(2, Noisy("named"))]), [Noisy("a"), Noisy("b")],),
        [
            "got \"see seen\"",
            "got \"1 kept\"",
            "got \"1 kept\"",
            "got \"2 named\"",
            "drop named",
            "got \"take queued\"",
            "drop queued",
            "got \"of two a\"",
            "drop a",
            "got \"of two b\"",
            "drop b",
            "end",
        ]
    );
}

/// What iterators and collections give in a `Some`.
#[generator]
fn taken(text: &str, mut words: Vec<&str>, mut names: Vec<String>) -> impl Iterator<Item = String> {
    let mut marks = text.chars().peekable();
    while let Some(mark) = marks.next() {
        yield_!(mark.to_string());
        if let Some(&next) = marks.peek() {
            yield_!(format!("{mark}{next}"));
            yield_!(next.to_string());
        }
    }
    if let Some((place, mark)) = text.char_indices().last() {
        yield_!(mark.to_string());
        yield_!(format!("{place}{mark}"));
    }
    while let Some(word) = words.pop() {
        yield_!(word.to_owned());
        yield_!(word.len().to_string());
    }
    while let Some(name) = names.pop() {
        yield_!(name.clone());
        yield_!(name);
    }
}

#[test]
fn are_taken_one_at_a_time() {
    both!(
        taken("hi", vec!["a", "bc"], vec!["d".to_owned()]),
        ["h", "hi", "i", "i", "i", "1i", "bc", "2", "a", "1", "d", "d"].map(str::to_owned)
    );
}

/// Methods of the same names that give what has a drop.
mod own {
    use super::*;

    pub struct Text;

    impl Text {
        pub fn lines(self) -> [Noisy; 1] {
            [Noisy("line")]
        }

        pub fn pop(self) -> Option<Noisy> {
            Some(Noisy("popped"))
        }
    }

    #[generator]
    pub fn held() -> impl Iterator<Item = usize> {
        for line in Text.lines() {
            yield_!(line.0.len());
        }
        if let Some(popped) = Text.pop() {
            yield_!(popped.0.len());
        }
    }
}

#[test]
fn that_others_give_drop_after_the_yield() {
    traced!(own::held(), ["got 4", "drop line", "got 6", "drop popped", "end"]);
}

/// What goes into a collection by a coercion comes out as another type.
#[generator]
fn seen<'a>(noisy: &'a mut Noisy, other: &'a Noisy) -> impl Iterator<Item = &'static str> {
    let mut stack: Vec<&'a Noisy> = Vec::new();
    stack.push(other);
    stack.push(noisy);
    while let Some(noisy) = stack.pop() {
        yield_!(noisy.0);
        let same = noisy;
        yield_!(noisy.0.trim());
        yield_!(same.0.trim_end());
    }
}

#[test]
fn that_come_from_a_stack() {
    let (mut one, other) = (Noisy("one"), Noisy("other"));
    assert_eq!(seen(&mut one, &other).collect::<Vec<_>>(), ["one", "one", "one", "other", "other", "other"]);
}
