//! Computes the same with all rows in memory.

use std::collections::HashMap;
use std::fs;

use crate::{data, number, run, run_with_input, scratch};

/// Package to section and size.
fn packages() -> HashMap<String, (String, u64)> {
    let mut reader = csv::Reader::from_path(data("packages.csv")).unwrap();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        (row[0].to_owned(), (row[1].to_owned(), row[2].parse().unwrap()))
    });
    rows.collect()
}

#[test]
fn groups_and_joins() {
    let out = run("csv_files", &["installs.csv", "packages.csv"]).success();
    let packages = packages();
    let installs = fs::read_to_string(data("installs.csv")).unwrap();
    let rows: Vec<Vec<&str>> = installs.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let mut expected = HashMap::<&str, (u64, u64)>::new();
    for row in &rows {
        let (section, kib) = packages.get(row[2]).map_or(("(unknown)", 0), |(section, kib)| (section, *kib));
        for key in [&row[0][..10], section] {
            let (count, sum) = expected.entry(key).or_default();
            *count += 1;
            *sum += kib;
        }
    }
    assert!(expected.len() > 20 && expected.contains_key("(unknown)"), "the sample has too little to see");
    for (key, (count, sum)) in expected {
        let line = format!("{key} ");
        assert_eq!((number(&out, &line, 0), number(&out, &line, 1)), (count, sum), "{key}");
    }
}

#[test]
fn busiest_window() {
    let out = run("csv_files", &["installs.csv", "packages.csv", "--window", "1"]).success();
    let installs = fs::read_to_string(data("installs.csv")).unwrap();
    let seconds = |row: &str| -> (String, u64) {
        let (date, time) = row.split(',').next().unwrap().split_once('T').unwrap();
        (date.to_owned(), time.split(':').fold(0, |sum, part| sum * 60 + part.parse::<u64>().unwrap()))
    };
    let times: Vec<_> = installs.lines().skip(1).map(seconds).collect();
    let in_window = |(end, (date, time)): (usize, &(String, u64))| {
        times[..=end].iter().filter(|(day, start)| day == date && time - start <= 60).count()
    };
    let most = times.iter().enumerate().map(in_window).max().unwrap();
    assert!(out.contains(&format!(", {most} packages of")), "{most}: {out}");
}

#[test]
fn broken_rows_are_told_with_their_lines() {
    let broken = "time,action,package,version\n\
                  2026-01-01T00:00:00,install,bash,1\n\
                  2026-01-01T00:00:01,install\n\
                  2026-01-01T00:00:02,install,\"bash\",\"1, with\na line and \"\"quotes\"\"\"\n\
                  tomorrow,install,bash,1\n\
                  2026-01-01T00:00:03,install,bash,1";
    let packages = data("packages.csv");
    let (out, err) = run_with_input("csv_files", &["-", packages.to_str().unwrap()], broken.as_bytes()).problems();
    assert_eq!(number(&out, "2026-01-01", 0), 3);
    assert!(err.contains("line: 3") && err.contains("line: 6") && err.contains("2 problems"), "{err}");
}

#[test]
fn a_missing_column_is_told() {
    let path = scratch("columns.csv");
    fs::write(&path, "name,size\nbash,1\n").unwrap();
    let (_, err) = run("csv_files", &["installs.csv", path.to_str().unwrap()]).problems();
    assert!(err.contains("columns.csv: ") && err.contains("missing field `package`"), "{err}");
}
