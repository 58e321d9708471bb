//! `generator_fn!(move || { … })`: generators in the middle of functions.
#![allow(clippy::useless_vec)] // every kind of source

use generator_core::{generator, generator_fn};

#[macro_use]
mod common;
use common::*;

#[test]
fn items_are_inferred_from_the_yields() {
    let squares = generator_fn!(move || {
        for n in 1..4_i64 {
            yield !(n * n);
        }
    });
    assert_eq!(squares.collect::<Vec<_>>(), [1, 4, 9]);
    let words = generator_fn!(move || {
        yield !("one");
        yield_!("two");
        yield_from!(["three"]);
    });
    assert_eq!(words.collect::<String>(), "onetwothree");
}

#[test]
fn items_are_inferred_from_the_use() {
    let bytes = generator_fn!(move || {
        for n in 1..4 {
            yield !(n * n);
        }
    });
    let bytes: Vec<u8> = bytes.collect();
    assert_eq!(bytes, [1, 4, 9]);
    let none = generator_fn!(move || {
        if false {
            yield !(None);
        }
    });
    assert_eq!(none.collect::<Vec<Option<char>>>(), []);
}

#[test]
fn items_may_be_annotated() {
    let items = generator_fn!(move || -> Box<dyn Fn(i32) -> i32> {
        yield !(Box::new(|n| n + 1));
        yield !(Box::new(|n| n * 2));
    });
    assert_eq!(items.map(|item| item(5)).collect::<Vec<_>>(), [6, 10]);
}

#[test]
fn captures_are_owned() {
    let names = vec!["a".to_owned(), "b".to_owned()];
    let (prefix, count) = (String::from("item "), 2);
    let items = generator_fn!(move || {
        for name in names {
            for i in 0..count {
                yield !(format!("{prefix}{name}{i}"));
            }
        }
        drop(prefix);
    });
    assert_eq!(items.collect::<Vec<_>>(), ["item a0", "item a1", "item b0", "item b1"]);
    assert_eq!(count, 2);
}

#[test]
fn captures_may_change() {
    let mut total = 10;
    let mut seen = Vec::new();
    let sums = generator_fn!(move || {
        for n in 1..4 {
            total += n;
            seen.push(total);
            yield !(total);
        }
        yield !(seen.len());
    });
    assert_eq!(sums.collect::<Vec<_>>(), [11, 13, 16, 3]);
    assert_eq!(total, 10);
}

#[test]
fn references_leave_the_variables() {
    let mut total = 0;
    let numbers = [1, 2, 3];
    let (sum, all) = (&mut total, &numbers);
    let doubled = generator_fn!(move || {
        for n in all {
            *sum += n;
            yield !(n * 2);
        }
    });
    assert_eq!(doubled.collect::<Vec<_>>(), [2, 4, 6]);
    assert_eq!((total, numbers.len()), (6, 3));
}

fn twice<T: Clone>(item: T) -> [T; 2] {
    [item.clone(), item]
}

fn length(text: &str) -> usize {
    text.len()
}

#[test]
fn what_is_called_is_a_function_or_a_closure() {
    let offset = 100;
    let shift = |n: usize| n + offset;
    let mut left = 2;
    let mut next = move || {
        left -= 1;
        (left >= 0).then_some(left)
    };
    let items = generator_fn!(move || {
        for text in twice("two") {
            yield !(shift(length(text)));
        }
        for n in twice(5) {
            yield !(n);
        }
        while let Some(n) = next() {
            yield !(n as usize);
        }
        yield_from!(["a"].into_iter().map(length));
    });
    assert_eq!(items.collect::<Vec<_>>(), [103, 103, 5, 5, 1, 0, 1]);
}

#[test]
fn closures_that_own_are_captured_once() {
    let names = vec!["a".to_owned()];
    let name = move |i: usize| names[i].clone();
    let items = generator_fn!(move || {
        yield !(name(0));
        yield !(name(0) + "!");
    });
    assert_eq!(items.collect::<Vec<_>>(), ["a", "a!"]);
}

macro_rules! largest {
    ($a:expr, $b:expr) => {
        if $a > $b { $a } else { $b }
    };
}

#[test]
fn macros_may_name_captures() {
    let (low, high) = (1, 9);
    let items = generator_fn!(move || {
        yield !(largest!(low, high));
        let low = 20;
        yield !(largest!(low, high));
    });
    assert_eq!(items.collect::<Vec<_>>(), [9, 20]);
}

#[test]
fn failures_are_the_last_items() {
    let texts = ["1", "x", "2"];
    let parsed = generator_fn!(move || {
        for text in texts {
            let number = text.parse::<i32>()?;
            yield !(Ok::<_, std::num::ParseIntError>(number));
        }
    });
    let parsed: Vec<_> = parsed.collect();
    assert_eq!((parsed.len(), parsed[1].is_err()), (2, true));
    let steps = [Some(1), None, Some(3)];
    let walked = generator_fn!(move || -> Option<u8> {
        for step in steps {
            yield !(Some(step?));
        }
    });
    assert!(walked.eq([Some(1), None]));
}

