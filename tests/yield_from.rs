//! `yield_from!`: every item of something else.
#![allow(clippy::useless_vec)] // every kind of source

use generator_core::generator;
use std::collections::BTreeMap;

#[macro_use]
mod common;
use common::*;

#[generator]
fn chained(text: &str, more: Option<char>, set: BTreeMap<u8, char>) -> impl Iterator<Item = char> {
    yield_!('<');
    yield_from!(text.chars());
    yield_from!(more);
    yield_from!(set.into_values());
    yield_from!(['a', 'b'].into_iter().rev());
    yield_from!(std::iter::empty());
    yield_!('>')
}

#[generator]
fn lazily(n: u8) -> impl Iterator<Item = u8> {
    note("start");
    yield_from!((0..n).inspect(|i| note(format!("made {i}"))));
    note("between");
    let items = vec![7, 8];
    yield_from!(items);
    note("done");
}

#[generator]
fn infinite(start: u64) -> impl Iterator<Item = u64> {
    yield_!(0);
    yield_from!(start..);
}

#[test]
fn any_iterable() {
    both!(chained("xy", Some('!'), [(2, 'q'), (1, 'p')].into()), ['<', 'x', 'y', '!', 'p', 'q', 'b', 'a', '>']);
    both!(chained("", None, BTreeMap::new()), ['<', 'b', 'a', '>']);
    traced!(lazily(2), ["start", "made 0", "got 0", "made 1", "got 1", "between", "got 7", "got 8", "done", "end"]);
    both!(infinite(5).take(3), [0, 5, 6]);
}

struct Tree<T> {
    value: T,
    left: Option<Box<Tree<T>>>,
    right: Option<Box<Tree<T>>>,
}

impl<T> Tree<T> {
    #[generator]
    fn walk(&self) -> Box<dyn Iterator<Item = &T> + '_> {
        if let Some(left) = &self.left {
            yield_from!(left.walk());
        }
        yield_!(&self.value);
        if let Some(right) = &self.right {
            yield_from!(right.walk());
        }
    }

    #[generator]
    fn into_walk<'a>(self) -> Box<dyn Iterator<Item = (usize, T)> + 'a>
    where
        T: 'a,
    {
        if let Some(left) = self.left {
            yield_from!(left.into_walk().map(|(depth, x)| (depth + 1, x)));
        }
        yield_!((0, self.value));
        match self.right {
            Some(right) => yield_from!(right.into_walk().map(|(depth, x)| (depth + 1, x))),
            None => {}
        }
    }
}

fn tree(range: std::ops::Range<u32>) -> Option<Box<Tree<String>>> {
    let middle = range.start + range.len() as u32 / 2;
    (!range.is_empty())
        .then(|| Box::new(Tree { value: middle.to_string(), left: tree(range.start..middle), right: tree(middle + 1..range.end) }))
}

#[generator]
fn subsets(items: &[u8]) -> Box<dyn Iterator<Item = Vec<u8>> + '_> {
    let [first, rest @ ..] = items else {
        yield_!(vec![]);
        return;
    };
    yield_from!(subsets(rest));
    for mut set in subsets(rest) {
        set.insert(0, *first);
        yield_!(set);
    }
}

#[generator]
fn hanoi(disks: u8, from: char, to: char, via: char) -> Box<dyn Iterator<Item = (u8, char, char)>> {
    if disks > 0 {
        yield_from!(hanoi(disks - 1, from, via, to));
        yield_!((disks, from, to));
        yield_from!(hanoi(disks - 1, via, to, from));
    }
}

#[test]
fn recursion() {
    let three = tree(0..3).unwrap();
    both!(three.walk().map(String::as_str), ["0", "1", "2"]);
    both!(tree(0..4).unwrap().into_walk().map(|(depth, x)| format!("{depth}{x}")), ["20", "11", "02", "13"]);
    both!(subsets(&[1, 2]), [vec![], vec![2], vec![1], vec![1, 2]]);
    both!(hanoi(2, 'a', 'b', 'c'), [(1, 'a', 'c'), (2, 'a', 'b'), (1, 'c', 'b')]);
    assert_eq!(hanoi(10, 'a', 'b', 'c').count(), 1023);
}

#[generator]
fn from_borrowed<'a>(source: &mut (dyn Iterator<Item = &'a str> + 'a), list: &'a [String]) -> impl Iterator<Item = &'a str> {
    for _ in 0..2 {
        yield_from!(source.next());
    }
    yield_from!(list.iter().map(String::as_str));
    yield_from!(source);
}

#[generator]
fn in_loops(rows: Vec<Vec<u32>>) -> impl Iterator<Item = u32> {
    let mut total = 0;
    for row in rows {
        if row.len() == 1 {
            continue;
        }
        total += row.len() as u32;
        yield_from!(row);
        if total > 3 {
            break;
        }
        let () = yield_from!(100..100 + total);
    }
    match total {
        0 => yield_from!([0]),
        n if n % 2 == 0 => yield_from!(vec![n; 2]),
        n => yield_!(n),
    }
}

#[generator]
fn of_generators(n: u32) -> impl Iterator<Item = u32> {
    yield_from!(in_loops(vec![vec![n, n]]));
    yield_from!(in_loops(vec![vec![]; 2]).zip(in_loops(vec![])).map(|(a, b)| a + b));
}

#[test]
fn borrowed_and_nested() {
    let list = ["x".to_string()];
    both!(from_borrowed(Box::leak(Box::new("a b c".split(' '))), &list), ["a", "b", "x", "c"]);
    both!(in_loops(vec![vec![1, 2], vec![9], vec![3, 4], vec![5]]), [1, 2, 100, 101, 3, 4, 4, 4]);
    both!(in_loops(vec![vec![1], vec![5, 6, 7]]), [5, 6, 7, 100, 101, 102, 3]);
    both!(of_generators(7), [7, 7, 100, 101, 2, 2, 0]);
}

#[generator]
fn dropped_with_it() -> impl Iterator<Item = usize> {
    let _guard = Noisy("guard");
    yield_from!([Noisy("a"), Noisy("bb"), Noisy("ccc")].into_iter().map(|noisy| noisy.0.len()));
    note("after");
}

#[test]
fn the_source_drops_at_its_end() {
    traced!(dropped_with_it(), ["drop a", "got 1", "drop bb", "got 2", "drop ccc", "got 3", "after", "drop guard", "end"]);
    dropped!(dropped_with_it(), 1: ["drop bb", "drop ccc", "drop guard"], 3: ["drop guard"]);
}
