//! Every kind of function that may be a generator.
use generator_core::generator;
use std::collections::HashMap;
use std::fmt::{Debug, Display};
use std::iter::FusedIterator;

#[macro_use]
mod common;
use common::*;

#[derive(Clone, Debug, PartialEq)]
pub struct Bag<T> {
    items: Vec<T>,
    name: &'static str,
}

impl<T: Clone> Bag<T> {
    /// A borrowing method.
    #[generator]
    pub fn twice(&self) -> impl Iterator<Item = &T> {
        for item in &self.items {
            yield_!(item);
            yield_!(item);
        }
    }

    #[generator]
    fn named<'a>(&'a self, prefix: &str) -> impl Iterator<Item = (String, &'a T)> {
        for (i, item) in self.items.iter().enumerate() {
            yield_!((format!("{prefix}{}{i}", self.name), item));
        }
    }

    /// Hands out what it owns.
    #[generator]
    pub(crate) fn drain_all(self) -> impl Iterator<Item = T> {
        let name = self.name;
        for item in self.items {
            for _ in 1..name.len() {
                yield_!(item.clone());
            }
            yield_!(item);
        }
    }

    #[generator]
    fn pop_each(mut self) -> impl Iterator<Item = (usize, T)> {
        while let Some(item) = self.items.pop() {
            yield_!((self.items.len(), item));
        }
    }

    #[generator]
    fn add_each(&mut self, more: Vec<T>) -> impl Iterator<Item = usize> {
        for item in more {
            self.items.push(item);
            yield_!(self.items.len());
        }
        self.name = "changed";
    }

    #[generator]
    fn slots(&mut self) -> impl Iterator<Item = &mut T> {
        for item in &mut self.items {
            yield_!(item);
        }
    }

    #[generator]
    fn boxed_self(self: Box<Self>) -> impl Iterator<Item = T> {
        yield_from!(self.items);
    }

    #[generator]
    fn made_of(items: &[T]) -> impl Iterator<Item = Self> {
        for item in items {
            yield_!(Self { items: vec![item.clone()], name: Self::NAME });
        }
    }

    const NAME: &'static str = "made";
}

#[test]
fn inherent_methods() {
    let bag = || Bag { items: vec![1, 2], name: "ab" };
    let mut one = bag();
    both!(one.twice(), [&1, &1, &2, &2]);
    both!(one.named("x"), [("xab0".to_string(), &1), ("xab1".to_string(), &2)]);
    both!(bag().drain_all(), [1, 1, 2, 2]);
    both!(bag().pop_each(), [(1, 2), (0, 1)]);
    both!(Box::new(bag()).boxed_self(), [1, 2]);
    both!(Bag::made_of(&[7]), [Bag { items: vec![7], name: "made" }]);
    assert_eq!(one.add_each(vec![3, 4]).collect::<Vec<_>>(), [3, 4]);
    one.slots().for_each(|x| *x *= 10);
    assert_eq!(one, Bag { items: vec![10, 20, 30, 40], name: "changed" });
}

trait Shape {
    const SIDES: u32;
    type Corner: Copy + Debug;

    fn corner(&self, i: u32) -> Self::Corner;

    fn edges(&self) -> impl Iterator<Item = (Self::Corner, Self::Corner)>;

    #[generator]
    fn corners(&self) -> impl Iterator<Item = Self::Corner> {
        for i in 0..Self::SIDES {
            yield_!(self.corner(i));
        }
    }

    #[generator]
    fn boxed<'a>(&'a self) -> Box<dyn Iterator<Item = Self::Corner> + 'a>
    where
        Self: Sized,
    {
        yield_!(self.corner(0));
        yield_from!(self.corners());
    }
}

struct Square(u32);

impl Shape for Square {
    const SIDES: u32 = 4;
    type Corner = u32;

    fn corner(&self, i: u32) -> u32 {
        self.0 * i
    }

