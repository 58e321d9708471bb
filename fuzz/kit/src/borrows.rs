//! Functions and methods that return borrows of their arguments, guards, and operators on references.

use crate::effects::{Noisy, effect, note, num};
use std::ops::{Add, AddAssign, Mul, Neg, Not, Sub};

pub fn lend(noisy: &Noisy) -> &Noisy {
    effect(format!("lend {}", noisy.0));
    noisy
}

pub fn either<'a>(a: &'a Noisy, b: &'a Noisy, first: bool) -> &'a Noisy {
    effect(format!("either {first}"));
    if first { a } else { b }
}

pub fn foremost(list: &[Noisy]) -> Option<&Noisy> {
    effect(format!("foremost of {}", list.len()));
    list.first()
}

pub fn lined<'a>(a: &'a Noisy, b: &'a Noisy) -> Vec<&'a Noisy> {
    effect(format!("lined {} {}", a.0, b.0));
    vec![a, b]
}

pub fn total(list: &[&Noisy]) -> i64 {
    num(list.iter().map(|noisy| noisy.0).sum())
}

pub fn total_of(list: Vec<&Noisy>) -> i64 {
    total(&list)
}

/// A borrow in a struct.
#[derive(Debug)]
pub struct View<'a> {
    of: &'a Noisy,
    times: i64,
}

pub fn view(of: &Noisy) -> View<'_> {
    effect(format!("view {}", of.0));
    View { of, times: 1 }
}

impl<'a> View<'a> {
    pub fn of(self) -> &'a Noisy {
        effect(format!("of {}", self.of.0));
        self.of
    }

    pub fn doubled(self) -> View<'a> {
        View { times: self.times * 2 % 1000, ..self }
    }

    pub fn total(&self) -> i64 {
        num(self.of.0.wrapping_mul(self.times))
    }
}

/// What is made from a borrow and doesn't keep it.
pub fn issue(from: &Noisy, n: i64) -> Noisy {
    effect(format!("issue {} {n}", from.0));
    Noisy(from.0 % 100 + n % 10 + 800)
}

/// A guard that keeps what it was made from.
#[derive(Debug)]
pub struct Watch<'a>(&'a Noisy);

pub fn watch(of: &Noisy) -> Watch<'_> {
    effect(format!("watch {}", of.0));
    Watch(of)
}

impl Watch<'_> {
    pub fn value(&self) -> i64 {
        effect(format!("watched {}", self.0.0));
        self.0.0
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        note(format!("no longer watched {}", self.0.0));
    }
}

/// Operators on references to it give values of it.
#[derive(Debug)]
pub struct Money(i64, Noisy);

pub fn money(n: i64, coin: Noisy) -> Money {
    effect(format!("money {n}"));
    Money(n.rem_euclid(100), coin)
}

impl Money {
    fn made(n: i64, how: &str) -> Money {
        effect(format!("{how} {n}"));
        Money(n.rem_euclid(100), Noisy(n.rem_euclid(100) + 6000))
    }

    pub fn worth(&self) -> i64 {
        effect(format!("worth {}", self.0));
        self.0
    }

    pub fn coin(self) -> Noisy {
        effect(format!("coin {}", self.0));
        self.1
    }
}

impl Add for &Money {
    type Output = Money;
    fn add(self, other: &Money) -> Money {
        Money::made(self.0 + other.0, "add")
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money::made(self.0 + other.0, "add all")
    }
}

impl<'a> Sub<&'a Money> for &'a Money {
    type Output = &'a Money;
    fn sub(self, other: &'a Money) -> &'a Money {
        effect(format!("less of {} {}", self.0, other.0));
        if self.0 < other.0 { self } else { other }
    }
}

impl Mul<i64> for &Money {
    type Output = Money;
    fn mul(self, times: i64) -> Money {
        Money::made(self.0 * (times % 10), "times")
    }
}

impl Neg for &Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money::made(-self.0, "debt")
    }
}

impl Not for &Money {
    type Output = bool;
    fn not(self) -> bool {
        effect(format!("none of {}", self.0));
        self.0 == 0
    }
}

impl AddAssign<&Money> for Money {
    fn add_assign(&mut self, other: &Money) {
        effect(format!("more by {}", other.0));
        self.0 = (self.0 + other.0) % 100;
    }
}

impl PartialEq for Money {
    fn eq(&self, other: &Money) -> bool {
        effect(format!("same as {}", other.0));
        self.0 == other.0
    }
}

impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Money) -> Option<std::cmp::Ordering> {
        effect(format!("compared with {}", other.0));
        self.0.partial_cmp(&other.0)
    }
}
