//! Generators whose own code is free of lints: what they expand to has to be as well.
//!
//! `cargo clippy --test lints` is the test; that they run is a by-product.
#![deny(warnings, clippy::all, clippy::pedantic, clippy::nursery)]
#![deny(unused, unused_qualifications, unreachable_pub, single_use_lifetimes, trivial_casts)]
#![deny(elided_lifetimes_in_paths, explicit_outlives_requirements, let_underscore_drop, unused_results)]

use generator_core::{Coroutine, CoroutineState, Generator, generator, generator_fn};
use std::num::ParseIntError;

/// A parameter that the body doesn't use.
#[generator]
fn repeated<T: Clone>(item: T, _reason: &str) -> impl Iterator<Item = T> {
    yield_!(item.clone());
    yield_!(item);
}

/// Parameters that the body changes.
#[generator]
fn collatz(mut n: u64, mut limit: usize) -> impl Iterator<Item = u64> {
    while n != 1 && limit > 0 {
        yield_!(n);
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        limit -= 1;
    }
    yield_!(n);
}

struct Grid {
    width: usize,
    cells: Vec<u8>,
}

impl Grid {
    #[generator]
    fn rows(&self) -> impl Iterator<Item = &[u8]> {
        for row in self.cells.chunks(self.width) {
            yield_!(row);
        }
    }

    #[generator]
    fn coordinates(&self) -> impl Iterator<Item = (usize, usize)> {
        let height = self.cells.len() / self.width;
        for y in 0..height {
            for x in 0..self.width {
                yield_!((x, y));
            }
        }
    }

    #[generator]
    fn emptied(&mut self) -> impl Iterator<Item = u8> {
        while let Some(cell) = self.cells.pop() {
            yield_!(cell);
        }
    }

    #[generator]
    fn into_pairs(mut self) -> impl Iterator<Item = (usize, u8)> {
        self.cells.reverse();
        let width = self.width;
        for cell in self.cells {
            yield_!((width, cell));
        }
    }
}

enum Shape {
    Circle { radius: f64 },
    Square(f64),
    Nothing,
}

/// Yields in the arms, with bindings, a guard and a nested match.
#[generator]
fn areas(shapes: Vec<Shape>) -> impl Iterator<Item = f64> {
    for shape in shapes {
        match shape {
            Shape::Circle { radius } if radius > 100.0 => yield_!(f64::INFINITY),
            Shape::Circle { radius } => {
                yield_!(radius);
                yield_!(radius * radius * std::f64::consts::PI);
            }
            Shape::Square(side) => yield_!(side * side),
            Shape::Nothing => {}
        }
    }
}

