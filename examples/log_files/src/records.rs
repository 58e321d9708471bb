//! From the lines of a log to records.

use std::fmt;
use std::io::{self, BufRead};
use std::net::IpAddr;

use generator_core::generator;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::Offset;
use program::{Lines, Read};

/// Yields the records of a log. A broken line is an error, and the rest goes on; a failure to read is the last item.
#[generator]
pub fn records(reader: impl BufRead) -> impl Iterator<Item = Result<Record, Error>> {
    let mut lines = Lines::new(reader);
    loop {
        let found = lines.read_to_last()?;
        if found == Read::End {
            return;
        }
        if let Some(record) = record(found, &lines) {
            yield_!(record);
        }
    }
}

/// The record in the line that was read last; none in an empty one.
pub fn record<R: BufRead>(found: Read, lines: &Lines<R>) -> Option<Result<Record, Error>> {
    let number = lines.number();
    match found {
        Read::TooLong => Some(Err(Error::TooLong(number))),
        _ if lines.line().trim_ascii().is_empty() => None,
        _ => Some(Record::parse(lines.line()).ok_or(Error::Line(number))),
    }
}

#[derive(Debug)]
pub enum Error {
    /// The line of this number is no record.
    Line(u64),
    /// It is too long to be one.
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
    /// Parses a line of a web server or of dpkg; `None` if it is neither.
    pub fn parse(line: &[u8]) -> Option<Record> {
        let line = str::from_utf8(line).ok()?.trim_end();
        Record::parse_web(line).or_else(|| Record::parse_dpkg(line))
    }

    /// `192.0.2.7 - - [25/Nov/2026:19:34:40 +0000] "GET / HTTP/1.1" 404 153 …`, perhaps with the name of the server
    /// that was asked before it.
    fn parse_web(line: &str) -> Option<Record> {
        let (who, rest) = line.split_once(" [")?;
        let (time, rest) = rest.split_once("] \"")?;
        let status = after_quoted(rest)?.split_ascii_whitespace().next()?;
        let status: u16 = status.parse().ok().filter(|status| (100..600).contains(status))?;
        let time = strtime::parse("%d/%b/%Y:%H:%M:%S %z", time).and_then(|time| time.to_timestamp());
        Some(Record { time: time.ok()?, client: Some(web_client(who)?.to_owned()), failed: status >= 400 })
    }

    /// `2025-06-24 14:36:25 install make:amd64 <none> 4.3-4.1`; in dpkg's time
    /// zone, which the log doesn't tell.
    fn parse_dpkg(line: &str) -> Option<Record> {
        let (time, rest) = line.split_at_checked("2025-06-24 14:36:25".len())?;
        let time: Result<DateTime, jiff::Error> =
            strtime::parse("%Y-%m-%d %H:%M:%S", time).and_then(|time| time.to_datetime());
        let mut words = rest.split_ascii_whitespace();
        let package = match words.next()? {
            "startup" => None, // of the program itself
            "status" => Some(words.nth(1)?),
            "install" | "upgrade" | "configure" | "trigproc" | "conffile" | "disappear" | "remove"
            | "purge" => Some(words.next()?),
            _ => return None,
        };
        let time = Offset::UTC.to_timestamp(time.ok()?).ok()?;
        Some(Record { time, client: package.map(str::to_owned), failed: false })
    }
}

/// The client in `host identity user` or `server:port host identity user`. A user's name may have spaces.
fn web_client(who: &str) -> Option<&str> {
    let mut words = who.split(' ');
    let (first, second) = (words.next().filter(|word| !word.is_empty())?, words.next()?);
    let is_address = |word: &str| word.parse::<IpAddr>().is_ok();
    let has_port = |word: &str| {
        word.rsplit_once(':').is_some_and(|(name, port)| !name.is_empty() && port.parse::<u16>().is_ok())
    };
    let is_server = !is_address(first) && words.count() > 1 && (is_address(second) || has_port(first));
    Some(if is_server { second } else { first })
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
