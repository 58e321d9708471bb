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
mod stream;

use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use generator_core::generator;
use program::Report;
use stream::{Model, Point};

/// Yields the points of a CSV file with a heading. A broken row is an error, and
/// the rest goes on.
#[generator]
fn points(input: impl Read) -> impl Iterator<Item = Result<Point, csv::Error>> {
    for row in csv::Reader::from_reader(input).into_deserialize() {
        yield_!(row);
    }
}

/// Find clusters in a stream of points, in one pass.
#[derive(Parser)]
struct Args {
    /// A CSV file of numbers, with a heading; `-` for standard input. Without it,
    /// wines are clustered, and the outcome compared with linfa's.
    path: Option<PathBuf>,
    /// How many clusters to find.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    clusters: u16,
    /// Hold so many points at once.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u16).range(1..))]
    batch: u16,
    /// Draw the wines and the clusters, as SVG.
    #[arg(long, conflicts_with = "path")]
    plot: Option<PathBuf>,
}

fn run(args: &Args) -> Result<Report, String> {
    let report = Report::new();
    let (clusters, batch) = (args.clusters.into(), args.batch.into());
    let last_model = |points: &mut dyn Iterator<Item = Point>| {
        stream::models(stream::batches(points, batch), clusters).last().ok_or("there are no points")
    };
    let lines = if let Some(path) = &args.path {
        let rows = points(report.open(path)?);
        let model = last_model(&mut rows.filter_map(|point| report.good(point)))?;
        report.finish();
        describe(&model)
    } else {
        let wines = compare::Wines::load();
        let model = last_model(&mut wines.points())?;
        let mut lines = describe(&model);
        lines.push(wines.compare(&model)?);
        if let Some(path) = &args.plot {
            wines.plot(&model, path).map_err(|error| format!("can't draw {}: {error}", path.display()))?;
        }
        lines
    };
    program::print(lines)?;
    Ok(report)
}

/// A line for each cluster, with its size and center.
fn describe(model: &Model) -> Vec<String> {
    let centers = model.centers().zip(&model.sizes);
    let line = |(center, size): (Point, &u64)| {
        let center: Vec<String> = center.iter().map(|value| format!("{value:.3}")).collect();
        format!("{size:8} points around {}", center.join(" "))
    };
    centers.map(line).collect()
}

fn main() -> ExitCode {
    program::exit_code(run(&Args::parse()))
}
