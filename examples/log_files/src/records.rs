//! From the lines of a log to records.

use std::fmt;
use std::io::{self, BufRead};

use generator_core::generator;
use jiff::Timestamp;
use program::{Lines, Read};

use crate::formats::{self, Names};
use crate::journal;

/// Yields the records of a log. A broken line is an error, and the rest goes on; a failure to read is the last item.
#[generator]
pub fn records(mut reader: impl BufRead, names: Names) -> impl Iterator<Item = Result<Record, Error>> {
    if reader.fill_buf()?.starts_with(journal::START) {
        yield_from!(journal::records(reader));
        return;
    }
    let mut lines = Lines::new(reader);
    loop {
        let found = lines.read_to_last()?;
        if found == Read::End {
            return;
        }
        if let Some(record) = record(found, &lines, &names) {
            yield_!(record);
        }
    }
}

/// The record in the line that was read last; none in an empty one.
pub fn record<R: BufRead>(found: Read, lines: &Lines<R>, names: &Names) -> Option<Result<Record, Error>> {
    let number = lines.number();
    match found {
        Read::TooLong => Some(Err(Error::TooLong(number))),
        _ if lines.line().trim_ascii().is_empty() => None,
        _ => Some(Record::parse(lines.line(), names).ok_or(Error::Line(number))),
    }
}

#[derive(Debug)]
pub enum Error {
    /// The line of this number is no record.
    Line(u64),
    /// The entry of this number has no time.
    Entry(u64),
    /// The line is too long to be a record.
    TooLong(u64),
    Read(io::Error),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        Error::Read(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Line(number) => write!(f, "line {number} is no record: skipped"),
            Error::Entry(number) => write!(f, "entry {number} has no time: skipped"),
            Error::TooLong(number) => {
                write!(f, "line {number} has more than {} bytes: skipped", program::LONGEST)
            }
            Error::Read(error) => write!(f, "can't read on: {error}"),
        }
    }
}

/// What a line of a log tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub time: Timestamp,
    /// Whom it is about, if it is about anybody.
    pub client: Option<String>,
    pub failed: bool,
}

impl Record {
    /// Parses a line in whichever format it is; `None` if it is in none that we know.
    pub fn parse(line: &[u8], names: &Names) -> Option<Record> {
        formats::parse(str::from_utf8(line).ok()?.trim_end(), names)
    }
}
