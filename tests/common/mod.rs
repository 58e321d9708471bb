//! Drives generators in every way there is, so that a test states once what they do.
#![allow(dead_code, unused_macros)] // each test file uses a part of it
#![allow(clippy::never_loop, clippy::while_let_on_iterator)] // these are ways to drive a generator

use std::cell::RefCell;
use std::fmt::Debug;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Writes a line of this thread's log.
pub fn note(line: impl Into<String>) {
    let lines = LOG.with_borrow_mut(|log| {
        log.push(line.into());
        log.len()
    });
    assert!(lines < 1000, "the log grows without end");
}

/// This thread's log, which is then empty.
pub fn noted() -> Vec<String> {
    LOG.with_borrow_mut(mem::take)
}

/// A value for as long as the program runs: generators borrow from it.
pub fn lent<T>(value: T) -> &'static mut T {
    Box::leak(Box::new(value))
}

/// Notes when it is dropped.
#[derive(Debug, PartialEq)]
pub struct Noisy(pub &'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        note(format!("drop {}", self.0));
    }
}

/// Notes that a value was made, and passes it on.
pub fn made<T: Debug>(value: T) -> T {
    note(format!("made {value:?}"));
    value
}

/// `both!(generator, items)`: a generator made anew for each way of driving it gives those items and ends.
macro_rules! both {
    ($make:expr, $expected:expr $(,)?) => {
        check_items(|| $make, &$expected)
    };
}

/// `traced!(generator, lines)`: the same effects in the same order, however it is driven.
/// Items are noted as `got …` when they arrive, the end as `end` before the generator itself is dropped.
macro_rules! traced {
    ($make:expr, $expected:expr $(,)?) => {
        check_trace(|| $make, &$expected)
    };
}

/// `dropped!(generator, items: lines, …)`: what is noted when it is dropped after so many items.
macro_rules! dropped {
    ($make:expr, $($items:literal: $expected:expr),+ $(,)?) => { $(
        check_drop(|| $make, $items, &$expected);
    )+ };
}

/// `panics!(generator, lines)`: like `traced!`, for a body that panics, which is noted as `panic`.
/// The generator gives `None` from then on.
macro_rules! panics {
    ($make:expr, $expected:expr $(,)?) => {
        check_panic(|| $make, &$expected)
    };
}

#[track_caller]
pub fn check_items<I, E>(make: impl Fn() -> I, expected: &[E])
where
    I: Iterator<Item: Debug + PartialEq<E>>,
    E: Debug,
{
    let mut by_next = make();
    let mut items = Vec::new();
    loop {
        let (least, most) = by_next.size_hint();
        let left = expected.len() - items.len();
        assert!(least <= left, "size_hint promises {least}, {left} are left");
        assert!(most.is_none_or(|most| left <= most), "size_hint allows {most:?}, {left} are left");
        let Some(item) = by_next.next() else { break };
        items.push(item);
        assert!(items.len() <= expected.len(), "more items than expected: {items:?}");
    }
    assert_eq!(items, *expected, "by next");
    for _ in 0..3 {
        assert!(by_next.next().is_none(), "an item after the end");
    }
    for start in 0..=expected.len() {
        let mut rest = make();
        let first: Vec<_> = rest.by_ref().take(start).collect();
        let items = rest.fold(first, |mut items, item| {
            items.push(item);
            assert!(items.len() <= expected.len(), "more items by fold than expected: {items:?}");
            items
        });
        assert_eq!(items, *expected, "by fold, from item {start} on");
    }
    assert_eq!(make().count(), expected.len());
}

#[track_caller]
pub fn check_trace<I: Iterator<Item: Debug>>(make: impl Fn() -> I, expected: &[&str]) {
    let got = |item| note(format!("got {item:?}"));
    noted();
    let mut by_next = make();
    let mut count = 0;
    while let Some(item) = by_next.next() {
        got(item);
        count += 1;
    }
    note("end");
    drop(by_next);
    assert_eq!(noted(), expected, "by next");
    for start in 0..=count {
        let mut rest = make();
        rest.by_ref().take(start).for_each(got);
        rest.for_each(got);
        note("end");
        assert_eq!(noted(), expected, "by for_each, from item {start} on");
    }
}

#[track_caller]
pub fn check_drop<I: Iterator>(make: impl Fn() -> I, items: usize, expected: &[&str]) {
    let advance = || {
        let mut generator = make();
        for item in 0..items {
            assert!(generator.next().is_some(), "ended after {item} items");
        }
        noted();
        generator
    };
    drop(advance());
    assert_eq!(noted(), expected, "dropped after {items} items");
    // A consumer that panics while it holds the last of them drops it too, from within `fold`.
    if items > 0 {
        let mut generator = make();
        catch_unwind(AssertUnwindSafe(move || {
            generator.by_ref().take(items - 1).for_each(drop);
            generator.for_each(|_| {
                noted();
                panic!("the consumer's own");
            });
        }))
        .expect_err("ended too early");
        assert_eq!(noted(), expected, "dropped by a consumer that panics at item {items}");
    }
}

#[track_caller]
pub fn check_panic<I: Iterator<Item: Debug>>(make: impl Fn() -> I, expected: &[&str]) {
    let got = |item| note(format!("got {item:?}"));
    noted();
    let mut by_next = make();
    let mut count = 0;
    loop {
        match catch_unwind(AssertUnwindSafe(|| by_next.next())) {
            Ok(item) => got(item.expect("ended without a panic")),
            Err(_) => break,
        }
        count += 1;
    }
    note("panic");
    for _ in 0..3 {
        assert!(by_next.next().is_none(), "an item after the panic");
    }
    assert_eq!(by_next.size_hint().0, 0);
    drop(by_next);
    assert_eq!(noted(), expected, "by next");
    for start in 0..=count {
        let mut rest = make();
        rest.by_ref().take(start).for_each(got);
        catch_unwind(AssertUnwindSafe(|| rest.for_each(got))).expect_err("ended without a panic");
        note("panic");
        assert_eq!(noted(), expected, "by for_each, from item {start} on");
    }
}
