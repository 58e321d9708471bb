//! Counts again with a regular expression, and all lines in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use flate2::read::GzDecoder;
use regex::Regex;

use crate::{BLUE, Picture, RED, data, example, number, run, run_with_input, scratch};

fn access_log() -> String {
    let mut text = String::new();
    GzDecoder::new(File::open(data("access.log.gz")).unwrap()).read_to_string(&mut text).unwrap();
    text
}

/// Client, hour, minute of the day, whether it failed.
fn parsed(log: &str) -> Vec<(&str, &str, u32, bool)> {
    let line =
        Regex::new(r#"^(\S+) .*?\[(\d\d/\w+/\d+:(\d\d)):(\d\d):\d\d [^]]*\] ".*?" (\d)\d\d "#).unwrap();
    let mut parsed = Vec::new();
    for line in log.lines().map(|text| line.captures(text).unwrap()) {
        let [client, hour, hours, minutes, status] = line.extract().1;
        let minute = hours.parse::<u32>().unwrap() * 60 + minutes.parse::<u32>().unwrap();
        parsed.push((client, hour, minute, status >= "4"));
    }
    parsed
}

#[test]
fn web_log() {
    let out = run("log_files", &["access.log.gz", "--top", "100"]).success();
    let log = access_log();
    let records = parsed(&log);
    let mut hours = BTreeMap::<_, (u64, u64)>::new();
    let mut clients = BTreeMap::<_, u64>::new();
    for (client, hour, _, failed) in &records {
        let hour = hours.entry(*hour).or_default();
        hour.0 += 1;
        hour.1 += u64::from(*failed);
        *clients.entry(*client).or_default() += 1;
    }
    assert!(hours.len() > 1 && clients.len() > 5, "the sample has too little to see");
    for (hour, (records, failed)) in hours {
        let hour = format!("2026-11-25 {}:00", hour.split(':').next_back().unwrap());
        assert_eq!((number(&out, &hour, 0), number(&out, &hour, 1)), (records, failed), "{hour}");
    }
    for (client, records) in clients {
        assert_eq!(number(&out, &format!("{client} "), 0), records, "{client}");
    }
    assert_eq!(number(&out, "all", 0), records.len() as u64);
}

/// Sessions by their definition: a client's records, cut where the pause is too long.
#[test]
fn sessions() {
    let log = access_log();
    let out = run("log_files", &["access.log.gz", "--gap", "3", "--top", "100"]).success();
    let seconds = |line: &str| -> u64 {
        let time = line.split(['[', ' ']).find(|word| word.contains("Nov")).unwrap();
        time.split(':').skip(1).fold(0, |sum, part| sum * 60 + part.parse::<u64>().unwrap())
    };
    let clients: BTreeSet<&str> = log.lines().map(|line| line.split(' ').next().unwrap()).collect();
    let mut most = 0;
    for client in clients {
        let client = format!("{client} ");
        let times: Vec<u64> = log.lines().filter(|line| line.starts_with(&client)).map(seconds).collect();
        let expected = 1 + times.windows(2).filter(|pair| pair[1] - pair[0] > 180).count() as u64;
        assert_eq!(number(&out, &client, 1), expected, "{client}");
        most = most.max(expected);
    }
    assert!(most > 2, "no client of the sample pauses");
}

#[test]
fn packed_or_not_from_a_file_or_standard_input() {
    let log = access_log();
    let expected = run("log_files", &["access.log.gz"]).success();
    assert_eq!(run_with_input("log_files", &["-"], log.as_bytes()).success(), expected);
    let packed = fs::read(data("access.log.gz")).unwrap();
    assert_eq!(run_with_input("log_files", &["-"], &packed).success(), expected);
}

#[test]
fn package_log() {
    let out = run("log_files", &["dpkg.log", "--top", "1000"]).success();
    let log = fs::read_to_string(data("dpkg.log")).unwrap();
    assert_eq!(number(&out, "all", 0), log.lines().count() as u64);
    assert_eq!(number(&out, "all", 1), 0);
    let bash = log.lines().filter(|line| line.split(' ').any(|word| word == "libc-bin:amd64")).count();
    assert_eq!(number(&out, "libc-bin:amd64", 0), bash as u64);
}

#[test]
fn broken_lines_are_told_and_the_rest_goes_on() {
    let log = access_log();
    let lines: Vec<&str> = log.lines().take(10).collect();
    let mut broken = format!("nonsense\n{}\n\n", lines.join("\n")).into_bytes();
    broken.extend(b"not \xff text\n");
    broken.extend(br#"1.2.3.4 - - [99/Nov/2026:00:00:00 +0000] "GET / HTTP/1.1" 200 1"#);
    let (out, err) = run_with_input("log_files", &["-"], &broken).problems();
    assert_eq!(number(&out, "all", 0), 10);
    for line in [1, 13, 14] {
        assert!(err.contains(&format!("line {line} is no record")), "{err}");
    }
    assert!(err.contains("3 problems"), "{err}");
}

#[test]
fn a_truncated_archive_is_told() {
    let packed = fs::read(data("access.log.gz")).unwrap();
    let (out, err) = run_with_input("log_files", &["-"], &packed[..packed.len() / 2]).problems();
    assert!(number(&out, "all", 0) > 0);
    assert!(err.contains("can't read on"), "{err}");
}

/// The bars of a color, from left to right: where they are, and their size.
fn bars(picture: &Picture, color: &str) -> Vec<[f64; 4]> {
    let mut bars = picture.shapes("rect", color, ["x", "y", "width", "height"]);
    bars.retain(|bar| bar[2] != 10.0 || bar[3] != 10.0); // those of the legend
    bars.sort_by(|a, b| a[0].total_cmp(&b[0]));
    bars.dedup();
    bars
}

#[test]
fn hours_are_drawn() {
    let path = scratch("hours.svg");
    let out = run("log_files", &["access.log.gz", "--plot", path.to_str().unwrap()]).success();
    let picture = Picture::open(&path, [900.0, 420.0]);
    for (column, color) in [(0, BLUE), (1, RED)] {
        let counts: Vec<u64> = (0..24)
            .filter(|hour| out.contains(&format!("25 {hour:02}:00")))
            .map(|hour| number(&out, &format!("2026-11-25 {hour:02}:00"), column))
            .collect();
        let bars = bars(&picture, color);
        assert_eq!(bars.len(), counts.len());
        for (bar, count) in bars.iter().zip(&counts) {
            let expected = bars[0][3] / counts[0] as f64 * *count as f64;
            assert!((bar[3] - expected).abs() < 3.0, "{bar:?}: {expected}");
        }
    }
}

/// One hour is as wide as the picture, one of a year is seen, and where there was nothing there is a gap.
#[test]
fn hours_are_seen() {
    let (log, path) = (scratch("hours.log"), scratch("some-hours.svg"));
    let args = [log.to_str().unwrap(), "--plot", path.to_str().unwrap()];
    for (times, widths) in [
        (["25/Nov/2026:10:05:09"].as_slice(), 700.0..900.0),
        (&["25/Nov/2026:10:05:09", "25/Nov/2026:12:05:09", "25/Nov/2026:15:05:09"], 110.0..160.0),
        (&["25/Nov/2025:10:05:09", "25/May/2026:12:05:09", "25/Nov/2026:15:05:09"], 0.0..2.0),
    ] {
        let lines: Vec<_> = times.iter().map(|time| ("a", *time, 404)).collect();
        fs::write(&log, web(&lines)).unwrap();
        run("log_files", &args).success();
        let bars = bars(&Picture::open(&path, [900.0, 420.0]), RED);
        assert_eq!(bars.len(), times.len());
        assert!(bars.iter().all(|bar| widths.contains(&bar[2]) && bar[3] > 100.0), "{bars:?}");
        for pair in bars.windows(2) {
            assert!(pair[1][0] - pair[0][0] > 1.9 * pair[0][2], "{bars:?}");
        }
    }
}

/// Some lines of a web server's log: client, time and status.
fn web(lines: &[(&str, &str, u16)]) -> String {
    let line = |(client, time, status): &(&str, &str, u16)| {
        format!("{client} - - [{time} +0000] \"GET / HTTP/1.1\" {status} 1 \"-\" \"-\"\n")
    };
    lines.iter().map(line).collect()
}

/// What is printed of a client: records, sessions, the longest.
#[track_caller]
fn client(out: &str, name: &str) -> (u64, u64, String) {
    let line =
        out.lines().find(|line| line.starts_with(&format!("{name} "))).unwrap_or_else(|| panic!("{out}"));
    let longest = line.split_whitespace().skip(3).collect::<Vec<_>>().join(" ");
    let name = format!("{name} ");
    (number(out, &name, 0), number(out, &name, 1), longest)
}

#[test]
fn lines_out_of_order() {
    let log = web(&[
        ("192.0.2.1", "25/Nov/2026:10:05:09", 200),
        ("192.0.2.1", "25/Nov/2026:10:05:00", 200),
        // Late by a quarter of an hour, it makes one session of two.
        ("192.0.2.2", "25/Nov/2026:10:00:00", 200),
        ("192.0.2.2", "25/Nov/2026:10:50:00", 200),
        ("192.0.2.2", "25/Nov/2026:10:25:00", 200),
    ]);
    let out = run_with_input("log_files", &["-"], log.as_bytes()).success();
    assert_eq!(client(&out, "192.0.2.1"), (2, 1, "9s".to_owned()));
    assert_eq!(client(&out, "192.0.2.2"), (3, 1, "50m".to_owned()));
}

/// Another server's clock is slow; and a log comes before that of the day before.
#[test]
fn clocks_that_differ() {
    let times: Vec<String> =
        (0..240).map(|minute| format!("25/Nov/2026:{:02}:{:02}:00", 10 + minute / 60, minute % 60)).collect();
    let slow: Vec<String> =
        (0..240).map(|minute| format!("25/Nov/2026:{:02}:{:02}:00", 4 + minute / 60, minute % 60)).collect();
    let both: Vec<(&str, &str, u16)> =
        times.iter().zip(&slow).flat_map(|(a, b)| [("a", a.as_str(), 200), ("b", b.as_str(), 200)]).collect();
    let log = web(&both) + &web(&[("a", "24/Nov/2026:10:00:00", 200), ("a", "24/Nov/2026:10:01:00", 200)]);
    let out = run_with_input("log_files", &["-"], log.as_bytes()).success();
    assert_eq!(client(&out, "a"), (242, 2, "3h 59m".to_owned()));
    assert_eq!(client(&out, "b"), (240, 1, "3h 59m".to_owned()));
}

#[test]
fn a_wrong_year_is_one_record() {
    let lines = [
        ("192.0.2.1", "25/Nov/2026:10:00:00", 200),
        ("192.0.2.2", "30/Dec/9999:10:00:00", 404),
        ("192.0.2.1", "25/Nov/2026:10:20:00", 200),
        ("192.0.2.3", "01/Jan/0001:00:00:00", 200),
        ("192.0.2.1", "25/Nov/2026:10:40:00", 200),
    ];
    for first in 0..lines.len() {
        let mut lines = lines;
        lines.rotate_left(first);
        let out = run_with_input("log_files", &["-"], web(&lines).as_bytes()).success();
        assert_eq!(client(&out, "192.0.2.1"), (3, 1, "40m".to_owned()));
        assert_eq!((number(&out, "all", 0), number(&out, "9999-12-30 10:00", 1)), (5, 1));
    }
    let beyond =
        web(&[("192.0.2.1", "31/Dec/9999:23:59:59", 200), ("192.0.2.1", "31/Dec/2026:23:59:59", 200)]);
    let (out, err) = run_with_input("log_files", &["-"], beyond.as_bytes()).problems();
    assert_eq!(number(&out, "all", 0), 1);
    assert!(err.contains("line 1 is no record"), "{err}");
}

#[test]
fn who_is_the_client() {
    let record = "[25/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"";
    for (who, client) in [
        ("192.0.2.7 - -", "192.0.2.7"),
        ("192.0.2.7 - Jane Roe", "192.0.2.7"),
        ("2001:db8::80 - Jane Roe", "2001:db8::80"),
        ("host.test - -", "host.test"),
        // vhost_combined, as Apache has it in Debian, and without the port.
        ("www.test:80 192.0.2.7 - -", "192.0.2.7"),
        ("www.test:443 2001:db8::80 - jane", "2001:db8::80"),
        ("192.0.2.1:80 host.test - Jane Roe", "host.test"),
        ("www.test 192.0.2.7 - -", "192.0.2.7"),
    ] {
        let out = run_with_input("log_files", &["-"], format!("{who} {record}\n").as_bytes()).success();
        assert_eq!(number(&out, &format!("{client} "), 0), 1, "{who}: {out}");
        assert!(out.ends_with("\n1 clients\n"), "{out}");
    }
}

#[test]
fn the_package_manager_is_no_client() {
    let log = "2025-06-24 14:36:25 startup packages configure\n2025-06-24 14:36:25 startup archives unpack\n";
    let out = run_with_input("log_files", &["-"], log.as_bytes()).success();
    assert_eq!(number(&out, "all", 0), 2);
    assert!(out.ends_with("\n0 clients\n"), "{out}");
}

#[test]
fn a_line_without_an_end_is_told() {
    let line = web(&[("192.0.2.1", "25/Nov/2026:10:05:09", 200)]);
    let log = format!("{line}{}\n{line}{}", "x".repeat(3 << 20), "y".repeat(3 << 20));
    let (out, err) = run_with_input("log_files", &["-"], log.as_bytes()).problems();
    assert_eq!(number(&out, "all", 0), 2);
    for number in [2, 4] {
        assert!(err.contains(&format!("line {number} has more than 1048576 bytes")), "{err}");
    }
}

/// The summary and the plot come after Ctrl-C, whether it waits for a log to grow or for its input.
#[cfg(unix)]
#[test]
fn ends_with_the_summary_on_ctrl_c() {
    let (log, plot) = (scratch("followed.log"), scratch("followed.svg"));
    let text = web(&[("192.0.2.1", "25/Nov/2026:10:05:09", 200)]);
    fs::write(&log, &text).unwrap();
    for args in [["--follow", log.to_str().unwrap()].as_slice(), &["-"]] {
        let _ = fs::remove_file(&plot);
        let args = [args, &["--plot", plot.to_str().unwrap()]].concat();
        let mut child = example("log_files", &args).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(text.as_bytes()).unwrap();
        sleep(Duration::from_millis(500));
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let ran: crate::Ran = child.wait_with_output().unwrap().into();
        assert_eq!(number(&ran.out, "all", 0), 1, "{}", ran.err);
        assert!(plot.exists(), "{args:?}");
        // Where its input broke off it says so.
        assert_eq!(ran.err.contains("can't read on: interrupted"), args[0] == "-", "{}", ran.err);
    }
}

#[test]
fn follows_as_long_as_somebody_reads() {
    let (log, plot) = (scratch("unread.log"), scratch("unread.svg"));
    let _ = fs::remove_file(&plot);
    fs::write(&log, web(&[("192.0.2.1", "25/Nov/2026:10:05:09", 404)])).unwrap();
    let mut child =
        example("log_files", &["--follow", log.to_str().unwrap(), "--plot", plot.to_str().unwrap()])
            .spawn()
            .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "2026-11-25T10:05:09Z 192.0.2.1 failed\n");
    for _ in 0..100 {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success() && plot.exists());
            return;
        }
        let mut file = OpenOptions::new().append(true).open(&log).unwrap();
        file.write_all(web(&[("192.0.2.1", "25/Nov/2026:10:05:09", 404)]).as_bytes()).unwrap();
        sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    panic!("it follows for ever");
}

