//! Bodies, found by the fuzzer (`fuzz/`) and made small, about operands, conditions and what stands between them.
#![allow(irrefutable_let_patterns, unused_variables)]
#![allow(clippy::let_unit_value, clippy::match_single_binding, clippy::useless_vec)]

use generator_core::generator;

#[macro_use]
mod common;
use common::*;

fn one_of(first: Noisy, second: Noisy) -> Noisy {
    if first.0 < second.0 { first } else { second }
}

#[generator]
fn an_operand_of_a_blocks_value() -> impl Iterator<Item = i64> {
    let chosen = {
        yield_!(1);
        one_of(
            Noisy("operand"),
            match (Noisy("scrutinee"), Noisy("other")) {
                _ => {
                    yield_!(2);
                    Noisy("second")
                }
            },
        )
    };
    yield_!(3);
}

#[generator]
fn an_operand_of_an_arm() -> impl Iterator<Item = i64> {
    let chosen = match 1 {
        1 => one_of(
            Noisy("operand"),
            match Noisy("scrutinee") {
                _ => {
                    yield_!(1);
                    Noisy("second")
                }
            },
        ),
        _ => Noisy("neither"),
    };
}

#[generator]
fn an_operand_of_a_scrutinee() -> impl Iterator<Item = i64> {
    let chosen = {
        if let Noisy("operand") = one_of(
            Noisy("operand"),
            match Noisy("scrutinee") {
                _ => {
                    yield_!(1);
                    Noisy("second")
                }
            },
        ) {
            yield_!(2);
        }
    };
}

#[generator]
fn an_element() -> impl Iterator<Item = i64> {
    drop({
        vec![
            Noisy("element"),
            match Noisy("scrutinee") {
                _ => {
                    yield_!(1);
                    Noisy("second")
                }
            },
        ]
    });
}

/// The operands of a call drop with the temporaries where these end with it, else before them.
#[test]
fn operands_drop_with_the_call_that_takes_them() {
    dropped!(an_operand_of_a_blocks_value(), 2: ["drop scrutinee", "drop other", "drop operand"]);
    dropped!(an_operand_of_an_arm(), 1: ["drop operand", "drop scrutinee"]);
    dropped!(an_operand_of_a_scrutinee(), 1: ["drop operand", "drop scrutinee"]);
    dropped!(an_element(), 1: ["drop element", "drop scrutinee"]);
}
