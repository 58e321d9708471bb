//! What `break`, `continue` and `return` drop on their way out.
use generator_core::generator;

#[macro_use]
mod common;
use common::*;

#[generator]
fn in_a_loop(skip: u8, stop: u8, leave: u8) -> impl Iterator<Item = u8> {
    let _outer = Noisy("outer");
    for i in 0..4 {
        let _before = Noisy("before");
        if i == skip {
            continue;
        }
        yield_!(i);
        let _after = Noisy("after");
        if i == stop {
            note("break");
            break;
        }
        if i == leave {
            note("return");
            return;
        }
        note("round");
    }
    note("after the loop");
    yield_!(9);
}

#[test]
fn out_of_loops() {
    traced!(
        in_a_loop(1, 2, 9),
        [
            "got 0",
            "round",
            "drop after",
            "drop before",
            "drop before",
            "got 2",
            "break",
            "drop after",
            "drop before",
            "after the loop",
            "got 9",
            "drop outer",
            "end"
        ]
    );
    traced!(in_a_loop(9, 9, 0), ["got 0", "return", "drop after", "drop before", "drop outer", "end"]);
    dropped!(in_a_loop(0, 2, 9), 1: ["drop before", "drop outer"], 3: ["drop outer"]);
}

#[generator]
fn out_of_labels(how: u8) -> impl Iterator<Item = u8> {
    let _top = Noisy("top");
    let mut rounds = 0;
    'outer: loop {
        let _round = Noisy("round");
        rounds += 1;
        for i in 0..2 {
            let _step = Noisy("step");
            yield_!(i);
            match how {
                0 if rounds == 1 => continue 'outer,
                1 => break 'outer,
                2 => return,
                3 => break,
                _ => {}
            }
        }
        let value = 'block: {
            let _block = Noisy("block");
            yield_!(10);
            if how == 3 {
                break 'block 20;
            }
            30
        };
        yield_!(value);
        break;
    }
    yield_!(40);
}

#[test]
fn out_of_labelled_scopes() {
    traced!(
        out_of_labels(0),
        [
            "got 0",
            "drop step",
            "drop round",
            "got 0",
            "drop step",
            "got 1",
            "drop step",
            "got 10",
            "drop block",
            "got 30",
            "drop round",
            "got 40",
            "drop top",
            "end"
        ]
    );
    traced!(out_of_labels(1), ["got 0", "drop step", "drop round", "got 40", "drop top", "end"]);
    traced!(out_of_labels(2), ["got 0", "drop step", "drop round", "drop top", "end"]);
    traced!(out_of_labels(3), ["got 0", "drop step", "got 10", "drop block", "got 20", "drop round", "got 40", "drop top", "end"]);
    traced!(
        out_of_labels(4),
        ["got 0", "drop step", "got 1", "drop step", "got 10", "drop block", "got 30", "drop round", "got 40", "drop top", "end"]
    );
    dropped!(out_of_labels(3), 1: ["drop step", "drop round", "drop top"], 2: ["drop block", "drop round", "drop top"]);
    dropped!(out_of_labels(3), 3: ["drop round", "drop top"], 4: ["drop top"]);
}
