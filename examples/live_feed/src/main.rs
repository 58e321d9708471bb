//! Takes measurements from a TCP feed as they come, and sums them up in windows
//! of time. The example starts the feed itself, which plays a file and now and
//! then breaks the connection.
//!
//! ```console
//! $ cargo run -p live_feed -- examples/data/memory.csv
//! $ cargo run -p live_feed -- examples/data/memory.csv --window 10 --pace 200
//! $ cargo run -p live_feed -- examples/data/memory.csv --window 1 --plot feed.svg
//! ```
//!
//! The client asks for the next measurements only when its generator is asked
//! for them: however slow the reader is, the feed is never further ahead.

mod client;
mod picture;
mod server;

use std::io::BufRead;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use client::{Measurement, measurements};
use generator_core::generator;
use program::Report;
use server::{Faults, Server};

struct Window {
    start: f64,
    count: u64,
    least: f64,
    sum: f64,
    most: f64,
}

/// Yields the measurements of so many seconds each, summed up. Times without any
/// are passed over.
#[generator]
fn windows(
    mut measurements: impl Iterator<Item = Measurement>,
    seconds: f64,
) -> impl Iterator<Item = Window> {
    let start_of = move |time: f64| (time / seconds).floor() * seconds;
    let Some(first) = measurements.next() else { return };
    let mut window = Window::new(start_of(first.time), first.value);
    for Measurement { time, value } in measurements {
        let start = start_of(time);
        if start == window.start {
            window.add(value);
        } else {
            yield_!(window);
            window = Window::new(start, value);
        }
    }
    yield_!(window);
}

impl Window {
    fn new(start: f64, value: f64) -> Window {
        Window { start, count: 1, least: value, sum: value, most: value }
    }

    fn add(&mut self, value: f64) {
        self.count += 1;
        self.least = self.least.min(value);
        self.sum += value;
        self.most = self.most.max(value);
    }

    fn mean(&self) -> f64 {
        self.sum / self.count as f64
    }
}

/// Sum up measurements from a feed as they come.
#[derive(Parser)]
struct Args {
    /// The file that the feed plays: a heading, then times and values, as CSV.
    path: PathBuf,
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
    /// Draw the windows, as SVG.
    #[arg(long)]
    plot: Option<PathBuf>,
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().map_err(|error| format!("{error}"))?;
    if seconds > 0.0 && f64::is_finite(seconds) { Ok(seconds) } else { Err("has to be above 0".to_owned()) }
}

fn run(args: &Args) -> Result<Report, String> {
    let report = Report::new();
    let rows: Result<Vec<_>, _> = report.open(&args.path)?.lines().skip(1).collect();
    let rows = rows.map_err(|error| format!("can't read {}: {error}", args.path.display()))?;
    report.finish();
    let pause = args.pace.map_or(Duration::ZERO, |pace| Duration::from_secs(1) / pace.max(1));
    let faults = Faults { break_after: args.break_after, die_after: args.die_after };
    let server = Server::start(rows, faults, pause).map_err(|error| format!("can't serve: {error}"))?;

    let mut reconnections = 0;
    let measurements = measurements(server.address, args.batch).filter_map(|outcome| {
        if let Err(client::Error::Broken(_)) = outcome {
            reconnections += 1;
            return None;
        }
        server.reader_has_one_more();
        report.good(outcome)
    });
    let mut drawn = Vec::new();
    program::print(windows(measurements, args.window).map(|window| {
        let Window { start, count, least, most, .. } = window;
        let mean = window.mean();
        if args.plot.is_some() {
            drawn.push(window);
        }
        format!("{start:8.2} {count:6} from {least:10.2} to {most:10.2} mean {mean:10.2}")
    }))?;
    program::print([
        format!("connected again {reconnections} times"),
        format!("the feed was at most {} ahead", server.longest_lead()),
    ])?;
    if let Some(path) = &args.plot {
        picture::plot(&drawn, args.window, path)
            .map_err(|error| format!("can't draw {}: {error}", path.display()))?;
    }
    Ok(report)
}

fn main() -> ExitCode {
    program::exit_code(run(&Args::parse()))
}
