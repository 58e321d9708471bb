//! The words are those that the crate `aho-corasick` finds; the distances those
//! of correlations, computed over all parts at once. What is like a template is
//! so by the crate `augurs-dtw`, and the best of all parts that overlap it.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::ops::RangeInclusive;
use std::process::Stdio;

use aho_corasick::AhoCorasick;
use augurs_dtw::Dtw;

use crate::{BLUE, Picture, RED, data, example, run, run_with_input, scratch};

#[track_caller]
fn compare(text: &[u8], words: &[&str]) {
    let out = run_with_input("pattern_recognition", &[&["text", "-"], words].concat(), text).success();
    let mut found: Vec<(usize, &str)> = Vec::new();
    for line in out.lines() {
        let (start, word) = line.trim_start().split_once(' ').unwrap();
        found.push((start.parse().unwrap(), word));
    }
    let automaton = AhoCorasick::new(words).unwrap();
    let mut expected: Vec<(usize, &str)> = automaton
        .find_overlapping_iter(text)
        .map(|found| (found.start(), words[found.pattern().as_usize()]))
        .collect();
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
    let points: Vec<(&str, f64)> = rows
        .lines()
        .skip(1)
        .map(|row| row.split_once(',').map(|(time, value)| (time, value.parse().unwrap())).unwrap())
        .collect();
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
    let picture = Picture::open(&path, [1000.0, 640.0]);
    for color in [BLUE, RED] {
        assert_eq!(picture.lines(color), [points.len() - 2 * 40 + 1], "{color}");
    }
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let covariance: f64 = a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum();
    let variance = |values: &[f64], mean: f64| values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    covariance / (variance(a, mean_a) * variance(b, mean_b)).sqrt()
}

/// A part of the series, and its distance from the template.
type Part = (RangeInclusive<usize>, f64);

fn overlap(a: &Part, b: &Part) -> bool {
    a.0.start() <= b.0.end() && b.0.start() <= a.0.end()
}

/// All parts that begin there, by the definition of dynamic time warping.
fn parts(template: &[f64], series: &[f64], start: usize, longest: usize) -> Vec<Part> {
    let mut costs = vec![f64::INFINITY; template.len() + 1];
    costs[0] = 0.0;
    let mut parts = Vec::new();
    for (end, value) in series.iter().enumerate().skip(start).take(longest) {
        let mut next = vec![f64::INFINITY; costs.len()];
        for (index, other) in template.iter().enumerate() {
            let before = next[index].min(costs[index]).min(costs[index + 1]);
            next[index + 1] = before + (value - other).powi(2);
        }
        costs = next;
        parts.push((start..=end, costs[template.len()].sqrt()));
    }
    parts
}

