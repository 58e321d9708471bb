//! Nothing runs before it is asked for, and nothing after the end.
use generator_core::generator;
use std::cell::Cell;

#[macro_use]
mod common;
use common::*;

#[generator]
fn steps(n: u32) -> impl Iterator<Item = u32> {
    note("begin");
    for i in made(0..n) {
        note(format!("before {i}"));
        yield_!(made(i));
        note(format!("after {i}"));
    }
    note("finish");
}

#[test]
fn nothing_before_the_first_next() {
    noted();
    let mut g = steps(made(2));
    assert_eq!(noted(), ["made 2"]);
    assert_eq!(g.next(), Some(0));
    assert_eq!(noted(), ["begin", "made 0..2", "before 0", "made 0"]);
    assert_eq!(g.next(), Some(1));
    assert_eq!(noted(), ["after 0", "before 1", "made 1"]);
    assert_eq!(g.next(), None);
    assert_eq!(noted(), ["after 1", "finish"]);
    assert_eq!(g.next(), None);
    drop((g, steps(1)));
    assert!(noted().is_empty());
    traced!(
        steps(2),
        ["begin", "made 0..2", "before 0", "made 0", "got 0", "after 0", "before 1", "made 1", "got 1", "after 1", "finish", "end"]
    );
}

#[generator]
fn forever(runs: &Cell<u32>) -> impl Iterator<Item = u32> {
    loop {
        runs.set(runs.get() + 1);
        yield_!(runs.get());
    }
}

#[generator]
fn once_only(runs: &Cell<u32>) -> impl Iterator<Item = u32> {
    runs.set(runs.get() + 1);
    if runs.get() > 1 {
        yield_!(0);
    }
    runs.set(runs.get() + 10);
}

#[test]
fn no_more_than_asked_for() {
    let runs = Cell::new(0);
    assert!(forever(&runs).take(3).eq([1, 2, 3]));
    assert_eq!(runs.get(), 3);
    assert_eq!(forever(&runs).find(|x| x % 5 == 0), Some(5));
    assert_eq!(runs.get(), 5);
    assert_eq!(forever(&runs).nth(4), Some(10));
    assert_eq!(runs.get(), 10);
    let mut peekable = forever(&runs).peekable();
    assert_eq!((peekable.peek(), runs.get()), (Some(&11), 11));
    assert_eq!((peekable.next(), runs.get()), (Some(11), 11));
}

#[test]
fn nothing_after_the_end() {
    let runs = Cell::new(0);
    let mut g = once_only(&runs);
    for _ in 0..4 {
        assert_eq!(g.next(), None);
        assert_eq!(runs.get(), 11);
    }
    assert_eq!(g.size_hint().0, 0);
    assert_eq!(g.by_ref().count(), 0);
    assert_eq!(g.fold(7, |sum, x| sum + x), 7);
    assert_eq!(runs.get(), 11);
}

#[generator]
fn talking(name: &'static str, n: u32) -> impl Iterator<Item = u32> {
    for i in 0..n {
        note(format!("{name}{i}"));
        yield_!(i);
    }
    note(format!("{name} ends"));
}

#[test]
fn two_take_turns() {
    noted();
    let pairs: Vec<_> = talking("a", 3).zip(talking("b", 2)).collect();
    assert_eq!(pairs, [(0, 0), (1, 1)]);
    assert_eq!(noted(), ["a0", "b0", "a1", "b1", "a2", "b ends"]);
    let nested = |n| talking("outer", n).flat_map(|i| talking("inner", i));
    both!(nested(3), [0, 0, 1]);
    noted();
    nested(2).for_each(drop);
    assert_eq!(noted(), ["outer0", "inner ends", "outer1", "inner0", "inner ends", "outer ends"]);
}

// Moving a suspended generator changes nothing.
#[test]
fn moved_while_suspended() {
    noted();
    let mut all = vec![Box::new(talking("a", 2)), Box::new(talking("b", 3))];
    assert_eq!(all[0].next(), Some(0));
    assert_eq!(all[1].next(), Some(0));
    all.swap(0, 1);
    let (second, first) = (all.pop(), all.pop());
    let (mut first, mut second) = (*first.unwrap(), *second.unwrap());
    assert_eq!((first.next(), second.next()), (Some(1), Some(1)));
    let first = std::thread::spawn(move || first.collect::<Vec<_>>()).join().unwrap();
    assert_eq!((first, second.next()), (vec![2], None));
}

#[generator]
fn short_circuit(flags: Vec<bool>) -> impl Iterator<Item = bool> {
    for flag in flags {
        if made(flag) && made(!flag) || made(flag) {
            yield_!(true);
        } else {
            yield_!(made(flag));
        }
    }
}

#[test]
fn effects_in_order() {
    traced!(
        short_circuit(vec![true, false]),
        ["made true", "made false", "made true", "got true", "made false", "made false", "made false", "got false", "end"]
    );
}
