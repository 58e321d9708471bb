//! However often the connection breaks, the windows are those of the whole file.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::Duration;

use crate::{BLUE, Picture, RED, data, example, number, run, scratch};

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

/// The stream has the measurements of the iterator, and connects as often.
#[test]
fn a_stream_reads_the_same() {
    for break_after in ["0", "10", "333"] {
        let args = ["memory.csv", "--window", "8", "--break-after", break_after];
        let expected = run("live_feed", &args).success();
        let found = run("live_feed", &[&args[..], &["--stream"]].concat()).success();
        assert_eq!(found, expected);
    }
}

#[test]
fn windows_are_drawn() {
    let path = scratch("feed.svg");
    run("live_feed", &["memory.csv", "--window", "4", "--plot", path.to_str().unwrap()]).success();
    let windows = windows(&fs::read_to_string(data("memory.csv")).unwrap(), 4.0);
    let picture = Picture::open(&path, [900.0, 420.0]);
    assert_eq!(picture.lines(RED), [windows.len()]);
    let mut bars = picture.shapes("rect", BLUE, ["x", "y", "height"]);
    bars.sort_by(|a, b| a[0].total_cmp(&b[0]));
    assert_eq!(bars.len(), windows.len());
    let ends: Vec<(f64, f64)> = windows.values().map(|&(_, least, most, _)| (least, most)).collect();
    let highest = ends.iter().map(|end| end.1).fold(f64::MIN, f64::max);
    let lowest = ends.iter().map(|end| end.0).fold(f64::MAX, f64::min);
    let top = bars.iter().map(|bar| bar[1]).fold(f64::MAX, f64::min);
    let bottom = bars.iter().map(|bar| bar[1] + bar[2]).fold(0.0, f64::max);
    // The base line isn't forced to 0: it is drawn from the least on.
    let place = |value: f64| bottom - (value - lowest) / (highest - lowest) * (bottom - top);
    for ([_, y, height], (least, most)) in bars.into_iter().zip(ends) {
        assert!(
            (y - place(most)).abs() <= 2.0 && (y + height - place(least)).abs() <= 2.0,
            "{y} {height}: {most}"
        );
    }
}

#[test]
fn what_is_no_number_is_told() {
    let (rows, path) = (scratch("odd-feed.csv"), scratch("odd-feed.svg"));
    for (text, problems, drawn) in [
        ("", 0, 0),
        ("1,2\n", 0, 1),
        ("1,inf\n", 1, 0),
        ("1,NaN\n6,2\n", 1, 1),
        ("1,-inf\ninf,1\nNaN,1\n", 3, 0),
    ] {
        fs::write(&rows, format!("seconds,value\n{text}")).unwrap();
        let args = [rows.to_str().unwrap(), "--plot", path.to_str().unwrap()];
        let ran = run("live_feed", &args);
        assert_eq!((ran.code, ran.out.lines().count()), (Some(problems.min(1)), drawn + 2), "{text}");
        assert_eq!(
            ran.err.lines().filter(|line| line.contains("is no ")).count() as i32,
            problems,
            "{}",
            ran.err
        );
        let bars = Picture::open(&path, [900.0, 420.0]).shapes("rect", BLUE, ["x", "width", "height"]);
        assert_eq!(bars.len(), drawn, "{text}");
        // One bar is seen.
        assert!(bars.iter().all(|bar| bar[1] > 100.0), "{bars:?}");
    }
}

/// A row of the data that looks like the protocol's own words.
#[test]
fn a_row_that_says_end_doesnt_end_the_feed() {
    let path = scratch("end-feed.csv");
    fs::write(&path, "seconds,value\n1,1\nend\n=\n\n2,2\n").unwrap();
    let (out, err) = run("live_feed", &[path.to_str().unwrap()]).problems();
    assert_eq!(number(&out, "    0.00 ", 0), 2);
    for (number, text) in [(2, "end"), (3, "="), (4, "")] {
        assert!(err.contains(&format!("measurement {number}: \"{text}\" has no value: skipped")), "{err}");
    }
}

#[test]
fn what_comes_too_late_is_told() {
    let path = scratch("late-feed.csv");
    fs::write(&path, "seconds,value\n-7,1\n-1,5\n-8,3\n2,2\n").unwrap();
    let (out, err) = run("live_feed", &[path.to_str().unwrap()]).problems();
    assert!(
        err.contains("-8.00 comes too late, after -5.00: skipped") && err.contains("1 problems"),
        "{err}"
    );
    let starts: Vec<&str> = out.lines().take(3).map(|line| line.split_whitespace().next().unwrap()).collect();
    assert_eq!(starts, ["-10.00", "-5.00", "0.00"]);
}

/// A feed that isn't ours: it sends lines as they come, with dates.
#[test]
fn a_feed_that_pushes() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let feed = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"2026-11-25T10:00:00Z,1\r\n2026-11-25T10:00:0").unwrap();
        thread::sleep(Duration::from_millis(300));
        stream.write_all(b"4Z,2,more\nnonsense\n2026-11-25T10:00:05Z,3\n").unwrap();
    });
    let (out, err) = run("live_feed", &["--connect", &address]).problems();
    feed.join().unwrap();
    assert_eq!((number(&out, "2026-11-25T10:00:00Z", 0), number(&out, "2026-11-25T10:00:05Z", 0)), (2, 1));
    assert!(err.contains("measurement 3: \"nonsense\" has no value") && err.contains("1 problems"), "{err}");
}

/// Nothing more comes, and the windows so far are told.
#[cfg(unix)]
#[test]
fn ends_with_what_there_is_on_ctrl_c() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let child = example("live_feed", &["--connect", &address]).spawn().unwrap();
    let (mut stream, _) = listener.accept().unwrap();
    stream.write_all(b"1,1\n2,3\n").unwrap();
    thread::sleep(Duration::from_millis(500));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let ran: crate::Ran = child.wait_with_output().unwrap().into();
    assert_eq!(number(&ran.success(), "    0.00 ", 0), 2);
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
    assert!(err.contains("measurement 2: \"1,high\": \"high\" is no measurement"), "{err}");
    assert_eq!(number(&out, "    0.00 ", 0), 2);
}
