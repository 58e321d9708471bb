//! The words are those that the crate `aho-corasick` finds; the distances those
//! of correlations, computed over all parts at once.

use std::fs;

use aho_corasick::AhoCorasick;

use crate::{data, run, run_with_input, scratch};

#[track_caller]
fn compare(text: &[u8], words: &[&str]) {
    let out = run_with_input("pattern_recognition", &[&["text", "-"], words].concat(), text).success();
    let mut found: Vec<(usize, &str)> = Vec::new();
    for line in out.lines() {
        let (start, word) = line.trim_start().split_once(' ').unwrap();
        found.push((start.parse().unwrap(), word));
    }
    let automaton = AhoCorasick::new(words).unwrap();
    let mut expected: Vec<(usize, &str)> =
        automaton.find_overlapping_iter(text).map(|found| (found.start(), words[found.pattern().as_usize()])).collect();
    assert!(!expected.is_empty());
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn words_in_a_text() {
    let text = fs::read(data("../../LICENSE-APACHE")).unwrap();
    compare(&text, &["license", "licensor", "sole", "ole", "e", " or ", "License, Version"]);
}

#[test]
fn words_that_begin_and_end_alike() {
    compare("aabaaabababaabbaaaaabbbabaab".repeat(40).as_bytes(), &["a", "aab", "aba", "baab", "aaaa", "bb"]);
    compare("ein Übel übler Übelkeit".as_bytes(), &["Übel", "bel", "ü", "übler Ü"]);
}

#[test]
fn new_parts_of_a_series() {
    let rows = fs::read_to_string(data("memory.csv")).unwrap();
    let points: Vec<(&str, f64)> =
        rows.lines().skip(1).map(|row| row.split_once(',').map(|(time, value)| (time, value.parse().unwrap())).unwrap()).collect();
    let values: Vec<f64> = points.iter().map(|point| point.1).collect();
    let parts: Vec<&[f64]> = values.windows(40).collect();
    let distances = (40..parts.len()).map(|end| {
        let best = (0..=end - 40).map(|start| correlation(parts[start], parts[end])).fold(-1.0, f64::max);
        (points[end].0, (2.0 - 2.0 * best).max(0.0).sqrt())
    });
    let (time, distance) = distances.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();

    let path = scratch("memory.svg");
    let args = ["series", "memory.csv", "--top", "1", "--plot", path.to_str().unwrap()];
    let out = run("pattern_recognition", &args).success();
    assert_eq!(out, format!("from {time:>8} distance {distance:6.3}\n"));
    // The program that was measured did something else from second 44 on: it is
    // in the part of two seconds that is found.
    assert!((42.0..44.0).contains(&time.parse::<f64>().unwrap()), "{out}");
    let picture = fs::read_to_string(path).unwrap();
    for (curve, color) in [("series", "#0000FF"), ("distances", "#FF0000")] {
        assert_eq!(picture.matches(&format!("stroke=\"{color}\"")).count(), 1, "{curve}");
    }
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let covariance: f64 = a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum();
    let variance = |values: &[f64], mean: f64| values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    covariance / (variance(a, mean_a) * variance(b, mean_b)).sqrt()
}

#[test]
fn broken_rows_of_a_series_are_told() {
    let mut rows = fs::read_to_string(data("memory.csv")).unwrap();
    rows.insert_str(rows.find("\n1.00").unwrap(), "\n0.99,much\n0.99");
    let (out, err) = run_with_input("pattern_recognition", &["series", "-"], rows.as_bytes()).problems();
    assert_eq!(out, run("pattern_recognition", &["series", "memory.csv"]).success());
    assert!(err.contains("line: 22") && err.contains("line: 23"), "{err}");
}

#[test]
fn missing_files_are_told() {
    for args in [["series", "no-such-file"].as_slice(), &["text", "no-such-file", "word"]] {
        let (_, err) = run("pattern_recognition", args).problems();
        assert!(err.contains("no-such-file"), "{err}");
    }
}