#[test]
fn what_is_like_a_template() {
    let rows = fs::read_to_string(data("memory.csv")).unwrap();
    let points: Vec<(f64, f64)> = rows
        .lines()
        .skip(1)
        .map(|row| row.split_once(',').unwrap())
        .map(|(time, value)| (time.parse().unwrap(), value.parse().unwrap()))
        .collect();
    let path = scratch("rounds.svg");
    let args = ["search", "memory.csv", "--from", "88", "--length", "30", "--plot", path.to_str().unwrap()];
    let out = run("pattern_recognition", &args).success();
    let index = |time: &str| points.iter().position(|point| point.0 == time.parse::<f64>().unwrap()).unwrap();
    let found: Vec<Part> = out
        .lines()
        .map(|line| line.split_whitespace().collect())
        .map(|words: Vec<&str>| (index(words[1])..=index(words[3]), words[5].parse().unwrap()))
        .collect();

    let template: Vec<f64> = points[88..118].iter().map(|point| point.1).collect();
    let mean = template.iter().sum::<f64>() / 30.0;
    let deviation = (template.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 30.0).sqrt();
    let scaled = |value: f64| (value - mean) / deviation;
    let template: Vec<f64> = template.into_iter().map(scaled).collect();
    let series: Vec<f64> = points.iter().map(|point| scaled(point.1)).collect();
    for (part, distance) in &found {
        let expected = Dtw::euclidean().distance(&template, &series[part.clone()]);
        assert!((distance - expected).abs() < 0.001, "{part:?}: {expected}");
    }

    let mut near: Vec<Part> = (118..series.len())
        .flat_map(|start| parts(&template, &series, start, 90))
        .filter(|part| part.1 <= 1.0)
        .collect();
    assert!(near.len() > 10 * found.len());
    for part in &found {
        let (overlapping, others): (Vec<_>, Vec<_>) =
            near.into_iter().partition(|other| overlap(part, other));
        let best = overlapping.iter().map(|other| other.1).fold(f64::INFINITY, f64::min);
        assert!((part.1 - best).abs() < 0.001, "{part:?}: {best}");
        near = others;
    }
    assert!(near.is_empty(), "passed over: {near:?}");
    // The rounds of the program that was measured, until it did something else.
    assert_eq!(found.len(), 19, "{out}");

    let picture = Picture::open(&path, [1000.0, 420.0]);
    assert_eq!(picture.lines(BLUE), [points.len()]);
    assert_eq!(picture.shapes("rect", RED, ["x"]).len(), found.len());
}

/// The series that other programs test the algorithm with, and after it the template.
#[test]
fn a_match_waits_for_a_better_one_that_overlaps_it_only() {
    let rows = |values: &[u8]| {
        let rows = (1..).zip(values).map(|(time, value)| format!("{time},{value}\n"));
        format!("seconds,value\n{}", rows.collect::<String>())
    };
    let path = scratch("short.csv");
    fs::write(&path, rows(&[11, 6, 9, 4])).unwrap();
    let series = rows(&[5, 12, 6, 10, 6, 5, 13, 11, 6, 9, 4]);
    // The template's variance is 7.25.
    let within = (15.0_f64 / 7.25).sqrt().to_string();
    let args = ["search", "-", "--template", path.to_str().unwrap(), "--within", &within];
    let out = run_with_input("pattern_recognition", &args, series.as_bytes()).success();
    let line = |start, end, cost: f64| {
        format!("from {start:8.2} to {end:8.2} distance {:6.3}\n", (cost / 7.25).sqrt())
    };
    assert_eq!(out, line(2.0, 5.0, 6.0) + &line(8.0, 11.0, 0.0));
}

#[test]
fn a_template_in_a_file_is_found_in_all_of_the_series() {
    let rows = fs::read_to_string(data("memory.csv")).unwrap();
    let lines: Vec<&str> = rows.lines().collect();
    let path = scratch("template.csv");
    fs::write(&path, [&lines[..1], &lines[89..119]].concat().join("\n")).unwrap();
    let all = run_with_input(
        "pattern_recognition",
        &["search", "-", "--template", path.to_str().unwrap()],
        rows.as_bytes(),
    )
    .success();
    let later =
        run("pattern_recognition", &["search", "memory.csv", "--from", "88", "--length", "30"]).success();
    let earlier = all.strip_suffix(&later).expect("the later ones are the same");
    assert!(earlier.lines().last().unwrap().ends_with("distance  0.000"), "{earlier}");
}

