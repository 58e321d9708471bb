//! Finds patterns in a stream as it comes: words in a text, and in a series of
//! measurements what was never seen before, or what is like a template.
//!
//! ```console
//! $ cargo run -p pattern_recognition -- text LICENSE-APACHE license licensor sole
//! $ cargo run -p pattern_recognition -- series examples/data/memory.csv --plot memory.svg
//! $ cargo run -p pattern_recognition -- search examples/data/memory.csv --from 88 --length 30 --plot rounds.svg
//! ```

mod picture;
mod series;
mod template;
mod text;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::series::{Names, Point};
use clap::Parser;
use program::Report;
use template::Template;

/// Find patterns in a stream as it comes.
#[derive(Parser)]
#[command(version)]
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
    /// Print the parts of a series that are like a template, slower or faster.
    Search(Search),
}

#[derive(clap::Args)]
struct Search {
    /// A CSV file of times and values, with a heading; `-` for standard input.
    path: PathBuf,
    /// A file with the template, of the same kind.
    #[arg(long, conflicts_with_all = ["from", "length"])]
    template: Option<PathBuf>,
    /// Without a file, the template is a part of the series, and looked for in what
    /// follows: it comes after so many measurements.
    #[arg(long, default_value_t = 0)]
    from: usize,
    /// The length of that part, in measurements.
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u16).range(2..))]
    length: u16,
    /// The largest distance from the template, in its standard deviations.
    #[arg(long, default_value_t = 1.0, value_parser = distance)]
    within: f64,
    /// Draw the series and where it is like the template, as SVG.
    #[arg(long)]
    plot: Option<PathBuf>,
}

fn distance(text: &str) -> Result<f64, String> {
    let distance = text.parse().map_err(|error| format!("{error}"))?;
    if distance >= 0.0 { Ok(distance) } else { Err("has to be 0 or above".to_owned()) }
}

/// The points of a file, without the broken ones, which are told.
fn good_points(path: &Path, report: &Report) -> Result<(Names, impl Iterator<Item = Point>), String> {
    let (names, input) = ::series::names(report.open(path)?);
    Ok((names, ::series::points(input).filter_map(|point| report.good(point))))
}

fn search(args: &Search, report: &Report) -> Result<(), String> {
    let mut drawn = Vec::new();
    let (names, points) = good_points(&args.path, report)?;
    let mut points = points.inspect(|point| {
        if args.plot.is_some() {
            drawn.push(*point);
        }
    });
    let values: Vec<f64> = if let Some(path) = &args.template {
        good_points(path, report)?.1.map(|point| point.value).collect()
    } else {
        let length = usize::from(args.length);
        let values: Vec<f64> =
            points.by_ref().skip(args.from).take(length).map(|point| point.value).collect();
        if values.len() < length {
            return Err(format!("the series ends before measurement {}", args.from.saturating_add(length)));
        }
        values
    };
    let template = Template::new(&values).ok_or("the template is empty")?;
    let mut found = Vec::new();
    program::print(template::matches(points, template, args.within).map(|part| {
        if args.plot.is_some() {
            found.push(part);
        }
        format!("from {:>8} to {:>8} distance {:6.3}", part.start.time, part.end.time, part.distance)
    }))?;
    report.finish();
    args.plot.as_ref().map_or(Ok(()), |path| drawn_to(path, picture::matches(&drawn, &found, &names, path)))
}

fn drawn_to(path: &Path, outcome: Result<(), Box<dyn Error + '_>>) -> Result<(), String> {
    outcome.map_err(|error| format!("can't draw {}: {error}", path.display()))
}

fn run(args: &Args) -> Result<Report, String> {
    let report = Report::new();
    match args {
        Args::Text { path, words } => {
            let automaton = text::Automaton::new(words);
            let matches = text::matches(&automaton, report.open(path)?);
            let matches = matches.filter_map(|found| report.good(found));
            program::print(matches.map(|found| format!("{:8} {}", found.start, words[found.word])))?;
        }
        Args::Series { path, length, history, top, plot } => {
            let length = usize::from(*length);
            let (names, points) = good_points(path, &report)?;
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
            program::print(
                newest.map(|part| format!("from {:>8} distance {:6.3}", part.time, part.distance)),
            )?;
            if let Some(path) = plot {
                drawn_to(path, picture::novelties(&parts, &names, path))?;
            }
        }
        Args::Search(args) => search(args, &report)?,
    }
    Ok(report)
}

fn main() -> ExitCode {
    program::exit_code(run(&Args::parse()))
}
