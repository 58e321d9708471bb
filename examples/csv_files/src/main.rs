//! Joins, groups and looks at windows of CSV files, one row at a time: which
//! packages were installed when, and how large they are.
//!
//! ```console
//! $ cargo run -p csv_files -- examples/data/installs.csv examples/data/packages.csv --plot groups.svg
//! ```
//!
//! Only the smaller file, the packages, is held in memory.

mod groups;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use csv_files::rows::{Format, Row, delimiter, rows};
use csv_files::stages::{Install, Package, Window, in_order, joined, totals, windows};
use groups::Group;
use itertools::chain;
use jiff::SignedDuration;
use program::{Line, Report, json};
use serde::de::DeserializeOwned;

/// What `--help` ends with.
const EXAMPLES: &str = "\
Examples:
  csv_files examples/data/installs.csv examples/data/packages.csv --plot groups.svg";

/// Tell which packages were installed when, from two CSV files.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES)]
struct Args {
    /// A file with the columns `time` and `package`; `-` for standard input.
    installs: PathBuf,
    /// A file with the columns `package`, `section` and `installed_kib`.
    packages: PathBuf,
    /// Find the busiest time of so many minutes.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(i64).range(0..1_000_000))]
    window: i64,
    /// Installs may come so many rows too late: these are held, and put in order.
    #[arg(long, default_value_t = 1000)]
    late: usize,
    /// What stands between two fields.
    #[arg(long, default_value = ",", value_parser = delimiter)]
    delimiter: u8,
    /// Columns that have another name in the files.
    #[arg(long, value_name = "NAME=COLUMN", value_delimiter = ',', value_parser = column)]
    columns: Vec<(String, String)>,
    /// Print a line of JSON for each result.
    #[arg(long)]
    json: bool,
    /// Draw the packages of each day and section, and their size, as SVG.
    #[arg(long)]
    plot: Option<PathBuf>,
}

/// `NAME=COLUMN`: the file's name for a column, and ours.
fn column(text: &str) -> Result<(String, String), String> {
    let (name, column) = text.split_once('=').ok_or("has to be NAME=COLUMN")?;
    Ok((column.to_owned(), name.to_owned()))
}

/// The rows of a file, without the broken ones, which are told.
fn good_rows<T: DeserializeOwned>(
    path: &Path,
    args: &Args,
    report: &Report,
) -> Result<impl Iterator<Item = Row<T>>, String> {
    let format = Format {
        delimiter: args.delimiter,
        columns: args.columns.iter().cloned().collect(),
        ..Format::default()
    };
    Ok(rows(report.open(path)?, format).filter_map(|row| good(row, path, report)))
}

/// The value; an error in that file is told.
fn good<T>(result: Result<T, String>, path: &Path, report: &Report) -> Option<T> {
    report.good(result.map_err(|error| format!("{}: {error}", path.display())))
}

fn run(args: &Args) -> Result<Report, String> {
    let report = Report::new();
    let packages = good_rows(&args.packages, args, &report)?
        .map(|row: Row<Package>| (row.value.package.clone(), row.value))
        .collect::<HashMap<_, _>>();
    let installs = good_rows(&args.installs, args, &report)?;
    let installs = in_order(installs, |install: &Install| install.time, args.late)
        .filter_map(|install| good(install, &args.installs, &report));

    let mut sections = BTreeMap::<&str, (u64, u128)>::new();
    let sized = joined(installs, &packages).map(|(time, package)| {
        let (section, kib) =
            package.map_or(("(unknown)", 0), |package| (&package.section, package.installed_kib));
        let (count, sum) = sections.entry(section).or_default();
        *count += 1;
        *sum += u128::from(kib);
        (time, kib)
    });
    let mut busiest = None;
    let days = windows(sized, SignedDuration::from_mins(args.window)).map(|window| {
        let row = (window.time.date(), window.kib.into());
        if busiest.as_ref().is_none_or(|best: &Window| window.count > best.count) {
            busiest = Some(window);
        }
        row
    });
    let group = |name: String, (count, kib)| Group { name, count, kib };
    let days: Vec<_> = totals(days).map(|(day, count, kib)| group(day.to_string(), (count, kib))).collect();
    let sections: Vec<_> = sections.iter().map(|(name, sums)| group((*name).to_owned(), *sums)).collect();
    let busiest = busiest.map(|Window { time, count, sum, .. }| {
        let minutes = args.window;
        let text = format!("busiest {minutes} minutes: until {time}, {count} packages of {sum} KiB");
        let time = time.to_string();
        Line::new(
            text,
            json!({"busiest_minutes": minutes, "until": time, "packages": count, "kib": sum as f64}),
        )
    });
    report.finish();
    let heading = |name| Line::heading(format!("{name:12} {:>8} {:>10}", "packages", "KiB"));
    let lines =
        |kind: &str, groups: &[Group]| groups.iter().map(|group| group.line(kind)).collect::<Vec<_>>();
    let lines = chain!(
        [heading("day")],
        lines("day", &days),
        [heading("section")],
        lines("section", &sections),
        busiest
    );
    program::print_lines(args.json, lines)?;
    if let Some(path) = &args.plot {
        groups::plot(&days, &sections, path)
            .map_err(|error| format!("can't draw {}: {error}", path.display()))?;
    }
    Ok(report)
}

fn main() -> ExitCode {
    program::exit_code(run(&Args::parse()))
}
