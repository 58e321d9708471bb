//! Patterns wherever they may stand: `for`, `let`, `match`, `if let`, closures, assignments.
#![allow(clippy::single_element_loop, clippy::type_complexity)] // every kind of pattern

use generator_core::generator;

#[macro_use]
mod common;
use common::*;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    x: i32,
    y: i32,
}

#[derive(Clone, Debug, PartialEq)]
struct Wrapped<T>(T, u8);

#[generator]
fn in_for(points: Vec<(Point, [i32; 2])>) -> impl Iterator<Item = i32> {
    for (Point { x, y: height }, [first, second]) in points {
        yield_!(x);
        yield_!(height + first);
        yield_!(second);
    }
    for (i, &(a, ref b)) in [(1, 2), (3, 4)].iter().enumerate() {
        yield_!(i as i32 * 100 + a * 10 + b);
    }
    for &[a, b, ..] in &[[5, 6, 7]] {
        yield_!(a * b);
    }
    for mut n in 1..3 {
        n *= 2;
        yield_!(n);
    }
    for _ in 0..2 {
        yield_!(-1);
    }
}

#[generator]
fn in_let(words: &[&str], pair: (Option<String>, Wrapped<Point>)) -> impl Iterator<Item = String> {
    let (name, Wrapped(Point { x, mut y }, _)) = pair;
    yield_!(format!("{x} {y}"));
    y += x;
    let all @ [first, rest @ ..] = words else { return };
    yield_!(format!("{} of {} then {}", first, all.len(), rest.len()));
    let Some(text) = name else {
        yield_!(y.to_string());
        return;
    };
    let [a, .., z] = ['a', 'b', 'c'];
    yield_!(format!("{text}{a}{z}{y}"));
    let Point { x: ref left, .. } = Point { x: 7, y: 8 };
    let left = *left;
    yield_!(left.to_string());
    let (Ok(place) | Err(place)) = [1, 5].binary_search(&left);
    yield_!(place.to_string());
}

#[test]
fn for_and_let() {
    let points = || vec![(Point { x: 1, y: 2 }, [3, 4])];
    both!(in_for(points()), [1, 5, 4, 12, 134, 30, 2, 4, -1, -1]);
    let pair = |name: Option<&str>| (name.map(String::from), Wrapped(Point { x: 1, y: 2 }, 0));
    both!(in_let(&["a", "b", "c"], pair(Some("n"))), ["1 2", "a of 3 then 2", "nac3", "7", "2"]);
    both!(in_let(&["a"], pair(None)), ["1 2", "a of 1 then 0", "3"]);
    both!(in_let(&[], pair(None)), ["1 2"]);
}

#[generator]
fn slices(mut rest: &[u8]) -> impl Iterator<Item = &[u8]> {
    loop {
        rest = match rest {
            [] => break,
            [b' ', after @ ..] => after,
            [single] => {
                yield_!(std::slice::from_ref(single));
                &[]
            }
            [b'(', inner @ .., b')'] => {
                yield_!(&rest[..1]);
                yield_!(inner);
                &rest[rest.len() - 1..]
            }
            [a, b, after @ ..] if a == b => {
                yield_!(&rest[..2]);
                after
            }
            all @ [_, ..] => {
                yield_!(&all[..1]);
                &all[1..]
            }
        };
    }
    yield_!(b"end");
}

#[generator]
fn nested(values: Vec<Option<Result<(i32, Box<str>), Wrapped<Option<char>>>>>) -> impl Iterator<Item = String> {
    for (i, value) in values.into_iter().enumerate() {
        match value {
            Some(Ok((n @ (0..=9 | 100), text))) => {
                yield_!(format!("{i}{n}"));
                yield_!(text.into());
            }
            Some(Ok((n, _))) if n < 0 => yield_!("negative".into()),
            Some(Err(Wrapped(Some(c), n @ 1..)) | Err(Wrapped(Some(c), n))) => {
                for _ in 0..n {
                    yield_!(c.into());
                }
                yield_!(n.to_string());
            }
            Some(Err(whole @ Wrapped(None, _))) => yield_!(format!("{whole:?}")),
            None | Some(_) => yield_!("other".into()),
        }
    }
}

