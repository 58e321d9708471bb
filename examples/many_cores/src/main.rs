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

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use clap::{Parser, ValueEnum};
use crossbeam_channel::bounded;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use generator_core::generator;
use program::Report;
use rayon::ThreadPoolBuilder;
use rayon::iter::{ParallelBridge, ParallelIterator};

/// Yields the files in a folder and in those below it. A folder that can't be
/// read is an error, and the rest goes on. Links aren't followed.
#[generator]
fn files(root: PathBuf) -> impl Iterator<Item = Result<PathBuf, String>> + Send {
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                yield_!(Err(cant_read(&folder, &error)));
                continue;
            }
        };
        for entry in entries {
            match entry.and_then(|entry| Ok((entry.path(), entry.file_type()?))) {
                Ok((path, kind)) if kind.is_dir() => folders.push(path),
                Ok((path, kind)) if kind.is_file() => yield_!(Ok(path)),
                Ok(_) => {}
                Err(error) => yield_!(Err(cant_read(&folder, &error))),
            }
        }
    }
}

fn cant_read(path: &Path, error: &io::Error) -> String {
    format!("can't read {}: {error}", path.display())
}

#[derive(Default, PartialEq)]
struct Size {
    files: u64,
    bytes: u64,
    compressed: u64,
}

/// Sizes by the ends of the files' names.
#[derive(Default, PartialEq)]
struct Sizes(BTreeMap<String, Size>);

impl Sizes {
    fn add(mut self, (end, size): (String, Size)) -> Sizes {
        let sum = self.0.entry(end).or_default();
        sum.files += size.files;
        sum.bytes += size.bytes;
        sum.compressed += size.compressed;
        self
    }

    fn merge(self, other: Sizes) -> Sizes {
        other.0.into_iter().fold(self, Sizes::add)
    }

    fn bytes(&self) -> u64 {
        self.0.values().map(|size| size.bytes).sum()
    }
}

/// The work of one item.
fn compress(path: &Path) -> Result<(String, Size), String> {
    let failed = |error| cant_read(path, &error);
    let mut file = fs::File::open(path).map_err(failed)?;
    let mut encoder = ZlibEncoder::new(io::sink(), Compression::best());
    io::copy(&mut file, &mut encoder).map_err(failed)?;
    encoder.try_finish().map_err(failed)?;
    let end = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    Ok((end, Size { files: 1, bytes: encoder.total_in(), compressed: encoder.total_out() }))
}

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

/// Tell how well the files of a folder compress, by the ends of their names.
#[derive(Parser)]
#[command(version)]
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
