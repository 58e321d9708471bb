//! From the lines of a log to records.

use std::fmt;
use std::io::{self, BufRead};

use generator_core::generator;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::Offset;

/// Yields the records of a log. A broken line is an error, and the rest goes on;
/// a failure to read is the last item.
#[generator]
pub fn records(mut reader: impl BufRead) -> impl Iterator<Item = Result<Record, Error>> {
    let mut line = Vec::new();
    let mut number = 0;
    while reader.read_until(b'\n', &mut line)? > 0 {
        number += 1;
        if !line.trim_ascii().is_empty() {
            yield_!(Record::parse(&line).ok_or(Error::Line(number)));
        }
        line.clear();
    }
}

pub enum Error {
    /// The line of this number is no record.
    Line(u64),
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
            Error::Read(error) => write!(f, "can't read on: {error}"),
        }
    }
}

/// What a line of a log tells of its client.
pub struct Record {
    pub time: Timestamp,
    pub client: String,
    pub failed: bool,
}

impl Record {
    /// Parses a line of a web server or of dpkg; `None` if it is neither.
    pub fn parse(line: &[u8]) -> Option<Record> {
        let line = str::from_utf8(line).ok()?.trim_end();
        Record::parse_web(line).or_else(|| Record::parse_dpkg(line))
    }

    /// `192.0.2.7 - - [25/Nov/2026:19:34:40 +0000] "GET / HTTP/1.1" 404 153 …`
    fn parse_web(line: &str) -> Option<Record> {
        let (client, rest) = line.split_once(' ')?;
        let (_, rest) = rest.split_once('[')?;
        let (time, rest) = rest.split_once("] \"")?;
        let status = after_quoted(rest)?.split_ascii_whitespace().next()?;
        let status: u16 = status.parse().ok().filter(|status| (100..600).contains(status))?;
        let time = strtime::parse("%d/%b/%Y:%H:%M:%S %z", time).and_then(|time| time.to_timestamp());
        Some(Record { time: time.ok()?, client: client.to_owned(), failed: status >= 400 })
    }

    /// `2025-06-24 14:36:25 install make:amd64 <none> 4.3-4.1`; in dpkg's time
    /// zone, which the log doesn't tell.
    fn parse_dpkg(line: &str) -> Option<Record> {
        let (time, rest) = line.split_at_checked("2025-06-24 14:36:25".len())?;
        let time: Result<DateTime, jiff::Error> =
            strtime::parse("%Y-%m-%d %H:%M:%S", time).and_then(|time| time.to_datetime());
        let mut words = rest.split_ascii_whitespace();
        let package = match words.next()? {
            "status" => words.nth(1)?,
            "startup" | "install" | "upgrade" | "configure" | "trigproc" | "conffile" | "disappear"
            | "remove" | "purge" => words.next()?,
            _ => return None,
        };
        let time = Offset::UTC.to_timestamp(time.ok()?).ok()?;
        Some(Record { time, client: package.to_owned(), failed: false })
    }
}

/// What follows the end of a quoted text, in which a backslash hides the next character.
fn after_quoted(text: &str) -> Option<&str> {
    let mut bytes = text.bytes().enumerate();
    while let Some((index, byte)) = bytes.next() {
        match byte {
            b'\\' => _ = bytes.next(),
            b'"' => return Some(&text[index + 1..]),
            _ => {}
        }
    }
    None
}
