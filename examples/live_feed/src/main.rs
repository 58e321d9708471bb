//! Takes measurements from a TCP feed as they come, and sums them up in windows
//! of time. The example starts the feed itself, which plays a file and now and
//! then breaks the connection; or it reads one that is there.
//!
//! ```console
//! $ cargo run -p live_feed -- examples/data/memory.csv
//! $ cargo run -p live_feed -- examples/data/memory.csv --window 10 --pace 200
//! $ cargo run -p live_feed -- examples/data/memory.csv --window 1 --plot feed.svg
//! $ cargo run -p live_feed -- examples/data/memory.csv --stream
//! $ cargo run -p live_feed -- --connect 192.0.2.1:2101
//! ```
//!
//! The client asks for the next measurements only when its generator is asked
//! for them: however slow the reader is, the feed is never further ahead.

mod client;
mod picture;
mod server;
mod stream;
mod windows;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use client::{Protocol, measurements};
use csv_files::rows::Format;
use program::{Line, Lines, Read, Report, json};
use series::{Names, Point};
use server::{Faults, Server};
use tokio::runtime::{Builder, Runtime};
use windows::windows;

/// What `--help` ends with.
const EXAMPLES: &str = "\
Examples:
  live_feed examples/data/memory.csv
  live_feed examples/data/memory.csv --window 10 --pace 200
  live_feed examples/data/memory.csv --window 1 --plot feed.svg
  live_feed --connect 192.0.2.1:2101";

/// Sum up measurements from a feed as they come.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES)]
struct Args {
    /// The file that the feed plays: a heading, then times and values, as CSV.
    #[arg(required_unless_present = "connect")]
    path: Option<PathBuf>,
    /// Instead, read the feed at this address: a line for each measurement, its
    /// time and value, as it comes. What comes while the connection is broken is lost.
    #[arg(long, value_name = "HOST:PORT", conflicts_with = "path")]
    connect: Option<String>,
    /// Sum up so many seconds at a time.
    #[arg(long, default_value_t = 5.0, value_parser = seconds)]
    window: f64,
    /// Ask for so many measurements at once.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..))]
    batch: u64,
    /// The feed sends so many measurements a second; without a limit if left out.
    #[arg(long)]
    pace: Option<u32>,
    /// The feed breaks the connection after so many measurements; 0 for never.
    #[arg(long, default_value_t = 333)]
    break_after: u64,
    /// The feed ends for good, and without a word, after so many.
    #[arg(long)]
    die_after: Option<u64>,
    /// Read the feed as a stream, in an async runtime.
    #[arg(long)]
    stream: bool,
    /// Print a line of JSON for each result.
    #[arg(long)]
    json: bool,
    /// Draw the windows, as SVG.
    #[arg(long)]
    plot: Option<PathBuf>,
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().map_err(|error| format!("{error}"))?;
    if (1e-6..1e12).contains(&seconds) { Ok(seconds) } else { Err("has to be from 0.000001 on".to_owned()) }
}

/// The names in the heading of a file, and its rows.
fn read(path: &Path, report: &Report) -> Result<(Names, Vec<String>), String> {
    let (names, input) = series::names(report.open(path)?, &Format::default());
    let (mut lines, mut rows) = (Lines::new(input), Vec::new());
    loop {
        match lines.read_to_last().map_err(|error| format!("can't read {}: {error}", path.display()))? {
            Read::Line => rows.push(String::from_utf8_lossy(lines.line()).trim_end().to_owned()),
            Read::TooLong => report.problem(format!("line {} is too long: skipped", lines.number())),
            Read::End => break,
        }
    }
    report.finish();
    Ok((names, rows.split_off(rows.len().min(1))))
}

/// A server of the file, if there is one, and the names in its heading.
fn serve(args: &Args, report: &Report) -> Result<(Names, Option<Server>), String> {
    let Some(path) = &args.path else {
        return Ok((Names { time: "time".to_owned(), value: "value".to_owned() }, None));
    };
    let (names, rows) = read(path, report)?;
    let pause = args.pace.map_or(Duration::ZERO, |pace| Duration::from_secs(1) / pace.max(1));
    let faults = Faults { break_after: args.break_after, die_after: args.die_after };
    let server = Server::start(rows, faults, pause).map_err(|error| format!("can't serve: {error}"))?;
    Ok((names, Some(server)))
}

fn run(args: &Args) -> Result<Report, String> {
    let report = Report::new();
    let (names, server) = serve(args, &report)?;
    program::stop_when_interrupted();
    let (address, protocol) = match (&server, &args.connect) {
        (Some(server), _) => (server.address.to_string(), Protocol::Asked(args.batch)),
        (None, connect) => (connect.clone().unwrap_or_default(), Protocol::Pushed),
    };
    let mut reconnections = 0;
    let measurements: Box<dyn Iterator<Item = Result<Point, client::Error>>> = match args.stream {
        true => Box::new(stream::blocking(runtime()?, stream::measurements(address, protocol))),
        false => Box::new(measurements(address, protocol)),
    };
    let measurements = measurements.filter_map(|outcome| {
        if let Err(client::Error::Broken(_)) = outcome {
            reconnections += 1;
            return None;
        }
        server.iter().for_each(Server::reader_has_one_more);
        report.good(outcome)
    });
    let mut drawn = Vec::new();
    let windows = windows(measurements, args.window).filter_map(|window| report.good(window));
    program::print_lines(
        args.json,
        windows.map(|window| {
            if args.plot.is_some() {
                drawn.push(window.clone());
            }
            window.line()
        }),
    )?;
    let connected = json!({"connected_again": reconnections});
    let connected = Line::new(format!("connected again {reconnections} times"), connected);
    program::print_lines(args.json, [connected])?;
    program::print_lines(args.json, server.as_ref().map(Server::line))?;
    if let Some(path) = &args.plot {
        picture::plot(&drawn, args.window, &names, path)
            .map_err(|error| format!("can't draw {}: {error}", path.display()))?;
    }
    Ok(report)
}

fn runtime() -> Result<Runtime, String> {
    Builder::new_current_thread().enable_all().build().map_err(|error| format!("can't wait: {error}"))
}

fn main() -> ExitCode {
    program::exit_code(run(&Args::parse()))
}
