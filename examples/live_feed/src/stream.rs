//! The reading side of a feed as a stream: the same as `client`, but that it waits without holding a thread up.

use std::io::{self, ErrorKind};
use std::pin::pin;
use std::time::Duration;

use futures::{Stream, StreamExt};
use generator_core::generator;
use program::LONGEST;
use series::Point;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::time::{sleep, timeout};

use crate::client::{Error, LONGEST_SILENCE, PATIENCE, Protocol, parse};

/// Yields the measurements of a feed, as `client::measurements` does.
#[generator]
pub async fn measurements(address: String, protocol: Protocol) -> impl Stream<Item = Result<Point, Error>> {
    let (mut position, mut failures) = (0, 0);
    loop {
        let (mut lines, mut is_broken) = (pin!(lines(&address, protocol, position)), false);
        while let Some(line) = lines.next().await {
            match line {
                Ok(line) => {
                    failures = 0;
                    position += 1;
                    yield_!(parse(&line).map_err(|error| Error::NoMeasurement(position, error)));
                }
                Err(error) if failures == PATIENCE => Err(Error::GaveUp(position, error))?,
                Err(error) => {
                    (failures, is_broken) = (failures + 1, true);
                    yield_!(Err(Error::Broken(error)));
                    sleep(Duration::from_millis(10) * failures.pow(2)).await;
                }
            }
        }
        if !is_broken {
            return;
        }
    }
}

/// Yields the lines of one connection, from a position on: until the last, or Ctrl-C, or a failure.
#[generator]
async fn lines(
    address: &str,
    protocol: Protocol,
    mut position: u64,
) -> impl Stream<Item = io::Result<String>> {
    let mut connection = BufReader::new(TcpStream::connect(address).await?);
    let mut to_come = 0;
    loop {
        if let Protocol::Asked(batch) = protocol
            && to_come == 0
        {
            connection.write_all(format!("{position} {batch}\n").as_bytes()).await?;
            to_come = batch;
        }
        let line = tokio::select! {
            line = line(&mut connection, protocol) => line,
            () = interrupted() => Ok(None),
        };
        let Some(line) = line? else { return };
        position += 1;
        to_come = to_come.saturating_sub(1);
        yield_!(Ok(line));
    }
}

/// Waits for the next line.
async fn line(connection: &mut BufReader<TcpStream>, protocol: Protocol) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let mut limited = connection.take(LONGEST as u64);
    let read = limited.read_until(b'\n', &mut line);
    match protocol {
        Protocol::Asked(_) => timeout(LONGEST_SILENCE, read).await.map_err(|_| ErrorKind::TimedOut)??,
        Protocol::Pushed => read.await?,
    };
    if line.pop_if(|last| *last == b'\n').is_none() {
        return match protocol {
            _ if line.len() == LONGEST => Err(ErrorKind::InvalidData.into()),
            // A line without its end is one that broke off.
            Protocol::Asked(_) => Err(ErrorKind::UnexpectedEof.into()),
            Protocol::Pushed => Ok(None),
        };
    }
    let line = String::from_utf8_lossy(&line);
    let line = line.trim_end_matches('\r');
    match (protocol, line.strip_prefix('=')) {
        (Protocol::Pushed, _) => Ok(Some(line.to_owned())),
        (Protocol::Asked(_), Some(row)) => Ok(Some(row.to_owned())),
        (Protocol::Asked(_), None) if line == "end" => Ok(None),
        (Protocol::Asked(_), None) => Err(ErrorKind::InvalidData.into()),
    }
}

/// Waits for Ctrl-C.
async fn interrupted() {
    while !program::interrupted() {
        sleep(Duration::from_millis(100)).await;
    }
}

/// Yields the items of a stream, each as it is waited for in `runtime`.
#[generator(boxed)]
pub fn blocking<T>(runtime: Runtime, stream: impl Stream<Item = T>) -> impl Iterator<Item = T> {
    let mut stream = pin!(stream);
    while let Some(item) = runtime.block_on(stream.next()) {
        yield_!(item);
    }
}
