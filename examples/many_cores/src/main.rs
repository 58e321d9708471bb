//! One generator feeds many threads: how well do the files of a folder compress?
//!
//! ```console
//! $ cargo run --release -p many_cores -- examples
//! $ cargo run --release -p many_cores -- examples --by channel --threads 2
//! $ cargo run --release -p many_cores -- examples --measure
//! ```
//!
//! A generator is `Send` if what it holds is, so it can be handed to rayon's
//! `par_bridge`, or fill a bounded channel: then it waits for the workers, and
//! no more than the channel's length is in memory.

mod files;
mod sizes;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use clap::{Parser, ValueEnum};
use crossbeam_channel::bounded;
use files::files;
use program::Report;
use rayon::ThreadPoolBuilder;
use rayon::iter::{ParallelBridge, ParallelIterator};
use sizes::{Size, Sizes, compress};

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum Way {
    /// One after the other.
    Sequence,
    /// Rayon's threads take turns at asking for the next.
    Bridge,
    /// A thread fills a channel, the others empty it.
    Channel,
}

fn sizes(args: &Args, way: Way, threads: usize, report: &Report) -> Result<Sizes, String> {
    let files = files(args.path.clone());
    let done = |path: Result<PathBuf, String>| {
        let done = report.good(path.and_then(|path| compress(&path)))?;
        report.advance(done.1.bytes);
        Some(done)
    };
    match way {
        Way::Sequence => Ok(files.filter_map(done).fold(Sizes::default(), Sizes::add)),
        Way::Bridge => {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build();
            let pool = pool.map_err(|error| format!("can't start threads: {error}"))?;
            Ok(pool.install(|| {
                let done = files.par_bridge().filter_map(done);
                done.fold(Sizes::default, Sizes::add).reduce(Sizes::default, Sizes::merge)
            }))
        }
        Way::Channel => thread::scope(|scope| {
            let (sender, receiver) = bounded(64);
            let worker = |_| {
                let receiver = receiver.clone();
                scope.spawn(move || receiver.iter().filter_map(done).fold(Sizes::default(), Sizes::add))
            };
            let workers: Vec<_> = (0..threads).map(worker).collect();
            drop(receiver);
            for file in files {
                sender.send(file).expect("a worker is alive");
            }
            drop(sender);
            let sizes = workers.into_iter().map(|worker| worker.join().expect("no worker panics"));
            Ok(sizes.fold(Sizes::default(), Sizes::merge))
        }),
    }
}

/// What `--help` ends with.
const EXAMPLES: &str = "\
Examples:
  many_cores examples
  many_cores examples --by channel --threads 2
  many_cores examples --measure";

/// Tell how well the files of a folder compress, by the ends of their names.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES)]
struct Args {
    /// The folder.
    path: PathBuf,
    #[arg(long, value_enum, default_value_t = Way::Bridge)]
    by: Way,
    /// How many threads compress; as many as there are cores if left out.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Instead, compare the ways with one thread and with two.
    #[arg(long, conflicts_with_all = ["by", "threads"])]
    measure: bool,
}

/// Lines that tell the throughput of each way, after one that isn't counted.
fn measure(args: &Args, report: &Report) -> Result<Vec<String>, String> {
    let expected = sizes(args, Way::Sequence, 1, report)?;
    let mut lines = Vec::new();
    for (way, threads) in
        [(Way::Sequence, 1), (Way::Bridge, 1), (Way::Bridge, 2), (Way::Channel, 1), (Way::Channel, 2)]
    {
        let start = Instant::now();
        if sizes(args, way, threads, report)? != expected {
            return Err(format!("{way:?} differs from the sequence"));
        }
        let throughput = expected.bytes() as f64 / start.elapsed().as_secs_f64() / 1e6;
        lines.push(format!("{:10} {threads} threads {throughput:8.2} MB/s", format!("{way:?}")));
    }
    Ok(lines)
}

fn run(args: &Args) -> Result<Report, String> {
    let report = Report::new();
    let lines = if args.measure {
        measure(args, &report)?
    } else {
        let cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let threads = args.threads.map_or_else(cores, usize::from);
        let sizes = sizes(args, args.by, threads, &report)?;
        let line = |(end, size): (String, Size)| {
            format!("{end:20} {:6} {:10} {:10}", size.files, size.bytes, size.compressed)
        };
        let heading = format!("{:20} {:>6} {:>10} {:>10}", "name's end", "files", "bytes", "compressed");
        std::iter::once(heading).chain(sizes.0.into_iter().map(line)).collect()
    };
    report.finish();
    program::print(lines)?;
    Ok(report)
}

fn main() -> ExitCode {
    program::exit_code(run(&Args::parse()))
}
