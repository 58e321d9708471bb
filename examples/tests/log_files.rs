//! Counts again with a regular expression, and all lines in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::thread::sleep;
use std::time::Duration;

use flate2::read::GzDecoder;
use regex::Regex;

use crate::{data, example, number, run, run_with_input, scratch};

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

#[test]
fn draws() {
    let path = scratch("hours.svg");
    run("log_files", &["access.log.gz", "--plot", path.to_str().unwrap()]).success();
    let picture = fs::read_to_string(path).unwrap();
    assert!(picture.starts_with("<svg") && picture.trim_end().ends_with("</svg>"));
    assert!(picture.matches("<rect").count() >= 4, "two bars an hour");
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
