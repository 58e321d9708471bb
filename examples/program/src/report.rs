//! How far a program is, and what went wrong.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};

use crate::input::{Awaited, Stoppable, stop_when_interrupted};
use crate::output::Shown;

/// So many problems are told, and all are counted.
const TOLD: u64 = 20;

/// Shows how far the program is, and counts the problems that it told of.
#[derive(Debug)]
pub struct Report {
    bar: ProgressBar,
    /// How many bytes there are in the files that were opened.
    length: AtomicU64,
    problems: AtomicU64,
}

impl Default for Report {
    fn default() -> Report {
        Report::new()
    }
}

impl Report {
    /// A report of nothing yet.
    pub fn new() -> Report {
        let bar = ProgressBar::no_length().with_style(style("{bytes} in {elapsed} ({bytes_per_sec})"));
        Report { bar, length: AtomicU64::new(0), problems: AtomicU64::new(0) }
    }

    /// Opens a file, or standard input for `-`. What is packed with gzip is unpacked. After Ctrl-C, reading fails.
    pub fn open(&self, path: &Path) -> Result<Box<dyn BufRead + Send>, String> {
        let failed = |error: io::Error| format!("can't read {}: {error}", path.display());
        let raw: Box<dyn Read + Send> = if path == Path::new("-") {
            Box::new(Awaited::new(io::stdin()))
        } else {
            let file = File::open(path).map_err(failed)?;
            let data = file.metadata().map_err(failed)?;
            if data.is_file() {
                self.expect(data.len());
                Box::new(Stoppable(file))
            } else {
                Box::new(Awaited::new(file))
            }
        };
        stop_when_interrupted();
        let mut reader = BufReader::with_capacity(1 << 16, self.bar.wrap_read(raw));
        let packed = reader.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]);
        Ok(if packed { Box::new(BufReader::new(MultiGzDecoder::new(reader))) } else { Box::new(reader) })
    }

    /// Shows that there are so many bytes more to be done.
    pub fn expect(&self, bytes: u64) {
        let before = self.length.fetch_add(bytes, Ordering::Relaxed);
        self.bar.set_length(before + bytes);
        self.bar.set_style(style("{wide_bar} {percent}% ({eta} left)"));
    }

    /// Shows that so many bytes more are done.
    pub fn advance(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    /// The value of `result`; its error is told on standard error, and counted.
    pub fn good<T, E: Display>(&self, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.problem(error)).ok()
    }

    /// Tells a problem on standard error, unless many were told, and counts it.
    pub fn problem(&self, problem: impl Display) {
        if self.problems.fetch_add(1, Ordering::Relaxed) < TOLD {
            // In one piece, as others may write there too.
            let line = format!("{}\n", Shown(problem));
            self.bar.suspend(|| eprint!("{line}"));
        }
    }

    /// Removes the bar, before the results are printed.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("a valid template")
}

/// What a program's end tells: success only if there was no problem at all.
pub fn exit_code(outcome: Result<Report, String>) -> ExitCode {
    match outcome.map(|report| report.problems.into_inner()) {
        Ok(0) => return ExitCode::SUCCESS,
        Ok(problems @ ..=TOLD) => eprintln!("{problems} problems, see above"),
        Ok(problems) => eprintln!("{problems} problems, see above for the first {TOLD}"),
        Err(message) => eprintln!("error: {}", Shown(message)),
    }
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_knows_the_length_and_moves() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let length = path.metadata().unwrap().len();
        let report = Report::new();
        for files in 1..=2 {
            report.open(&path).unwrap().read_to_end(&mut Vec::new()).unwrap();
            assert_eq!((report.bar.length(), report.bar.position()), (Some(files * length), files * length));
        }
    }
}