#[test]
fn matches_are_told_before_the_series_ends() {
    let rows = fs::read_to_string(data("memory.csv")).unwrap();
    let args = ["search", "-", "--from", "88", "--length", "30"];
    let mut child = example("pattern_recognition", &args).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    // A match ends at 7.50, and the next one begins at 8.45.
    input.write_all(&rows.as_bytes()[..rows.find("\n8.40").unwrap() + 1]).unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "from     6.40 to     7.50 distance  0.212\n");
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn what_cant_be_a_template_is_told() {
    for (args, code, message) in [
        (["--length", "1"].as_slice(), 2, "1 is not in 2.."),
        (&["--within=-1"], 2, "has to be 0 or above"),
        (&["--within", "NaN"], 2, "has to be 0 or above"),
        (&["--template", "memory.csv", "--from", "1"], 2, "cannot be used with"),
        (&["--from", "1420"], 1, "the series ends before measurement 1460"),
        (&["--template", "installs.csv"], 1, "the template is empty"),
        (&["--template", "no-such-file"], 1, "can't read no-such-file"),
    ] {
        let ran = run("pattern_recognition", &[&["search", "memory.csv"], args].concat());
        assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{args:?}");
        assert!(ran.err.contains(message) && !ran.err.contains("panicked"), "{args:?}: {}", ran.err);
    }
}

#[test]
fn series_that_are_odd_can_be_searched() {
    let path = scratch("odd.svg");
    let rows = |value: &str| format!("seconds,value\n{}", format!("0,{value}\n").repeat(6));
    let search = ["search", "-", "--length", "3", "--plot", path.to_str().unwrap()];
    let series = ["series", "-", "--length", "2", "--plot", path.to_str().unwrap()];
    let out = run_with_input("pattern_recognition", &search, rows("5").as_bytes()).success();
    assert_eq!(out.lines().count(), 3, "{out}");
    run_with_input("pattern_recognition", &series, rows("5").as_bytes()).success();
    for value in ["NaN", "inf", "-inf", "1e300"] {
        for args in [search, series] {
            let (out, err) = run_with_input("pattern_recognition", &args, rows(value).as_bytes()).problems();
            assert!(
                out.is_empty() && err.contains(&format!("line: 2: \"{value}\" is no measurement")),
                "{err}"
            );
        }
    }
}

/// The times and distances that were printed.
fn found(out: &str) -> Vec<(&str, f64)> {
    let found = |line: &'_ str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words[3].parse().unwrap()
    };
    out.lines().map(|line| (line.split_whitespace().nth(1).unwrap(), found(line))).collect()
}

/// Of a flat part nothing but rounding is left, which isn't the opposite of another's.
#[test]
fn flat_parts_have_no_shape() {
    let value = |index: usize| if index < 100 { 0.7 } else { 0.1 };
    let rows: String = (0..200).map(|index| format!("{index},{}\n", value(index))).collect();
    let args = ["series", "-", "--length", "10", "--top", "5"];
    let out = run_with_input("pattern_recognition", &args, format!("t,v\n{rows}").as_bytes()).success();
    // The step is as far from what is flat as the length of its shape, which is 1.
    let found = found(&out);
    assert!((91.0..100.0).contains(&found[0].0.parse::<f64>().unwrap()) && found[0].1 == 1.0, "{out}");
    assert!(found[1..].iter().all(|part| part.1 == 0.0), "{out}");
    // A template of it is compared as it is.
    let args = ["search", "-", "--length", "10", "--within", "0.5"];
    let out = run_with_input("pattern_recognition", &args, format!("t,v\n{rows}").as_bytes()).success();
    assert!(out.contains("distance  0.000") && !out.contains("from   110"), "{out}");
}

#[test]
fn what_is_no_number_isnt_the_newest() {
    let rows = fs::read_to_string(data("memory.csv")).unwrap();
    let odd = rows.replacen("\n1.00,", "\n0.99,NaN\n0.995,inf\nNaN,1\n1.00,", 1);
    let (out, err) = run_with_input("pattern_recognition", &["series", "-"], odd.as_bytes()).problems();
    assert_eq!(out, run("pattern_recognition", &["series", "memory.csv"]).success());
    for message in
        ["\"NaN\" is no measurement", "\"inf\" is no measurement", "\"NaN\" is no time", "3 problems"]
    {
        assert!(err.contains(message), "{err}");
    }
}

