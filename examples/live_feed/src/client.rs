//! The reading side of the feed.

use std::fmt;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread::sleep;
use std::time::Duration;

use generator_core::generator;

pub struct Measurement {
    pub time: f64,
    pub value: f64,
}

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
            Error::NoMeasurement(position, text) => {
                write!(f, "measurement {position} is none, but {text:?}: skipped")
            }
        }
    }
}

/// After more failures in a row than these it gives up.
const PATIENCE: u32 = 5;

/// Yields the measurements of a feed. If the connection breaks, it tells so and
/// goes on with another where it was.
#[generator]
pub fn measurements(address: SocketAddr, batch: u64) -> impl Iterator<Item = Result<Measurement, Error>> {
    let mut feed = Feed { address, connection: None, position: 0, to_come: 0, batch };
    let mut failures = 0;
    loop {
        match feed.next() {
            Ok(Some(line)) => {
                failures = 0;
                yield_!(parse(&line).ok_or(Error::NoMeasurement(feed.position, line)));
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

fn parse(line: &str) -> Option<Measurement> {
    let (time, value) = line.split_once(',')?;
    Some(Measurement { time: time.parse().ok()?, value: value.parse().ok()? })
}

struct Feed {
    address: SocketAddr,
    connection: Option<BufReader<TcpStream>>,
    /// How many measurements came.
    position: u64,
    /// How many more were asked for.
    to_come: u64,
    batch: u64,
}

impl Feed {
    /// The next line; `None` after the last. After a failure the next call
    /// connects again.
    fn next(&mut self) -> io::Result<Option<String>> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => {
                self.to_come = 0;
                let stream = TcpStream::connect(self.address)?;
                stream.set_read_timeout(Some(Duration::from_secs(10)))?;
                BufReader::new(stream)
            }
        };
        if self.to_come == 0 {
            let question = format!("{} {}\n", self.position, self.batch);
            connection.get_mut().write_all(question.as_bytes())?;
            self.to_come = self.batch;
        }
        let mut line = String::new();
        connection.read_line(&mut line)?;
        // A line without its end is one that broke off.
        let line = line.strip_suffix('\n').ok_or(ErrorKind::UnexpectedEof)?;
        if line == "end" {
            return Ok(None);
        }
        self.position += 1;
        self.to_come -= 1;
        self.connection = Some(connection);
        Ok(Some(line.to_owned()))
    }
}
