//! Borrows of the generator's own variables that end before it suspends, and of what it borrows itself.
#![allow(clippy::while_let_on_iterator)] // a `while let` is what is tested

use generator_core::generator;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

#[macro_use]
mod common;
use common::*;

#[generator]
fn counted<'a>(words: &[&'a str]) -> impl Iterator<Item = (&'a str, u32)> {
    let mut counts = HashMap::new();
    for word in words {
        let count = counts.entry(*word).or_insert(0);
        *count += 1;
        yield_!((*word, *count));
    }
}

#[generator]
fn through_references(mut list: Vec<i32>) -> impl Iterator<Item = i32> {
    let first = &list[0];
    let sum = first + list.iter().sum::<i32>();
    yield_!(sum);
    let (left, right) = list.split_at_mut(1);
    left[0] += right[0];
    yield_!(list[0]);
    if let Some(last) = list.last_mut() {
        *last *= 10;
        let doubled = *last * 2;
        yield_!(doubled);
    }
    for x in &mut list {
        *x += 1;
    }
    let slice = &list[1..];
    let longest = slice.iter().max();
    let longest = longest.copied().unwrap_or(-1);
    yield_!(longest);
    list.retain(|x| x % 2 == 0);
    yield_!(list.len() as i32);
}

#[generator]
fn reborrowed(total: &mut i32, names: &mut Vec<String>) -> impl Iterator<Item = i32> {
    for i in 0..3 {
        *total += i;
        names.push(i.to_string());
        let last = names.last_mut();
        last.unwrap().push('!');
        yield_!(*total);
    }
    let sum = total;
    *sum *= 10;
    yield_!(*sum);
}

#[test]
fn borrows_that_end_in_time() {
    both!(counted(&["a", "b", "a"]), [("a", 1), ("b", 1), ("a", 2)]);
    both!(through_references(vec![1, 2, 3]), [7, 3, 60, 31, 1]);
    let (mut total, mut names) = (1, vec![]);
    assert_eq!(reborrowed(&mut total, &mut names).collect::<Vec<_>>(), [1, 2, 4, 40]);
    assert_eq!((total, names), (40, ["0!", "1!", "2!"].map(String::from).to_vec()));
}

#[generator]
fn held(mutex: &Mutex<Vec<u8>>, cell: &RefCell<u8>) -> impl Iterator<Item = usize> {
    let guard = mutex.lock().unwrap();
    for x in guard.iter() {
        note(format!("saw {x}"));
    }
    drop(guard);
    yield_!(mutex.lock().unwrap().len());
    {
        let mut list = mutex.lock().unwrap();
        list.push(9);
        yield_!(list.len());
    }
    let value = *cell.borrow();
    yield_!(value.into());
    let mut held = cell.borrow_mut();
    *held += 1;
    yield_!(usize::from(*held));
}

#[test]
fn guards() {
    let (mutex, cell) = (Mutex::new(vec![7]), RefCell::new(5));
    let mut locked = vec![];
    for n in held(&mutex, &cell) {
        locked.push((n, mutex.try_lock().is_err(), cell.try_borrow().is_err()));
    }
    assert_eq!(locked, [(1, false, false), (2, true, false), (5, false, false), (6, false, true)]);
    assert_eq!(noted(), ["saw 7"]);
    assert_eq!((mutex.lock().unwrap().len(), *cell.borrow()), (2, 6));
}

struct Store {
    rows: BTreeMap<u32, Vec<String>>,
    reads: usize,
}

impl Store {
    #[generator]
    fn scan(&self, from: u32) -> impl Iterator<Item = (u32, &str)> {
        for (&id, row) in self.rows.range(from..) {
            let Some(first) = row.first() else { continue };
            yield_!((id, first));
            for other in &row[1..] {
                yield_!((id, other.as_str()));
            }
        }
        if let Some((id, row)) = self.rows.first_key_value() {
            yield_!((*id + row.len() as u32, "first"));
        }
    }

    #[generator]
    fn read_all(&mut self) -> impl Iterator<Item = usize> {
        let ids: Vec<_> = self.rows.keys().copied().collect();
        for id in ids {
            self.reads += 1;
            let row = self.rows.get_mut(&id);
            if let Some(row) = row {
                row.push(self.reads.to_string());
                yield_!(row.len());
            }
            let reads = &mut self.reads;
            *reads += 10;
        }
        yield_!(self.reads);
    }
}

