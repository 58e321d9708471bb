//! Exclusive references, of which one part is borrowed across yields while others are used.
#![allow(dead_code, clippy::explicit_counter_loop, clippy::mut_range_bound, clippy::never_loop)]

use generator_core::generator;
use std::fmt::Write;

#[macro_use]
mod common;
use common::*;

#[derive(Default)]
struct Counts {
    hits: u32,
    seen: u32,
    names: Vec<String>,
}

#[derive(Default)]
struct Shelf {
    items: Vec<u32>,
    more: Vec<u32>,
    counts: Counts,
    label: String,
    last: Option<u32>,
}

fn shelf() -> &'static mut Shelf {
    let counts = Counts { names: vec!["a".to_owned(), "b".to_owned()], ..Counts::default() };
    lent(Shelf { items: vec![1, 2, 3], more: vec![10, 20], counts, label: "l".to_owned(), last: None })
}

impl Shelf {
    #[generator]
    fn counted(&mut self) -> impl Iterator<Item = &mut u32> {
        for x in self.items.iter_mut() {
            self.counts.hits += 1;
            yield_!(x);
        }
        self.counts.seen += 10;
        yield_!(&mut self.counts.seen);
    }

    #[generator]
    fn one_after_the_other(&mut self) -> impl Iterator<Item = &mut u32> {
        yield_!(&mut self.counts.hits);
        yield_!(&mut self.counts.seen);
        yield_!(&mut self.items[1]);
    }

    // Fields of a field, one of which is borrowed.
    #[generator]
    fn deep(&mut self) -> impl Iterator<Item = String> {
        for name in self.counts.names.drain(..) {
            self.counts.hits += 1;
            yield_!(format!("{name}{}{}", self.counts.hits, self.label));
            self.counts.seen += self.counts.hits;
        }
        yield_!(self.counts.seen.to_string());
    }

    #[generator]
    fn nested(&mut self) -> impl Iterator<Item = u32> {
        for x in self.items.iter_mut() {
            *x += 1;
            for n in 0..2 {
                self.counts.hits += n;
                yield_!(*x + self.counts.hits);
            }
            self.more.push(*x);
        }
        for m in self.more.drain(1..) {
            self.last = Some(m);
            yield_!(m);
        }
        yield_!(self.last.unwrap_or(0));
    }

    // All of it is used before, and paths of it then.
    #[generator]
    fn reset_first(&mut self) -> impl Iterator<Item = u32> {
        self.reset();
        yield_!(self.total());
        for x in self.items.iter_mut() {
            self.counts.hits += 1;
            yield_!(*x + self.counts.hits);
        }
    }

    fn reset(&mut self) {
        self.items.push(5);
    }

    fn total(&self) -> u32 {
        self.items.iter().sum()
    }

    // Only one branch takes it apart.
    #[generator]
    fn one_branch(&mut self, all: bool) -> impl Iterator<Item = u32> {
        if all {
            for x in self.items.iter_mut() {
                self.counts.hits += *x;
                yield_!(self.counts.hits);
            }
        } else {
            yield_!(self.total());
            self.reset();
            yield_!(self.total());
        }
    }

    #[generator]
    fn left_early(&mut self, limit: u32) -> impl Iterator<Item = u32> {
        for x in self.items.iter_mut() {
            if *x > limit {
                self.last = Some(*x);
                yield_!(100);
                return;
            }
            self.counts.hits += 1;
            yield_!(*x);
        }
        self.last = Some(0);
        yield_!(self.counts.hits);
    }

    #[generator]
    fn tried(&mut self, words: Vec<&'static str>) -> impl Iterator<Item = Result<u32, String>> {
        for (x, word) in self.items.iter_mut().zip(words) {
            self.counts.seen += 1;
            let n: u32 = word.parse().map_err(|_| format!("{word} at {}", self.counts.seen))?;
            *x += n;
            yield_!(Ok(*x));
        }
        yield_!(Ok(self.counts.seen));
    }

    // Inside a loop, after which it isn't used again.
    #[generator]
    fn on_some_round(&mut self, at: u32) -> impl Iterator<Item = u32> {
        for n in 0..4 {
            yield_!(n);
            if n == at {
                for x in self.items.iter_mut() {
                    self.counts.hits += n;
                    yield_!(*x + self.counts.hits);
                }
                return;
            }
        }
        yield_!(99);
    }

    #[generator]
    fn in_a_closure(&mut self) -> impl Iterator<Item = u32> {
        for x in self.items.iter_mut() {
            let mut note = |by: u32| {
                self.counts.hits += by;
                self.more.push(by);
                self.more.len() as u32
            };
            yield_!(note(*x) + note(1));
        }
        yield_!(self.counts.hits);
    }

    #[generator]
    fn matched(&mut self) -> impl Iterator<Item = u32> {
        for x in self.items.iter_mut() {
            match self.last {
                Some(last) if last > 1 => yield_!(last * 100),
                Some(ref mut last) => {
                    *last += *x;
                    yield_!(*last);
                }
                None => self.last = Some(*x),
            }
        }
        if let Some(last) = &mut self.last {
            yield_!(*last);
            *last = 0;
        }
    }

    #[generator]
    fn taken_apart(&mut self) -> impl Iterator<Item = u32> {
        let Self { items, counts, last, .. } = self;
        for x in items.iter_mut() {
            counts.hits += 1;
            yield_!(*x);
            *last = Some(*x);
        }
        yield_!(last.unwrap_or(counts.hits));
    }