#[generator]
fn parsed<'a>(words: &'a [&'a str]) -> impl Iterator<Item = Result<i32, ParseIntError>> + 'a {
    for word in words {
        let number: i32 = word.parse()?;
        yield_!(Ok(number));
    }
}

#[generator]
fn keys(lines: &[&'static str]) -> impl Iterator<Item = &'static str> {
    for line in lines {
        let Some((key, value)) = line.split_once('=') else {
            continue;
        };
        if value.is_empty() {
            return;
        }
        yield_!(key);
        yield_!(value);
    }
}

#[generator]
fn scaled(items: Vec<i32>, factor: i32) -> impl Iterator<Item = i32> {
    let scale = move |n: i32| n * factor;
    for item in items.into_iter().map(scale).filter(|n| n % 2 == 0) {
        yield_!(item);
        yield_!(scale(item));
    }
}

#[generator]
fn labelled(limit: u32) -> impl Iterator<Item = u32> {
    let size = 'size: {
        if limit > 10 {
            break 'size 10;
        }
        yield_!(0);
        limit
    };
    'rows: for row in 0..size {
        for column in 0..size {
            if column > row {
                continue 'rows;
            }
            if row * column > 6 {
                break 'rows;
            }
            yield_!(row * column);
        }
    }
}

#[derive(Clone)]
struct Tree {
    value: u32,
    children: Vec<Self>,
}

impl Tree {
    #[generator]
    fn values(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        yield_!(self.value);
        for child in &self.children {
            yield_from!(child.values());
        }
    }
}

#[generator]
fn fibonacci() -> impl Iterator<Item = u64> + Clone {
    let (mut a, mut b) = (0, 1);
    loop {
        yield_!(a);
        (a, b) = (b, a + b);
    }
}

/// A variable that is moved out of and assigned anew.
#[generator]
fn batches(items: Vec<u8>, size: usize) -> impl Iterator<Item = Vec<u8>> {
    let mut batch = Vec::new();
    for item in items {
        batch.push(item);
        if batch.len() == size {
            yield_!(batch);
            batch = Vec::new();
        }
    }
    if !batch.is_empty() {
        yield_!(batch);
    }
}

/// Shadowed, destructured, and never read after the yield.
#[generator]
fn spread((first, second): (u8, u8), [third, ..]: [u8; 2], mut last: u8) -> impl Iterator<Item = String> {
    last += 1;
    yield_!(last.to_string());
    yield_!(first.to_string());
    let sum = first + second;
    yield_!(format!("{sum}"));
    let sum = sum + third;
    let _guard = vec![sum];
    yield_!(format!("{sum:>3}"));
}

#[generator]
fn status(n: u8) -> impl Generator<Item = u8> {
    let mut left = n;
    let mut sum = 0;
    loop {
        if left == 0 {
            break;
        }
        left -= 1;
        sum += left;
        yield_!(sum);
    }
}

trait Source {
    type Item;

    #[generator]
    fn twice(self) -> impl Iterator<Item = Self::Item>
    where
        Self: Sized,
        Self::Item: Clone,
    {
        let item = self.get();
        yield_!(item.clone());
        yield_!(item);
    }

    fn get(&self) -> Self::Item;
}

impl Source for u8 {
    type Item = Self;

    fn get(&self) -> Self {
        *self
    }
}

/// Ends that don't come back.
#[generator]
fn ends(how: u8) -> impl Iterator<Item = u8> {
    yield_!(how);
    match how {
        0 => panic!("no end"),
        1 => return,
        2 => unreachable!(),
        _ => {}
    }
    for n in 0..how {
        yield_!(n);
        if n > 2 {
            return;
        }
    }
    unimplemented!("the rest");
}

/// Items without a value, a parameter that the body changes through a reference, and one that it drops.
#[generator]
fn units(times: &mut u8, text: String) -> impl Iterator<Item = ()> {
    while *times > 0 {
        *times -= 1;
        yield_!(());
    }
    drop(text);
    yield_!();
}

/// Yields in both branches of an `if let`, and in an initialiser.
#[generator]
fn branches<const N: usize>(items: [Option<u8>; N]) -> impl Iterator<Item = u8> {
    for item in items {
        let seen = if let Some(item) = item {
            yield_!(item);
            true
        } else {
            yield_!(0);
            false
        };
        if seen {
            yield_!(1);
        }
    }
}

/// States whose names begin alike, and fields named like their enum.
#[generator]
fn sides(sides_of: [u8; 3]) -> impl Iterator<Item = u8> + Clone {
    for side_a in 0..sides_of[0] {
        yield_!(side_a);
    }
    for side_b in 0..sides_of[1] {
        yield_!(side_b);
    }
    for side_c in 0..sides_of[2] {
        for sides in 0..side_c {
            yield_!(sides);
        }
        for sides_too in 0..side_c {
            yield_!(sides_too);
        }
        for side_too in 0..side_c {
            yield_!(side_too);
        }
    }
}

/// Arguments, values and failures.
#[generator]
fn parsed_each<'a>(#[resume] first: &'a str) -> impl Coroutine<&'a str, Yield = u32, Return = Result<(), ParseIntError>> {
    let mut text = first;
    let mut sum = 0;
    while !text.is_empty() {
        sum += text.parse::<u32>()?;
        text = yield_!(sum);
    }
    Ok(())
}

/// Nothing is sent, and nothing returned.
#[generator]
fn ticks(count: u8) -> impl Coroutine<Yield = u8> {
    for tick in 0..count {
        yield_!(tick);
    }
}

