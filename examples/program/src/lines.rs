//! The lines of an input, none of which can take all memory.

use std::io::{self, BufRead};

/// A longer line is passed over, without being held.
pub const LONGEST: usize = 1 << 20;

/// What came next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// A line: [`Lines::line`] has it.
    Line,
    /// A line of more than [`LONGEST`] bytes.
    TooLong,
    /// Nothing, or the beginning of a line. More may come, if the input grows.
    End,
}

/// Reads lines one after the other, into one buffer.
#[derive(Debug)]
pub struct Lines<R> {
    reader: R,
    line: Vec<u8>,
    is_too_long: bool,
    is_read: bool,
    number: u64,
    position: u64,
}

impl<R: BufRead> Lines<R> {
    /// Reads the lines of that input.
    pub fn new(reader: R) -> Lines<R> {
        Lines { reader, line: Vec::new(), is_too_long: false, is_read: false, number: 0, position: 0 }
    }

    /// The line that was read last, without its end.
    pub fn line(&self) -> &[u8] {
        &self.line
    }

    /// Its number, from 1 on.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// How many bytes of the input were read: where the next line begins.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// The input, which has been read up to the end of the line at least.
    pub fn reader(&mut self) -> &mut R {
        &mut self.reader
    }

    /// Reads on to the end of a line.
    pub fn read(&mut self) -> io::Result<Read> {
        if std::mem::take(&mut self.is_read) {
            self.line.clear();
            self.is_too_long = false;
        }
        loop {
            let piece = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                piece => piece?,
            };
            if piece.is_empty() {
                return Ok(Read::End);
            }
            let end = piece.iter().position(|&byte| byte == b'\n');
            let part = &piece[..end.unwrap_or(piece.len())];
            if self.line.len() + part.len() > LONGEST {
                self.is_too_long = true;
                self.line.clear();
            }
            if !self.is_too_long {
                self.line.extend_from_slice(part);
            }
            let read = part.len() + usize::from(end.is_some());
            self.reader.consume(read);
            self.position += read as u64;
            if end.is_some() {
                return Ok(self.found());
            }
        }
    }

    /// As [`read`](Lines::read); but where nothing more can come, what has no end is a line as well.
    pub fn read_to_last(&mut self) -> io::Result<Read> {
        match self.read()? {
            Read::End if self.is_too_long || !self.line.is_empty() => Ok(self.found()),
            found => Ok(found),
        }
    }

    fn found(&mut self) -> Read {
        self.number += 1;
        self.is_read = true;
        if self.is_too_long { Read::TooLong } else { Read::Line }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    #[test]
    fn lines_in_whatever_pieces_they_come() {
        for capacity in [1, 2, 7, 100] {
            let mut lines = Lines::new(BufReader::with_capacity(capacity, b"one\n\ntwo\r\nrest".as_slice()));
            let mut found = Vec::new();
            while lines.read_to_last().unwrap() == Read::Line {
                found.push(lines.line().to_vec());
            }
            assert_eq!(found, [b"one".as_slice(), b"", b"two\r", b"rest"]);
            assert_eq!(lines.number(), 4);
        }
    }

    #[test]
    fn a_line_without_an_end_is_not_held() {
        let mut input = vec![b'x'; LONGEST];
        input.extend(b"\nshort\n");
        input.extend(vec![b'x'; LONGEST + 1]);
        input.extend(b"\nshort\n");
        input.extend(vec![b'x'; 3 * LONGEST]);
        let mut lines = Lines::new(BufReader::new(input.as_slice()));
        let mut found = Vec::new();
        loop {
            let kind = lines.read_to_last().unwrap();
            assert!(lines.line.capacity() <= 2 * LONGEST);
            found.push(kind);
            if kind == Read::End {
                break;
            }
        }
        assert_eq!(found, [Read::Line, Read::Line, Read::TooLong, Read::Line, Read::TooLong, Read::End]);
    }
}
