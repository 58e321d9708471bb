//! Sums up a log of the Debian package manager, reading it line by line.
//!
//! ```console
//! $ cargo run --example log_files -- examples/data/dpkg.log
//! $ cargo run --example log_files -- --help
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use generator_core::generator;

/// Yields the log's records. A broken line is yielded as an error and the rest
/// goes on; a failure to read is yielded as the last item.
#[generator]
fn records(reader: impl BufRead) -> impl Iterator<Item = Result<Record, Error>> {
    for (index, line) in reader.split(b'\n').enumerate() {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let record = Record::parse(&String::from_utf8_lossy(&line));
        yield_!(record.ok_or(Error::Line(index + 1)));
    }
}

enum Error {
    /// The line of this number is no record.
    Line(usize),
    Read(io::Error),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Read(error)
    }
}

/// A line of the log, as `2025-06-24 14:36:25 install make:amd64 <none> 4.3-4.1`.
struct Record {
    action: String,
    /// A package, mostly; a file for `conffile`, a phase for `startup`.
    subject: String,
}

impl Record {
    fn parse(line: &str) -> Option<Record> {
        let mut fields = line.split_whitespace();
        fields.next().filter(|date| has_shape(date, "0000-00-00"))?;
        fields.next().filter(|time| has_shape(time, "00:00:00"))?;
        let action = fields.next()?;
        let subject = match action {
            "status" => fields.nth(1)?,
            "startup" | "install" | "upgrade" | "configure" | "trigproc" | "conffile" | "disappear"
            | "remove" | "purge" => fields.next()?,
            _ => return None,
        };
        Some(Record { action: action.to_owned(), subject: subject.to_owned() })
    }
}

/// Whether `text` looks like `shape`, in which each `0` stands for a digit.
fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(c, s): (u8, u8)| c == s || (s == b'0' && c.is_ascii_digit());
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

/// How often each action came, and what it was done to.
type Summary = BTreeMap<String, (usize, BTreeSet<String>)>;

fn add(mut summary: Summary, (action, subject): (String, String)) -> Summary {
    let (count, subjects) = summary.entry(action).or_default();
    *count += 1;
    subjects.insert(subject);
    summary
}

fn print(summary: &Summary, mut out: impl Write) -> io::Result<()> {
    for (action, (count, subjects)) in summary {
        let different = subjects.len();
        writeln!(out, "{action:10} {count:5} times, {different:5} different")?;
    }
    Ok(())
}

/// Sum up a log of dpkg: what was done, how often, to how many packages.
#[derive(Parser)]
struct Args {
    /// The log; standard input if left out.
    path: Option<PathBuf>,
    /// Count only packages whose name contains this.
    #[arg(long, default_value = "")]
    package: String,
}

fn run(args: &Args) -> Result<(), String> {
    let reader: Box<dyn BufRead> = match &args.path {
        Some(path) => match File::open(path) {
            Ok(file) => Box::new(BufReader::new(file)),
            Err(error) => return Err(format!("can't open {}: {error}", path.display())),
        },
        None => Box::new(io::stdin().lock()),
    };
    let mut outcome = Ok(());
    let summary = records(reader)
        .filter_map(|record| match record {
            Ok(record) => Some(record),
            Err(Error::Line(number)) => {
                eprintln!("line {number} is no record of dpkg: skipped");
                None
            }
            Err(Error::Read(error)) => {
                outcome = Err(format!("can't read on: {error}"));
                None
            }
        })
        .filter(|record| record.subject.contains(&args.package))
        .map(|record| (record.action, record.subject))
        .fold(Summary::new(), add);
    outcome?;
    print(&summary, io::stdout().lock()).map_err(|error| format!("can't write: {error}"))
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