#[test]
fn one_inside_another() {
    let rows = vec![vec![1, 2], vec![3]];
    let factor = 10;
    let all = generator_fn!(move || {
        for row in rows {
            let scaled = generator_fn!(move || {
                for cell in row {
                    yield !(cell * factor);
                }
            });
            yield_from!(scaled);
            yield !(0);
        }
    });
    assert_eq!(all.collect::<Vec<_>>(), [10, 20, 0, 30, 0]);
    let pairs = (1..3).flat_map(|a| {
        generator_fn!(move || {
            for b in 0..a {
                yield !((a, b));
            }
        })
    });
    assert_eq!(pairs.collect::<Vec<_>>(), [(1, 0), (2, 0), (2, 1)]);
}

struct Shelf {
    books: Vec<&'static str>,
}

impl Shelf {
    fn titles(&self, mark: char) -> impl Iterator<Item = String> {
        generator_fn!(move || {
            for book in &self.books {
                yield !(format!("{mark}{book}"));
            }
        })
    }

    fn emptied(mut self) -> impl Iterator<Item = &'static str> {
        generator_fn!(move || {
            while let Some(book) = self.books.pop() {
                yield !(book);
            }
        })
    }
}

#[test]
fn self_is_captured() {
    let shelf = Shelf { books: vec!["a", "b"] };
    assert_eq!(shelf.titles('-').collect::<Vec<_>>(), ["-a", "-b"]);
    assert_eq!(shelf.emptied().collect::<String>(), "ba");
}

#[test]
fn nothing_runs_before_the_first_item() {
    let held = Noisy("held");
    let mut items = generator_fn!(move || {
        note("begun");
        yield !(held.0.len());
        note("resumed");
    });
    assert!(noted().is_empty());
    assert_eq!(items.next(), Some(4));
    assert_eq!(items.next(), None);
    assert_eq!(items.next(), None);
    assert_eq!(noted(), ["begun", "resumed", "drop held"]);
}

#[test]
fn a_body_without_braces() {
    let letters = "abc";
    assert_eq!(generator_fn!(move || yield_from!(letters.chars().rev())).collect::<String>(), "cba");
    let n = 3;
    let evens = generator_fn!(move || for i in 0..n {
        yield !(i * 2)
    });
    assert_eq!(evens.size_hint(), (0, None));
    assert_eq!(evens.clone().chain(evens).collect::<Vec<_>>(), [0, 2, 4, 0, 2, 4]);
}

#[test]
fn threads_take_them() {
    let text = "a b".to_owned();
    let words = generator_fn!(move || {
        for n in 0..text.len() {
            yield !(text.as_bytes()[n]);
        }
    });
    assert_eq!(std::thread::spawn(move || words.count()).join().expect("it ends"), 3);
}

#[generator]
fn named_alike(items: Vec<u8>, state: u8) -> impl Iterator<Item = u8> {
    let sink = 1;
    let inner = generator_fn!(move || {
        for out in items {
            yield !(out + sink + state);
        }
    });
    for item in inner {
        yield_!(item);
    }
    yield_!(sink);
}

#[test]
fn no_name_is_taken() {
    both!(named_alike(vec![1, 2], 10), [12, 13, 1]);
    let (items, state, sink, at) = (vec![1, 2], 10, 1, 0);
    let out = generator_fn!(move || {
        for item in items {
            yield !(item + state + sink + at);
        }
    });
    assert_eq!(out.collect::<Vec<_>>(), [12, 13]);
}

#[generator]
fn in_a_generator(rows: Vec<Vec<String>>) -> impl Iterator<Item = String> {
    let mark = String::from("-");
    for row in rows {
        let mark = mark.clone();
        let marked = generator_fn!(move || {
            for cell in row {
                yield !(format!("{mark}{cell}"));
            }
        });
        yield_from!(marked);
    }
    yield_!(mark);
}

#[test]
fn in_the_body_of_a_function() {
    let rows = || vec![vec!["a".to_owned(), "b".to_owned()], vec!["c".to_owned()]];
    both!(in_a_generator(rows()), ["-a", "-b", "-c", "-"]);
}

#[test]
fn expressions_without_an_end() {
    let ones = generator_fn!(move || loop {
        yield !(1);
    });
    assert_eq!(ones.take(2).sum::<i32>(), 2);
    let mut counted = generator_fn!(move || {
        let mut n = 0_u32;
        loop {
            yield !(n);
            n += 1;
        }
    });
    assert_eq!(counted.by_ref().take(3).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(counted.find(|n| n % 7 == 0), Some(7));
    let fails = generator_fn!(move || {
        yield !(1);
        panic!("as asked")
    });
    assert_eq!(fails.take(1).collect::<Vec<i32>>(), [1]);
}
