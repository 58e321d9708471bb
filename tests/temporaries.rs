//! How long temporaries live: those of operands, of iterators and of scrutinees.
use generator_core::generator;
use std::cell::RefCell;

#[macro_use]
mod common;
use common::*;

// What an operand borrows is released before the generator suspends; rustc's bare `yield` would hold it.
#[generator]
fn operands<'a>(cell: &'a RefCell<Vec<u8>>) -> impl Iterator<Item = usize> + use<'a> {
    yield_!(cell.borrow().len());
    yield_!(Noisy("operand").0.len());
    cell.borrow_mut().push(0);
    let n = cell.borrow().len();
    yield_!(n);
}

#[test]
fn temporaries_of_operands() {
    let cell = RefCell::new(vec![]);
    let lengths = operands(&cell).inspect(|_| cell.borrow_mut().push(1)).collect::<Vec<_>>();
    assert_eq!(lengths, [0, 7, 3]);
    cell.borrow_mut().clear();
    let mut lengths = Vec::new();
    operands(&cell).for_each(|n| {
        cell.borrow_mut().push(1);
        lengths.push(n);
    });
    assert_eq!(lengths, [0, 7, 3], "each item is handed out after its operand's temporaries are gone");
    cell.borrow_mut().clear();
    traced!(operands(&cell).take(2), ["got 0", "drop operand", "got 7", "end"]);
}

// The iterator of a `for` and the scrutinee of a `match` keep their temporaries as long as Rust does.
#[generator]
fn temporaries(words: &[&'static str]) -> impl Iterator<Item = &'static str> {
    for word in made_with(words, Noisy("for")).0.iter().copied() {
        yield_!(word);
    }
    match (Noisy("match").0.len(), 1).0 {
        5 => yield_!("five"),
        _ => {}
    }
    if let Some(word) = made_with(words, Noisy("if let")).0.first() {
        yield_!(word);
        note("in");
    }
    note("after if let");
    let length = made_with(words, Noisy("let")).0.len();
    yield_!(if length > 1 { "many" } else { "one" });
}

fn made_with<'a>(words: &'a [&'static str], noisy: Noisy) -> (&'a [&'static str], Noisy) {
    (words, noisy)
}

#[test]
fn temporaries_of_heads() {
    traced!(
        temporaries(&["w"]),
        [
            "got \"w\"",
            "drop for",
            "got \"five\"",
            "drop match",
            "got \"w\"",
            "in",
            "drop if let",
            "after if let",
            "drop let",
            "got \"one\"",
            "end"
        ]
    );
    dropped!(temporaries(&["w"]), 1: ["drop for"], 2: ["drop match"], 3: ["drop if let"], 4: [""; 0]);
}
