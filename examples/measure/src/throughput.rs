//! How fast pipelines are.

use std::io::{self, BufReader, Cursor, Read};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};

use crate::{Input, Pipeline, Way, made_up, memory};

/// Prints the throughput of each pipeline by generators, and of the loop by
/// hand. The two take turns, so that whatever else the machine does meets both.
pub fn compare(bytes: u64, rounds: usize) -> Result<(), String> {
    let mut lines =
        vec![format!("{:10} {:>12} {:>12} {:>8}   (MB/s)", "pipeline", "generators", "by hand", "ratio")];
    for &pipeline in Pipeline::value_variants() {
        let mut input = Vec::new();
        made_up::input(pipeline, bytes).read_to_end(&mut input).map_err(|error| error.to_string())?;
        let input: Arc<[u8]> = input.into();
        let time = |way| {
            let start = Instant::now();
            let reader: Input = Box::new(Cursor::new(Arc::clone(&input)));
            let outcome = pipeline.run(way, reader);
            (start.elapsed(), outcome)
        };
        let (mut by_generators, mut by_hand) = (Vec::new(), Vec::new());
        for _ in 0..rounds.max(1) {
            let (generators, hand) = (time(Way::Generators), time(Way::Hand));
            if generators.1 != hand.1 || hand.1.items == 0 {
                return Err(format!("{pipeline:?}: {:?} is not {:?}", generators.1, hand.1));
            }
            by_generators.push(generators.0);
            by_hand.push(hand.0);
        }
        let rate = |times| input.len() as f64 / 1e6 / median(times).as_secs_f64();
        let (generators, hand) = (rate(by_generators), rate(by_hand));
        let ratio = generators / hand;
        lines.push(format!("{:10} {generators:12.1} {hand:12.1} {ratio:8.2}", format!("{pipeline:?}")));
    }
    program::print(lines)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Prints memory and throughput after each tenth of so many bytes.
pub fn volume(pipeline: Pipeline, bytes: u64) -> Result<(), String> {
    let style = ProgressStyle::with_template("{wide_bar} {percent}% {bytes_per_sec} ({eta} left)");
    let bar = ProgressBar::new(bytes).with_style(style.expect("a valid template"));
    let input = Metered { input: made_up::input(pipeline, bytes), read: 0, told: 0, step: bytes / 10, bar };
    let start = Instant::now();
    let outcome = pipeline.run(Way::Generators, Box::new(BufReader::with_capacity(1 << 16, input)));
    let seconds = start.elapsed().as_secs_f64();
    program::print([
        format!("{} items, sum {}", outcome.items, outcome.sum),
        format!(
            "{:.1} MB/s, at most {} KiB",
            bytes as f64 / 1e6 / seconds,
            memory::status("VmHWM").unwrap_or(0)
        ),
    ])
}

/// Tells how much memory there is in use as the input is read.
struct Metered {
    input: Input,
    read: u64,
    told: u64,
    step: u64,
    bar: ProgressBar,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.bar.inc(read as u64);
        self.read += read as u64;
        if read > 0 && self.read - self.told >= self.step {
            self.told = self.read;
            let kib = memory::status("VmRSS").unwrap_or(0);
            let line = format!("{:10.1} MB {kib:8} KiB", self.read as f64 / 1e6);
            self.bar.suspend(|| program::print([line])).map_err(io::Error::other)?;
        }
        Ok(read)
    }
}
