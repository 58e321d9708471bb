//! Types that plain Rust infers from what comes later, or from the item.
use generator_core::generator;
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[macro_use]
mod common;
use common::*;

#[generator]
fn pushed_later(n: usize) -> impl Iterator<Item = usize> {
    let mut seen = Vec::new();
    let mut best = None;
    yield_!(n);
    for word in ["one", "three", "two"] {
        yield_!(seen.len());
        seen.push(word);
        if best.is_none_or(|b: &str| word.len() > b.len()) {
            best = Some(word);
        }
    }
    yield_!(best.map_or(0, |b| b.len()));
}

#[generator]
fn from_the_item(bits: u32) -> impl Iterator<Item = u8> {
    let mut mask = 1;
    let step = 2;
    for _ in 0..bits {
        yield_!(mask);
        mask *= step;
    }
    let (low, high) = (0, 255);
    yield_!(low);
    yield_!(high);
    let sum = [1, 2, 3].into_iter().sum();
    yield_!(sum);
}

#[generator]
fn parsed(text: &str) -> impl Iterator<Item = i16> {
    for part in text.split(',') {
        let number = match part.trim().parse() {
            Ok(number) => number,
            Err(_) => {
                yield_!(-1);
                Default::default()
            }
        };
        yield_!(number);
    }
    let fallback = Default::default();
    yield_!(fallback);
    let max = "7".parse().unwrap_or_default();
    yield_!(max);
}

#[test]
fn from_later_uses_and_items() {
    both!(pushed_later(7), [7, 0, 1, 2, 5]);
    both!(from_the_item(3), [1, 2, 4, 0, 255, 6]);
    both!(parsed("1, -2,x"), [1, -2, -1, 0, 0, 7]);
}

#[generator]
fn maps(words: &[&str]) -> impl Iterator<Item = (String, usize)> {
    let mut counts = HashMap::new();
    let mut order = Vec::new();
    yield_!(("total".into(), words.len()));
    for word in words {
        if !counts.contains_key(word) {
            order.push(word);
        }
        *counts.entry(word).or_insert(0) += 1;
        yield_!((word.to_string(), counts.len()));
    }
    for word in order {
        if let Some(&count) = counts.get(word) {
            yield_!((word.to_uppercase(), count));
        }
    }
}

#[generator]
fn collected(words: &'static [&'static str]) -> impl Iterator<Item = String> {
    let lengths: BTreeMap<_, _> = words.iter().map(|w| (w.len(), *w)).collect();
    yield_!(format!("{lengths:?}"));
    let unique = words.iter().copied().collect::<BTreeSet<_>>();
    for word in unique {
        let letters: Vec<_> = word.chars().rev().collect();
        yield_!(letters.iter().collect());
        let joined = letters.into_iter().collect();
        yield_!(joined);
    }
}

#[test]
fn collections() {
    let lines = |pairs: [(&str, usize); 6]| pairs.map(|(word, n)| (word.to_string(), n));
    both!(maps(&["a", "b", "a"]), lines([("total", 3), ("a", 1), ("b", 2), ("a", 2), ("A", 2), ("B", 1)]));
    both!(collected(&["on", "by", "one", "on"]), [r#"{2: "on", 3: "one"}"#, "yb", "yb", "no", "no", "eno", "eno"]);
}

#[generator]
fn closures_decided_later(limit: u64) -> impl Iterator<Item = u64> {
    let add = |a, b| a + b;
    let is_end = move |x| x >= limit;
    let mut memory = vec![];
    let mut x = 1;
    while !is_end(x) {
        yield_!(x);
        memory.push(x);
        x = add(x, memory.len() as u64);
    }
    let mut pick = None;
    yield_!(0);
    for x in &memory {
        pick = pick.or(Some(*x));
    }
    if let Some(first) = pick {
        yield_!(first + 100);
    }
}

#[generator]
fn options_and_results(n: i32) -> impl Iterator<Item = Result<i32, String>> {
    let mut last = None;
    let mut error = Ok(());
    yield_!(Ok(n));
    for i in 0..n {
        if let Some(last) = last {
            yield_!(Ok(i - last));
        }
        if i == 2 {
            error = Err(format!("{i}"));
        }
        last = Some(i * i);
    }
    if let Err(message) = error {
        yield_!(Err(message));
    }
    let nested = Some(None);
    yield_!(Ok(match nested {
        Some(Some(x)) => x,
        Some(None) => -1,
        None => -2,
    }));
}

#[generator]
fn nothing_ever() -> impl Iterator<Item = Vec<u8>> {
    let empty = Vec::new();
    yield_!(empty);
    let also = vec![Default::default(); 2];
    yield_!(also);
    yield_!([1, 2].map(|x| x * 100).into());
    yield_!("ab".bytes().rev().collect());
}

#[test]
fn closures_and_options() {
    both!(closures_decided_later(8), [1, 2, 4, 7, 0, 101]);
    both!(options_and_results(4), [Ok(4), Ok(1), Ok(1), Ok(-1), Err("2".to_string()), Ok(-1)]);
    both!(nothing_ever(), [vec![], vec![0, 0], vec![100, 200], vec![b'b', b'a']]);
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Grid<T> {
    cells: Vec<T>,
    width: usize,
}

#[generator]
fn grids<T: Clone + Default + PartialEq>(fill: T, width: usize) -> impl Iterator<Item = Grid<T>> {
    let mut grid = Grid::default();
    yield_!(grid.clone());
    grid.width = width;
    for i in 0..2 {
        grid.cells.resize(grid.cells.len() + i + 1, fill.clone());
        yield_!(grid.clone());
    }
    let blank = Grid { cells: Vec::new(), width };
    let equal = blank == grid;
    yield_!(if equal { blank } else { Grid { width: 0, ..grid } });
}

#[generator]
fn literals() -> impl Iterator<Item = (f32, i8, char, &'static [u16])> {
    let mut x = 0.5;
    let mut y = -1;
    let mut z = 'a';
    for w in [&[1, 2][..], &[], &[3]] {
        yield_!((x, y, z, w));
        x *= 2.0;
        y -= 1;
        z = (z as u8 + 1) as char;
    }
}

#[generator]
fn boxed_items(n: usize) -> impl Iterator<Item = Box<dyn Fn(usize) -> usize>> {
    yield_!(Box::new(|x| x + 1));
    for i in 0..n {
        yield_!(Box::new(move |x| x * i));
    }
    let last: Box<dyn Fn(_) -> _> = Box::new(move |_| n);
    yield_!(last);
}

#[generator]
fn references(table: &[[i32; 2]; 2]) -> impl Iterator<Item = &[i32]> {
    yield_!(&[]);
    yield_!(&table[1]);
    for row in table {
        yield_!(row);
    }
}

#[test]
fn structs_literals_and_coercions() {
    let grid = |cells: &[u8], width| Grid { cells: cells.to_vec(), width };
    both!(grids(1, 3), [grid(&[], 0), grid(&[1], 3), grid(&[1, 1, 1], 3), grid(&[1, 1, 1], 0)]);
    both!(literals(), [(0.5, -1, 'a', &[1, 2][..]), (1.0, -2, 'b', &[]), (2.0, -3, 'c', &[3])]);
    both!(boxed_items(3).map(|f| f(10)), [11, 0, 10, 20, 3]);
    both!(references(&[[1, 2], [3, 4]]), [&[][..], &[3, 4], &[1, 2], &[3, 4]]);
}