#[test]
fn slices_and_nested() {
    both!(slices(b" aab"), [&b"aa"[..], b"b", b"end"]);
    both!(slices(b"x(yz)"), [&b"x"[..], b"(", b"yz", b")", b"end"]);
    let values =
        || vec![Some(Ok((100, "t".into()))), Some(Ok((-5, "".into()))), Some(Err(Wrapped(Some('c'), 2))), Some(Ok((10, "".into()))), None];
    both!(nested(values()), ["0100", "t", "negative", "c", "c", "2", "other", "other"]);
    both!(nested(vec![Some(Err(Wrapped(None, 7)))]), ["Wrapped(None, 7)"]);
}

#[generator]
fn in_closures(pairs: Vec<(Point, i32)>) -> impl Iterator<Item = i32> {
    let cross = |Point { x, y }, [a, b]: [i32; 2]| x * a + y * b;
    let len = pairs.len() as i32;
    yield_!(len);
    for (point, n) in pairs.into_iter().filter(|(Point { x, .. }, n)| x != n) {
        yield_!(cross(point, [n, 1]));
        let bigger = |&other: &i32| other > n;
        yield_!([1, 5, 9].iter().filter(|&o| bigger(o)).count() as i32);
    }
}

#[generator]
fn in_assignments(mut p: Point) -> impl Iterator<Item = i32> {
    let (mut a, mut b, c);
    (a, b) = (p.x, p.y);
    yield_!(a + b);
    (p.x, _) = (b, a);
    yield_!(p.x);
    [a, .., b] = [1, 2, 3];
    yield_!(a * 10 + b);
    Point { x: p.y, y: p.x } = p;
    (c, ..) = (p, 1, 2);
    yield_!(c.x * 100 + c.y);
    let mut list = [1, 2, 3];
    for i in 0..list.len() {
        (list[i], list[0]) = (list[0] + 10, list[i]);
        yield_!(list[0]);
    }
    yield_!(list.iter().sum());
}

#[test]
fn closures_and_assignments() {
    let pair = |x, y, n| (Point { x, y }, n);
    both!(in_closures(vec![pair(1, 2, 3), pair(4, 5, 4), pair(0, 1, 6)]), [3, 5, 2, 1, 1]);
    both!(in_assignments(Point { x: 1, y: 2 }), [3, 2, 13, 202, 1, 2, 3, 26]);
}

#[generator]
fn same_names(x: i32) -> impl Iterator<Item = i32> {
    yield_!(x);
    let x = x + 1;
    yield_!(x);
    for x in x..x + 2 {
        let x = x * 10;
        yield_!(x);
        if let Some(x) = Some(x + 1)
            && x % 3 != 0
        {
            yield_!(x);
            let (x, y) = (x * 2, x);
            yield_!(x + y);
        }
        {
            let x = -x;
            yield_!(x);
        }
        yield_!(x);
    }
    match x {
        x @ 2 => yield_!(x),
        x => {
            let x = x + 1000;
            yield_!(x);
        }
    }
    let f = |x: i32| x + 5;
    yield_!(f(x));
    let x = x.to_string();
    yield_!(x.len() as i32);
}

#[generator]
fn swapping_names(a: u8, b: u8) -> impl Iterator<Item = u8> {
    let (a, b) = (b, a);
    yield_!(a);
    let [a, b] = [b, a];
    yield_!(a);
    let a = {
        let b = a + 100;
        yield_!(b);
        let a = b + 1;
        yield_!(a);
        b
    };
    yield_!(a);
    yield_!(b);
}

