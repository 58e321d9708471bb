//! Reads a log of any size, one line at a time: errors by hour, the busiest
//! clients, and the sessions of each. Takes the logs of web servers (common and
//! combined format), and the log of the Debian package manager, whose clients
//! are packages.
//!
//! ```console
//! $ cargo run -p log_files -- examples/data/access.log.gz
//! $ cargo run -p log_files -- examples/data/dpkg.log --plot hours.svg
//! $ tail -n 1000 access.log | cargo run -p log_files -- -
//! $ cargo run -p log_files -- --follow access.log
//! ```

mod summary;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread::sleep;
use std::time::{Duration, Instant};

use clap::Parser;
use generator_core::generator;
use log_files::records::{Error, Record, records};
use log_files::sessions::sessions;
use program::Report;
use summary::{Clients, Hours};

/// Yields the records of a log that is still being written, as they are added,
/// until none was added for so long. Goes on in the next file when the log is
/// rotated: replaced by another, or emptied.
#[generator]
fn added_records(path: PathBuf, patience: Duration) -> impl Iterator<Item = Result<Record, Error>> {
    let mut reader = BufReader::new(File::open(&path)?);
    let mut line = Vec::new();
    let mut number = 0;
    let mut is_replaced = false;
    let mut last_growth = Instant::now();
    while last_growth.elapsed() < patience {
        let is_at_end = reader.read_until(b'\n', &mut line)? == 0;
        // A line that isn't complete yet waits for its rest, unless none can come.
        if line.ends_with(b"\n") || (is_at_end && is_replaced) {
            number += 1;
            if !line.trim_ascii().is_empty() {
                yield_!(Record::parse(&line).ok_or(Error::Line(number)));
            }
            line.clear();
        }
        if !is_at_end {
            last_growth = Instant::now();
        } else if is_replaced {
            reader = BufReader::new(File::open(&path)?);
            number = 0;
            is_replaced = false;
        } else if is_rotated(&mut reader, &path) {
            // Read once more: something may have been added at last.
            is_replaced = true;
        } else {
            sleep(Duration::from_millis(50));
        }
    }
}

/// Whether another file has taken the path, or the file was cut short.
fn is_rotated(reader: &mut BufReader<File>, path: &Path) -> bool {
    let (Ok(there), Ok(here), Ok(read)) =
        (path.metadata(), reader.get_ref().metadata(), reader.stream_position())
    else {
        return false; // between the two there is no file
    };
    !is_same_file(&there, &here) || here.len() < read
}

#[cfg(unix)]
fn is_same_file(a: &std::fs::Metadata, b: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn is_same_file(a: &std::fs::Metadata, b: &std::fs::Metadata) -> bool {
    a.created().ok() == b.created().ok()
}

/// Sum up a log: errors by hour, the busiest clients, the sessions of each.
#[derive(Parser)]
struct Args {
    /// The log, which may be packed with gzip; `-` for standard input.
    path: PathBuf,
    /// Wait for what is added to the log, and print errors as they come.
    #[arg(long, short)]
    follow: bool,
    /// With --follow, stop when nothing was added for so many seconds.
    #[arg(long, default_value_t = u64::MAX, hide_default_value = true, requires = "follow")]
    patience: u64,
    /// A pause of so many minutes ends a session.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(..1_000_000))]
    gap: u64,
    /// Print so many of the busiest clients.
    #[arg(long, default_value_t = 10)]
    top: usize,
    /// Draw records and errors by hour, as SVG.
    #[arg(long)]
    plot: Option<PathBuf>,
}

fn run(args: &Args) -> Result<Report, String> {
    let report = Report::new();
    let records: Box<dyn Iterator<Item = _>> = if args.follow {
        Box::new(added_records(args.path.clone(), Duration::from_secs(args.patience)))
    } else {
        Box::new(records(report.open(&args.path)?))
    };
    let (mut hours, mut clients) = (Hours::default(), Clients::default());
    let counted = records.filter_map(|record| report.good(record)).inspect(|record| {
        hours.add(record);
        if args.follow && record.failed {
            // Who doesn't read these any more may still want the plot.
            let _ = writeln!(io::stdout(), "{} {} failed", record.time, record.client);
        }
    });
    sessions(counted, Duration::from_secs(60 * args.gap)).for_each(|session| clients.add(session));
    report.finish();

    let mut out = io::stdout().lock();
    program::written(hours.print(&mut out).and_then(|()| clients.print(args.top, &mut out)))?;
    if let Some(path) = &args.plot {
        hours.plot(path).map_err(|error| format!("can't draw {}: {error}", path.display()))?;
    }
    Ok(report)
}

fn main() -> ExitCode {
    program::exit_code(run(&Args::parse()))
}
