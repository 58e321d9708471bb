//! Exclusive references that come out of lists, patterns and pointers, of which one part is borrowed across yields while others
//! are used; and what drops beside such borrows.
#![allow(dead_code)]

use generator_core::generator;
use std::cell::RefCell;
use std::collections::BTreeMap;

#[macro_use]
mod common;
use common::*;

#[derive(Default)]
struct Counts {
    hits: u32,
    seen: u32,
    names: Vec<String>,
}

struct Branch {
    leaves: u32,
    height: u32,
    twigs: Vec<Branch>,
}

fn branch(leaves: u32, twigs: Vec<Branch>) -> Branch {
    Branch { leaves, height: 0, twigs }
}

fn tree() -> Branch {
    branch(1, vec![branch(2, vec![branch(3, vec![])]), branch(4, vec![])])
}

#[generator]
fn preorder(root: &mut Branch) -> impl Iterator<Item = &mut u32> {
    let mut open = vec![root];
    while let Some(branch) = open.pop() {
        branch.height += 1;
        yield_!(&mut branch.leaves);
        yield_!(&mut branch.height);
        open.extend(branch.twigs.iter_mut().rev());
    }
}

#[generator]
fn down_the_first(root: &mut Branch) -> impl Iterator<Item = &mut u32> {
    let mut branch = root;
    loop {
        branch.height += 7;
        yield_!(&mut branch.leaves);
        match branch.twigs.first_mut() {
            Some(twig) => branch = twig,
            None => break,
        }
    }
}

#[generator]
fn of_each(branches: &mut [Branch]) -> impl Iterator<Item = u32> {
    for branch in branches.iter_mut() {
        for twig in branch.twigs.iter_mut() {
            branch.leaves += 1;
            twig.leaves += 10;
            yield_!(branch.leaves + twig.leaves);
        }
        branch.height = branch.leaves;
        yield_!(branch.height);
    }
}

#[generator]
fn of_an_arm(found: Result<&mut Branch, &mut Counts>) -> impl Iterator<Item = u32> {
    match found {
        Ok(branch) => {
            for twig in branch.twigs.iter_mut() {
                branch.leaves += twig.leaves;
                yield_!(branch.leaves);
            }
        }
        Err(counts) => {
            for name in counts.names.iter_mut() {
                counts.hits += 1;
                name.push('!');
                yield_!(counts.hits);
            }
        }
    }
}

#[test]
fn from_lists() {
    both!(preorder(lent(tree())).map(|n| *n), [1, 1, 2, 1, 3, 1, 4, 1]);
    both!(down_the_first(lent(tree())).map(|n| *n), [1, 2, 3]);
    both!(of_each(lent([tree(), tree()])), [14, 17, 3, 14, 17, 3]);
    both!(of_an_arm(Ok(lent(tree()))), [3, 7]);
    let counts = || lent(Counts { names: vec!["a".to_owned(), "b".to_owned()], ..Counts::default() });
    both!(of_an_arm(Err(counts())), [1, 2]);
}

// What is behind a pointer that is dereferenced itself, or behind a shared reference.
struct Desk<'a> {
    guard: std::cell::RefMut<'a, Counts>,
    boxed: Box<Counts>,
    shared: &'a Counts,
    open: u32,
}

impl Desk<'_> {
    #[generator]
    fn guarded(&mut self) -> impl Iterator<Item = String> {
        self.guard.names.pop();
        yield_!(self.guard.hits.to_string());
        self.guard.hits += self.guard.seen;
        self.open += self.guard.hits;
        yield_!(self.open.to_string());
    }

    #[generator]
    fn boxed(&mut self) -> impl Iterator<Item = String> {
        for name in self.boxed.names.drain(..) {
            self.boxed.hits += 1;
            self.open += 1;
            yield_!(format!("{name}{}{}", self.boxed.hits, self.open));
        }
        yield_!(self.boxed.hits.to_string());
    }

    #[generator]
    fn shared(&mut self) -> impl Iterator<Item = String> {
        for name in self.shared.names.iter() {
            self.open += self.shared.hits;
            yield_!(format!("{name}{}", self.open));
        }
        yield_!(self.shared.seen.to_string());
    }
}

#[test]
fn behind_pointers() {
    let names = || vec!["a".to_owned(), "b".to_owned()];
    let counts = || Counts { names: names(), hits: 3, seen: 5 };
    let desk = || {
        let cell: &'static RefCell<Counts> = lent(RefCell::new(counts()));
        lent(Desk { guard: cell.borrow_mut(), boxed: Box::new(counts()), shared: lent(counts()), open: 0 })
    };
    both!(desk().guarded(), ["3", "8"]);
    both!(desk().boxed(), ["a41", "b52", "5"]);
    both!(desk().shared(), ["a3", "b6", "5"]);
}

// Drops, in order.
struct Store {
    goods: Vec<Noisy>,
    spare: Option<Noisy>,
    sold: u32,
}

fn store() -> &'static mut Store {
    lent(Store { goods: vec![Noisy("a"), Noisy("b")], spare: Some(Noisy("spare")), sold: 0 })
}

impl Store {
    #[generator]
    fn sell(&mut self) -> impl Iterator<Item = u32> {
        let _shop = Noisy("shop");
        for good in self.goods.drain(..) {
            self.sold += 1;
            let _wrap = Noisy("wrap");
            yield_!(self.sold);
            note(good.0);
        }
        let _door = Noisy("door");
        self.spare = None;
        yield_!(self.sold);
    }
}

#[test]
fn drops_in_order() {
    traced!(
        store().sell(),
        ["got 1", "a", "drop wrap", "drop a", "got 2", "b", "drop wrap", "drop b", "drop spare", "got 2", "drop door", "drop shop", "end",]
    );
    dropped!(
        store().sell(),
        0: [],
        1: ["drop wrap", "drop a", "drop b", "drop shop"],
        2: ["drop wrap", "drop b", "drop shop"],
        3: ["drop door", "drop shop"],
    );
}

#[generator]
fn inventory(stock: &mut BTreeMap<&'static str, u32>, log: &mut Counts) -> impl Iterator<Item = u32> {
    'all: for (name, amount) in stock.iter_mut() {
        log.names.push((*name).to_owned());
        while *amount > 0 {
            *amount -= 1;
            log.hits += 1;
            if log.hits > 4 {
                break 'all;
            }
            yield_!(log.hits * 10 + *amount);
        }
    }
    yield_!(log.names.len() as u32);
}

#[test]
fn beside_a_map() {
    both!(inventory(lent(BTreeMap::from([("a", 2), ("b", 1), ("c", 9)])), lent(Counts::default())), [11, 20, 30, 48, 3]);
}

// A macro that can't be seen into names paths in what it formats.
macro_rules! put {
    ($into:expr, $($text:tt)*) => { $into.push_str(&format!($($text)*)) };
}

#[generator]
fn named_in_a_macro(pair: &mut (Vec<u32>, (u32, u32))) -> impl Iterator<Item = String> {
    let mut text = String::new();
    for x in pair.0.iter_mut() {
        put!(text, "{}-{}", pair.1.0, pair.1.1);
        pair.1.1 += *x;
        yield_!(text.clone());
    }
}

#[test]
fn in_a_macro() {
    both!(named_in_a_macro(lent((vec![4, 5], (1, 2)))), ["1-2", "1-21-6"]);
}
