//! What `break`, `continue` and `return` drop on their way out.
use generator_core::generator;
use std::cell::RefCell;

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

#[cfg(not(oracle))]
struct Failing(&'static str);

#[cfg(not(oracle))]
impl Failing {
    fn parse(&self, text: &str) -> Result<u8, std::num::ParseIntError> {
        note(format!("{} parses {text}", self.0));
        text.parse()
    }
}

// (rustc's `gen` refuses what is borrowed while the failure is handed out.)
// A `?` and a `return` drop what their statement holds before the variables, and these from the last declared on.
#[cfg(not(oracle))]
#[generator]
fn ends_with_temporaries(words: &'static [&'static str]) -> impl Iterator<Item = Result<u8, std::num::ParseIntError>> {
    let cell = RefCell::new(Vec::new());
    let _outer = Noisy("outer");
    yield_!(Ok(0));
    for word in words.iter().copied() {
        let _inner = Noisy("inner");
        cell.borrow_mut().push(held(Noisy("held"), Failing("f").parse(word)?));
        match cell.borrow().last() {
            Some(9) => return,
            Some(8) => continue,
            _ => {}
        }
        yield_!(Ok(cell.borrow()[0]));
    }
}

#[cfg(not(oracle))]
fn held(noisy: Noisy, n: u8) -> u8 {
    drop(noisy);
    n
}

#[cfg(not(oracle))]
#[test]
fn ends_in_the_middle_of_a_statement() {
    traced!(
        ends_with_temporaries(&["8", "1", "9", "2"]),
        [
            "got Ok(0)",
            "f parses 8",
            "drop held",
            "drop inner",
            "f parses 1",
            "drop held",
            "got Ok(8)",
            "drop inner",
            "f parses 9",
            "drop held",
            "drop inner",
            "drop outer",
            "end"
        ]
    );
    let failure = "got Err(ParseIntError { kind: InvalidDigit })";
    traced!(ends_with_temporaries(&["x"]), ["got Ok(0)", "f parses x", "drop held", "drop inner", "drop outer", failure, "end"]);
}

#[generator]
fn declared_by_a_loop(count: u32) -> impl Iterator<Item = u32> {
    let _round = Noisy("round");
    let inner = loop {
        let made = {
            yield_!(count);
            Noisy("made")
        };
        if count > 0 {
            break made;
        }
    };
    note(inner.0);
}

#[test]
fn what_a_loop_gives_drops_before_what_was_declared_before_it() {
    traced!(declared_by_a_loop(1), ["got 1", "made", "drop made", "drop round", "end"]);
}
