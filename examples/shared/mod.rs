//! What all examples need around their generators: input that may be packed or
//! come from standard input, a progress bar, and problems told as they come.
//!
//! ```ignore
//! let report = Report::new();
//! for record in records(report.open(path)?).filter_map(|record| report.good(record)) { … }
//! report.exit_code()
//! ```
#![allow(dead_code)] // no example uses all of it

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::bufread::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};

/// Shows how far the program is, and counts the problems that it told of.
pub struct Report {
    bar: ProgressBar,
    problems: AtomicUsize,
}

impl Report {
    pub fn new() -> Report {
        let bar = ProgressBar::no_length().with_style(style("{bytes} in {elapsed} ({bytes_per_sec})"));
        Report { bar, problems: AtomicUsize::new(0) }
    }

    /// Opens a file, or standard input for `-`. What is packed with gzip is unpacked.
    pub fn open(&self, path: &Path) -> Result<Box<dyn BufRead + Send>, String> {
        let failed = |error: io::Error| format!("can't read {}: {error}", path.display());
        let raw: Box<dyn Read + Send> = if path == Path::new("-") {
            Box::new(io::stdin())
        } else {
            let file = File::open(path).map_err(failed)?;
            let length = file.metadata().map_err(failed)?.len();
            self.bar.inc_length(length);
            self.bar.set_style(style("{wide_bar} {percent}% ({eta} left)"));
            Box::new(file)
        };
        let mut reader = BufReader::with_capacity(1 << 16, self.bar.wrap_read(raw));
        let packed = reader.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]);
        Ok(if packed { Box::new(BufReader::new(MultiGzDecoder::new(reader))) } else { Box::new(reader) })
    }

    /// Shows that so many bytes more are done.
    pub fn advance(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    /// The value of `result`; its error is told on standard error, and counted.
    pub fn good<T, E: Display>(&self, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.problem(error)).ok()
    }

    pub fn problem(&self, problem: impl Display) {
        self.problems.fetch_add(1, Ordering::Relaxed);
        // In one piece, as others may write there too.
        let line = format!("{problem}\n");
        self.bar.suspend(|| eprint!("{line}"));
    }

    /// Removes the bar, before the results are printed.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("a valid template")
}

/// Prints a line for each item, as it comes, until nobody reads on.
pub fn print<T: Display>(items: impl IntoIterator<Item = T>) -> Result<(), String> {
    let mut out = io::stdout().lock();
    written(items.into_iter().try_for_each(|item| writeln!(out, "{item}")))
}

/// That nobody reads on isn't a failure.
pub fn written(outcome: io::Result<()>) -> Result<(), String> {
    match outcome {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(format!("can't write: {error}")),
        _ => Ok(()),
    }
}

/// What a program's end tells: success only if there was no problem at all.
pub fn exit_code(outcome: Result<Report, String>) -> ExitCode {
    match outcome.map(|report| report.problems.into_inner()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(problems) => {
            eprintln!("{problems} problems, see above");
            ExitCode::FAILURE
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
