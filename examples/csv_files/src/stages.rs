//! What is done with the rows, a generator each.

use std::collections::{HashMap, VecDeque};

use generator_core::generator;
use jiff::SignedDuration;
use jiff::civil::DateTime;
use serde::Deserialize;

use crate::rows::Row;

/// Yields the rows in order of their keys, where none comes more than `late` rows too late: so many are held. One that
/// comes later still is an error.
#[generator]
pub fn in_order<T, K: Ord>(
    rows: impl Iterator<Item = Row<T>>,
    key: impl Fn(&T) -> K,
    late: usize,
) -> impl Iterator<Item = Result<T, String>> {
    let mut held: VecDeque<(K, T)> = VecDeque::new();
    let mut last = None;
    for Row { line, value } in rows {
        let this = key(&value);
        if last.as_ref().is_some_and(|last| this < *last) {
            yield_!(Err(format!("line {line} comes more than {late} rows too late: skipped")));
            continue;
        }
        // Mostly it is the last.
        let place = held.partition_point(|(other, _)| *other <= this);
        held.insert(place, (this, value));
        if held.len() > late
            && let Some((first, value)) = held.pop_front()
        {
            last = Some(first);
            yield_!(Ok(value));
        }
    }
    for (_, value) in held {
        yield_!(Ok(value));
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
    let mut sum = 0_u128;
    for (time, kib) in rows {
        recent.push_back((time, kib));
        sum += u128::from(kib);
        while let Some(&(start, old)) = recent.front()
            && time.duration_since(start) > span
        {
            recent.pop_front();
            sum -= u128::from(old);
        }
        yield_!(Window { time, kib, count: recent.len(), sum });
    }
}

pub struct Window {
    pub time: DateTime,
    pub kib: u64,
    pub count: usize,
    pub sum: u128,
}

/// Yields, for each run of rows with the same key, how many they are and their sum.
#[generator]
pub fn totals<K: PartialEq>(rows: impl Iterator<Item = (K, u128)>) -> impl Iterator<Item = (K, u64, u128)> {
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

#[derive(Debug, Deserialize)]
pub struct Install {
    pub time: DateTime,
    pub package: String,
}

#[derive(Debug, Deserialize)]
pub struct Package {
    pub package: String,
    pub section: String,
    pub installed_kib: u64,
}
