//! Whole algorithms, as one would write them.
#![allow(clippy::while_let_on_iterator)] // a `while let` is what is tested

use generator_core::generator;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap, HashSet, VecDeque};

#[macro_use]
mod common;
use common::*;

#[generator]
fn primes() -> impl Iterator<Item = u32> {
    let mut multiples = BinaryHeap::new();
    yield_!(2);
    for n in (3..).step_by(2) {
        let mut is_prime = true;
        while let Some(&Reverse((next, prime))) = multiples.peek() {
            if next > n {
                break;
            }
            multiples.pop();
            multiples.push(Reverse((next + 2 * prime, prime)));
            is_prime &= next != n;
        }
        if is_prime {
            yield_!(n);
            multiples.push(Reverse((n * n, n)));
        }
    }
}

#[generator]
fn collatz(mut n: i64) -> impl Iterator<Item = i64> {
    yield_!(n);
    while n != 1 {
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        yield_!(n);
    }
}

#[generator]
fn pascal() -> impl Iterator<Item = Vec<u32>> {
    let mut row = vec![1];
    loop {
        yield_!(row.clone());
        let mut next = vec![1];
        for pair in row.windows(2) {
            next.push(pair[0] + pair[1]);
        }
        next.push(1);
        row = next;
    }
}

#[generator]
fn gray_codes(bits: u32) -> impl Iterator<Item = String> {
    for i in 0u32..1 << bits {
        let code = i ^ (i >> 1);
        yield_!((0..bits).rev().map(|bit| if code >> bit & 1 == 1 { '1' } else { '0' }).collect());
    }
}

#[test]
fn sequences() {
    both!(primes().take(10), [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
    both!(collatz(6), [6, 3, 10, 5, 16, 8, 4, 2, 1]);
    both!(pascal().take(4), [vec![1], vec![1, 1], vec![1, 2, 1], vec![1, 3, 3, 1]]);
    both!(gray_codes(2), ["00", "01", "11", "10"]);
}

#[generator]
fn permutations<T: Clone>(mut items: Vec<T>) -> impl Iterator<Item = Vec<T>> {
    let n = items.len();
    let mut counters = vec![0; n];
    yield_!(items.clone());
    let mut i = 1;
    while i < n {
        if counters[i] < i {
            let j = if i % 2 == 0 { 0 } else { counters[i] };
            items.swap(i, j);
            yield_!(items.clone());
            counters[i] += 1;
            i = 1;
        } else {
            counters[i] = 0;
            i += 1;
        }
    }
}

#[generator]
fn combinations<T: Copy>(items: &[T], k: usize) -> impl Iterator<Item = Vec<T>> {
    if k > items.len() {
        return;
    }
    let mut picks: Vec<_> = (0..k).collect();
    loop {
        yield_!(picks.iter().map(|&i| items[i]).collect());
        let Some(i) = (0..k).rev().find(|&i| picks[i] != i + items.len() - k) else { break };
        picks[i] += 1;
        for j in i + 1..k {
            picks[j] = picks[j - 1] + 1;
        }
    }
}

#[generator]
fn queens(n: usize) -> impl Iterator<Item = Vec<usize>> {
    let mut columns = vec![];
    let mut next = 0;
    'search: loop {
        while next < n {
            let row = columns.len();
            let safe = columns.iter().enumerate().all(|(r, &c): (_, &usize)| c != next && c.abs_diff(next) != row - r);
            if safe {
                columns.push(next);
                if columns.len() < n {
                    next = 0;
                    continue 'search;
                }
                yield_!(columns.clone());
                columns.pop();
            }
            next += 1;
        }
        match columns.pop() {
            Some(column) => next = column + 1,
            None => break 'search,
        }
    }
}

#[test]
fn combinatorics() {
    both!(permutations(vec![1, 2, 3]), [[1, 2, 3], [2, 1, 3], [3, 1, 2], [1, 3, 2], [2, 3, 1], [3, 2, 1]]);
    both!(permutations(Vec::<u8>::new()), [[0; 0]]);
    both!(combinations(b"abc", 2), [b"ab", b"ac", b"bc"]);
    both!(combinations(b"a", 2), [[0; 0]; 0]);
    both!(queens(4), [[1, 3, 0, 2], [2, 0, 3, 1]]);
    assert_eq!(queens(6).count(), 4);
}

#[generator]
fn merged<T: Ord>(left: impl Iterator<Item = T>, right: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    let (mut left, mut right) = (left.peekable(), right.peekable());
    loop {
        match (left.peek(), right.peek()) {
            (Some(l), Some(r)) => {
                let next = if l <= r { left.next() } else { right.next() };
                if let Some(item) = next {
                    yield_!(item);
                }
            }
            (None, None) => break,
            (Some(_), None) => yield_from!(left.by_ref().collect::<Vec<_>>()),
            (None, Some(_)) => {
                while let Some(item) = right.next() {
                    yield_!(item);
                }
            }
        }
    }
}

#[generator]
fn runs<I: Iterator<Item: PartialEq>>(items: I) -> impl Iterator<Item = (I::Item, usize)> {
    let mut items = items.peekable();
    while let Some(item) = items.next() {
        let mut count = 1;
        while items.next_if(|next| *next == item).is_some() {
            count += 1;
        }
        yield_!((item, count));
    }
}

#[generator]
fn groups<K: PartialEq, T>(items: impl IntoIterator<Item = T>, key: impl Fn(&T) -> K) -> impl Iterator<Item = (K, Vec<T>)> {
    let mut current = None;
    for item in items {
        let k = key(&item);
        match current.take() {
            None => current = Some((k, vec![item])),
            Some((old, mut group)) if old == k => {
                group.push(item);
                current = Some((old, group));
            }
            Some(finished) => {
                yield_!(finished);
                current = Some((k, vec![item]));
            }
        }
    }
    if let Some(last) = current {
        yield_!(last);
    }
}

#[generator]
fn unique_by_len<'a>(words: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    let mut seen = HashSet::new();
    for word in words {
        if seen.insert(word.len()) {
            yield_!(word);
        }
    }
}

