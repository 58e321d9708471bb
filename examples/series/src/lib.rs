//! Measurements: read from CSV files, and drawn.

pub mod picture;
mod time;

use std::io::{BufRead, Chain, Cursor, Read, Take};

use csv_files::rows::{Format, Row, rows};
use generator_core::generator;
pub use time::{Kind, Time};

/// A time and what was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub time: Time,
    pub value: f64,
}

impl Point {
    /// The point in two fields of text; an error tells what is wrong with them.
    pub fn parse(time: &str, value: &str) -> Result<Point, String> {
        let time = Time::parse(time).ok_or_else(|| format!("{time:?} is no time"))?;
        match value.trim().parse::<f64>() {
            Ok(value) if value.abs() <= LARGEST => Ok(Point { time, value }),
            _ => Err(format!("{value:?} is no measurement")),
        }
    }
}

/// The squares of larger ones aren't finite.
pub const LARGEST: f64 = 1e100;

/// What a file calls its times and values.
#[derive(Clone, Debug, PartialEq)]
pub struct Names {
    pub time: String,
    pub value: String,
}

/// Reads the names in the heading of a file; the input that is returned has it still.
pub fn names<R: BufRead>(mut input: R, format: &Format) -> (Names, Chain<Cursor<Vec<u8>>, R>) {
    let mut heading = Vec::new();
    // A failure to read comes again.
    let _ = Take::read_until(&mut (&mut input).take(1 << 16), b'\n', &mut heading);
    let text = String::from_utf8_lossy(&heading).into_owned();
    let in_file =
        text.trim().split(char::from(format.delimiter)).map(|name| name.trim_matches('"').to_owned());
    let mut names = format.only.iter().cloned().chain(in_file);
    let mut name = |default: &str| names.next().filter(|name| !name.is_empty()).unwrap_or(default.to_owned());
    let names = Names { time: name("time"), value: name("value") };
    (names, Cursor::new(heading).chain(input))
}

/// Yields the points of a CSV file with a heading. A broken row is an error, and the rest goes on.
#[generator]
pub fn points(input: impl Read, format: Format) -> impl Iterator<Item = Result<Point, String>> {
    for row in rows::<Vec<String>>(input, format) {
        match row {
            Ok(Row { line, value }) => {
                yield_!(point(&value).map_err(|error| format!("line: {line}: {error}")))
            }
            Err(error) => yield_!(Err(error)),
        }
    }
}

fn point(fields: &[String]) -> Result<Point, String> {
    match fields {
        [time, value, ..] => Point::parse(time, value),
        _ => Err("there is no value".to_owned()),
    }
}
