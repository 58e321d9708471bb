//! Variables and arguments drop when Rust drops them, once.

use super::states;
use crate::common::{Noisy, note, noted};
use generator_core::CoroutineState::{Complete, Yielded};
use generator_core::{Coroutine, generator};

#[generator]
fn unused() -> impl Coroutine<Noisy, Yield = u8> {
    note("begun");
    yield_!(1);
    note("resumed");
    let _ = yield_!(2);
    note("ignored");
    let _held = yield_!(3);
    note("held");
}

#[test]
fn an_argument_that_is_not_used_drops_when_it_comes() {
    noted();
    let mut unused = unused();
    unused.resume(Noisy("first"));
    assert_eq!(noted(), ["drop first", "begun"]);
    unused.resume(Noisy("second"));
    assert_eq!(noted(), ["drop second", "resumed"]);
    unused.resume(Noisy("third"));
    assert_eq!(noted(), ["drop third", "ignored"]);
    assert_eq!(unused.resume(Noisy("fourth")), Complete(()));
    assert_eq!(noted(), ["held", "drop fourth"]);
}

#[generator]
fn kept(_a: Noisy, #[resume] _first: Noisy, _b: Noisy) -> impl Coroutine<Noisy, Yield = u8, Return = Noisy> {
    let mut last = Noisy("local");
    for i in 0..2 {
        last = yield_!(i);
        note("set");
    }
    last
}

#[test]
fn variables_drop_in_reverse_order() {
    noted();
    let mut kept = kept(Noisy("a"), Noisy("b"));
    assert_eq!(kept.resume(Noisy("first")), Yielded(0));
    assert_eq!(kept.resume(Noisy("second")), Yielded(1));
    assert_eq!(noted(), ["drop local", "set"]);
    let end = kept.resume(Noisy("third"));
    assert_eq!(noted(), ["drop second", "set", "drop first", "drop b", "drop a"]);
    assert_eq!(end, Complete(Noisy("third")));
}

#[test]
fn what_is_suspended_drops_what_it_holds() {
    noted();
    let mut begun = kept(Noisy("a"), Noisy("b"));
    begun.resume(Noisy("first"));
    drop(begun);
    assert_eq!(noted(), ["drop local", "drop first", "drop b", "drop a"]);
    drop(kept(Noisy("a"), Noisy("b")));
    assert_eq!(noted(), ["drop b", "drop a"]);
}

#[generator]
fn outer(#[resume] first: Noisy) -> impl Coroutine<Noisy, Yield = u8> {
    let _outer = Noisy("outer");
    yield_from!(inner(Noisy("parameter")), first);
    note("between");
    yield_!(9);
}

#[generator]
fn inner(_parameter: Noisy) -> impl Coroutine<Noisy, Yield = u8> {
    let _inner = Noisy("inner");
    yield_!(1);
}

#[test]
fn a_delegate_drops_at_its_end() {
    noted();
    let mut outer = outer();
    outer.resume(Noisy("first"));
    assert_eq!(noted(), ["drop first"]);
    assert_eq!(outer.resume(Noisy("second")), Yielded(9));
    assert_eq!(noted(), ["drop second", "drop inner", "drop parameter", "between"]);
    drop(outer);
    assert_eq!(noted(), ["drop outer"]);
}

#[generator]
fn failing(_parameter: Noisy) -> impl Coroutine<Option<Noisy>, Yield = u8, Return = Option<u8>> {
    let _local = Noisy("local");
    let _held = yield_!(1)?;
    let _again = yield_!(2)?;
    Some(3)
}

#[test]
fn a_failure_drops_what_lives() {
    noted();
    assert_eq!(states(failing(Noisy("parameter")), [None, None]), [Yielded(1), Complete(None)]);
    assert_eq!(noted(), ["drop local", "drop parameter"]);
    states(failing(Noisy("parameter")), [None, Some(Noisy("held")), None]);
    assert_eq!(noted(), ["drop held", "drop local", "drop parameter"]);
    states(failing(Noisy("parameter")), [None, Some(Noisy("held")), Some(Noisy("again"))]);
    assert_eq!(noted(), ["drop again", "drop held", "drop local", "drop parameter"]);
}
