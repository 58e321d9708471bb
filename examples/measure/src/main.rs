//! Measures the pipelines of `log_files`, `csv_files` and `network_packets` on
//! input of any size, which is made up as it is read.
//!
//! ```console
//! $ cargo run --release -p measure -- memory
//! $ cargo run --release -p measure -- throughput
//! $ cargo run --release -p measure -- volume --megabytes 10000
//! ```

mod by_generators;
mod by_hand;
mod collecting;
mod made_up;
mod memory;
mod throughput;

use std::io::BufRead;
use std::process::ExitCode;

use clap::builder::RangedU64ValueParser;
use clap::{Parser, ValueEnum};
use program::Report;

type Input = Box<dyn BufRead + Send>;

/// What a pipeline found; the same however it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Outcome {
    items: u64,
    sum: u64,
}

impl Outcome {
    fn add(&mut self, value: u64) {
        self.items += 1;
        self.sum = self.sum.wrapping_add(value);
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Pipeline {
    /// Lines of a web server to sessions.
    Log,
    /// Rows to joined rows, windows, and days.
    Csv,
    /// Packets to segments, streams and requests.
    Packets,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum Way {
    /// Generators in a row, as in the examples.
    Generators,
    /// One loop, by hand.
    Hand,
    /// Each step collects all that it finds.
    Collecting,
}

impl Pipeline {
    fn run(self, way: Way, input: Input) -> Outcome {
        let run = match (self, way) {
            (Pipeline::Log, Way::Generators) => by_generators::log,
            (Pipeline::Csv, Way::Generators) => by_generators::csv,
            (Pipeline::Packets, Way::Generators) => by_generators::packets,
            (Pipeline::Log, Way::Hand) => by_hand::log,
            (Pipeline::Csv, Way::Hand) => by_hand::csv,
            (Pipeline::Packets, Way::Hand) => by_hand::packets,
            (Pipeline::Log, Way::Collecting) => collecting::log,
            (Pipeline::Csv, Way::Collecting) => collecting::csv,
            (Pipeline::Packets, Way::Collecting) => collecting::packets,
        };
        run(input)
    }
}

/// What `--help` ends with.
const EXAMPLES: &str = "\
Examples:
  measure memory
  measure throughput
  measure volume --megabytes 10000";

/// Measure pipelines of generators.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES)]
enum Args {
    /// Print the peak memory of each pipeline, for an input and a larger one.
    Memory {
        /// So many megabytes of input.
        #[arg(long, default_value_t = 2, value_parser = megabytes())]
        megabytes: u64,
        /// How much larger the other input is.
        #[arg(long, default_value_t = 100, value_parser = megabytes())]
        factor: u64,
    },
    /// Print the throughput of each pipeline beside that of one loop, by hand.
    Throughput {
        /// So many megabytes of input.
        #[arg(long, default_value_t = 32, value_parser = megabytes())]
        megabytes: u64,
        /// Measure so many times; the medians are printed.
        #[arg(long, default_value_t = 7)]
        rounds: usize,
    },
    /// Print memory and throughput while much goes through a pipeline.
    Volume {
        /// So many megabytes of input.
        #[arg(long, default_value_t = 10_000, value_parser = megabytes())]
        megabytes: u64,
        #[arg(long, value_enum, default_value_t = Pipeline::Log)]
        pipeline: Pipeline,
    },
    /// Run a pipeline once, and print its peak memory in KiB.
    #[command(hide = true)]
    Once { pipeline: Pipeline, way: Way, bytes: u64 },
}

fn megabytes() -> RangedU64ValueParser {
    clap::value_parser!(u64).range(1..=1_000_000)
}

fn run(args: &Args) -> Result<Report, String> {
    match *args {
        Args::Memory { megabytes, factor } => memory::compare(megabytes * 1_000_000, factor)?,
        Args::Throughput { megabytes, rounds } => throughput::compare(megabytes * 1_000_000, rounds)?,
        Args::Volume { megabytes, pipeline } => throughput::volume(pipeline, megabytes * 1_000_000)?,
        Args::Once { pipeline, way, bytes } => memory::once(pipeline, way, bytes)?,
    }
    Ok(Report::new())
}

fn main() -> ExitCode {
    program::exit_code(run(&Args::parse()))
}
