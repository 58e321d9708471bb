//! What generated bodies call. All that happens is a line of the log: calls, items, drops.
//!
//! `tick(3)` logs `tick 3`; it and its like may be told to panic at the n-th of them.

use std::cell::{Cell, RefCell};

thread_local! {
    static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static TICKS: Cell<usize> = const { Cell::new(0) };
    static PANIC_AT: Cell<usize> = const { Cell::new(0) };
    static LAPS: Cell<usize> = const { Cell::new(0) };
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// No body does as much, unless it has lost its way.
const LONGEST_LOG: usize = 3000;
const MOST_LAPS: usize = 24;

/// Forgets what was logged, and panics at the n-th tick from now on (0: never).
pub fn reset(panic_at: usize) {
    LOG.take();
    TICKS.set(0);
    LAPS.set(0);
    PANIC_AT.set(panic_at);
}

/// Writes a line of the log.
pub fn note(line: String) {
    LOG.with_borrow_mut(|log| {
        if log.len() < LONGEST_LOG {
            log.push(line);
        }
    });
}

/// The log, which is then empty.
pub fn noted() -> Vec<String> {
    LOG.take()
}

/// How many ticks there were.
pub fn ticks() -> usize {
    TICKS.get()
}

/// Makes an argument of a body, which is no effect of its own.
pub fn quietly<T>(make: impl FnOnce() -> T) -> T {
    IS_QUIET.set(true);
    let made = make();
    IS_QUIET.set(false);
    made
}

pub(crate) fn effect(line: String) {
    if IS_QUIET.get() {
        return;
    }
    note(line);
    TICKS.set(TICKS.get() + 1);
    if TICKS.get() == PANIC_AT.get() {
        panic!("at a tick");
    }
    if LOG.with_borrow(Vec::len) >= LONGEST_LOG {
        panic!("the log grows without end");
    }
}

/// Notes when it is dropped.
#[derive(Debug, PartialEq)]
pub struct Noisy(pub i64);

impl Drop for Noisy {
    fn drop(&mut self) {
        note(format!("drop {}", self.0));
    }
}

impl Noisy {
    pub fn consume(self) -> i64 {
        effect(format!("consume {}", self.0));
        self.0
    }

    pub fn look(&self) -> i64 {
        effect(format!("look {}", self.0));
        self.0
    }
}

#[derive(Debug)]
pub struct Two {
    pub left: Noisy,
    pub right: Noisy,
}

#[derive(Debug)]
pub struct Mixed {
    pub count: i64,
    pub noisy: Noisy,
}

/// Counts, and notes when it is dropped.
#[derive(Debug)]
pub struct Upto(i64, #[allow(dead_code)] Noisy);

impl Iterator for Upto {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        self.0 -= 1;
        (self.0 >= 0).then_some(self.0)
    }
}

pub fn upto(n: i64, noisy: Noisy) -> Upto {
    effect(format!("upto {n}"));
    Upto(n.rem_euclid(4), noisy)
}

/// An iterator of noisy items that is itself noisy.
#[derive(Debug)]
pub struct Supply(i64, #[allow(dead_code)] Noisy);

impl Iterator for Supply {
    type Item = Noisy;

    fn next(&mut self) -> Option<Noisy> {
        self.0 -= 1;
        (self.0 >= 0).then(|| Noisy(1000 + self.0))
    }
}

pub fn supply(n: i64, noisy: Noisy) -> Supply {
    effect(format!("supply {n}"));
    Supply(n.rem_euclid(4), noisy)
}

pub fn tick(n: i64) {
    effect(format!("tick {n}"));
}

/// Whether a loop may go on: the fuel of all loops together.
pub fn more() -> bool {
    LAPS.set(LAPS.get() + 1);
    LAPS.get() < MOST_LAPS
}

pub fn make(n: i64) -> Noisy {
    effect(format!("make {n}"));
    Noisy(n)
}

pub fn pass(noisy: Noisy) -> Noisy {
    effect(format!("pass {}", noisy.0));
    noisy
}

pub fn pick(first: bool, a: Noisy, b: Noisy) -> Noisy {
    effect(format!("pick {first}"));
    if first { a } else { b }
}

pub fn keep(kept: bool, noisy: Noisy) -> Option<Noisy> {
    effect(format!("keep {kept}"));
    kept.then_some(noisy)
}

pub fn pair(a: Noisy, b: Noisy) -> (Noisy, Noisy) {
    effect("pair".to_owned());
    (a, b)
}

pub fn two(left: Noisy, right: Noisy) -> Two {
    effect("two".to_owned());
    Two { left, right }
}

pub fn mixed(count: i64, noisy: Noisy) -> Mixed {
    effect("mixed".to_owned());
    Mixed { count, noisy }
}

pub fn noisies(n: i64) -> Vec<Noisy> {
    effect(format!("noisies {n}"));
    (0..n.rem_euclid(4)).map(|k| Noisy(100 + k)).collect()
}

pub fn ints(n: i64) -> Vec<i64> {
    effect(format!("ints {n}"));
    (0..n.rem_euclid(4)).collect()
}

pub fn num(n: i64) -> i64 {
    effect(format!("num {n}"));
    n.rem_euclid(1000)
}

pub fn sum(a: i64, b: i64) -> i64 {
    num(a.wrapping_add(b))
}

pub fn after(_: (), n: i64) -> i64 {
    num(n)
}

pub fn between(a: i64, _: (), noisy: Noisy) -> i64 {
    num(a.wrapping_add(noisy.0))
}

pub fn flag(b: bool) -> bool {
    effect(format!("flag {b}"));
    b
}

pub fn peek(noisy: &Noisy) -> i64 {
    effect(format!("peek {}", noisy.0));
    noisy.0
}

/// A reference from outside, which may be held over yields.
pub fn shared(n: i64) -> &'static Noisy {
    effect(format!("shared {n}"));
    Box::leak(Box::new(Noisy(n)))
}

/// The same, exclusive.
pub fn exclusive(n: i64) -> &'static mut Vec<i64> {
    effect(format!("exclusive {n}"));
    Box::leak(Box::new(vec![n]))
}

pub fn fill(numbers: &mut Vec<i64>, n: i64) -> i64 {
    effect(format!("fill {numbers:?} {n}"));
    numbers.push(n);
    numbers.len() as i64
}

pub fn eat(noisy: Noisy) -> i64 {
    effect(format!("eat {}", noisy.0));
    noisy.0
}

pub fn both(a: Noisy, b: Noisy) -> i64 {
    effect(format!("both {} {}", a.0, b.0));
    a.0
}

pub fn mix(n: i64, noisy: Noisy) -> i64 {
    effect(format!("mix {n} {}", noisy.0));
    n
}

/// Eats anything.
pub fn eat_any<T: std::fmt::Debug>(value: T) -> i64 {
    effect(format!("eat {value:?}"));
    1
}

pub fn text(n: i64) -> String {
    effect(format!("text {n}"));
    format!("t{n}")
}

pub fn even(n: i64) -> Option<i64> {
    effect(format!("even {n}"));
    (n % 2 == 0).then_some(n)
}

pub fn check(n: i64) -> Result<i64, String> {
    effect(format!("check {n}"));
    if n % 2 == 0 { Ok(n) } else { Err(format!("odd {n}")) }
}

/// # Safety
///
/// It is safe; it is here to be called in `unsafe` blocks.
pub unsafe fn trust(n: i64) -> i64 {
    num(n)
}