/// Runs others, of both kinds.
#[generator]
fn in_turn<'a>(count: u8, _name: &str) -> impl Coroutine<&'a str, Yield = u32, Return = u32> {
    let _greeting = yield_!(u32::from(count));
    if yield_from!(parsed_each(), "1").is_err() {
        return 1;
    }
    yield_from!(parsed_each()).map_or(2, |()| 3)
}

#[generator]
fn clock() -> impl Coroutine<Yield = u8> {
    yield_from!(ticks(2));
    yield_from!(ticks(1));
}

#[generator]
fn filled(count: u8) -> impl for<'r> Coroutine<&'r mut Vec<u8>, Yield = usize> {
    for item in 0..count {
        let buffer = yield_!(usize::from(item));
        buffer.push(item);
    }
}

/// In the middle of a function, with variables that change and that don't.
fn scaled_by(factor: u32, numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    let mut sum = 0;
    let double = |number: u32| number * 2;
    generator_fn!(move || {
        for number in numbers {
            sum += number;
            yield !(double(sum) * factor);
        }
        yield !(factor);
    })
}

#[test]
fn expressions_run() {
    let failing = generator_fn!(move || {
        yield !("1".parse::<i32>());
        yield !(Ok("x".parse::<i32>()?));
    });
    assert_eq!(failing.flatten().count(), 1);
    assert_eq!(scaled_by(10, vec![1, 2]).collect::<Vec<_>>(), [20, 60, 10]);
}

#[test]
fn coroutines_run() {
    let mut in_turn = in_turn(9, "name");
    let states = ["first", "greeting", "2", ""].map(|text| in_turn.resume(text));
    assert_eq!(states[..3], [9, 1, 3].map(CoroutineState::Yielded));
    assert_eq!(states[3], CoroutineState::Complete(3));
    let mut clock = clock();
    assert_eq!(clock.resume(()), CoroutineState::Yielded(0));
    let mut buffer = Vec::new();
    assert_eq!(filled(1).resume(&mut buffer), CoroutineState::Yielded(0));
}

#[test]
fn run() {
    assert_eq!(repeated(1, "unused").count(), 2);
    assert_eq!(collatz(6, 9).last(), Some(1));
    let mut grid = Grid { width: 2, cells: vec![1, 2, 3, 4] };
    assert_eq!(grid.rows().count(), 2);
    assert_eq!(grid.coordinates().count(), 4);
    assert_eq!(grid.emptied().count(), 4);
    assert_eq!(grid.into_pairs().count(), 0);
    let shapes = vec![Shape::Circle { radius: 1.0 }, Shape::Square(2.0), Shape::Nothing];
    assert_eq!(areas(shapes).count(), 3);
    assert_eq!(parsed(&["1", "x", "2"]).count(), 2);
    assert_eq!(keys(&["a=b", "c", "d=", "e=f"]).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(scaled(vec![1, 2], 2).collect::<Vec<_>>(), [2, 4, 4, 8]);
    assert_eq!(labelled(3).collect::<Vec<_>>(), [0, 0, 0, 1, 0, 2, 4]);
    let leaf = Tree { value: 1, children: Vec::new() };
    let tree = Tree { value: 2, children: vec![leaf.clone(), leaf] };
    assert_eq!(tree.values().sum::<u32>(), 4);
    assert_eq!(fibonacci().nth(10), Some(55));
    assert_eq!(batches(vec![1, 2, 3], 2).collect::<Vec<_>>(), [vec![1, 2], vec![3]]);
    assert_eq!(spread((1, 2), [3, 4], 4).collect::<Vec<_>>(), ["5", "1", "3", "  6"]);
    assert_eq!(status(3).collect::<Vec<_>>(), [2, 3, 3]);
    assert_eq!(ends(9).collect::<Vec<_>>(), [9, 0, 1, 2, 3]);
    assert_eq!(units(&mut 2, String::new()).count(), 3);
    assert_eq!(7.twice().collect::<Vec<_>>(), [7, 7]);
    assert_eq!(branches([Some(5), None]).collect::<Vec<_>>(), [5, 1, 0]);
    assert_eq!(sides([1, 1, 2]).count(), 5);
}
