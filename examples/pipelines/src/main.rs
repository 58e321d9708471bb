//! One computation three times: with adaptors, with generators, and with both in
//! turn. Counts which words of a text stand beside each other.
//!
//! ```console
//! $ cargo run -p pipelines -- LICENSE-APACHE
//! $ cargo run -p pipelines -- LICENSE-APACHE --by generators --least 8
//! ```
//!
//! All three are as fast; generators read as what they do where an item needs
//! state, a loop or an early end, adaptors where it doesn't.

mod words;

use std::collections::HashMap;
use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use itertools::Itertools;
use program::Report;
use words::{long_enough, lower_case, pairs, words};

/// How often each two words stand beside each other.
type Counts = HashMap<(String, String), u64>;

/// Only adaptors: each step is a closure.
fn by_adaptors<'a>(lines: impl Iterator<Item = &'a str>, least: usize) -> Counts {
    lines
        .flat_map(|line| line.split(|c: char| !c.is_alphabetic()))
        .filter(|word| word.chars().count() >= least)
        .map(str::to_lowercase)
        .tuple_windows()
        .fold(Counts::new(), count)
}

/// Only generators: each step is a function with a loop.
fn by_generators<'a>(lines: impl Iterator<Item = &'a str>, least: usize) -> Counts {
    let mut counts = Counts::new();
    for pair in pairs(lower_case(long_enough(words(lines), least))) {
        counts = count(counts, pair);
    }
    counts
}

/// Generators with adaptors between them.
fn by_both<'a>(lines: impl Iterator<Item = &'a str>, least: usize) -> Counts {
    let lines = lines.map(str::trim).filter(|line| line.len() >= least);
    let words = words(lines).filter(|word| word.chars().count() >= least).map(str::to_lowercase);
    pairs(words).fold(Counts::new(), count)
}

fn count(mut counts: Counts, pair: (String, String)) -> Counts {
    *counts.entry(pair).or_default() += 1;
    counts
}

#[derive(Clone, Copy, ValueEnum)]
enum Way {
    Adaptors,
    Generators,
    Both,
}

/// What `--help` ends with.
const EXAMPLES: &str = "\
Examples:
  pipelines LICENSE-APACHE
  pipelines LICENSE-APACHE --by generators --least 8";

/// Count which words of a text stand beside each other.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES)]
struct Args {
    /// The text; `-` for standard input.
    path: PathBuf,
    /// Which way to compute it.
    #[arg(long, value_enum, default_value_t = Way::Both)]
    by: Way,
    /// Pass over words with fewer letters.
    #[arg(long, default_value_t = 3)]
    least: usize,
    /// Print so many of the most frequent pairs.
    #[arg(long, default_value_t = 10)]
    top: usize,
}

fn run(args: &Args) -> Result<Report, String> {
    let report = Report::new();
    let mut bytes = Vec::new();
    let read = report.open(&args.path)?.read_to_end(&mut bytes);
    report.good(read.map_err(|error| format!("after byte {}: can't read on: {error}", bytes.len())));
    report
        .good(str::from_utf8(&bytes).map_err(|error| format!("after byte {}: {error}", error.valid_up_to())));
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines();
    let counts = match args.by {
        Way::Adaptors => by_adaptors(lines, args.least),
        Way::Generators => by_generators(lines, args.least),
        Way::Both => by_both(lines, args.least),
    };
    report.finish();
    let frequent = counts.into_iter().sorted_by_key(|(pair, count)| (u64::MAX - count, pair.clone()));
    program::print(
        frequent.take(args.top).map(|((first, second), count)| format!("{count:6} {first} {second}")),
    )?;
    Ok(report)
}

fn main() -> ExitCode {
    program::exit_code(run(&Args::parse()))
}