/// A log that grows in pieces of lines, is renamed and begun anew, and emptied.
#[test]
fn follows_a_log_through_rotations() {
    let log = access_log();
    let lines: Vec<&str> = log.split_inclusive('\n').take(40).collect();
    let path = scratch("growing.log");
    fs::write(&path, lines[..10].concat()).unwrap();
    let follower =
        example("log_files", &["--follow", "--patience", "3", path.to_str().unwrap()]).spawn().unwrap();
    let pause = || sleep(Duration::from_millis(400));

    pause();
    let mut file = OpenOptions::new().append(true).open(&path).unwrap();
    let (start, end) = lines[10].split_at(30);
    file.write_all(start.as_bytes()).unwrap();
    pause();
    file.write_all(end.as_bytes()).unwrap();
    file.write_all(lines[11..20].concat().as_bytes()).unwrap();
    pause();
    // The last line has no end when the log is rotated.
    file.write_all(b"nonsense").unwrap();
    fs::rename(&path, scratch("growing.log.1")).unwrap();
    pause();
    fs::write(&path, lines[20..30].concat()).unwrap();
    pause();
    fs::write(&path, lines[30]).unwrap();
    pause();
    OpenOptions::new().append(true).open(&path).unwrap().write_all(lines[31..].concat().as_bytes()).unwrap();

    let ran: crate::Ran = follower.wait_with_output().unwrap().into();
    let (out, err) = ran.problems();
    assert_eq!(number(&out, "all", 0), 40);
    assert!(err.contains("line 21 is no record") && err.contains("1 problems"), "{err}");
}
