//! Input that is made up as it is read.

use std::io::{self, BufRead, Read, Write};

use generator_core::generator;
use jiff::civil::{DateTime, date};
use jiff::{SignedDuration, ToSpan};

use crate::{Input, Pipeline};

/// An input of about so many bytes.
pub fn input(pipeline: Pipeline, bytes: u64) -> Input {
    match pipeline {
        Pipeline::Log => Box::new(Made::new(log(bytes))),
        Pipeline::Csv => Box::new(Made::new(rows(bytes))),
        Pipeline::Packets => Box::new(Made::new(packets(bytes))),
    }
}

const LINES_AT_ONCE: u64 = 500;

/// Yields the lines of a web server's log: twenty a second, of 200 clients that
/// come by turns.
#[generator]
fn log(bytes: u64) -> impl Iterator<Item = Vec<u8>> + Send {
    let start = date(2026, 1, 1).at(0, 0, 0, 0);
    let mut written = 0;
    for second in 0.. {
        let time = (start + SignedDuration::from_secs(second)).strftime("%d/%b/%Y:%H:%M:%S").to_string();
        let mut lines = Vec::new();
        for number in 0..20 {
            let client = second / 700 % 10 * 20 + number;
            let status = if (second + number) % 17 == 0 { 404 } else { 200 };
            writeln!(
                lines,
                "192.0.2.{client} - - [{time} +0000] \"GET /page/{second} HTTP/1.1\" {status} 5120 \"-\" \"made up\""
            )
            .expect("a vector takes all");
        }
        written += lines.len() as u64;
        yield_!(lines);
        if written >= bytes {
            return;
        }
    }
}

/// Yields the rows of a CSV file: an install a second.
#[generator]
fn rows(bytes: u64) -> impl Iterator<Item = Vec<u8>> + Send {
    yield_!(b"time,action,package,version\n".to_vec());
    let mut time: DateTime = date(2000, 1, 1).at(0, 0, 0, 0);
    let mut written = 0;
    for block in 0.. {
        let mut rows = Vec::new();
        for number in block * LINES_AT_ONCE..(block + 1) * LINES_AT_ONCE {
            writeln!(rows, "{time},install,package{},\"1.0, made up\"", number % 997)
                .expect("a vector takes all");
            time += 1.second();
        }
        written += rows.len() as u64;
        yield_!(rows);
        if written >= bytes {
            return;
        }
    }
}

const CAPTURE: &[u8] = include_bytes!("../../data/traffic.pcap");
const HEADER: usize = 24;

/// Yields the packets of the sample, over and over.
#[generator]
fn packets(bytes: u64) -> impl Iterator<Item = Vec<u8>> + Send {
    yield_!(CAPTURE[..HEADER].to_vec());
    for _ in 0..bytes.div_ceil(CAPTURE.len() as u64) {
        yield_!(CAPTURE[HEADER..].to_vec());
    }
}

/// Pieces, read one after the other.
struct Made<I> {
    pieces: I,
    piece: Vec<u8>,
    read: usize,
}

impl<I: Iterator<Item = Vec<u8>>> Made<I> {
    fn new(pieces: I) -> Made<I> {
        Made { pieces, piece: Vec::new(), read: 0 }
    }
}

impl<I: Iterator<Item = Vec<u8>>> BufRead for Made<I> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read == self.piece.len() {
            self.piece = self.pieces.next().unwrap_or_default();
            self.read = 0;
        }
        Ok(&self.piece[self.read..])
    }

    fn consume(&mut self, amount: usize) {
        self.read += amount;
    }
}

impl<I: Iterator<Item = Vec<u8>>> Read for Made<I> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}
