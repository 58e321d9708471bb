//! Joins, groups and looks at windows of CSV files, one row at a time: which
//! packages were installed when, and how large they are.
//!
//! ```console
//! $ cargo run --example csv_files -- examples/data/installs.csv examples/data/packages.csv
//! ```
//!
//! Only the smaller file, the packages, is held in memory.

mod shared;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use csv::{Reader, StringRecord};
use generator_core::generator;
use itertools::chain;
use jiff::SignedDuration;
use jiff::civil::DateTime;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use shared::Report;

/// Yields a file's rows. A row that has too few fields, or wrong ones, is an
/// error that tells its line, and the rest goes on.
#[generator]
fn rows<T: DeserializeOwned>(input: impl Read) -> impl Iterator<Item = Result<T, csv::Error>> {
    let mut reader = Reader::from_reader(input);
    let headers = reader.headers()?.clone();
    let mut record = StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => yield_!(record.deserialize(Some(&headers))),
            Ok(false) => return,
            Err(error) => yield_!(Err(error)),
        }
    }
}

/// Yields each install with its package, if that is known.
#[generator]
fn joined<'a>(
    installs: impl Iterator<Item = Install>,
    packages: &'a HashMap<String, Package>,
) -> impl Iterator<Item = (DateTime, Option<&'a Package>)> {
    for install in installs {
        yield_!((install.time, packages.get(&install.package)));
    }
}

/// Yields each row with the totals of the time that ends with it.
#[generator]
fn windows(
    rows: impl Iterator<Item = (DateTime, u64)>,
    span: SignedDuration,
) -> impl Iterator<Item = Window> {
    let mut recent = VecDeque::new();
    let mut sum = 0;
    for (time, kib) in rows {
        recent.push_back((time, kib));
        sum += kib;
        while let Some(&(start, old)) = recent.front()
            && time.duration_since(start) > span
        {
            recent.pop_front();
            sum -= old;
        }
        yield_!(Window { time, kib, count: recent.len(), sum });
    }
}

struct Window {
    time: DateTime,
    kib: u64,
    count: usize,
    sum: u64,
}

/// Yields, for each run of rows with the same key, how many they are and their sum.
#[generator]
fn totals<K: PartialEq>(rows: impl Iterator<Item = (K, u64)>) -> impl Iterator<Item = (K, u64, u64)> {
    let mut rows = rows.peekable();
    while let Some((key, mut sum)) = rows.next() {
        let mut count = 1;
        while let Some((_, value)) = rows.next_if(|(next, _)| *next == key) {
            count += 1;
            sum += value;
        }
        yield_!((key, count, sum));
    }
}

#[derive(Deserialize)]
struct Install {
    time: DateTime,
    package: String,
}

#[derive(Deserialize)]
struct Package {
    package: String,
    section: String,
    installed_kib: u64,
}

/// Tell which packages were installed when, from two CSV files.
#[derive(Parser)]
struct Args {
    /// A file with the columns `time` and `package`, in order of time; `-` for standard input.
    installs: PathBuf,
    /// A file with the columns `package`, `section` and `installed_kib`.
    packages: PathBuf,
    /// Find the busiest time of so many minutes.
    #[arg(long, default_value_t = 10)]
    window: i64,
}

fn run(args: &Args) -> Result<Report, String> {
    let report = Report::new();
    let packages = rows(report.open(&args.packages)?)
        .filter_map(|row| report.good(row))
        .map(|package: Package| (package.package.clone(), package))
        .collect::<HashMap<_, _>>();
    let installs = rows(report.open(&args.installs)?).filter_map(|row| report.good(row));

    let mut sections = BTreeMap::<&str, (u64, u64)>::new();
    let sized = joined(installs, &packages).map(|(time, package)| {
        let (section, kib) =
            package.map_or(("(unknown)", 0), |package| (&package.section, package.installed_kib));
        let (count, sum) = sections.entry(section).or_default();
        *count += 1;
        *sum += kib;
        (time, kib)
    });
    let mut busiest = None;
    let days = windows(sized, SignedDuration::from_mins(args.window)).map(|window| {
        let row = (window.time.date(), window.kib);
        if busiest.as_ref().is_none_or(|best: &Window| window.count > best.count) {
            busiest = Some(window);
        }
        row
    });
    let heading = |name| format!("{name:12} {:>8} {:>10}", "packages", "KiB");
    let days: Vec<_> = totals(days).map(|(day, count, kib)| format!("{day:12} {count:8} {kib:10}")).collect();
    let sections = sections.iter().map(|(section, (count, kib))| format!("{section:12} {count:8} {kib:10}"));
    let busiest = busiest.map(|Window { time, count, sum, .. }| {
        format!("busiest {} minutes: until {time}, {count} packages of {sum} KiB", args.window)
    });
    report.finish();
    let lines = chain!([heading("day")], days, [heading("section")], sections, busiest);
    shared::print(lines)?;
    Ok(report)
}

fn main() -> ExitCode {
    shared::exit_code(run(&Args::parse()))
}