    #[generator]
    fn edges(&self) -> impl Iterator<Item = (u32, u32)> {
        let mut last = self.corner(Self::SIDES - 1);
        for corner in self.corners() {
            yield_!((last, corner));
            last = corner;
        }
    }
}

impl IntoIterator for Square {
    type Item = u32;
    type IntoIter = Box<dyn Iterator<Item = u32>>;

    #[generator]
    fn into_iter(self) -> Box<dyn Iterator<Item = u32>> {
        yield_!(self.0);
        yield_!(self.0 * self.0);
    }
}

#[test]
fn trait_methods() {
    let square = Square(2);
    both!(square.corners(), [0, 2, 4, 6]);
    both!(square.edges(), [(6, 0), (0, 2), (2, 4), (4, 6)]);
    both!(square.boxed(), [0, 0, 2, 4, 6]);
    assert_eq!(Square(3).into_iter().collect::<Vec<_>>(), [3, 9]);
}

#[generator]
fn generic<T, U>(items: Vec<T>, convert: impl Fn(&T) -> U) -> impl Iterator<Item = (T, U)>
where
    T: Clone,
    U: Display,
{
    for item in items {
        let converted = convert(&item);
        if converted.to_string() != "skip" {
            yield_!((item, converted));
        }
    }
}

#[generator]
fn windows<const N: usize, T: Copy + Default>(items: &[T]) -> impl Iterator<Item = [T; N]> {
    let mut window = [T::default(); N];
    for (i, &item) in items.iter().enumerate() {
        window.rotate_left(1);
        window[N - 1] = item;
        if i + 1 >= N {
            yield_!(window);
        }
    }
}

#[generator]
fn lifetimes<'a, 'b: 'a>(short: &'a str, long: &'b str, _ignored: &str) -> impl Iterator<Item = &'a str> {
    yield_!(short);
    yield_!(long);
    let both = [short, long];
    for word in both {
        yield_!(&word[1..]);
    }
}

#[generator]
fn many_impls<I, J>(first: I, second: J, mut log: impl FnMut(&str)) -> impl Iterator<Item = u32>
where
    I: IntoIterator<Item = u32>,
    J: Iterator<Item: Into<u32> + Copy>,
{
    for x in first {
        log("first");
        yield_!(x);
    }
    for y in second {
        log("second");
        yield_!(y.into());
    }
}

#[test]
fn generic_functions() {
    both!(generic(vec![1, 2, 3], |n| if *n == 2 { "skip".into() } else { format!("<{n}>") }), [(1, "<1>".into()), (3, "<3>".to_string())]);
    both!(windows::<2, _>(&[1, 2, 3]), [[1, 2], [2, 3]]);
    let text = String::from("short");
    both!(lifetimes(&text, "long", &text[1..]), ["short", "long", "hort", "ong"]);
    let count = std::cell::Cell::new(0);
    both!(many_impls([1], [2u8, 3].into_iter(), |s| count.set(count.get() + s.len())), [1, 2, 3]);
    assert!(count.get() > 0);
}

#[generator]
fn pattern_parameters(
    (a, mut b): (u32, u32),
    [first, .., last]: [u32; 4],
    Bag { items, name: _ }: Bag<u32>,
    &c: &u32,
    mut total: u32,
    _: String,
) -> impl Iterator<Item = u32> {
    yield_!(a + b);
    b += first;
    yield_!(b + last);
    for item in items {
        total += item * c;
        yield_!(total);
    }
}

#[generator]
fn unused_parameters(_unused: Vec<u8>, #[allow(unused)] also: HashMap<u8, u8>) -> impl Iterator<Item = ()> {
    yield_!(());
}

/// # Safety
/// `text` must hold ASCII only.
#[generator]
unsafe fn unchecked(text: &[u8]) -> impl Iterator<Item = &str> {
    for i in 0..text.len() {
        // SAFETY: the caller promised ASCII.
        yield_!(unsafe { std::str::from_utf8_unchecked(&text[i..=i]) });
    }
}

mod inner {
    use generator_core::generator;

