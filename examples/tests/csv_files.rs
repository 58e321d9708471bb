//! Computes the same with all rows in memory.

use std::collections::HashMap;
use std::fs;

use crate::{BLUE, Picture, RED, data, number, run, run_with_input, scratch};

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
fn groups_are_drawn() {
    let path = scratch("groups.svg");
    let args = ["installs.csv", "packages.csv", "--plot", path.to_str().unwrap()];
    let out = run("csv_files", &args).success();
    assert_eq!(out, run("csv_files", &args[..2]).success());
    let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
    let days = 1..rows.iter().position(|row| row[0] == "section").unwrap();
    let sections = days.end + 1..rows.len() - 1;
    let height = 20 * (days.len() + sections.len()) + 2 * 100;
    let picture = Picture::open(&path, [1000.0, height as f64]);
    for (column, color) in [(1, BLUE), (2, RED)] {
        let mut bars = picture.shapes("rect", color, ["y", "width"]);
        bars.sort_by(|a, b| a[0].total_cmp(&b[0]));
        assert_eq!(bars.len(), days.len() + sections.len());
        let (above, below) = bars.split_at(days.len());
        for (bars, rows) in [(above, &rows[days.clone()]), (below, &rows[sections.clone()])] {
            let sizes: Vec<f64> = rows.iter().map(|row| row[column].parse().unwrap()).collect();
            let (largest, longest) = (
                sizes.iter().copied().fold(0.0, f64::max),
                bars.iter().map(|bar| bar[1]).fold(0.0, f64::max),
            );
            assert!(longest > 300.0, "{longest}");
            for ([_, width], size) in bars.iter().zip(sizes) {
                assert!((width - size / largest * longest).abs() <= 2.0, "{width} for {size} of {largest}");
            }
        }
    }
}

/// However many days there are, the picture stays small: the largest are drawn.
#[test]
fn many_groups_are_drawn_in_part() {
    let row = |day: usize| {
        format!("20{:02}-{:02}-{:02}T00:00:00,bash\n", 10 + day / 360, 1 + day / 30 % 12, 1 + day % 30 % 28)
    };
    let input: String = (0..1000).map(row).collect();
    let path = scratch("many-groups.svg");
    let args = ["-", "packages.csv", "--plot", path.to_str().unwrap()];
    run_with_input("csv_files", &args, format!("time,package\n{input}").as_bytes()).success();
    let picture = Picture::open(&path, [1000.0, 1020.0]);
    assert_eq!(picture.shapes("rect", BLUE, ["y"]).len(), 41);
}

#[test]
fn without_rows_there_are_no_groups() {
    let path = scratch("no-groups.svg");
    let packages = data("packages.csv");
    let args = ["-", packages.to_str().unwrap(), "--plot", path.to_str().unwrap()];
    let out = run_with_input("csv_files", &args, b"time,package\n").success();
    assert_eq!(out.lines().count(), 2, "{out}");
    assert!(Picture::open(&path, [1000.0, 200.0]).shapes("rect", BLUE, ["width"]).is_empty());
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

/// Backwards, mixed in blocks, and with the last at the start.
#[test]
fn rows_in_any_order() {
    let sorted = fs::read_to_string(data("installs.csv")).unwrap();
    let (heading, rows) = sorted.split_once('\n').unwrap();
    let rows: Vec<&str> = rows.lines().collect();
    let expected = run("csv_files", &["installs.csv", "packages.csv"]).success();
    assert!(expected.contains(", 343 packages of"), "{expected}");
    let backwards = rows.iter().copied().rev().collect();
    let mixed = rows.chunks(50).flat_map(|block| block.iter().rev().copied()).collect();
    let turned = [&rows[rows.len() - 1..], &rows[..rows.len() - 1]].concat();
    for rows in [backwards, mixed, turned] as [Vec<&str>; 3] {
        let input = format!("{heading}\n{}\n", rows.join("\n"));
        assert_eq!(run_with_input("csv_files", &["-", "packages.csv"], input.as_bytes()).success(), expected);
    }
}

#[test]
fn a_row_that_comes_much_too_late_is_told() {
    let row = |second| format!("2026-01-01T00:00:0{second},bash\n");
    let input: String =
        ["time,package\n".to_owned()].into_iter().chain([1, 3, 2, 4, 5, 6, 0, 7].map(row)).collect();
    let (out, err) =
        run_with_input("csv_files", &["-", "packages.csv", "--late", "2"], input.as_bytes()).problems();
    assert!(err.contains("line 8 comes more than 2 rows too late") && err.contains("1 problems"), "{err}");
    assert_eq!(number(&out, "2026-01-01", 0), 7);
}

#[test]
fn sums_of_any_size() {
    let path = scratch("large.csv");
    fs::write(&path, format!("package,section,installed_kib\nbig,all,{}\n", u64::MAX)).unwrap();
    let input = format!("time,package\n{}", "2026-01-01T00:00:00,big\n".repeat(3));
    let plot = scratch("large.svg");
    let args = ["-", path.to_str().unwrap(), "--plot", plot.to_str().unwrap()];
    let out = run_with_input("csv_files", &args, input.as_bytes()).success();
    let sum = (3 * u128::from(u64::MAX)).to_string();
    assert_eq!(out.matches(&sum).count(), 3, "{out}");
}

#[test]
fn a_row_without_an_end_is_told() {
    let mut input = b"time,package\n2026-01-01T00:00:00,bash\n2026-01-01T00:00:00,\"ba".to_vec();
    input.resize(3 << 20, b's');
    let (out, err) = run_with_input("csv_files", &["-", "packages.csv"], &input).problems();
    assert!(err.contains("-: after line 3: can't read on: a row has more than 1048576 bytes"), "{err}");
    assert_eq!(number(&out, "2026-01-01", 0), 1);
}

#[test]
fn other_delimiters_and_names() {
    let path = scratch("names.csv");
    fs::write(&path, "name;section;size\nbash;shells;7\n").unwrap();
    let input = b"date;name\n2026-01-01T00:00:00;bash\n";
    let columns = "time=date,package=name,installed_kib=size";
    let args = ["-", path.to_str().unwrap(), "--delimiter", ";", "--columns", columns];
    let out = run_with_input("csv_files", &args, input).success();
    assert_eq!((number(&out, "shells", 0), number(&out, "shells", 1)), (1, 7));
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
    let (out, err) =
        run_with_input("csv_files", &["-", packages.to_str().unwrap()], broken.as_bytes()).problems();
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
