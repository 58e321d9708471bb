//! The reading side of a feed.

use std::fmt;
use std::io::{self, BufReader, ErrorKind, Write};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::{Duration, Instant};

use generator_core::generator;
use program::{Lines, Read};
use series::Point;

pub enum Error {
    /// The connection broke; it is made again.
    Broken(io::Error),
    /// It broke too often, after so many measurements.
    GaveUp(u64, io::Error),
    /// What came in the place of this number isn't a measurement.
    NoMeasurement(u64, String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Broken(error) => write!(f, "connecting again: {error}"),
            Error::GaveUp(position, error) => write!(f, "gave up after measurement {position}: {error}"),
            Error::NoMeasurement(position, error) => write!(f, "measurement {position}: {error}: skipped"),
        }
    }
}

/// After more failures in a row than these it gives up.
pub(crate) const PATIENCE: u32 = 5;

/// How a feed is asked.
#[derive(Clone, Copy, Debug)]
pub enum Protocol {
    /// For so many measurements at a time, from a place on: the feed of this example.
    Asked(u64),
    /// Not at all: it sends a line for each as it comes, from now on, until it closes the connection.
    Pushed,
}

/// Yields the measurements of a feed. If the connection breaks, it tells so and
/// goes on with another: where it was, if it can ask for that.
#[generator]
pub fn measurements(address: String, protocol: Protocol) -> impl Iterator<Item = Result<Point, Error>> {
    let mut feed = Feed { address, protocol, connection: None, position: 0, to_come: 0 };
    let mut failures = 0;
    loop {
        match feed.next() {
            Ok(Some(line)) => {
                failures = 0;
                yield_!(parse(&line).map_err(|error| Error::NoMeasurement(feed.position, error)));
            }
            Ok(None) => return,
            Err(error) if failures == PATIENCE => Err(Error::GaveUp(feed.position, error))?,
            Err(error) => {
                failures += 1;
                yield_!(Err(Error::Broken(error)));
                sleep(Duration::from_millis(10) * failures.pow(2));
            }
        }
    }
}

pub(crate) fn parse(line: &str) -> Result<Point, String> {
    let mut fields = line.split(',');
    match (fields.next(), fields.next()) {
        (Some(time), Some(value)) => Point::parse(time, value).map_err(|error| format!("{line:?}: {error}")),
        _ => Err(format!("{line:?} has no value")),
    }
}

struct Feed {
    address: String,
    protocol: Protocol,
    connection: Option<Lines<BufReader<TcpStream>>>,
    /// How many measurements came.
    position: u64,
    /// How many more were asked for.
    to_come: u64,
}

/// How long a feed that was asked may take.
pub(crate) const LONGEST_SILENCE: Duration = Duration::from_secs(10);

impl Feed {
    /// The next line; `None` after the last, or after Ctrl-C. After a failure the next call connects again.
    fn next(&mut self) -> io::Result<Option<String>> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => {
                self.to_come = 0;
                let stream = TcpStream::connect(&self.address)?;
                // Now and then it looks whether to go on.
                stream.set_read_timeout(Some(Duration::from_millis(100)))?;
                Lines::new(BufReader::new(stream))
            }
        };
        if let Protocol::Asked(batch) = self.protocol
            && self.to_come == 0
        {
            let question = format!("{} {batch}\n", self.position);
            connection.reader().get_mut().write_all(question.as_bytes())?;
            self.to_come = batch;
        }
        let Some(line) = self.line(&mut connection)? else { return Ok(None) };
        self.position += 1;
        self.to_come = self.to_come.saturating_sub(1);
        self.connection = Some(connection);
        Ok(Some(line))
    }

    /// Waits for the next line.
    fn line(&self, connection: &mut Lines<BufReader<TcpStream>>) -> io::Result<Option<String>> {
        let start = Instant::now();
        loop {
            match (connection.read(), self.protocol) {
                (Err(error), _) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    if program::interrupted() {
                        return Ok(None);
                    }
                    if matches!(self.protocol, Protocol::Asked(_)) && start.elapsed() > LONGEST_SILENCE {
                        return Err(ErrorKind::TimedOut.into());
                    }
                }
                (Err(error), _) => return Err(error),
                (Ok(Read::TooLong), _) => return Ok(Some("a line that is too long".to_owned())),
                // A line without its end is one that broke off.
                (Ok(Read::End), Protocol::Asked(_)) => return Err(ErrorKind::UnexpectedEof.into()),
                (Ok(Read::End), Protocol::Pushed) => return Ok(None),
                (Ok(Read::Line), protocol) => {
                    let line = String::from_utf8_lossy(connection.line());
                    let line = line.trim_end_matches('\r');
                    return match (protocol, line.strip_prefix('=')) {
                        (Protocol::Pushed, _) => Ok(Some(line.to_owned())),
                        (Protocol::Asked(_), Some(row)) => Ok(Some(row.to_owned())),
                        (Protocol::Asked(_), None) if line == "end" => Ok(None),
                        (Protocol::Asked(_), None) => Err(ErrorKind::InvalidData.into()),
                    };
                }
            }
        }
    }
}