#[test]
fn shadowing() {
    both!(same_names(1), [1, 2, 20, -20, 20, 30, 31, 93, -30, 30, 2, 7, 1]);
    both!(same_names(2), [2, 3, 30, 31, 93, -30, 30, 40, 41, 123, -40, 40, 1003, 8, 1]);
    both!(swapping_names(1, 2), [2, 1, 101, 102, 101, 2]);
}

// What a pattern leaves by `_` stays where it was, and drops in the place of the whole.

/// Notes when it is dropped, before its part does.
#[allow(dead_code)] // only dropped
struct Guarded {
    n: usize,
    noisy: Noisy,
}

impl Drop for Guarded {
    fn drop(&mut self) {
        note(format!("drop {}", self.n));
    }
}

#[generator]
fn left_by_a_branch(pair: Option<(Noisy, Noisy)>, last: Noisy) -> impl Iterator<Item = usize> {
    if let Some((first, _)) = pair {
        yield_!(first.0.len());
        drop(first);
    }
    yield_!(2);
    note(last.0);
}

#[generator]
fn left_in_rounds(pairs: Vec<(Noisy, Noisy)>) -> impl Iterator<Item = usize> {
    for pair in pairs {
        let behind = Noisy("behind");
        let (_, second) = pair;
        yield_!(second.0.len() + behind.0.len());
        drop(second);
        yield_!(2);
    }
}

#[generator]
fn left_and_used(pair: (Noisy, usize)) -> impl Iterator<Item = usize> {
    let (_, n) = pair;
    yield_!(n);
    let (noisy, _) = pair;
    yield_!(noisy.0.len());
    note("last");
}

#[generator]
fn left_by_what_has_a_drop(guarded: Guarded, more: Option<Guarded>) -> impl Iterator<Item = usize> {
    let Guarded { n, noisy: _ } = guarded;
    yield_!(n);
    let (Some(Guarded { n, noisy: _ }), _) = (more, Noisy("beside")) else { return };
    yield_!(n);
}

#[generator]
fn left_of_a_parameter((first, _): (Noisy, Noisy), _: Noisy, last: Noisy) -> impl Iterator<Item = usize> {
    yield_!(first.0.len());
    drop(first);
    yield_!(last.0.len());
}

#[test]
fn what_patterns_leave_drops_in_the_place_of_the_whole() {
    let make = || left_by_a_branch(Some((Noisy("a"), Noisy("b"))), Noisy("last"));
    traced!(make(), ["got 1", "drop a", "got 2", "last", "drop last", "drop b", "end"]);
    dropped!(make(), 1: ["drop a", "drop last", "drop b"], 2: ["drop last", "drop b"]);
    traced!(left_by_a_branch(None, Noisy("last")), ["got 2", "last", "drop last", "end"]);
    let make = || left_in_rounds(vec![(Noisy("a"), Noisy("b")), (Noisy("c"), Noisy("d"))]);
    let lines = ["got 7", "drop b", "got 2", "drop behind", "drop a"];
    traced!(make(), [&lines[..], &["got 7", "drop d", "got 2", "drop behind", "drop c", "end"]].concat());
    dropped!(make(), 1: ["drop b", "drop behind", "drop a", "drop c", "drop d"]);
    traced!(left_and_used((Noisy("a"), 3)), ["got 3", "got 1", "last", "drop a", "end"]);
    let guarded = |n| Guarded { n, noisy: Noisy("part") };
    let lines = ["got 1", "drop 2", "drop part", "drop beside", "got 2", "drop 1", "drop part", "end"];
    traced!(left_by_what_has_a_drop(guarded(1), Some(guarded(2))), lines);
    let make = || left_of_a_parameter((Noisy("a"), Noisy("b")), Noisy("_"), Noisy("last"));
    traced!(make(), ["got 1", "drop a", "got 4", "drop last", "drop _", "drop b", "end"]);
    dropped!(make(), 1: ["drop last", "drop _", "drop a", "drop b"]);
}
