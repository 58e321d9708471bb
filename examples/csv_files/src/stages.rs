//! What is done with the rows, a generator each.

use std::collections::{HashMap, VecDeque};
use std::io::Read;

use csv::{Reader, StringRecord};
use generator_core::generator;
use jiff::SignedDuration;
use jiff::civil::DateTime;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Yields a file's rows. A row that has too few fields, or wrong ones, is an
/// error that tells its line, and the rest goes on.
#[generator]
pub fn rows<T: DeserializeOwned>(input: impl Read) -> impl Iterator<Item = Result<T, csv::Error>> {
    let mut reader = Reader::from_reader(input);
    let headers = reader.headers()?.clone();
    let mut record = StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => yield_!(record.deserialize(Some(&headers))),
            Ok(false) => return,
            Err(error) => yield_!(Err(error)),
        }
    }
}

/// Yields each install with its package, if that is known.
#[generator]
pub fn joined<'a>(
    installs: impl Iterator<Item = Install>,
    packages: &'a HashMap<String, Package>,
) -> impl Iterator<Item = (DateTime, Option<&'a Package>)> {
    for install in installs {
        yield_!((install.time, packages.get(&install.package)));
    }
}

/// Yields each row with the totals of the time that ends with it.
#[generator]
pub fn windows(
    rows: impl Iterator<Item = (DateTime, u64)>,
    span: SignedDuration,
) -> impl Iterator<Item = Window> {
    let mut recent = VecDeque::new();
    let mut sum = 0;
    for (time, kib) in rows {
        recent.push_back((time, kib));
        sum += kib;
        while let Some(&(start, old)) = recent.front()
            && time.duration_since(start) > span
        {
            recent.pop_front();
            sum -= old;
        }
        yield_!(Window { time, kib, count: recent.len(), sum });
    }
}

pub struct Window {
    pub time: DateTime,
    pub kib: u64,
    pub count: usize,
    pub sum: u64,
}

/// Yields, for each run of rows with the same key, how many they are and their sum.
#[generator]
pub fn totals<K: PartialEq>(rows: impl Iterator<Item = (K, u64)>) -> impl Iterator<Item = (K, u64, u64)> {
    let mut rows = rows.peekable();
    while let Some((key, mut sum)) = rows.next() {
        let mut count = 1;
        while let Some((_, value)) = rows.next_if(|(next, _)| *next == key) {
            count += 1;
            sum += value;
        }
        yield_!((key, count, sum));
    }
}

#[derive(Deserialize)]
pub struct Install {
    pub time: DateTime,
    pub package: String,
}

#[derive(Deserialize)]
pub struct Package {
    pub package: String,
    pub section: String,
    pub installed_kib: u64,
}
