//! When the variables of a generator are dropped: as in the plain function that its body is.
#![allow(unused_assignments)] // what an assignment drops is what is tested

use generator_core::generator;
use std::cell::RefCell;
use std::rc::Rc;

#[macro_use]
mod common;
use common::*;

#[generator]
fn in_reverse() -> impl Iterator<Item = u8> {
    let _a = Noisy("a");
    yield_!(1);
    let _b = Noisy("b");
    let _c = Noisy("c");
    yield_!(2);
    let _d = Noisy("d");
}

#[generator]
fn shadowed() -> impl Iterator<Item = u8> {
    let noisy = Noisy("first");
    yield_!(1);
    let noisy = (noisy.0.len(), Noisy("second"));
    yield_!(noisy.0 as u8);
    let noisy = noisy.0;
    yield_!(noisy as u8 + 1);
}

#[generator]
fn in_blocks() -> impl Iterator<Item = u8> {
    let _outer = Noisy("outer");
    {
        let _inner = Noisy("inner");
        yield_!(1);
        {
            let _innermost = Noisy("innermost");
            note("in");
        }
        let _later = Noisy("later");
        yield_!(2);
        note("leaving");
    }
    note("left");
    yield_!(3);
}

#[test]
fn scopes() {
    traced!(in_reverse(), ["got 1", "got 2", "drop d", "drop c", "drop b", "drop a", "end"]);
    dropped!(in_reverse(), 0: [""; 0], 1: ["drop a"], 2: ["drop c", "drop b", "drop a"]);
    traced!(shadowed(), ["got 1", "got 5", "got 6", "drop second", "drop first", "end"]);
    dropped!(shadowed(), 1: ["drop first"], 2: ["drop second", "drop first"], 3: ["drop second", "drop first"]);
    traced!(
        in_blocks(),
        ["got 1", "in", "drop innermost", "got 2", "leaving", "drop later", "drop inner", "left", "got 3", "drop outer", "end"]
    );
    dropped!(in_blocks(), 1: ["drop inner", "drop outer"], 2: ["drop later", "drop inner", "drop outer"], 3: ["drop outer"]);
}

#[generator]
fn borrowed_in_rounds() -> impl Iterator<Item = usize> {
    for item in [Noisy("first"), Noisy("second")] {
        let made = &Noisy("made");
        yield_!(item.0.len() + made.0.len());
    }
}

#[test]
fn rounds_end_in_reverse() {
    let lines = ["got 9", "drop made", "drop first", "got 10", "drop made", "drop second", "end"];
    traced!(borrowed_in_rounds(), lines);
    dropped!(borrowed_in_rounds(), 1: ["drop made", "drop first", "drop second"]);
}

#[generator]
fn parameters(_a: Noisy, b: Noisy, _: Noisy, (_c, _): (Noisy, Noisy)) -> impl Iterator<Item = usize> {
    let _local = Noisy("local");
    yield_!(b.0.len());
    note("last");
}

#[generator]
fn one_parameter_moved(a: Noisy, _b: Noisy) -> impl Iterator<Item = u8> {
    yield_!(1);
    {
        let _a = a;
        yield_!(2);
    }
    yield_!(3);
}

#[test]
fn parameters_drop_last() {
    let make = || parameters(Noisy("a"), Noisy("b"), Noisy("_"), (Noisy("c"), Noisy("d")));
    traced!(make(), ["got 1", "last", "drop local", "drop c", "drop d", "drop _", "drop b", "drop a", "end"]);
    dropped!(make(), 1: ["drop local", "drop c", "drop d", "drop _", "drop b", "drop a"]);
    let make = || one_parameter_moved(Noisy("a"), Noisy("b"));
    traced!(make(), ["got 1", "got 2", "drop a", "got 3", "drop b", "end"]);
    dropped!(make(), 0: ["drop b", "drop a"], 1: ["drop b", "drop a"], 2: ["drop a", "drop b"], 3: ["drop b"]);
}

