//! The three ways agree, and with a regular expression over the whole text.

use std::collections::BTreeMap;
use std::fs;

use regex::Regex;

use crate::{data, run, run_with_input};

#[test]
fn three_ways_and_a_fourth() {
    let path = data("../../LICENSE-APACHE");
    let text = fs::read_to_string(&path).unwrap().to_lowercase();
    let words: Vec<&str> =
        Regex::new(r"[a-z]{4,}").unwrap().find_iter(&text).map(|word| word.as_str()).collect();
    let mut counts = BTreeMap::<_, u64>::new();
    for pair in words.windows(2) {
        *counts.entry((pair[0], pair[1])).or_default() += 1;
    }
    let mut expected: Vec<_> = counts.into_iter().collect();
    expected.sort_by_key(|(pair, count)| (u64::MAX - count, *pair));
    let expected: String =
        expected.iter().map(|((first, second), count)| format!("{count:6} {first} {second}\n")).collect();

    for way in ["adaptors", "generators", "both"] {
        let args = [path.to_str().unwrap(), "--by", way, "--least", "4", "--top", "10000"];
        assert_eq!(run("pipelines", &args).success(), expected, "{way}");
    }
}

#[test]
fn text_that_is_none_is_told() {
    let (out, err) = run_with_input("pipelines", &["-"], b"one two two\nthree\nnot \xff text\n").problems();
    assert_eq!(out.lines().count(), 5, "{out}");
    assert!(out.contains("1 three not\n"), "{out}");
    assert!(err.contains("after byte 22: invalid utf-8"), "{err}");
}
