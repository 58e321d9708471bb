//! Finds clusters in one pass over a stream, in constant memory, and compares
//! them with those that linfa finds with all points at hand.
//!
//! ```console
//! $ cargo run -p clustering -- --plot wines.svg
//! $ cargo run -p clustering -- measurements.csv --clusters 5
//! ```
//!
//! Without a file it takes 1599 Portuguese wines, the data set `winequality` of
//! `linfa-datasets`: eleven measurements of each.

mod compare;
mod scale;
mod stream;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use csv_files::rows::{Format, Row, delimiter, rows};
use generator_core::generator;
use program::{Line, Report, json};
use stream::{Model, Point, summaries};

/// Yields the points of a CSV file with a heading. A row that is broken, or has something in it that can't be measured,
/// is an error, and the rest goes on.
#[generator]
fn points(
    rows: impl Iterator<Item = Result<Row<Point>, String>>,
) -> impl Iterator<Item = Result<Point, String>> {
    for row in rows {
        match row {
            Ok(Row { line, value }) => match value
                .iter()
                .find(|value| value.is_nan() || value.abs() > LARGEST)
            {
                Some(odd) => yield_!(Err(format!("line {line}: {odd} has no distance from others: skipped"))),
                None => yield_!(Ok(value)),
            },
            Err(error) => yield_!(Err(error)),
        }
    }
}

/// The squares of larger ones aren't finite.
const LARGEST: f64 = 1e100;

/// What `--help` ends with.
const EXAMPLES: &str = "\
Examples:
  clustering --plot wines.svg
  clustering measurements.csv --clusters 5";

/// Find clusters in a stream of points, in one pass.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES)]
struct Args {
    /// A CSV file of numbers, with a heading; `-` for standard input. Without it,
    /// wines are clustered, and the outcome compared with linfa's.
    path: Option<PathBuf>,
    /// What stands between two fields.
    #[arg(long, default_value = ",", value_parser = delimiter)]
    delimiter: u8,
    /// Take these columns only.
    #[arg(long, value_delimiter = ',')]
    columns: Vec<String>,
    /// How many clusters to find.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    clusters: u16,
    /// Keep so many points, and hold twice as many at once: the more, the better.
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u16).range(2..))]
    keep: u16,
    /// Print a line of JSON for each result.
    #[arg(long)]
    json: bool,
    /// Draw the wines and the clusters, as SVG.
    #[arg(long, conflicts_with = "path")]
    plot: Option<PathBuf>,
}

fn run(args: &Args) -> Result<Report, String> {
    let report = Report::new();
    let (clusters, kept) = (args.clusters.into(), usize::from(args.keep.max(args.clusters)));
    let model = |points: &mut dyn Iterator<Item = Point>| {
        let summary = summaries(points, kept).last().ok_or("there are no points")?;
        Ok::<_, String>(Model::of(&summary, clusters))
    };
    let lines = if let Some(path) = &args.path {
        let format = Format { delimiter: args.delimiter, only: args.columns.clone(), ..Format::default() };
        let points = points(rows(report.open(path)?, format));
        let model = model(&mut points.filter_map(|point| report.good(point)))?;
        report.finish();
        describe(&model)
    } else {
        let wines = compare::Wines::load();
        let model = model(&mut wines.points())?;
        let mut lines = describe(&model);
        lines.push(wines.compare(&model)?);
        if let Some(path) = &args.plot {
            wines.plot(&model, path).map_err(|error| format!("can't draw {}: {error}", path.display()))?;
        }
        lines
    };
    program::print_lines(args.json, lines)?;
    Ok(report)
}

/// A line for each cluster, with its size and center.
fn describe(model: &Model) -> Vec<Line> {
    let centers = model.centers().zip(&model.sizes);
    let line = |(center, size): (Point, &u64)| {
        let text: Vec<String> = center.iter().map(|value| format!("{value:.3}")).collect();
        let text = format!("{size:8} points around {}", text.join(" "));
        Line::new(text, json!({"points": size, "center": center}))
    };
    centers.map(line).collect()
}

fn main() -> ExitCode {
    program::exit_code(run(&Args::parse()))
}
