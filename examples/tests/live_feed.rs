//! However often the connection breaks, the windows are those of the whole file.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::{BLUE, Picture, RED, data, number, run, scratch};

/// Count, least, most and sum, by windows of so many seconds.
fn windows(rows: &str, seconds: f64) -> BTreeMap<u64, (u64, f64, f64, f64)> {
    let mut windows = BTreeMap::new();
    for row in rows.lines().skip(1) {
        let (time, value) = row.split_once(',').unwrap();
        let (time, value): (f64, f64) = (time.parse().unwrap(), value.parse().unwrap());
        let window = windows.entry((time / seconds) as u64).or_insert((0, f64::MAX, f64::MIN, 0.0));
        *window = (window.0 + 1, window.1.min(value), window.2.max(value), window.3 + value);
    }
    windows
}

#[test]
fn windows_are_whole() {
    let expected = windows(&fs::read_to_string(data("memory.csv")).unwrap(), 8.0);
    for (break_after, reconnections) in [("0", 0), ("100", 14), ("10", 158)] {
        let args = ["memory.csv", "--window", "8", "--break-after", break_after];
        let out = run("live_feed", &args).success();
        for (index, (count, least, most, sum)) in &expected {
            let line = format!(
                "{:8.2} {count:6} from {least:10.2} to {most:10.2} mean {:10.2}\n",
                *index as f64 * 8.0,
                sum / *count as f64
            );
            assert!(out.contains(&line), "{line}{out}");
        }
        assert_eq!(out.lines().count(), expected.len() + 2);
        assert_eq!(number(&out, "connected again", 0), reconnections);
    }
}

#[test]
fn windows_are_drawn() {
    let path = scratch("feed.svg");
    run("live_feed", &["memory.csv", "--window", "4", "--plot", path.to_str().unwrap()]).success();
    let windows = windows(&fs::read_to_string(data("memory.csv")).unwrap(), 4.0);
    let picture = Picture::open(&path, [900.0, 400.0]);
    assert_eq!(picture.lines(RED), [windows.len()]);
    let mut bars = picture.shapes("rect", BLUE, ["x", "y", "height"]);
    bars.sort_by(|a, b| a[0].total_cmp(&b[0]));
    assert_eq!(bars.len(), windows.len());
    let ends: Vec<(f64, f64)> = windows.values().map(|&(_, least, most, _)| (least, most)).collect();
    let highest = ends.iter().map(|end| end.1).fold(0.0, f64::max);
    let top = bars.iter().map(|bar| bar[1]).fold(f64::MAX, f64::min);
    let bottom = bars.iter().map(|bar| bar[1] + bar[2]).fold(0.0, f64::max);
    let place = |value: f64| bottom - value / highest * (bottom - top);
    for ([_, y, height], (least, most)) in bars.into_iter().zip(ends) {
        assert!(
            (y - place(most)).abs() <= 2.0 && (y + height - place(least)).abs() <= 2.0,
            "{y} {height}: {most}"
        );
    }
}

#[test]
fn what_cant_be_drawn_is_left_out() {
    let (rows, path) = (scratch("odd-feed.csv"), scratch("odd-feed.svg"));
    for (text, count, drawn) in
        [("", 0, 0), ("1,inf\n", 1, 0), ("1,NaN\n6,2\n", 2, 1), ("1,-inf\ninf,1\n", 2, 0)]
    {
        fs::write(&rows, format!("seconds,value\n{text}")).unwrap();
        let args = [rows.to_str().unwrap(), "--plot", path.to_str().unwrap()];
        assert_eq!(run("live_feed", &args).success().lines().count(), count + 2, "{text}");
        let bars = Picture::open(&path, [900.0, 400.0]).shapes("rect", BLUE, ["x"]);
        assert_eq!(bars.len(), drawn, "{text}");
    }
}

#[test]
fn the_feed_waits_for_its_reader() {
    for batch in [1, 7, 50] {
        let out = run("live_feed", &["memory.csv", "--batch", &batch.to_string()]).success();
        let lead = number(&out, "the feed was at most", 0);
        assert!((1..=batch).contains(&lead), "{batch}: {lead}");
    }
}

#[test]
fn a_feed_that_is_gone_is_told() {
    let (out, err) = run("live_feed", &["memory.csv", "--window", "10", "--die-after", "500"]).problems();
    assert!(err.contains("gave up after measurement 498: "), "{err}");
    assert_eq!(number(&out, "   10.00 ", 0), 200);
}

#[test]
fn broken_measurements_are_told_and_the_rest_goes_on() {
    let path: PathBuf = scratch("feed.csv");
    fs::write(&path, "seconds,value\n0,1\n1,high\n2,3\n").unwrap();
    let (out, err) = run("live_feed", &[path.to_str().unwrap()]).problems();
    assert!(err.contains("measurement 2 is none, but \"1,high\""), "{err}");
    assert_eq!(number(&out, "    0.00 ", 0), 2);
}