    #[generator]
    pub(super) fn visible(n: u8) -> impl Iterator<Item = u8> {
        yield_!(n);
    }
}

#[test]
fn parameters() {
    let bag = || Bag { items: vec![1, 2], name: "" };
    both!(pattern_parameters((1, 2), [3, 4, 5, 6], bag(), &10, 100, String::new()), [3, 11, 110, 130]);
    both!(unused_parameters(vec![], HashMap::new()), [()]);
    both!(inner::visible(3), [3]);
    // SAFETY: ASCII.
    both!(unsafe { unchecked(b"ab") }, ["a", "b"]);
}

#[generator]
fn boxed<'a>(words: &'a [String], n: usize) -> Box<dyn Iterator<Item = &'a str> + 'a> {
    for word in words {
        yield_!(word.as_str());
    }
    if n > 0 {
        yield_from!(boxed(words, n - 1));
    }
}

#[generator]
fn boxed_send(n: u8) -> Box<dyn Iterator<Item = u8> + Send + Sync> {
    for i in 0..n {
        yield_!(i);
    }
}

#[generator]
fn fused(n: u8) -> impl FusedIterator<Item = u8> + Clone {
    for i in 0..n {
        yield_!(i);
    }
}

#[generator]
fn captures_nothing(n: usize) -> impl Iterator<Item = usize> + use<> {
    yield_!(n);
}

#[generator]
#[allow(clippy::multiple_bound_locations)]
fn captures<'a, T: Copy + Debug>(a: &'a T, n: usize) -> impl Iterator<Item = T> + Send + use<'a, T>
where
    T: Sync + Send,
{
    for _ in 0..n {
        yield_!(*a);
    }
}

type Item<'a> = (usize, &'a str);

#[generator]
fn aliased(text: &str) -> impl Iterator<Item = Item<'_>> + '_ {
    for part in text.split_inclusive('/').enumerate() {
        yield_!(part);
    }
}

#[test]
fn return_types() {
    let words = ["a", "b"].map(String::from);
    both!(boxed(&words, 1), ["a", "b", "a", "b"]);
    both!(boxed_send(2), [0, 1]);
    both!(fused(2).clone(), [0, 1]);
    both!(captures_nothing(1), [1]);
    both!(captures(&2.5, 2), [2.5, 2.5]);
    both!(aliased("a/b"), [(0, "a/"), (1, "b")]);
}

#[generator]
fn outer(n: u32) -> impl Iterator<Item = u32> {
    #[generator]
    fn inner(n: u32) -> impl Iterator<Item = u32> {
        for i in 0..n {
            yield_!(i * 10);
        }
    }
    struct Held(u32);
    impl Held {
        #[generator]
        fn each(&self) -> impl Iterator<Item = u32> {
            yield_!(self.0);
            yield_!(self.0 + 1);
        }
    }
    let mut last = 0;
    for x in inner(n) {
        yield_!(x);
        last = x;
    }
    yield_from!(inner(1).chain(inner(2)));
    let held = Held(last + 1).each().collect::<Vec<_>>();
    yield_from!(held);
}

#[test]
fn generators_in_generators() {
    both!(outer(3), [0, 10, 20, 0, 0, 10, 21, 22]);
}

struct Die;

impl Die {
    /// The `gen` block of the oracle is given all arguments.
    #[cfg(not(oracle))]
    #[generator]
    fn sides(&self) -> impl Iterator<Item = u8> + use<> {
        for side in 1..=3 {
            yield_!(side);
        }
    }

    #[generator]
    fn shown(&self, _name: &str, text: &str) -> impl Iterator<Item = String> {
        yield_!(format!("{text:?}"));
    }
}

#[cfg(not(oracle))]
#[test]
fn references_that_are_not_used_are_not_kept() {
    both!({ Die }.sides(), [1, 2, 3]);
    both!(Die.shown("no", "yes"), ["\"yes\""]);
    assert_eq!(std::mem::size_of_val(&Die.shown("no", "yes")), std::mem::size_of::<(&str, u8)>());
}
