//! Yields between a borrow and its use: what isn't evaluated yet is borrowed later. rustc's `gen` blocks refuse these
//! bodies, since they hold the borrow while they are suspended.
#![cfg(not(oracle))]
#![allow(clippy::unit_arg, clippy::blocks_in_conditions, clippy::never_loop, clippy::manual_unwrap_or)]
use generator_core::generator;

#[macro_use]
mod common;
use common::*;

#[generator]
fn receivers(words: &'static str) -> impl Iterator<Item = usize> {
    let mut list = Vec::new();
    list.push({
        yield_!(list.len());
        5
    });
    list.insert(
        {
            yield_!(list.len());
            0
        },
        {
            yield_!(10);
            7
        },
    );
    yield_!(list.len() + list[0]);
    let count = words
        .split({
            yield_!(20);
            ' '
        })
        .filter(|word| word.len() > 1)
        .nth({
            yield_!(21);
            1
        });
    yield_!(count.map_or(0, str::len));
    let mut n = 2_usize;
    yield_!(n.pow({
        n += 1;
        yield_!(n);
        3
    }));
    let apply = |a: usize, b: usize| a * b;
    yield_!(apply(
        {
            yield_!(30);
            3
        },
        {
            yield_!(31);
            4
        }
    ));
    let joined = String::from("a")
        + {
            yield_!(40);
            "bc"
        }
        + "d";
    yield_!(joined.len());
}

#[test]
fn method_calls() {
    both!(receivers("ab cd e"), [0, 1, 10, 9, 20, 21, 2, 3, 8, 30, 31, 12, 40, 4]);
}

fn look(noisy: &Noisy, n: i64) -> Option<i64> {
    note(format!("look {}", noisy.0));
    (n > 0).then_some(n)
}

#[generator]
fn chains(n: i64) -> impl Iterator<Item = i64> {
    if let Some(a) = look(&Noisy("one"), {
        yield_!(1);
        n
    }) && a > 1
        && let Some(b) = look(&Noisy("two"), {
            yield_!(2);
            a - 1
        })
    {
        yield_!(a * 10 + b);
        note("in");
    } else {
        yield_!(0);
    }
    while let Some(m) = look(&Noisy("while"), {
        yield_!(3);
        3 - n
    }) {
        yield_!(m);
        break;
    }
    let value = if let Some(k) = look(&Noisy("value"), {
        yield_!(4);
        n
    }) {
        k
    } else {
        -1
    };
    yield_!(value);
}

#[test]
fn chained_conditions() {
    traced!(
        chains(2),
        [
            "got 1",
            "look one",
            "got 2",
            "look two",
            "got 21",
            "in",
            "drop two",
            "drop one",
            "got 3",
            "look while",
            "got 1",
            "drop while",
            "got 4",
            "look value",
            "drop value",
            "got 2",
            "end"
        ]
    );
    traced!(
        chains(0),
        [
            "got 1",
            "look one",
            "drop one",
            "got 0",
            "got 3",
            "look while",
            "got 3",
            "drop while",
            "got 4",
            "look value",
            "drop value",
            "got -1",
            "end"
        ]
    );
    dropped!(chains(2), 1: ["drop one"], 2: ["drop two", "drop one"], 3: ["drop two", "drop one"]);
}

#[generator]
fn owned_guards(value: (Noisy, i64)) -> impl Iterator<Item = usize> {
    match value {
        (noisy, 1)
            if {
                yield_!(1);
                false
            } =>
        {
            yield_!(noisy.0.len())
        }
        (noisy, n)
            if {
                yield_!(n as usize);
                true
            } =>
        {
            yield_!(noisy.0.len() + 10);
        }
        _ => {}
    }
    yield_!(3);
}

#[generator]
fn indices() -> impl Iterator<Item = i64> {
    let mut list = vec![1, 2, 3];
    list[{
        yield_!(11);
        made(0)
    }] = made(30);
    yield_!(
        list[{
            yield_!(12);
            0
        }]
    );
}

#[test]
fn assigned_elements() {
    traced!(indices(), ["made 30", "got 11", "made 0", "got 12", "got 30", "end"]);
}

#[test]
fn owned_match_guards() {
    traced!(owned_guards((Noisy("owned"), 1)), ["got 1", "got 1", "got 15", "drop owned", "got 3", "end"]);
}

#[generator]
fn held() -> impl Iterator<Item = i64> {
    let kept = &Noisy("kept");
    note(kept.0);
    let length = take(
        Noisy("first"),
        {
            yield_!(1);
            Noisy("second")
        },
        &Noisy("third"),
    );
    yield_!(length);
    let (_moved, kept) = (Noisy("moved"), &Noisy("extended"));
    note(kept.0);
    yield_!(3);
    look(&Noisy("temporary"), {
        yield_!(5);
        1
    });
    yield_!(6);
}

fn take(a: Noisy, b: Noisy, c: &Noisy) -> i64 {
    note(format!("take {} {} {}", a.0, b.0, c.0));
    2
}

#[test]
fn held_operands() {
    traced!(
        held(),
        [
            "kept",
            "got 1",
            "take first second third",
            "drop second",
            "drop first",
            "drop third",
            "got 2",
            "extended",
            "got 3",
            "got 5",
            "look temporary",
            "drop temporary",
            "got 6",
            "drop moved",
            "drop extended",
            "drop kept",
            "end"
        ]
    );
    dropped!(
        held(),
        1: ["drop first", "drop kept"],
        2: ["drop kept"],
        3: ["drop moved", "drop extended", "drop kept"],
        4: ["drop temporary", "drop moved", "drop extended", "drop kept"],
        5: ["drop moved", "drop extended", "drop kept"],
    );
}

#[generator]
fn guards(values: Vec<Option<i64>>) -> impl Iterator<Item = i64> {
    for value in values {
        let kind = match value {
            None => 0,
            Some(n) if n > 100 => 1,
            Some(n)
                if {
                    let m = n;
                    yield_!(m);
                    m > 10
                } =>
            {
                yield_!(-n);
                2
            }
            Some(3)
                if {
                    yield_!(33);
                    false
                } =>
            {
                3
            }
            Some(_) => 4,
        };
        yield_!(kind * 1000);
    }
}

#[test]
fn match_guards() {
    both!(guards(vec![None, Some(200), Some(20), Some(3), Some(4)]), [0, 1000, 20, -20, 2000, 3, 33, 4000, 4, 4000]);
}