// Before the body has begun no pattern has taken anything: the arguments drop as they were passed.
#[test]
fn parameters_of_one_never_started() {
    let make = || parameters(Noisy("a"), Noisy("b"), Noisy("_"), (Noisy("c"), Noisy("d")));
    dropped!(make(), 0: ["drop c", "drop d", "drop _", "drop b", "drop a"]);
}

#[generator]
fn assigned() -> impl Iterator<Item = u8> {
    let mut noisy = Noisy("one");
    yield_!(1);
    noisy = Noisy("two");
    note("assigned");
    yield_!(2);
    noisy = Noisy("three");
    drop(noisy);
    yield_!(3);
    noisy = Noisy("four");
    yield_!(noisy.0.len() as u8);
    let mut slot = Some(noisy);
    yield_!(5);
    slot = None;
    yield_!(slot.is_some() as u8);
}

#[generator]
fn wildcards() -> impl Iterator<Item = u8> {
    let _ = Noisy("at once");
    yield_!(1);
    let pair = (Noisy("left"), Noisy("right"));
    let (_, _right) = pair;
    yield_!(2);
    _ = Noisy("also at once");
    let (_x, _) = (Noisy("x"), Noisy("y"));
    yield_!(3);
    Noisy("statement");
    yield_!(4);
}

#[test]
fn assignments_and_wildcards() {
    traced!(
        assigned(),
        ["got 1", "drop one", "assigned", "got 2", "drop two", "drop three", "got 3", "got 4", "got 5", "drop four", "got 0", "end"]
    );
    dropped!(assigned(), 1: ["drop one"], 2: ["drop two"], 3: [""; 0], 4: ["drop four"], 5: ["drop four"], 6: [""; 0]);
    traced!(
        wildcards(),
        [
            "drop at once",
            "got 1",
            "got 2",
            "drop also at once",
            "drop y",
            "got 3",
            "drop statement",
            "got 4",
            "drop x",
            "drop right",
            "drop left",
            "end"
        ]
    );
    dropped!(wildcards(), 2: ["drop right", "drop left"], 3: ["drop x", "drop right", "drop left"]);
}

#[generator]
fn in_arms(x: Result<Noisy, (Noisy, Noisy)>) -> impl Iterator<Item = usize> {
    match x {
        Ok(noisy) => {
            yield_!(noisy.0.len());
            let _more = Noisy("more");
            yield_!(1);
        }
        Err((first, _)) if first.0 == "drop me" => drop(first),
        Err((_first, second)) => {
            yield_!(second.0.len());
            drop(second);
            yield_!(2);
        }
    }
    note("after");
    yield_!(3);
}

#[generator]
fn in_conditions(mut stack: Vec<Noisy>) -> impl Iterator<Item = usize> {
    while let Some(top) = stack.pop() {
        yield_!(stack.len());
        if let Some(Noisy("b")) = stack.last() {
            yield_!(100);
        } else if let Some(next) = stack.pop() {
            let _held = next;
            yield_!(top.0.len() + 200);
        }
        note("next");
    }
    let Some(_last) = stack.pop().or(Some(Noisy("made"))) else { return };
    yield_!(300);
}

#[test]
fn pattern_bindings() {
    let ok = || in_arms(Ok(Noisy("ok")));
    traced!(ok(), ["got 2", "got 1", "drop more", "drop ok", "after", "got 3", "end"]);
    dropped!(ok(), 0: ["drop ok"], 1: ["drop ok"], 2: ["drop more", "drop ok"], 3: [""; 0]);
    let err = || in_arms(Err((Noisy("first"), Noisy("second"))));
    traced!(err(), ["got 6", "drop second", "got 2", "drop first", "after", "got 3", "end"]);
    dropped!(err(), 1: ["drop second", "drop first"], 2: ["drop first"]);
    traced!(in_arms(Err((Noisy("drop me"), Noisy("rest")))), ["drop drop me", "after", "got 3", "drop rest", "end"]);
    let stack = || in_conditions(["d", "c", "b", "a"].map(Noisy).into());
    traced!(
        stack(),
        [
            "got 3",
            "got 100",
            "next",
            "drop a",
            "got 2",
            "got 201",
            "drop c",
            "next",
            "drop b",
            "got 0",
            "next",
            "drop d",
            "got 300",
            "drop made",
            "end"
        ]
    );
    dropped!(stack(), 1: ["drop a", "drop d", "drop c", "drop b"], 4: ["drop c", "drop b", "drop d"], 6: ["drop made"]);
}