    #[generator]
    fn in_macros(&mut self) -> impl Iterator<Item = String> {
        for x in self.items.iter_mut() {
            self.counts.hits += *x;
            yield_!(format!("{x} {} {:?}", self.counts.hits, self.more));
        }
        assert_eq!(self.counts.hits, 6, "{}", self.label);
        yield_!(format!("{}", self.label));
    }

    // Shared references are enough: all of them are there again.
    #[generator]
    fn by_shared(&mut self) -> impl Iterator<Item = u32> {
        for x in &self.items {
            for y in &self.items {
                self.counts.hits += 1;
                yield_!(x * 10 + y);
            }
            if self.items[0] == *x {
                self.counts.seen += 1;
            }
        }
        for name in &self.counts.names {
            self.more.push(name.len() as u32);
            yield_!(self.counts.seen + self.counts.hits);
        }
        for name in &self.counts.names {
            yield_!(name.len() as u32 + self.more[2]);
        }
    }

    // A macro that writes borrows exclusively.
    #[generator]
    fn written(&mut self) -> impl Iterator<Item = u32> {
        for x in &self.items {
            write!(self.label, "{x}").unwrap();
            yield_!(*x);
        }
    }

    #[generator]
    fn dynamic(&mut self) -> Box<dyn Iterator<Item = u32> + '_> {
        for x in self.items.iter_mut() {
            self.counts.hits += 1;
            yield_!(*x * self.counts.hits);
        }
    }
}

#[test]
fn through_self() {
    both!(shelf().counted().map(|x| *x), [1, 2, 3, 10]);
    let shelf_1 = shelf();
    shelf_1.counted().for_each(|x| *x += 1);
    shelf_1.counted().zip(5..).for_each(|(x, n)| *x *= n);
    assert_eq!((&shelf_1.items[..], shelf_1.counts.hits, shelf_1.counts.seen), (&[10, 18, 28][..], 6, 168));
    both!(shelf().one_after_the_other().map(|x| *x), [0, 0, 2]);
    both!(shelf().deep(), ["a1l", "b2l", "3"]);
    both!(shelf().nested(), [2, 3, 4, 5, 6, 7, 20, 2, 3, 4, 4]);
    both!(shelf().reset_first(), [11, 2, 4, 6, 9]);
    both!(shelf().one_branch(true), [1, 3, 6]);
    both!(shelf().one_branch(false), [6, 11]);
    both!(shelf().left_early(1), [1, 100]);
    both!(shelf().left_early(9), [1, 2, 3, 3]);
    both!(shelf().tried(vec!["4", "5"]), [Ok(5), Ok(7), Ok(2)]);
    both!(shelf().tried(vec!["4", "x", "1"]), [Ok(5), Err("x at 2".to_owned())]);
    both!(shelf().on_some_round(1), [0, 1, 2, 4, 6]);
    both!(shelf().on_some_round(5), [0, 1, 2, 3, 99]);
    both!(shelf().in_a_closure(), [7, 11, 15, 9]);
    both!(shelf().matched(), [3, 300, 3]);
    both!(shelf().taken_apart(), [1, 2, 3, 3]);
    both!(shelf().in_macros(), ["1 1 [10, 20]", "2 3 [10, 20]", "3 6 [10, 20]", "l"]);
    both!(shelf().by_shared(), [11, 12, 13, 21, 22, 23, 31, 32, 33, 10, 10, 2, 2]);
    both!(shelf().written(), [1, 2, 3]);
    both!(shelf().dynamic(), [1, 4, 9]);
}

struct Pair(Vec<u32>, (u32, u32));

impl Pair {
    #[generator]
    fn both(&mut self, seen: &mut Counts) -> impl Iterator<Item = u32> {
        for x in self.0.iter_mut() {
            self.1.0 += *x;
            for name in seen.names.iter_mut() {
                seen.hits += 1;
                self.1.1 += 1;
                yield_!(name.len() as u32 + self.1.0 + self.1.1 + seen.hits);
                name.push('-');
            }
            break;
        }
        yield_!(self.1.1);
        yield_!(seen.hits);
    }
}

#[generator]
fn left_and_right(pair: &mut (Vec<u32>, u32)) -> impl Iterator<Item = u32> {
    let (left, right) = pair;
    for x in left.iter_mut() {
        *right += 1;
        yield_!(*x + *right);
    }
    yield_!(*right);
}

#[generator]
fn of_a_tuple(pair: &mut (Vec<u32>, (u32, u32))) -> impl Iterator<Item = &mut u32> {
    for x in &mut pair.0 {
        pair.1.0 += 1;
        yield_!(x);
    }
    yield_!(&mut pair.1.0);
    yield_!(&mut pair.1.1);
}

#[generator]
fn pattern_parameter((list, count): &mut (Vec<u32>, u32)) -> impl Iterator<Item = u32> {
    for x in list.iter_mut() {
        *count += *x;
        yield_!(*count);
    }
    yield_!(*count);
}

#[test]
fn of_tuples() {
    let counts = || lent(Counts { names: vec!["a".to_owned(), "bc".to_owned()], ..Counts::default() });
    both!(lent(Pair(vec![4, 5], (0, 0))).both(counts()), [7, 10, 2, 2]);
    both!(left_and_right(lent((vec![1, 2], 7))), [9, 11, 9]);
    both!(of_a_tuple(lent((vec![1, 2], (5, 6)))).map(|x| *x), [1, 2, 7, 6]);
    both!(pattern_parameter(lent((vec![1, 2], 7))), [8, 10, 10]);
}
