//! A local that is borrowed across a yield.

use std::hint::black_box;
use std::pin::pin;

use generator_core::{PinGenerator, generator};

use super::Row;
use crate::peers::Stackful;

const ITEMS: u64 = 1_000_000;
const SHORT: usize = 100_000;

pub(crate) fn rows() -> Vec<Row> {
    let limit = || black_box(ITEMS);
    let squares = Row::new("squares", 1_000_000)
        .by("ours", move || by_next(boxed(limit())))
        .by("ours dyn", move || by_next(black_box(Box::new(boxed(limit())) as Box<dyn Iterator<Item = u64>>)))
        .by("ours fold", move || boxed(limit()).fold(0, |sum: u64, item| sum.wrapping_add(black_box(item))))
        .by("ours pinned", move || by_next(pin!(pinned(limit())).items()))
        .by("genawaiter", move || by_next(genawaiter(limit())))
        .by("genawaiter dyn", move || {
            by_next(black_box(Box::new(genawaiter(limit())) as Box<dyn Iterator<Item = u64>>))
        })
        .by("corosensei", move || {
            by_next(Stackful::new(move |yielder| squares(limit(), |item| yielder.suspend(item))))
        });
    let first = Row::new("the first three", SHORT)
        .by("ours", || many(|| by_next(boxed(black_box(3)))))
        .by("ours pinned", || many(|| by_next(pin!(pinned(black_box(3))).items())))
        .by("genawaiter", || many(|| by_next(genawaiter(black_box(3)))));
    vec![squares, first]
}

fn by_next(items: impl Iterator<Item = u64>) -> u64 {
    let mut sum: u64 = 0;
    for item in items {
        sum = sum.wrapping_add(black_box(item));
    }
    sum
}

fn many(run: impl Fn() -> u64) -> u64 {
    (0..SHORT).map(|_| run()).fold(0, u64::wrapping_add)
}

fn squares(limit: u64, mut yielded: impl FnMut(u64)) {
    let limits = [limit];
    for limit in &limits {
        for number in 0..*limit {
            yielded(number.wrapping_mul(number));
        }
    }
}

#[generator(boxed)]
fn boxed(limit: u64) -> impl Iterator<Item = u64> {
    let limits = [limit];
    for limit in &limits {
        for number in 0..*limit {
            yield_!(number.wrapping_mul(number));
        }
    }
}

#[generator]
fn pinned(limit: u64) -> impl PinGenerator<Item = u64> {
    let limits = [limit];
    for limit in &limits {
        for number in 0..*limit {
            yield_!(number.wrapping_mul(number));
        }
    }
}

fn genawaiter(limit: u64) -> impl Iterator<Item = u64> {
    genawaiter::rc::Gen::new(|co| async move {
        let limits = [limit];
        for limit in &limits {
            for number in 0..*limit {
                co.yield_(number.wrapping_mul(number)).await;
            }
        }
    })
    .into_iter()
}