#[generator]
fn iterators(guard: Noisy) -> impl Iterator<Item = &'static str> {
    for noisy in [Noisy("x"), Noisy("y"), Noisy("z")] {
        yield_!(noisy.0);
        if noisy.0 == "y" {
            break;
        }
        note("next");
    }
    yield_!("between");
    drop(guard);
    for (i, _noisy) in vec![Noisy("p"), Noisy("q")].into_iter().enumerate() {
        if i == 0 {
            yield_!("first");
        }
        note(format!("passed {i}"));
    }
}

#[generator]
fn counted(shared: Rc<RefCell<Vec<u8>>>) -> impl Iterator<Item = usize> {
    let mine = shared.clone();
    mine.borrow_mut().push(1);
    yield_!(Rc::strong_count(&mine));
    drop(shared);
    yield_!(Rc::strong_count(&mine));
    let weak = Rc::downgrade(&mine);
    drop(mine);
    yield_!(weak.strong_count());
    let len = weak.upgrade().map_or(0, |list| list.borrow().len());
    yield_!(len + 10);
}

#[test]
fn loop_iterators_and_shared_owners() {
    let make = || iterators(Noisy("guard"));
    traced!(
        make(),
        [
            "got \"x\"",
            "next",
            "drop x",
            "got \"y\"",
            "drop y",
            "drop z",
            "got \"between\"",
            "drop guard",
            "got \"first\"",
            "passed 0",
            "drop p",
            "passed 1",
            "drop q",
            "end"
        ]
    );
    dropped!(make(), 1: ["drop x", "drop y", "drop z", "drop guard"], 3: ["drop guard"], 4: ["drop p", "drop q"]);
    let shared = Rc::new(RefCell::new(vec![]));
    assert_eq!(counted(shared.clone()).collect::<Vec<_>>(), [3, 2, 1, 11]);
    let mut dropped_early = counted(shared.clone());
    dropped_early.next();
    assert_eq!(Rc::strong_count(&shared), 3);
    drop(dropped_early);
    assert_eq!(Rc::strong_count(&shared), 1);
    assert_eq!(*shared.borrow(), [1, 1]);
}

// What a method of one's own does with its receiver, only its type tells.
mod methods_of_ones_own {
    use super::*;

    impl Noisy {
        fn look(&self) -> usize {
            self.0.len()
        }
    }

    #[generator]
    fn unknown_method() -> impl Iterator<Item = usize> {
        let noisy = Noisy("noisy");
        let length = noisy.look();
        yield_!(length);
        note("last");
    }

    impl Noisy {
        fn take(self) -> usize {
            self.0.len()
        }
    }

    #[generator]
    fn taken() -> impl Iterator<Item = usize> {
        let noisy = Noisy("noisy");
        let length = noisy.take();
        yield_!(length);
        note("last");
    }

    #[test]
    fn leave_their_receiver_or_take_it() {
        let got = |item| note(format!("got {item}"));
        noted();
        unknown_method().by_ref().for_each(got);
        assert_eq!(noted(), ["got 5", "last", "drop noisy"]);
        unknown_method().for_each(got);
        assert_eq!(noted(), ["got 5", "last", "drop noisy"]);
        taken().by_ref().for_each(got);
        assert_eq!(noted(), ["drop noisy", "got 5", "last"]);
        taken().for_each(got);
        assert_eq!(noted(), ["drop noisy", "got 5", "last"]);
    }
}