#[generator]
fn moving_average(values: &[f64], size: usize) -> impl Iterator<Item = f64> {
    let mut window = VecDeque::with_capacity(size);
    let mut sum = 0.0;
    for &value in values {
        if window.len() == size
            && let Some(old) = window.pop_front()
        {
            sum -= old;
        }
        window.push_back(value);
        sum += value;
        yield_!(sum / window.len() as f64);
    }
}

#[test]
fn streams() {
    both!(merged([1, 4, 5].into_iter(), [2, 3, 9, 10].into_iter()), [1, 2, 3, 4, 5, 9, 10]);
    both!(merged([7, 8].into_iter(), [1].into_iter()), [1, 7, 8]);
    both!(runs("aabccc".chars()), [('a', 2), ('b', 1), ('c', 3)]);
    both!(groups([1, 3, 2, 4, 5], |x| x % 2), [(1, vec![1, 3]), (0, vec![2, 4]), (1, vec![5])]);
    both!(unique_by_len(["a", "bb", "c", "ddd"]), ["a", "bb", "ddd"]);
    both!(moving_average(&[1.0, 3.0, 5.0, 7.0], 2), [1.0, 2.0, 4.0, 6.0]);
}

#[generator]
fn breadth_first<'g>(graph: &'g HashMap<&'g str, Vec<(&'g str, u32)>>, start: &'g str) -> impl Iterator<Item = (&'g str, usize)> {
    let mut queue = VecDeque::from([(start, 0)]);
    let mut seen = HashSet::from([start]);
    while let Some((node, depth)) = queue.pop_front() {
        yield_!((node, depth));
        let Some(edges) = graph.get(node) else { continue };
        for &(next, _) in edges {
            if seen.insert(next) {
                queue.push_back((next, depth + 1));
            }
        }
    }
}

#[generator]
fn shortest<'g>(graph: &'g HashMap<&'g str, Vec<(&'g str, u32)>>, start: &'g str) -> impl Iterator<Item = (&'g str, u32)> {
    let mut done = BTreeMap::new();
    let mut heap = BinaryHeap::from([(Reverse(0), start)]);
    while let Some((Reverse(cost), node)) = heap.pop() {
        if done.contains_key(node) {
            continue;
        }
        done.insert(node, cost);
        yield_!((node, cost));
        for (next, length) in graph.get(node).into_iter().flatten() {
            if !done.contains_key(next) {
                heap.push((Reverse(cost + length), next));
            }
        }
    }
    yield_!(("total", done.into_values().sum()));
}

#[generator]
fn life(mut cells: HashSet<(i32, i32)>) -> impl Iterator<Item = Vec<(i32, i32)>> {
    while !cells.is_empty() {
        let mut shown: Vec<_> = cells.iter().copied().collect();
        shown.sort_unstable();
        yield_!(shown);
        let mut neighbours = HashMap::new();
        for (x, y) in &cells {
            for (dx, dy) in (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (dx, dy))) {
                if (dx, dy) != (0, 0) {
                    *neighbours.entry((x + dx, y + dy)).or_insert(0) += 1;
                }
            }
        }
        cells = neighbours.into_iter().filter(|(cell, n)| *n == 3 || *n == 2 && cells.contains(cell)).map(|(cell, _)| cell).collect();
    }
}

#[generator]
fn round_robin<I: Iterator>(sources: Vec<I>) -> impl Iterator<Item = I::Item> {
    let mut waiting = VecDeque::from(sources);
    while let Some(mut source) = waiting.pop_front() {
        if let Some(item) = source.next() {
            yield_!(item);
            waiting.push_back(source);
        }
    }
}

#[test]
fn graphs_and_simulations() {
    let graph = HashMap::from([("a", vec![("b", 7), ("c", 1)]), ("c", vec![("b", 2), ("a", 1)]), ("b", vec![("d", 1)])]);
    both!(breadth_first(&graph, "a"), [("a", 0), ("b", 1), ("c", 1), ("d", 2)]);
    both!(shortest(&graph, "a"), [("a", 0), ("c", 1), ("b", 3), ("d", 4), ("total", 8)]);
    let blinker = || HashSet::from([(0, -1), (0, 0), (0, 1)]);
    both!(life(blinker()).take(2), [[(0, -1), (0, 0), (0, 1)], [(-1, 0), (0, 0), (1, 0)]]);
    both!(life(HashSet::from([(5, 5)])), [[(5, 5)]]);
    both!(round_robin(vec![0..3, 10..11, 20..22]), [0, 10, 20, 1, 21, 2]);
}
