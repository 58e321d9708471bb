//! Items declared in a body, and their names beside those of variables.
use generator_core::generator;

#[macro_use]
mod common;
use common::*;

#[generator]
fn functions(n: u32) -> impl Iterator<Item = u32> {
    yield_!(twice(n));
    fn twice(n: u32) -> u32 {
        if n == 0 {
            return 100;
        }
        2 * n
    }
    for i in 0..n {
        yield_!(twice(i) + local(i));
        fn local(n: u32) -> u32 {
            for i in 0.. {
                if i * i > n {
                    return i;
                }
            }
            twice(n)
        }
    }
    let twice = twice(7);
    yield_!(twice);
}

#[generator]
fn constants(limit: usize) -> impl Iterator<Item = usize> {
    const N: usize = 3;
    static NAMES: [&str; N] = ["a", "bb", "ccc"];
    let mut cells = [0; N];
    for (i, name) in NAMES.iter().enumerate() {
        const N: usize = 10;
        cells[i] = name.len() * N;
        yield_!(cells[i]);
        if cells[i] > limit {
            break;
        }
    }
    match cells {
        [_, _, 0] => yield_!(N),
        [.., N] => {}
        _ => yield_!(cells.iter().sum()),
    }
}

#[generator]
fn types(values: Vec<i32>) -> impl Iterator<Item = String> {
    #[derive(Clone, Copy, Debug, Default)]
    struct Stats {
        sum: i32,
        count: usize,
    }
    enum Trend {
        Up,
        Down(i32),
    }
    trait Describe {
        fn describe(&self) -> String;
    }
    impl Describe for Trend {
        fn describe(&self) -> String {
            match self {
                Up => "up".into(),
                Down(by) => format!("down by {by}"),
            }
        }
    }
    impl Stats {
        fn add(&mut self, value: i32) -> Trend {
            let before = self.sum;
            self.sum += value;
            self.count += 1;
            if self.sum > before { Up } else { Down(before - self.sum) }
        }
    }
    use Trend::*;
    type Pair = (Stats, usize);

    let mut stats = Stats::default();
    for value in values {
        let trend = stats.add(value);
        yield_!(trend.describe());
        match trend {
            Up => yield_!("+".into()),
            Down(by) if by > 5 => yield_!("--".into()),
            Down(_) => {}
        }
    }
    let pair: Pair = (stats, stats.count * 2);
    let (Stats { sum, .. }, double) = pair;
    yield_!(format!("{sum} {double}"));
}

#[generator]
fn imports(text: &str) -> impl Iterator<Item = usize> {
    use std::collections::{HashSet, hash_map::HashMap as Map};
    let mut seen = HashSet::new();
    let mut places = Map::new();
    for (i, c) in text.chars().enumerate() {
        use std::cmp::Ordering::*;
        if !seen.insert(c) {
            yield_!(places[&c]);
        }
        match i.cmp(&seen.len()) {
            Less => yield_!(i),
            Equal => yield_!(100 + i),
            Greater => yield_!(200 + i),
        }
        places.insert(c, i);
    }
}

#[generator]
fn macros(n: i32) -> impl Iterator<Item = i32> {
    macro_rules! square {
        ($x:expr) => {{
            let x = $x;
            x * x
        }};
    }
    macro_rules! bump {
        ($place:ident, $by:literal) => {
            $place += $by
        };
    }
    let mut x = n;
    yield_!(square!(x));
    bump!(x, 10);
    yield_!(x);
    for i in 0..2 {
        macro_rules! square {
            ($x:expr) => {
                -$x
            };
        }
        yield_!(square!(i));
        bump!(x, 1);
        yield_!(square!(x));
    }
    let total = square!(x) + square!(1);
    yield_!(total);
}

#[generator]
fn nested_modules() -> impl Iterator<Item = u8> {
    mod helpers {
        pub(super) const BASE: u8 = 10;
        pub(super) fn add(x: u8) -> u8 {
            x + BASE
        }
    }
    let add = |x| helpers::add(x) + 1;
    yield_!(add(1));
    use helpers::add as plus;
    yield_!(plus(1));
    yield_!(helpers::BASE);
}

#[test]
fn items_in_bodies() {
    both!(functions(2), [4, 101, 4, 14]);
    both!(functions(0), [100, 14]);
    both!(constants(15), [10, 20, 3]);
    both!(constants(99), [10, 20, 30, 60]);
    both!(types(vec![3, -2, -9]), ["up", "+", "down by 2", "down by 9", "--", "-8 6"]);
    both!(imports("abab"), [0, 1, 0, 102, 1, 203]);
    both!(macros(2), [4, 12, 0, -13, -1, -14, 197]);
    both!(nested_modules(), [12, 11, 10]);
}

// Names that an expansion might be tempted to use itself.
#[generator]
fn tempting(state: u32, sink: u32, item: u32, iter: u32, at: u32) -> impl Iterator<Item = u32> {
    #[derive(Debug)]
    enum State {
        Start,
        Done,
    }
    #[allow(dead_code)]
    enum Option {
        Some,
        None,
    }
    fn drop(x: u32) -> u32 {
        x + 1000
    }
    let machine = [state, sink, item, iter, at];
    for next in machine {
        yield_!(next);
        let state = drop(next);
        yield_!(state);
    }
    for (done, start) in [(State::Start, Option::Some), (State::Done, Option::None)] {
        yield_!(format!("{done:?}").len() as u32 + start as u32);
    }
    let (mem, core, std) = (iter, at, sink);
    yield_!(mem);
    yield_!(core + std);
    yield_from!(core::iter::once(state));
}

#[test]
fn names_stay_the_users() {
    both!(tempting(1, 2, 3, 4, 5), [1, 1001, 2, 1002, 3, 1003, 4, 1004, 5, 1005, 5, 5, 4, 7, 1]);
}
