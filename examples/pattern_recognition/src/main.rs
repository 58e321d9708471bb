//! Finds patterns in a stream as it comes: words in a text, and in a series of
//! measurements what was never seen before, or what is like a template.
//!
//! ```console
//! $ cargo run -p pattern_recognition -- text LICENSE-APACHE license licensor sole
//! $ cargo run -p pattern_recognition -- series examples/data/memory.csv --plot memory.svg
//! $ cargo run -p pattern_recognition -- search examples/data/memory.csv --from 88 --length 30 --plot rounds.svg
//! ```

mod picture;
mod search;
mod series;
mod template;
mod text;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::series::Novelty;
use ::series::{Names, Point};
use clap::{Parser, Subcommand};
use csv_files::rows::{Format, delimiter};
use program::{Line, Report, json};
use search::{Search, search};

/// What `--help` ends with.
const EXAMPLES: &str = "\
Examples:
  pattern_recognition text LICENSE-APACHE license licensor sole
  pattern_recognition series examples/data/memory.csv --plot memory.svg
  pattern_recognition search examples/data/memory.csv --from 88 --length 30 --plot rounds.svg";

/// Find patterns in a stream as it comes.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES)]
struct Args {
    #[command(subcommand)]
    pattern: Pattern,
    /// Print a line of JSON for each result.
    #[arg(long, global = true)]
    json: bool,
    /// What stands between two fields of a series.
    #[arg(long, global = true, default_value = ",", value_parser = delimiter)]
    delimiter: u8,
    /// The columns of a series that have its times and values; the first two if left out.
    #[arg(long, global = true, value_name = "TIME,VALUE", value_delimiter = ',')]
    columns: Vec<String>,
}

#[derive(Subcommand)]
enum Pattern {
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
    /// Print the parts of a series that are like a template, slower or faster.
    Search(Search),
}

/// The points of a file, without the broken ones, which are told.
fn good_points<'a>(
    path: &Path,
    args: &Args,
    report: &'a Report,
) -> Result<(Names, impl Iterator<Item = Point> + use<'a>), String> {
    let format = Format { delimiter: args.delimiter, only: args.columns.clone(), ..Format::default() };
    let (names, input) = ::series::names(report.open(path)?, &format);
    Ok((names, ::series::points(input, format).filter_map(|point| report.good(point))))
}

fn drawn_to(path: &Path, outcome: Result<(), Box<dyn Error + '_>>) -> Result<(), String> {
    outcome.map_err(|error| format!("can't draw {}: {error}", path.display()))
}

fn run(args: &Args) -> Result<Report, String> {
    let report = Report::new();
    let json = args.json;
    match &args.pattern {
        Pattern::Text { path, words } => {
            let automaton = text::Automaton::new(words);
            let matches = text::matches(&automaton, report.open(path)?);
            let matches = matches.filter_map(|found| report.good(found));
            let line = |found: text::Match| {
                let (start, word) = (found.start, &words[found.word]);
                Line::new(format!("{start:8} {word}"), json!({"start": start, "word": word}))
            };
            program::print_lines(json, matches.map(line))?;
        }
        Pattern::Series { path, length, history, top, plot } => {
            let length = usize::from(*length);
            let (names, points) = good_points(path, args, &report)?;
            let mut count = 0;
            let parts = series::parts(points.inspect(|_| count += 1), length);
            let parts: Vec<_> = series::novelties(parts, length, *history).collect();
            report.finish();
            if parts.is_empty() {
                let needed = 2 * length;
                return Err(format!(
                    "the series has {count} measurements, and to compare two parts needs {needed}"
                ));
            }
            let newest = series::peaks(&parts, length).into_iter().take(*top);
            program::print_lines(json, newest.map(Novelty::line))?;
            if let Some(path) = plot {
                drawn_to(path, picture::novelties(&parts, &names, path))?;
            }
        }
        Pattern::Search(of) => search(of, args, &report)?,
    }
    Ok(report)
}

fn main() -> ExitCode {
    program::exit_code(run(&Args::parse()))
}
