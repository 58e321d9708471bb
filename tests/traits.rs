//! What a generator implements: `Clone`, `Debug`, the auto traits, `Generator` with its status.
use generator_core::{Generator, Status, generator};
use std::fmt::Debug;
use std::iter::FusedIterator;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

#[macro_use]
mod common;
use common::*;

#[generator]
fn growing(words: Vec<String>) -> impl Iterator<Item = String> + Clone {
    let mut all = String::new();
    for (i, word) in words.into_iter().enumerate() {
        all.push_str(&word);
        yield_!(all.clone());
        if i % 2 == 1 {
            yield_!(word);
        }
    }
}

#[generator]
fn pairs(n: u32) -> impl Iterator<Item = (u32, u32)> + Clone + Send + Sync + Unpin + 'static {
    for i in 0..n {
        for j in i + 1..n {
            yield_!((i, j));
        }
    }
}

#[generator]
fn with_closure(by: u64) -> impl Iterator<Item = u64> + Clone {
    let mut sum = 0;
    let mut add = move |x| {
        sum += x * by;
        sum
    };
    for x in 1..4 {
        yield_!(add(x));
    }
}

#[test]
fn clones_go_on_alone() {
    let mut one = growing(["a", "b", "c"].map(String::from).to_vec());
    let unstarted = one.clone();
    assert_eq!(one.next().as_deref(), Some("a"));
    assert_eq!(one.next().as_deref(), Some("ab"));
    let mut two = one.clone();
    assert!(one.eq(["b", "abc"]));
    assert_eq!(two.next().as_deref(), Some("b"));
    assert!(two.clone().eq(["abc"]));
    assert!(two.eq(["abc"]));
    assert!(unstarted.eq(["a", "ab", "b", "abc"]));
    let mut g = pairs(3);
    for left in (0..=3).rev() {
        assert_eq!(g.clone().count(), left);
        assert_eq!(g.next().is_some(), left > 0);
    }
    assert_eq!(g.clone().next(), None);
    let mut closure = with_closure(10);
    closure.next();
    assert!(closure.clone().eq([30, 60]));
    assert!(closure.eq([30, 60]));
    assert!(pairs(3).cycle().take(4).eq([(0, 1), (0, 2), (1, 2), (0, 1)]));
}

#[generator]
fn debuggable(text: &str, n: usize) -> impl Iterator<Item = char> + Debug {
    let mut chars = text.chars();
    for _ in 0..n {
        let Some(c) = chars.next() else { return };
        yield_!(c);
    }
}

#[test]
fn debug_in_every_state() {
    let mut g = debuggable("ab", 5);
    for _ in 0..4 {
        assert!(!format!("{g:?} {g:#?}").trim().is_empty());
        g.next();
    }
}

#[generator]
fn status(n: u8) -> impl Generator<Item = u8> {
    for i in 0..n {
        yield_!(i);
    }
    assert!(n != 3, "three");
}

#[generator]
fn fused_and_more(n: u8) -> impl Generator<Item = u8> + Clone + Debug {
    yield_!(n);
}

#[test]
fn statuses() {
    let mut g = status(2);
    assert_eq!((g.status(), g.is_done()), (Status::Created, false));
    for i in 0..2 {
        assert_eq!(g.next(), Some(i));
        assert_eq!((g.status(), g.is_done()), (Status::Suspended, false));
    }
    for _ in 0..2 {
        assert_eq!(g.next(), None);
        assert_eq!((g.status(), g.is_done()), (Status::Done, true));
    }
    let mut empty = status(0);
    assert_eq!(empty.status(), Status::Created);
    empty.next();
    assert_eq!(empty.status(), Status::Done);
    let mut panicking = status(3);
    assert_eq!(panicking.nth(2), Some(2));
    catch_unwind(AssertUnwindSafe(|| panicking.next())).unwrap_err();
    assert_eq!((panicking.status(), panicking.next()), (Status::Done, None));
    let mut cloned = fused_and_more(7);
    cloned.next();
    assert_eq!(cloned.clone().status(), Status::Suspended);
    assert_eq!(fn_of_any(cloned), (Status::Suspended, Status::Done));
}

fn fn_of_any(mut g: impl Generator) -> (Status, Status) {
    let before = g.status();
    g.by_ref().for_each(drop);
    (before, g.status())
}

// The auto traits follow from what is held.
#[test]
fn auto_traits() {
    fn shared<T: Send + Sync + Unpin>(_: &T) {}
    fn fused<T: FusedIterator>(_: &T) {}
    fn owned<T: 'static>(_: &T) {}
    shared(&growing(vec![]));
    owned(&growing(vec![]));
    fused(&status(1));
    shared(&status(1));
    let cell = std::cell::Cell::new(1);
    fused(&not_sync(&cell, Rc::new(2)));
    both!(not_sync(&cell, Rc::new(2)), [1, 2]);
    let mut g = pairs(3);
    g.next();
    let rest = std::thread::spawn(move || g.collect::<Vec<_>>()).join().unwrap();
    assert_eq!(rest, [(0, 2), (1, 2)]);
}

#[generator]
fn not_sync(cell: &std::cell::Cell<u8>, rc: Rc<u8>) -> impl FusedIterator<Item = u8> {
    yield_!(cell.get());
    yield_!(*rc);
}

#[generator]
fn before_only(n: u8) -> impl Iterator<Item = u32> {
    let sum = {
        let table = [n; 2048];
        table.iter().map(|&x| u32::from(x)).sum()
    };
    yield_!(sum);
    yield_!(sum + 1);
}

#[generator]
fn one_after_the_other(n: u8) -> impl Iterator<Item = u8> {
    {
        let first = [n; 2048];
        yield_!(first[1]);
        yield_!(first[2]);
    }
    {
        let second = [n + 1; 2048];
        yield_!(second[1]);
        yield_!(second[2]);
    }
}

#[test]
fn sizes() {
    both!(before_only(1), [2048, 2049]);
    both!(one_after_the_other(1), [1, 1, 2, 2]);
    let sizes = (size_of_val(&pairs(9)), size_of_val(&before_only(1)), size_of_val(&one_after_the_other(1)));
    assert!(sizes.0 <= 48, "pairs take {} bytes", sizes.0);
    assert!(sizes.1 <= 32, "a local that ends before the yield is saved: {} bytes", sizes.1);
    assert!(sizes.2 < 3000, "locals that never live together share no room: {} bytes", sizes.2);
}

/// A trait of the user's, which promises more than it says.
trait Repeatable: Clone + Debug {}
impl<T: Clone + Debug> Repeatable for T {}

#[generator]
fn repeatable(n: u32) -> impl Iterator<Item = u32> + Repeatable {
    yield_!(n);
    yield_!(n + 1);
}

#[test]
fn what_a_users_trait_promises_is_there() {
    let mut items = repeatable(1);
    items.next();
    assert_eq!(items.clone().sum::<u32>() + items.sum::<u32>(), 4);
    assert!(!format!("{:?}", repeatable(1)).is_empty());
}
