//! Finds patterns in a stream as it comes: words in a text, and in a series of
//! measurements what was never seen before.
//!
//! ```console
//! $ cargo run --example pattern_recognition -- text LICENSE-APACHE license licensor sole
//! $ cargo run --example pattern_recognition -- series examples/data/memory.csv --plot memory.svg
//! ```

mod series;
#[path = "../shared/mod.rs"]
mod shared;
mod text;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use shared::Report;

/// Find patterns in a stream as it comes.
#[derive(Parser)]
enum Args {
    /// Print where the words stand in a text, overlapping ones as well.
    Text {
        /// The text; `-` for standard input.
        path: PathBuf,
        #[arg(required = true, value_parser = clap::builder::NonEmptyStringValueParser::new())]
        words: Vec<String>,
    },
    /// Print the parts of a series that are least like anything before them.
    Series {
        /// A CSV file of times and values, with a heading; `-` for standard input.
        path: PathBuf,
        /// The length of the parts, in measurements.
        #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u16).range(2..))]
        length: u16,
        /// Compare each part with so many before it.
        #[arg(long, default_value_t = 2000)]
        history: usize,
        /// Print so many parts.
        #[arg(long, default_value_t = 3)]
        top: usize,
        /// Draw the series and how new each part of it is, as SVG.
        #[arg(long)]
        plot: Option<PathBuf>,
    },
}

fn run(args: &Args) -> Result<Report, String> {
    let report = Report::new();
    match args {
        Args::Text { path, words } => {
            let automaton = text::Automaton::new(words);
            let matches = text::matches(&automaton, report.open(path)?);
            let matches = matches.filter_map(|found| report.good(found));
            shared::print(matches.map(|found| format!("{:8} {}", found.start, words[found.word])))?;
        }
        Args::Series { path, length, history, top, plot } => {
            let length = usize::from(*length);
            let points = series::points(report.open(path)?).filter_map(|point| report.good(point));
            let parts: Vec<_> = series::novelties(series::parts(points, length), length, *history).collect();
            report.finish();
            let newest = series::peaks(&parts, length).into_iter().take(*top);
            shared::print(
                newest.map(|part| format!("from {:8.2} distance {:6.3}", part.time, part.distance)),
            )?;
            if let Some(path) = plot {
                series::plot(&parts, path)
                    .map_err(|error| format!("can't draw {}: {error}", path.display()))?;
            }
        }
    }
    Ok(report)
}

fn main() -> ExitCode {
    shared::exit_code(run(&Args::parse()))
}
