//! A panic in the body ends the generator, and drops what was live once, in Rust's order.
#![allow(clippy::eq_op, clippy::needless_range_loop, clippy::unnecessary_literal_unwrap)] // every way to panic

use generator_core::generator;

#[macro_use]
mod common;
use common::*;

#[generator]
fn at_step(step: u32) -> impl Iterator<Item = u32> {
    let _outer = Noisy("outer");
    for i in 0..3 {
        let _inner = Noisy("inner");
        if i == step {
            panic!("step {i}");
        }
        yield_!(i);
        note("resumed");
    }
    assert!(step > 3, "at the end");
    let _late = Noisy("late");
    yield_!(9);
    let zero = step - step;
    yield_!(step / zero);
}

#[test]
fn live_variables_drop_in_order() {
    panics!(at_step(0), ["drop inner", "drop outer", "panic"]);
    panics!(at_step(1), ["got 0", "resumed", "drop inner", "drop inner", "drop outer", "panic"]);
    let three = ["got 0", "resumed", "drop inner", "got 1", "resumed", "drop inner", "got 2", "resumed", "drop inner"];
    panics!(at_step(3), [&three[..], &["drop outer", "panic"]].concat());
    panics!(at_step(4), [&three[..], &["got 9", "drop late", "drop outer", "panic"]].concat());
}

#[generator]
fn with_parameters(_first: Noisy, second: Noisy, third: Noisy) -> impl Iterator<Item = usize> {
    yield_!(second.0.len());
    let moved = second;
    let _local = Noisy("local");
    yield_!(moved.0.len());
    drop(third);
    let none = None::<usize>;
    yield_!(none.expect("nothing"));
}

#[test]
fn parameters_drop_too() {
    let make = || with_parameters(Noisy("first"), Noisy("second"), Noisy("third"));
    panics!(make(), ["got 6", "got 6", "drop third", "drop local", "drop second", "drop first", "panic"]);
}

#[generator]
fn in_operands(values: Vec<i32>) -> impl Iterator<Item = i32> {
    let _guard = Noisy("guard");
    let mut taken = vec![Noisy("a"), Noisy("b")];
    for i in 0.. {
        let extra = taken.pop();
        yield_!(values[i] + 10 / (values[i] - 3));
        drop(extra);
        note("step");
    }
}

#[generator]
fn while_assigning() -> impl Iterator<Item = usize> {
    fn fail() -> Noisy {
        panic!("no value")
    }
    let mut noisy = Noisy("old");
    yield_!(noisy.0.len());
    let other = noisy;
    noisy = Noisy("new");
    yield_!(noisy.0.len());
    noisy = if other.0 == "old" { fail() } else { Noisy("never") };
    yield_!(noisy.0.len());
}

#[test]
fn half_evaluated() {
    panics!(in_operands(vec![1, 3]), ["got -4", "drop b", "step", "drop a", "drop guard", "panic"]);
    panics!(in_operands(vec![4]), ["got 14", "drop b", "step", "drop a", "drop guard", "panic"]);
    panics!(while_assigning(), ["got 3", "got 3", "drop old", "drop new", "panic"]);
}

struct Bomb(&'static str);

impl Drop for Bomb {
    fn drop(&mut self) {
        note(format!("drop {}", self.0));
        if !std::thread::panicking() {
            panic!("{} went off", self.0);
        }
    }
}

#[generator]
fn in_drops(early: bool) -> impl Iterator<Item = u8> {
    let _first = Noisy("first");
    let bomb = Bomb("bomb");
    let _last = Noisy("last");
    yield_!(1);
    if early {
        drop(bomb);
        yield_!(2);
    }
    note("leaving");
}

#[test]
fn panic_in_a_drop() {
    panics!(in_drops(true), ["got 1", "drop bomb", "drop last", "drop first", "panic"]);
    panics!(in_drops(false), ["got 1", "leaving", "drop last", "drop bomb", "drop first", "panic"]);
}

struct Failing(u8);

impl Iterator for Failing {
    type Item = u8;
    fn next(&mut self) -> Option<u8> {
        self.0 += 1;
        assert!(self.0 < 3, "source failed");
        Some(self.0)
    }
}

impl Drop for Failing {
    fn drop(&mut self) {
        note("drop source");
    }
}

#[generator]
fn from_sources(direct: bool) -> impl Iterator<Item = u8> {
    let _guard = Noisy("guard");
    if direct {
        yield_from!(Failing(0));
    } else {
        for x in Failing(1) {
            let _step = Noisy("step");
            yield_!(x);
        }
    }
}

#[test]
fn panic_in_a_source() {
    panics!(from_sources(true), ["got 1", "got 2", "drop source", "drop guard", "panic"]);
    panics!(from_sources(false), ["got 2", "drop step", "drop source", "drop guard", "panic"]);
}

#[generator]
fn caught_inside(xs: Vec<i32>) -> impl Iterator<Item = i32> {
    for x in xs {
        let result = std::panic::catch_unwind(|| 100 / x);
        match result {
            Ok(n) => yield_!(n),
            Err(_) => {
                yield_!(-1);
                continue;
            }
        }
        yield_!(x);
    }
}

#[test]
fn panic_caught_in_the_body() {
    both!(caught_inside(vec![5, 0, 10]), [20, 5, -1, 10, 10]);
}