#[test]
fn fields_of_self() {
    let rows = BTreeMap::from([(1, vec!["a".to_string(), "b".into()]), (2, vec![]), (3, vec!["c".into()])]);
    let mut store = Store { rows, reads: 0 };
    both!(store.scan(1), [(1, "a"), (1, "b"), (3, "c"), (3, "first")]);
    both!(store.scan(2), [(3, "c"), (3, "first")]);
    assert_eq!(store.read_all().collect::<Vec<_>>(), [3, 1, 2, 33]);
    assert_eq!(store.rows[&2], ["12"]);
}

// A loop over a reborrow of what the generator was given, the iterator living across the yields.
#[generator]
fn shared_rows<'a>(rows: &'a [Vec<u8>], picks: &'a [usize]) -> impl Iterator<Item = &'a u8> {
    let lookup = |i: usize| rows.get(i);
    for &pick in picks {
        let Some(row) = lookup(pick) else { return };
        let mut cells = row.iter().rev();
        while let Some(cell) = cells.next() {
            yield_!(cell);
        }
        let row = &rows[0];
        if let [first, ..] = &row[..] {
            yield_!(first);
        }
    }
}

#[test]
fn borrows_of_borrowed_data() {
    let rows = [vec![1, 2], vec![3]];
    both!(shared_rows(&rows, &[1, 0, 5, 1]), [&3, &1, &2, &1, &1]);
}

// What looks like a borrow that lives across a yield, and isn't one.
#[allow(for_loops_over_fallibles)] // it shows that the closure is used up
#[generator]
fn borrows_used_up(list: Vec<u32>, text: String, scale: Option<u32>) -> impl Iterator<Item = u32> {
    let offset = 10;
    for n in list.iter().copied().filter(|n| *n > 0).collect::<Vec<_>>() {
        yield_!(n);
    }
    for c in text.chars().rev().collect::<String>().into_bytes() {
        yield_!(u32::from(c) + offset);
    }
    for n in scale.map(|n| n * offset) {
        yield_!(n);
    }
    for n in list.iter().map(|n| n + offset).max() {
        yield_!(n);
    }
    let largest = &list;
    let largest = largest.iter().max().copied();
    yield_!(largest.unwrap_or(offset));
    let add = |n: u32| n + offset;
    let sums = list.iter().map(|n| add(*n)).collect::<Vec<_>>();
    for n in sums {
        yield_!(n);
    }
    let last = list.iter();
    yield_!(last.len() as u32);
    let numbers = (0..2).map(|n| n + offset).collect::<Vec<_>>();
    yield_!(numbers.len() as u32);
    for n in numbers {
        yield_!(n);
    }
}

// Closures and iterators that are kept, and borrow only what the generator was given.
#[generator]
fn borrows_of_parameters<'a>(words: &'a [&'a str], text: &'a str) -> impl Iterator<Item = usize> + 'a {
    let [first, last] = [words[0], words[words.len() - 1]];
    let within = |word: &str| text.contains(word);
    for n in words.iter().map(|word| word.len() + text.len()) {
        yield_!(n);
    }
    for c in first.chars().filter(|c| text.contains(*c)) {
        yield_!(c.len_utf8());
    }
    let names = [first, last];
    let first: &'a str = names[0];
    let bytes = first.bytes();
    yield_!(usize::from(within(last)));
    for byte in bytes {
        yield_!(usize::from(byte));
    }
}

#[test]
fn what_only_looks_like_a_borrow() {
    both!(borrows_used_up(vec![1, 3], "a".into(), Some(2)), [1, 3, 107, 20, 13, 3, 11, 13, 2, 2, 10, 11]);
    both!(borrows_of_parameters(&["a", "bc"], "abc"), [4, 5, 1, 1, 97]);
}

fn scaled(n: u32, by: u32) -> u32 {
    n * by
}

#[generator]
fn closures_that_pass_numbers_on(limit: u32) -> impl Iterator<Item = u32> {
    let by = 10;
    let scale = |n| scaled(n, by);
    let limited = |n| scaled(n, limit);
    yield_!(scale(2) + limited(3));
    yield_!(by);
    yield_!(limit);
}

#[test]
fn a_closure_that_passes_a_number_on_borrows_it() {
    both!(closures_that_pass_numbers_on(7), [41, 10, 7]);
}