/// Where there was nothing the line is interrupted; times before 0 have their place, and the least value is the base line.
#[test]
fn gaps_are_drawn_as_gaps() {
    let path = scratch("gaps.svg");
    let point =
        |index: i32| format!("{},{}\n", index - 50 + if index < 60 { 0 } else { 100 }, 1000 + index % 7);
    let rows: String = (0..100).map(point).collect();
    let args = ["search", "-", "--length", "7", "--plot", path.to_str().unwrap()];
    run_with_input("pattern_recognition", &args, format!("minutes,bytes\n{rows}").as_bytes()).success();
    let picture = Picture::open(&path, [1000.0, 420.0]);
    assert_eq!(picture.lines(BLUE), [60, 40]);
    let text = fs::read_to_string(&path).unwrap();
    assert!(
        ["minutes", "bytes", "-50", "1003.00"].iter().all(|label| text.contains(&format!("{label}\n"))),
        "{text}"
    );
}

/// The same series among other columns.
#[test]
fn columns_by_name() {
    let rows = fs::read_to_string(data("memory.csv")).unwrap();
    let row = |row: &str| row.split_once(',').map(|(time, value)| format!("x;{value};y;{time}\n")).unwrap();
    let others: String = rows.lines().map(row).collect();
    let args = ["series", "-", "--delimiter", ";", "--columns", "seconds,resident_kib"];
    let out = run_with_input("pattern_recognition", &args, others.as_bytes()).success();
    assert_eq!(out, run("pattern_recognition", &["series", "memory.csv"]).success());
    let args = ["series", "-", "--columns", "seconds,nothing"];
    let (_, err) = run_with_input("pattern_recognition", &args, rows.as_bytes()).problems();
    assert!(err.contains("there is no column \"nothing\""), "{err}");
}

#[test]
fn series_that_are_too_short_are_told() {
    let rows = |count: usize| format!("t,v\n{}", "1,2\n".repeat(count));
    for count in [0, 1, 39, 79] {
        let (out, err) =
            run_with_input("pattern_recognition", &["series", "-"], rows(count).as_bytes()).problems();
        let message = format!("the series has {count} measurements, and to compare two parts needs 80");
        assert!(out.is_empty() && err.contains(&message), "{err}");
    }
    run_with_input("pattern_recognition", &["series", "-"], rows(80).as_bytes()).success();
}

/// The same series by seconds and by dates.
#[test]
fn times_as_dates() {
    let value = |index: usize| (index * index) % 17;
    let seconds = |index: usize| format!("{index},{}\n", value(index));
    let of = |start: &str, end: &str| {
        let date =
            |index: usize| format!("{start}10:{:02}:{:02}{end},{}\n", index / 60, index % 60, value(index));
        format!("t,v\n{}", (0..300).map(date).collect::<String>())
    };
    let args = ["series", "-", "--length", "10", "--top", "1"];
    let plain = run_with_input(
        "pattern_recognition",
        &args,
        format!("t,v\n{}", (0..300).map(seconds).collect::<String>()).as_bytes(),
    )
    .success();
    let (time, distance) = found(&plain)[0];
    let time = time.parse::<f64>().unwrap() as usize;
    for (start, end, shown_end) in
        [("2026-11-25T", "Z", "Z"), ("2026-11-25 ", "", ""), ("2026-11-25T", "+02:00", "Z")]
    {
        let out = run_with_input("pattern_recognition", &args, of(start, end).as_bytes()).success();
        let hour = if end == "+02:00" { "08" } else { "10" };
        let expected = format!("2026-11-25T{hour}:{:02}:{:02}{shown_end}", time / 60, time % 60);
        assert_eq!(found(&out), [(expected.as_str(), distance)]);
    }
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
    for args in [
        ["series", "no-such-file"].as_slice(),
        &["search", "no-such-file"],
        &["text", "no-such-file", "word"],
    ] {
        let (_, err) = run("pattern_recognition", args).problems();
        assert!(err.contains("no-such-file"), "{err}");
    }
}
