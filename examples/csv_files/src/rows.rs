//! From the bytes of a CSV file to its rows.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Read};

use csv::{ReaderBuilder, StringRecord};
use generator_core::generator;
use serde::de::DeserializeOwned;

/// How a file is written.
#[derive(Clone, Debug)]
pub struct Format {
    /// What stands between two fields.
    pub delimiter: u8,
    /// The names of columns in the file, and those that the program knows them by.
    pub columns: HashMap<String, String>,
    /// Only these columns, in this order; all if there are none.
    pub only: Vec<String>,
}

impl Default for Format {
    fn default() -> Format {
        Format { delimiter: b',', columns: HashMap::new(), only: Vec::new() }
    }
}

/// A row, and the line that it begins in.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<T> {
    pub line: u64,
    pub value: T,
}

/// A row may have so many bytes.
pub const LONGEST: usize = 1 << 20;

/// Yields a file's rows. A row that has too few fields, or wrong ones, is an error that tells its line, and the rest
/// goes on; a failure to read is the last item.
#[generator]
pub fn rows<T: DeserializeOwned>(
    input: impl Read,
    format: Format,
) -> impl Iterator<Item = Result<Row<T>, String>> {
    let input = Bounded { input, left: LONGEST };
    let mut reader = ReaderBuilder::new().delimiter(format.delimiter).from_reader(input);
    let headers = reader.headers().map_err(|error| error.to_string())?;
    let headers: StringRecord =
        headers.iter().map(|name| format.columns.get(name).map_or(name, String::as_str)).collect();
    let chosen = chosen(&headers, &format.only)?;
    let headers = part(&headers, &chosen).into_owned();
    let mut record = StringRecord::new();
    loop {
        reader.get_mut().left = LONGEST;
        match reader.read_record(&mut record) {
            Ok(true) => {
                let line = record.position().map_or(0, csv::Position::line);
                let value = part(&record, &chosen).deserialize(Some(&headers));
                yield_!(value.map(|value| Row { line, value }).map_err(|error| error.to_string()));
            }
            Ok(false) => return,
            Err(error) if error.is_io_error() => {
                Err(format!("after line {}: can't read on: {error}", reader.position().line()))?;
            }
            Err(error) => yield_!(Err(error.to_string())),
        }
    }
}

/// Which of the columns are those; none if all are.
fn chosen(headers: &StringRecord, only: &[String]) -> Result<Vec<usize>, String> {
    let find = |name: &String| {
        let index = headers.iter().position(|header| header == name);
        index.ok_or_else(|| format!("there is no column {name:?}"))
    };
    only.iter().map(find).collect()
}

fn part<'a>(record: &'a StringRecord, chosen: &[usize]) -> Cow<'a, StringRecord> {
    if chosen.is_empty() {
        return Cow::Borrowed(record);
    }
    let mut part: StringRecord = chosen.iter().filter_map(|&index| record.get(index)).collect();
    part.set_position(record.position().cloned()); // for errors
    Cow::Owned(part)
}

/// What stands between two fields, as it is written in an option.
pub fn delimiter(text: &str) -> Result<u8, String> {
    match *text.as_bytes() {
        [byte] => Ok(byte),
        _ if text == "\\t" => Ok(b'\t'),
        _ => Err("has to be one byte, or \\t".to_owned()),
    }
}

/// Input of which only so many bytes may be read.
struct Bounded<R> {
    input: R,
    left: usize,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(self.left);
        if most == 0 {
            return Err(io::Error::other(format!("a row has more than {LONGEST} bytes")));
        }
        let read = self.input.read(&mut buffer[..most])?;
        self.left -= read;
        Ok(read)
    }
}
