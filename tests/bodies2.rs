// More bodies that `#[generator]` takes exactly as they stand, with values that drop where Rust drops them.
// Each was checked against rustc's own `gen` blocks. A body is a module, whose `run` asserts what it yields and logs.
#![allow(clippy::double_ended_iterator_last, clippy::never_loop, clippy::while_let_on_iterator)] // bodies as strangers write them
#![allow(clippy::drop_non_drop)]

use generator_core::generator;
use std::cell::{Cell, RefCell};
use std::fmt::{Debug, Display};
use std::rc::Rc;

thread_local!(static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) });

fn note(text: impl Display) {
    LOG.with(|log| log.borrow_mut().push(text.to_string()));
}

fn noted() -> String {
    LOG.with(|log| log.take().join(" "))
}

// A value whose end is logged.
struct Tag(&'static str);
impl Drop for Tag {
    fn drop(&mut self) {
        note(format_args!("-{}", self.0));
    }
}

// These items: by `fold`, by `next`, and by `fold` after each number of items taken by `next`.
#[track_caller]
fn gives<T: PartialEq<W> + Debug, W: Debug, I: Iterator<Item = T>>(make: impl Fn() -> I, wanted: &[W]) {
    for taken in 0..=wanted.len() + 1 {
        let (mut items, mut got) = (make(), vec![]);
        while got.len() < taken
            && let Some(item) = items.next()
        {
            got.push(item);
        }
        items.for_each(|item| got.push(item));
        assert_eq!(got, wanted, "{taken} taken by `next`");
    }
}

// This log, of items and drops, each of these ways; and what is logged by a drop after each of the items.
#[track_caller]
fn logs<I: Iterator<Item: Display>>(make: impl Fn() -> I, whole: &str, ends: &[&str]) {
    noted();
    for taken in 0..=ends.len() + 1 {
        let (mut items, mut count) = (make(), 0);
        while count < taken
            && let Some(item) = items.next()
        {
            note(item);
            count += 1;
        }
        assert_eq!(count, taken.min(ends.len()), "the number of items");
        items.for_each(note);
        assert_eq!(noted(), whole, "{taken} taken by `next`");
    }
    for (n, end) in ends.iter().enumerate() {
        let mut items = make();
        note(items.nth(n).expect("an item"));
        noted();
        drop(items);
        assert_eq!(noted(), *end, "dropped after {} items", n + 1);
    }
}

// `self` or a parameter is moved out of in part, and the rest is used on.
mod fields {
    pub mod reversed {
        use crate::*;
        struct Recipe {
            steps: Vec<&'static str>,
            verb: String,
        }
        impl Recipe {
            #[generator]
            fn undo(self) -> impl Iterator<Item = String> {
                for step in self.steps.into_iter().rev() {
                    yield_!(format!("{} {step}", self.verb));
                }
            }
        }
        pub fn run() {
            gives(|| Recipe { steps: vec!["mix", "bake"], verb: "undo".into() }.undo(), &["undo bake", "undo mix"]);
        }
    }

    pub mod woven {
        use crate::*;
        struct Weave<L, R> {
            left: L,
            right: R,
            times: u32,
        }
        impl<L: Iterator<Item = u32>, R: Iterator<Item = u32>> Weave<L, R> {
            #[generator]
            fn sorted(self) -> impl Iterator<Item = u32> {
                let mut right = self.right.peekable();
                for l in self.left {
                    while let Some(r) = right.next_if(|r| *r < l) {
                        yield_!(r * self.times);
                    }
                    yield_!(l * self.times);
                }
                for r in right {
                    yield_!(r + self.times);
                }
            }
        }
        pub fn run() {
            let weave = || Weave { left: [2, 5].into_iter(), right: [1, 3, 4, 8].into_iter(), times: 10 };
            gives(|| weave().sorted(), &[10, 20, 30, 40, 50, 18]);
        }
    }

    pub mod extended {
        use crate::*;
        struct Convoy {
            front: Vec<String>,
            back: Option<String>,
            gap: usize,
        }
        impl Convoy {
            #[generator]
            fn places(self) -> impl Iterator<Item = String> {
                let mut cars = Vec::new();
                cars.extend(self.front);
                cars.extend(self.back);
                for (n, car) in cars.into_iter().enumerate() {
                    yield_!(format!("{car} at {}", n * self.gap));
                }
            }
        }
        pub fn run() {
            let convoy = || Convoy { front: vec!["jeep".into(), "van".into()], back: Some("bus".into()), gap: 5 };
            gives(|| convoy().places(), &["jeep at 0", "van at 5", "bus at 10"]);
        }
    }

    pub mod rest_of_self {
        use crate::*;
        struct Table {
            cells: Vec<u16>,
            open: String,
            close: char,
        }
        impl Table {
            #[generator]
            fn marked(self) -> impl Iterator<Item = String> {
                let Self { cells, .. } = self;
                for cell in cells {
                    yield_!(format!("{}{cell}{}", self.open, self.close));
                }
            }
        }
        pub fn run() {
            gives(|| Table { cells: vec![7, 8], open: "<<".into(), close: '>' }.marked(), &["<<7>", "<<8>"]);
        }
    }

    pub mod boxed_self {
        use crate::*;
        struct Backup {
            files: Vec<&'static str>,
            target: String,
            tries: u8,
        }
        impl Backup {
            #[generator]
            fn attempts(self: Box<Self>) -> impl Iterator<Item = String> {
                let Self { files, tries, .. } = *self;
                for file in files {
                    for n in 1..=tries {
                        yield_!(format!("{file} to {} ({n})", self.target));
                    }
                }
            }
        }
        pub fn run() {
            let backup = || Box::new(Backup { files: vec!["a", "b"], target: "disk".into(), tries: 2 });
            gives(|| backup().attempts(), &["a to disk (1)", "a to disk (2)", "b to disk (1)", "b to disk (2)"]);
        }
    }

    pub mod asked_first {
        use crate::*;
        enum Load {
            Crates(Vec<u32>),
            Pallet(Option<u32>),
        }
        struct Truck {
            load: Load,
            tare: u32,
        }
        impl Truck {
            fn may_go(&self) -> bool {
                self.tare < 100
            }
            #[generator]
            fn weights(self) -> impl Iterator<Item = u32> {
                if self.may_go() {
                    match self.load {
                        Load::Crates(crates) => yield_from!(crates),
                        Load::Pallet(Some(pallet)) => yield_!(pallet + self.tare),
                        Load::Pallet(None) => return,
                    }
                }
                yield_!(self.tare);
            }
        }
        pub fn run() {
            gives(|| Truck { load: Load::Crates(vec![1, 2]), tare: 50 }.weights(), &[1, 2, 50]);
            gives(|| Truck { load: Load::Crates(vec![1]), tare: 500 }.weights(), &[500]);
            gives(|| Truck { load: Load::Pallet(Some(3)), tare: 40 }.weights(), &[43, 40]);
            gives(|| Truck { load: Load::Pallet(None), tare: 1 }.weights(), &[0; 0]);
        }
    }

    pub mod in_a_closure {
        use crate::*;
        struct Typist {
            lines: Vec<&'static str>,
            keys: Vec<char>,
        }
        impl Typist {
            #[generator]
            fn totals(mut self) -> impl Iterator<Item = usize> {
                for line in self.lines {
                    let press = |key| {
                        self.keys.push(key);
                        self.keys.len()
                    };
                    yield_!(line.chars().map(press).sum());
                }
                yield_!(self.keys.len());
            }
        }
        pub fn run() {
            gives(|| Typist { lines: vec!["ab", "c"], keys: vec!['-'] }.totals(), &[5, 4, 4]);
        }
    }

    pub mod one_of_two {
        use crate::*;
        struct Tour {
            short: Vec<&'static str>,
            long: Vec<&'static str>,
            rain: bool,
            guide: String,
        }
        impl Tour {
            #[generator]
            fn stops(self) -> impl Iterator<Item = String> {
                let stops = if self.rain { self.short } else { self.long };
                for stop in stops {
                    yield_!(format!("{} shows {stop}", self.guide));
                }
            }
        }
        pub fn run() {
            let tour = |rain| Tour { short: vec!["hall"], long: vec!["park", "tower"], rain, guide: "Ida".into() };
            gives(|| tour(true).stops(), &["Ida shows hall"]);
            gives(|| tour(false).stops(), &["Ida shows park", "Ida shows tower"]);
        }
    }

    pub mod filtered {
        use crate::*;
        struct Letter {
            greeting: Option<String>,
            body: Vec<String>,
            end: char,
        }
        impl Letter {
            #[generator]
            fn lines(self) -> impl Iterator<Item = String> {
                if let Some(greeting) = self.greeting.filter(|greeting| !greeting.is_empty()) {
                    yield_!(greeting);
                }
                for line in self.body {
                    yield_!(format!("{line}{}", self.end));
                }
            }
        }
        pub fn run() {
            let letter = |greeting: &str| Letter { greeting: Some(greeting.into()), body: vec!["no".into()], end: '.' };
            gives(|| letter("Sir").lines(), &["Sir", "no."]);
            gives(|| letter("").lines(), &["no."]);
        }
    }

    // The field that nobody moves lasts as long as the parameter.
    pub mod badge {
        use crate::*;
        struct Shift {
            hours: Vec<u32>,
            rate: u32,
            _badge: Tag,
        }
        #[generator]
        fn pay(shift: Shift) -> impl Iterator<Item = u32> {
            for hour in shift.hours {
                yield_!(hour * shift.rate);
            }
            note("paid");
        }
        pub fn run() {
            let shift = || Shift { hours: vec![1, 3], rate: 10, _badge: Tag("badge") };
            logs(|| pay(shift()), "10 30 paid -badge", &["-badge", "-badge"]);
        }
    }

    // `_ink`, which nothing mentions, is to stay beside parts that were moved: no safe code keeps what is left of a struct whose
    // fields it doesn't know.
    #[cfg(impossible)]
    pub mod pen_and_ink {
        use crate::*;
        struct Plan {
            strokes: Vec<u8>,
            pen: Tag,
            _ink: Tag,
        }
        #[generator]
        fn draw(plan: Plan) -> impl Iterator<Item = u8> {
            let mut strokes = plan.strokes;
            let _hand = plan.pen;
            while let Some(stroke) = strokes.pop() {
                yield_!(stroke);
            }
            note("drawn");
        }
        pub fn run() {
            let plan = || Plan { strokes: vec![1, 2], pen: Tag("pen"), _ink: Tag("ink") };
            logs(|| draw(plan()), "2 1 drawn -pen -ink", &["-pen -ink", "-pen -ink"]);
        }
    }

    // The same of `_stamp`, which the pattern leaves.
    #[cfg(impossible)]
    pub mod left_by_a_pattern {
        use crate::*;
        struct Parcel {
            parts: Vec<u8>,
            fragile: bool,
            _stamp: Tag,
        }
        #[generator]
        fn unpack(parcel: Parcel) -> impl Iterator<Item = u8> {
            match parcel {
                Parcel { parts, fragile: true, .. } => {
                    for part in parts {
                        yield_!(part);
                    }
                }
                _ => yield_!(0),
            }
            note("unpacked");
        }
        pub fn run() {
            let parcel = |fragile| Parcel { parts: vec![4, 5], fragile, _stamp: Tag("stamp") };
            logs(|| unpack(parcel(true)), "4 5 unpacked -stamp", &["-stamp", "-stamp"]);
            logs(|| unpack(parcel(false)), "0 unpacked -stamp", &["-stamp"]);
        }
    }

    pub mod beside_a_match {
        use crate::*;
        struct Job {
            kind: String,
            items: Vec<u8>,
            _desk: Tag,
        }
        #[generator]
        fn done(job: Job) -> impl Iterator<Item = u8> {
            match job.kind.as_str() {
                "list" => {
                    for item in job.items {
                        yield_!(item);
                    }
                }
                kind => note(kind),
            }
            note("done");
        }
        pub fn run() {
            let job = |kind: &str| Job { kind: kind.into(), items: vec![1, 2], _desk: Tag("desk") };
            logs(|| done(job("list")), "1 2 done -desk", &["-desk", "-desk"]);
            logs(|| done(job("tea")), "tea done -desk", &[]);
        }
    }

    pub mod into_a_closure {
        use crate::*;
        struct Rack {
            units: Vec<u32>,
            price: u32,
            _seal: Tag,
        }
        #[generator]
        fn prices(rack: Rack) -> impl Iterator<Item = u32> {
            let priced = rack.units.into_iter().map(move |unit| unit * rack.price);
            for price in priced {
                yield_!(price);
            }
            note("sold");
        }
        pub fn run() {
            let rack = || Rack { units: vec![2, 3], price: 4, _seal: Tag("seal") };
            logs(|| prices(rack()), "8 12 sold -seal", &["-seal", "-seal"]);
        }
    }

    pub mod read_last {
        use crate::*;
        struct Visit {
            id: u32,
            _pass: Tag,
        }
        #[generator]
        fn rooms(visit: Visit) -> impl Iterator<Item = u32> {
            let visit = Visit { id: visit.id + 1, ..visit };
            yield_!(visit.id);
            note("inside");
            yield_!(0);
        }
        pub fn run() {
            logs(|| rooms(Visit { id: 6, _pass: Tag("pass") }), "7 inside 0 -pass", &["-pass", "-pass"]);
        }
    }
}

// A local is moved out of in part: lists by `Box`, pairs, pages.
mod lists {
    pub mod wagons {
        use crate::*;
        struct Wagon {
            load: String,
            next: Option<Box<Wagon>>,
        }
        fn train(loads: &[&str]) -> Option<Box<Wagon>> {
            let (load, rest) = loads.split_first()?;
            Some(Box::new(Wagon { load: load.to_string(), next: train(rest) }))
        }
        #[generator]
        fn loads(first: Option<Box<Wagon>>) -> impl Iterator<Item = String> {
            let mut place = first;
            while let Some(wagon) = place {
                yield_!(wagon.load);
                place = wagon.next;
            }
        }
        pub fn run() {
            gives(|| loads(train(&["coal", "salt", "ore"])), &["coal", "salt", "ore"]);
        }
    }

    // What is left of each link drops at the end of its round.
    pub mod chain {
        use crate::*;
        struct Link {
            size: u8,
            rest: Option<Box<Link>>,
            _weld: Tag,
        }
        #[generator]
        fn sizes(chain: Link) -> impl Iterator<Item = u8> {
            let mut left = Some(Box::new(chain));
            while let Some(link) = left {
                left = link.rest;
                yield_!(link.size);
                note("next");
            }
            note("end");
        }
        pub fn run() {
            let chain = || {
                let rest = Link { size: 2, rest: None, _weld: Tag("w2") };
                Link { size: 1, rest: Some(Box::new(rest)), _weld: Tag("w1") }
            };
            logs(|| sizes(chain()), "1 next -w1 2 next -w2 end", &["-w1 -w2", "-w2"]);
        }
    }

    pub mod pairs {
        use crate::*;
        #[generator]
        fn flat(groups: Vec<(String, Vec<String>)>) -> impl Iterator<Item = String> {
            for group in groups {
                yield_!(group.0);
                for member in group.1 {
                    yield_!(member);
                }
            }
        }
        pub fn run() {
            let group = |name: &str, members: &[&str]| (name.into(), members.iter().map(|m| m.to_string()).collect());
            let groups = || vec![group("x", &["a", "b"]), group("y", &[])];
            gives(|| flat(groups()), &["x", "a", "b", "y"]);
        }
    }

    pub mod events {
        use crate::*;
        struct Event {
            text: Option<String>,
            tags: Vec<u8>,
        }
        #[generator]
        fn texts(events: Vec<Event>) -> impl Iterator<Item = String> {
            for event in events {
                if let Some(text) = event.text {
                    yield_!(text);
                }
                for tag in event.tags {
                    yield_!(format!("#{tag}"));
                }
            }
        }
        pub fn run() {
            let events = || vec![Event { text: Some("t".into()), tags: vec![1] }, Event { text: None, tags: vec![2, 3] }];
            gives(|| texts(events()), &["t", "#1", "#2", "#3"]);
        }
    }

    pub mod pages {
        use crate::*;
        struct Page {
            items: Vec<u32>,
            token: Option<Box<u32>>,
        }
        fn fetch(n: u32) -> Page {
            Page { items: vec![n, n + 1], token: (n < 20).then(|| Box::new(n + 10)) }
        }
        #[generator]
        fn all() -> impl Iterator<Item = u32> {
            let mut page = fetch(1);
            loop {
                for item in page.items {
                    yield_!(item);
                }
                let Some(token) = page.token else { break };
                page = fetch(*token);
            }
        }
        pub fn run() {
            gives(all, &[1, 2, 11, 12, 21, 22]);
        }
    }

    pub mod steps {
        use crate::*;
        struct Step {
            out: Option<String>,
            rest: Vec<String>,
        }
        fn step(mut rest: Vec<String>) -> Step {
            Step { out: rest.pop(), rest }
        }
        #[generator]
        fn outs(words: Vec<String>) -> impl Iterator<Item = Box<str>> {
            let mut now = step(words);
            while let Some(out) = now.out.map(String::into_boxed_str) {
                yield_!(out);
                now = step(now.rest);
            }
        }
        pub fn run() {
            gives(|| outs(vec!["a".into(), "b".into()]), &["b".into(), "a".into()] as &[Box<str>]);
        }
    }

    pub mod ticket {
        use crate::*;
        struct Trip {
            stops: Vec<u8>,
            _ticket: Tag,
        }
        #[generator]
        fn ride(stops: Vec<u8>) -> impl Iterator<Item = u8> {
            let trip = Trip { stops, _ticket: Tag("ticket") };
            let _bag = Tag("bag");
            for stop in trip.stops {
                yield_!(stop);
            }
            note("there");
        }
        pub fn run() {
            logs(|| ride(vec![1, 2]), "1 2 there -bag -ticket", &["-bag -ticket", "-bag -ticket"]);
        }
    }

    // Only a `Copy` part of the part is read.
    pub mod left_in_a_pair {
        use crate::*;
        #[generator]
        fn desks(n: usize) -> impl Iterator<Item = usize> {
            let desk = (Tag("desk"), n);
            let _pen = Tag("pen");
            let Tag(name) = desk.0;
            yield_!(name.len());
            yield_!(desk.1);
        }
        pub fn run() {
            logs(|| desks(3), "4 3 -pen -desk", &["-pen -desk", "-pen -desk"]);
        }
    }

    pub mod tree {
        use crate::*;
        struct Tree {
            low: Option<Box<Tree>>,
            key: String,
            high: Option<Box<Tree>>,
        }
        #[generator]
        fn keys(root: Tree) -> impl Iterator<Item = String> {
            let mut stack = vec![(false, root)];
            while let Some((is_open, mut tree)) = stack.pop() {
                if is_open {
                    yield_!(tree.key);
                    stack.extend(tree.high.map(|high| (false, *high)));
                } else if let Some(low) = tree.low.take() {
                    stack.push((true, tree));
                    stack.push((false, *low));
                } else {
                    stack.push((true, tree));
                }
            }
        }
        pub fn run() {
            let leaf = |key: &str| Some(Box::new(Tree { low: None, key: key.into(), high: None }));
            gives(|| keys(Tree { low: leaf("a"), key: "b".into(), high: leaf("c") }), &["a", "b", "c"]);
        }
    }
}

// Two fields of a `&mut`, or one parameter twice.
mod exclusive {
    // A state that holds an iterator over `self.queue` has nothing else by which to reach that again: safe code gets a reborrowed
    // `&mut` back only when the borrow ends, and a borrow can't end while it is stored beside what it borrows.
    #[cfg(impossible)]
    pub mod drained {
        use crate::*;
        struct Outbox {
            queue: Vec<&'static str>,
            sent: usize,
        }
        impl Outbox {
            #[generator]
            fn send_all(&mut self) -> impl Iterator<Item = String> {
                for letter in self.queue.drain(..) {
                    self.sent += 1;
                    yield_!(format!("{letter} {}", self.sent));
                }
                self.queue.push("again");
                yield_!(self.queue.concat());
            }
        }
        pub fn run() {
            let outbox = || Box::leak(Box::new(Outbox { queue: vec!["a", "b"], sent: 7 }));
            gives(|| outbox().send_all(), &["a 8", "b 9", "again"]);
        }
    }

    pub mod visited {
        use crate::*;
        struct Field {
            cells: [u8; 3],
            visits: u16,
        }
        impl Field {
            #[generator]
            fn odd(&mut self) -> impl Iterator<Item = &mut u8> {
                for cell in self.cells.iter_mut() {
                    self.visits += 1;
                    if *cell % 2 == 1 {
                        yield_!(cell);
                    }
                }
                self.visits *= 10;
            }
        }
        pub fn run() {
            let mut field = Field { cells: [1, 2, 3], visits: 0 };
            for cell in field.odd() {
                *cell += 4;
            }
            field.odd().for_each(|cell| *cell -= 1);
            assert_eq!((field.cells, field.visits), ([4, 2, 6], 330));
        }
    }

    // The same of `scores`.
    #[cfg(impossible)]
    pub mod two_rounds {
        use crate::*;
        #[generator]
        fn rounds(scores: &mut Vec<u32>) -> impl Iterator<Item = u32> {
            for round in 1..=2 {
                for score in scores.iter_mut() {
                    *score += round;
                    yield_!(*score);
                }
                scores.pop();
            }
            yield_!(scores.len() as u32);
        }
        pub fn run() {
            gives(|| rounds(Box::leak(Box::new(vec![10, 20, 30]))), &[11, 21, 31, 13, 23, 1]);
        }
    }

    // The same of `seen`, which a generator inside has borrowed.
    #[cfg(impossible)]
    pub mod lent_on {
        use crate::*;
        struct Group(Vec<u8>);
        impl Group {
            #[generator]
            fn visit<'a>(&'a self, seen: &'a mut Vec<u8>) -> Box<dyn Iterator<Item = usize> + 'a> {
                for &id in &self.0 {
                    seen.push(id);
                    yield_!(seen.len());
                }
            }
        }
        #[generator]
        fn visit_all<'a>(groups: &'a [Group], seen: &'a mut Vec<u8>) -> Box<dyn Iterator<Item = usize> + 'a> {
            for group in groups {
                for count in group.visit(seen) {
                    yield_!(count);
                }
                seen.push(0);
            }
        }
        pub fn run() {
            let groups = [Group(vec![5, 6]), Group(vec![7])];
            gives(|| visit_all(&groups, Box::leak(Box::default())), &[1, 2, 4]);
            let mut seen = vec![];
            for _ in visit_all(&groups, &mut seen) {}
            assert_eq!(seen, [5, 6, 0, 7, 0]);
        }
    }

    // The same of `self`, which a method has borrowed.
    #[cfg(impossible)]
    pub mod scanner {
        use crate::*;
        struct Scanner<'a> {
            chars: std::iter::Peekable<std::str::Chars<'a>>,
            breaks: u8,
        }
        impl<'a> Scanner<'a> {
            fn word(&mut self) -> impl Iterator<Item = char> + use<'_, 'a> {
                std::iter::from_fn(|| self.chars.next_if(|c| c.is_alphabetic()))
            }
            #[generator]
            fn letters(&mut self) -> impl Iterator<Item = char> + use<'_, 'a> {
                while self.chars.peek().is_some() {
                    for letter in self.word() {
                        yield_!(letter);
                    }
                    if self.chars.next() == Some('/') {
                        self.breaks += 1;
                    }
                }
                yield_!(char::from(b'0' + self.breaks));
            }
        }
        pub fn run() {
            let scanner = || Box::leak(Box::new(Scanner { chars: "ab/c d/".chars().peekable(), breaks: 0 }));
            gives(|| scanner().letters(), &['a', 'b', 'c', 'd', '2']);
        }
    }

    // A `&mut` from a list, and then more of them out of it into the list.
    pub mod branches {
        use crate::*;
        struct Branch {
            leaves: u32,
            twigs: Vec<Branch>,
        }
        #[generator]
        fn all(root: &mut Branch) -> impl Iterator<Item = &mut u32> {
            let mut open = vec![root];
            while let Some(branch) = open.pop() {
                yield_!(&mut branch.leaves);
                open.extend(branch.twigs.iter_mut().rev());
            }
        }
        pub fn run() {
            let twig = |leaves| Branch { leaves, twigs: vec![] };
            let mut root = Branch { leaves: 1, twigs: vec![twig(2), twig(3)] };
            for leaves in all(&mut root) {
                *leaves *= 10;
            }
            gives(|| all(Box::leak(Box::new(Branch { leaves: 4, twigs: vec![twig(5)] }))).map(|n| *n), &[4, 5]);
            assert_eq!(all(&mut root).fold(0, |sum, leaves| sum + *leaves), 60);
        }
    }
}

// Methods that take `self` under names which std has for `&self` and `&mut self`.
mod methods {
    pub mod last {
        use crate::*;
        #[generator]
        fn ends(path: &str) -> impl Iterator<Item = &str> {
            let mut parts = path.split('/').filter(|part| !part.is_empty());
            if let Some(first) = parts.next() {
                yield_!(first);
            }
            if let Some(last) = parts.last() {
                yield_!(last);
            }
            yield_!("end");
        }
        pub fn run() {
            gives(|| ends("usr/lib//x"), &["usr", "x", "end"]);
            gives(|| ends("/usr"), &["usr", "end"]);
        }
    }

    pub mod eq {
        use crate::*;
        #[generator]
        fn lens(words: Vec<String>) -> impl Iterator<Item = usize> {
            let mut rest = words.into_iter();
            while let Some(word) = rest.next() {
                yield_!(word.len());
                if word == "--" {
                    break;
                }
            }
            if rest.eq(["x", "y"]) {
                yield_!(100);
            }
            yield_!(200);
        }
        pub fn run() {
            let words = |text: &str| text.split(' ').map(String::from).collect();
            gives(|| lens(words("a -- x y")), &[1, 2, 100, 200]);
            gives(|| lens(words("abc")), &[3, 200]);
        }
    }

    pub mod send {
        use crate::*;
        struct Reply(Tag);
        impl Reply {
            fn send(self, n: usize) -> usize {
                note(format_args!("{}:{n}", self.0.0));
                n + 1
            }
        }
        #[generator]
        fn serve(mut inbox: Vec<(&'static str, Reply)>) -> impl Iterator<Item = usize> {
            while let Some((text, reply)) = inbox.pop() {
                yield_!(text.len());
                let n = reply.send(text.len());
                yield_!(n);
                note("served");
            }
        }
        pub fn run() {
            let inbox = || vec![("abc", Reply(Tag("p"))), ("a", Reply(Tag("q")))];
            logs(|| serve(inbox()), "1 q:1 -q 2 served 3 p:3 -p 4 served", &["-q -p", "-p", "-p", ""]);
        }
    }

    pub mod push {
        use crate::*;
        #[derive(Clone)]
        struct Query(Vec<String>);
        impl Query {
            fn push(mut self, part: &str) -> Query {
                self.0.push(part.to_string());
                self
            }
        }
        #[generator]
        fn urls(base: Query, pages: u8) -> impl Iterator<Item = String> {
            let query = base.push("all");
            yield_!(query.0.join("&"));
            let query = query.push("sorted");
            for page in 0..pages {
                let full = query.clone().push(&page.to_string());
                yield_!(full.0.join("&"));
            }
        }
        pub fn run() {
            gives(|| urls(Query(vec![]), 2), &["all", "all&sorted&0", "all&sorted&1"]);
        }
    }

    pub mod parse {
        use crate::*;
        struct Reader {
            base: u32,
        }
        impl Reader {
            fn parse(self, digits: &str) -> Option<(u32, Reader)> {
                let n = u32::from_str_radix(digits, self.base).ok()?;
                Some((n, Reader { base: n }))
            }
        }
        #[generator]
        fn numbers(words: &[&str]) -> impl Iterator<Item = u32> {
            let mut reader = Reader { base: 2 };
            for word in words {
                let Some((n, next)) = reader.parse(word) else { return };
                yield_!(n);
                reader = next;
            }
        }
        pub fn run() {
            gives(|| numbers(&["1000", "17", "e", "?"]), &[8, 15, 14]);
        }
    }

    pub mod insert {
        use crate::*;
        struct Wall {
            bricks: Vec<u8>,
            _flag: Tag,
        }
        impl Wall {
            fn insert(mut self, brick: u8) -> Wall {
                self.bricks.insert(0, brick);
                self
            }
        }
        #[generator]
        fn built(bricks: Vec<u8>) -> impl Iterator<Item = u8> {
            let mut wall = Wall { bricks: vec![], _flag: Tag("flag") };
            for brick in bricks {
                wall = wall.insert(brick);
                yield_!(wall.bricks[0]);
            }
            note(wall.bricks.len());
        }
        pub fn run() {
            logs(|| built(vec![6, 7]), "6 7 2 -flag", &["-flag", "-flag"]);
        }
    }

    pub mod append {
        use crate::*;
        struct Form(Tag, String);
        impl Form {
            fn append(self, text: &str) -> Form {
                Form(self.0, self.1 + text)
            }
            fn read(self) -> String {
                note("read");
                self.1
            }
        }
        #[generator]
        fn fill() -> impl Iterator<Item = String> {
            let form = Form(Tag("form"), "a".into());
            yield_!(form.1.clone());
            let form = form.append("b");
            yield_!(form.1.clone());
            let text = form.read();
            yield_!(text);
        }
        pub fn run() {
            logs(fill, "a ab read -form ab", &["-form", "-form", ""]);
        }
    }

    pub mod pop {
        use crate::*;
        struct Stack(Vec<u8>);
        impl Stack {
            fn pop(mut self) -> Option<(u8, Stack)> {
                let top = self.0.pop()?;
                Some((top, self))
            }
        }
        #[generator]
        fn tops(mut stack: Stack) -> impl Iterator<Item = u8> {
            loop {
                yield_!(stack.0.len() as u8);
                let Some((top, below)) = stack.pop() else { break };
                yield_!(top);
                stack = below;
            }
        }
        pub fn run() {
            gives(|| tops(Stack(vec![8, 9])), &[2, 9, 1, 8, 0]);
        }
    }

    // `read` doesn't give a lock here: `*page` moves.
    pub mod read_a_box {
        use crate::*;
        struct Book;
        impl Book {
            fn read(&self) -> Box<Tag> {
                Box::new(Tag("page"))
            }
        }
        #[generator]
        fn pages() -> impl Iterator<Item = usize> {
            let book = Book;
            let page = book.read();
            yield_!(page.0.len());
            let page = *page;
            yield_!(page.0.len() + 1);
            note("closed");
        }
        pub fn run() {
            logs(pages, "4 5 closed -page", &["-page", "-page"]);
        }
    }

    pub mod chars {
        use crate::*;
        struct Rope(u8);
        impl Rope {
            fn chars(self) -> Option<Tag> {
                (self.0 > 0).then(|| Tag("knots"))
            }
        }
        #[generator]
        fn ropes(n: u8) -> impl Iterator<Item = usize> {
            let rope = Rope(n);
            yield_!(1);
            if let Some(knots) = rope.chars() {
                yield_!(knots.0.len());
                note("tied");
            }
            note("end");
        }
        pub fn run() {
            logs(|| ropes(2), "1 5 tied -knots end", &["", "-knots"]);
            logs(|| ropes(0), "1 end", &[""]);
        }
    }
}

// Jumps that a macro of the body's own makes.
mod jumps {
    pub mod continued {
        use crate::*;
        macro_rules! some {
            ($value:expr, else $other:expr) => {
                match $value {
                    Some(value) => value,
                    None => $other,
                }
            };
        }
        #[generator]
        fn known(list: Vec<Option<u8>>) -> impl Iterator<Item = u8> {
            let mut at = 0;
            while at < list.len() {
                at += 1;
                yield_!(0);
                let n = some!(list[at - 1], else continue);
                yield_!(n);
            }
            yield_!(100);
        }
        pub fn run() {
            gives(|| known(vec![Some(5), None, Some(6)]), &[0, 5, 0, 0, 6, 100]);
        }
    }

    pub mod broken {
        use crate::*;
        macro_rules! some {
            ($value:expr, else $other:expr) => {
                match $value {
                    Some(value) => value,
                    None => $other,
                }
            };
        }
        #[generator]
        fn rows(mut limits: Vec<u8>) -> impl Iterator<Item = u8> {
            loop {
                yield_!(0);
                let limit = some!(limits.pop(), else break);
                for n in 1..=limit {
                    yield_!(n);
                }
            }
            yield_!(100);
        }
        pub fn run() {
            gives(|| rows(vec![1, 2]), &[0, 1, 2, 0, 1, 0, 100]);
        }
    }

    pub mod returned {
        use crate::*;
        macro_rules! even {
            ($n:ident, $other:expr) => {
                if $n % 2 == 0 { $n / 2 } else { $other }
            };
        }
        #[generator]
        fn halves(list: &[u8]) -> impl Iterator<Item = u8> {
            let _list = Tag("list");
            for &n in list {
                yield_!(n);
                let half = even!(n, return);
                yield_!(half);
            }
            note("all");
        }
        pub fn run() {
            logs(|| halves(&[4, 5, 6]), "4 2 5 -list", &["-list", "-list", "-list"]);
            logs(|| halves(&[8]), "8 4 all -list", &["-list", "-list"]);
        }
    }

    pub mod to_a_label {
        use crate::*;
        macro_rules! skip_to {
            ($label:lifetime if $on:expr) => {
                if $on {
                    continue $label;
                }
            };
        }
        #[generator]
        fn corner(size: u8) -> impl Iterator<Item = (u8, u8)> {
            'rows: for row in 0..size {
                for column in 0..size {
                    yield_!((row, column));
                    skip_to!('rows if column == row);
                }
            }
        }
        pub fn run() {
            gives(|| corner(3), &[(0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)]);
        }
    }

    pub mod out_of_a_block {
        use crate::*;
        macro_rules! leave {
            ($label:lifetime) => {
                break $label
            };
        }
        #[generator]
        fn blocks(early: bool) -> impl Iterator<Item = u8> {
            'block: {
                let _door = Tag("door");
                yield_!(1);
                if early {
                    leave!('block);
                }
                yield_!(2);
            }
            note("out");
            yield_!(3);
        }
        pub fn run() {
            logs(|| blocks(true), "1 -door out 3", &["-door", ""]);
            logs(|| blocks(false), "1 2 -door out 3", &["-door", "-door", ""]);
        }
    }

    // The jump is in the definition.
    pub mod hidden_continue {
        use crate::*;
        macro_rules! skip_if {
            ($on:expr) => {
                if $on {
                    continue;
                }
            };
        }
        #[generator]
        fn counted(end: u8) -> impl Iterator<Item = u8> {
            let mut n = 0;
            while n < end {
                n += 1;
                yield_!(n);
                skip_if!(n == 2);
                yield_!(n * 10);
            }
        }
        pub fn run() {
            gives(|| counted(3), &[1, 10, 2, 3, 30]);
        }
    }

    pub mod hidden_break {
        use crate::*;
        macro_rules! until {
            ($on:expr, $value:expr) => {
                if $on {
                    break $value;
                }
            };
        }
        #[generator]
        fn doubled(mut n: u32) -> impl Iterator<Item = u32> {
            let last = loop {
                yield_!(n);
                n *= 2;
                until!(n > 20, n + 1);
                yield_!(0);
            };
            yield_!(last);
        }
        pub fn run() {
            gives(|| doubled(7), &[7, 0, 14, 29]);
        }
    }

    pub mod hidden_return {
        use crate::*;
        macro_rules! stop_at {
            ($n:expr, $end:literal) => {
                if $n == $end {
                    return;
                }
            };
        }
        #[generator]
        fn stopped(list: Vec<u8>) -> impl Iterator<Item = u8> {
            for n in list {
                stop_at!(n, 9);
                yield_!(n);
                stop_at!(n, 3);
                yield_!(n + 50);
            }
            yield_!(100);
        }
        pub fn run() {
            gives(|| stopped(vec![1, 3, 4]), &[1, 51, 3]);
            gives(|| stopped(vec![1, 9, 4]), &[1, 51]);
            gives(|| stopped(vec![2]), &[2, 52, 100]);
        }
    }

    // Defined within the loop that it continues.
    pub mod local_macro {
        use crate::*;
        #[generator]
        fn rounds(mut n: u8) -> impl Iterator<Item = u8> {
            'round: while n < 3 {
                macro_rules! next_round {
                    () => {
                        continue 'round
                    };
                }
                n += 1;
                yield_!(n);
                if n % 2 == 0 {
                    next_round!();
                }
                yield_!(n + 10);
            }
        }
        pub fn run() {
            gives(|| rounds(0), &[1, 11, 2, 3, 13]);
        }
    }

    // What borrows a local is used in a block, or in a loop, up to its only yield.
    pub mod into_a_block {
        use crate::*;
        #[generator]
        fn priced(rate: u32) -> impl Iterator<Item = u32> {
            let base = rate + 1;
            let price = |n: u32| n * base;
            let rest = 'sale: {
                if base == 1 {
                    break 'sale 0;
                }
                yield_!(price(10));
                5
            };
            yield_!(rest);
        }
        pub fn run() {
            gives(|| priced(2), &[30, 5]);
            gives(|| priced(0), &[0]);
        }
    }

    pub mod into_a_loop {
        use crate::*;
        #[generator]
        fn first(name: &str) -> impl Iterator<Item = String> {
            let lower = name.to_lowercase();
            let short = lower.trim_end_matches('x');
            for n in 1.. {
                if n * n > short.len() {
                    yield_!(format!("{short}{n}"));
                    return;
                }
            }
        }
        pub fn run() {
            gives(|| first("ABCDEXX"), &["abcde3"]);
        }
    }

    pub mod into_one_round {
        use crate::*;
        #[generator]
        fn once(words: Vec<String>) -> impl Iterator<Item = usize> {
            let longest = words.iter().map(|word| word.len());
            loop {
                yield_!(longest.fold(0, usize::max));
                break;
            }
            yield_!(words.len());
        }
        pub fn run() {
            gives(|| once(vec!["ab".into(), "abcd".into(), "".into()]), &[4, 3]);
        }
    }
}

// What a pattern of a parameter binds drops in the parameter's turn.
mod parameters {
    fn see(_: &crate::Tag) {}

    pub mod pair_first {
        use super::*;
        use crate::*;
        #[generator]
        fn bound((a, b): (Tag, Tag), c: Tag) -> impl Iterator<Item = usize> {
            see(&b);
            see(&a);
            yield_!(a.0.len() + b.0.len());
            note("end");
            see(&c);
        }
        pub fn run() {
            logs(|| bound((Tag("a"), Tag("bb")), Tag("c")), "3 end -c -bb -a", &["-c -bb -a"]);
        }
    }

    pub mod between {
        use super::*;
        use crate::*;
        struct Two {
            left: Tag,
            right: Tag,
        }
        #[generator]
        fn bound(Two { right, left: x }: Two, mut n: usize, last: Tag) -> impl Iterator<Item = usize> {
            see(&x);
            see(&right);
            while n > 0 {
                yield_!(n);
                n -= 1;
            }
            note(last.0);
        }
        pub fn run() {
            let two = || Two { left: Tag("l"), right: Tag("r") };
            logs(|| bound(two(), 2, Tag("z")), "2 1 z -z -l -r", &["-z -l -r", "-z -l -r"]);
        }
    }
}

// Names within the text that a macro of the body's own is given.
mod shown {
    pub mod shadowed {
        use crate::*;
        macro_rules! say {
            ($($part:tt)*) => { note(format_args!($($part)*)) };
        }
        #[generator]
        fn visits(town: &str, towns: Vec<String>) -> impl Iterator<Item = usize> {
            for town in towns {
                yield_!(town.len());
                say!("<{town}>");
            }
            say!("({town})");
        }
        pub fn run() {
            let towns = || vec!["Ulm".into(), "Bonn".into()];
            logs(|| visits("Kiel", towns()), "3 <Ulm> 4 <Bonn> (Kiel)", &["", ""]);
        }
    }

    pub mod in_an_item {
        use crate::*;
        macro_rules! text {
            ($($part:tt)*) => { format!($($part)*) };
        }
        #[generator]
        fn pages(page: &str, pages: Vec<String>) -> impl Iterator<Item = String> {
            for page in pages {
                yield_!(page.to_uppercase());
                yield_!(text!("[{page}]"));
            }
            yield_!(page.to_string());
        }
        pub fn run() {
            gives(|| pages("end", vec!["a".into(), "b".into()]), &["A", "[a]", "B", "[b]", "end"]);
        }
    }

    pub mod only_there {
        use crate::*;
        macro_rules! text {
            ($($part:tt)*) => { format!($($part)*) };
        }
        #[generator]
        fn rows(cells: Vec<String>, width: usize) -> impl Iterator<Item = String> {
            for (n, cell) in cells.into_iter().enumerate() {
                yield_!(n.to_string());
                let row = text!("{cell:>width$}|");
                yield_!(row);
            }
        }
        pub fn run() {
            gives(|| rows(vec!["a".into(), "bcd".into()], 3), &["0", "  a|", "1", "bcd|"]);
        }
    }

    // A variable that such a macro names isn't moved by it.
    pub mod named {
        use crate::*;
        macro_rules! tell {
            ($text:literal, $what:expr) => {
                note(format!($text, $what))
            };
        }
        #[generator]
        fn told() -> impl Iterator<Item = u8> {
            let key = Tag("key");
            tell!("[{}]", key.0);
            yield_!(1);
            yield_!(2);
        }
        pub fn run() {
            logs(told, "[key] 1 2 -key", &["-key", "-key"]);
        }
    }
}

// What borrows a local isn't used after the yields.
mod borrows {
    pub mod let_else {
        use crate::*;
        #[generator]
        fn settings(text: &str) -> impl Iterator<Item = String> {
            for line in text.lines() {
                let line = line.to_lowercase();
                let Some((key, value)) = line.split_once('=') else {
                    yield_!("?".to_string());
                    continue;
                };
                let shown = format!("{value}<-{key}");
                yield_!(shown);
            }
        }
        pub fn run() {
            gives(|| settings("A=1\nb\nC=d=e"), &["1<-a", "?", "d=e<-c"]);
        }
    }

    pub mod if_else {
        use crate::*;
        #[generator]
        fn echoes(lines: &[&str]) -> impl Iterator<Item = String> {
            for line in lines {
                let line = line.to_uppercase();
                let parts: Vec<_> = line.split('-').collect();
                if parts.len() < 2 {
                    yield_!("?".to_string());
                    continue;
                }
                let shown = parts[0].repeat(parts[1].len());
                yield_!(shown);
            }
        }
        pub fn run() {
            gives(|| echoes(&["ab-xy", "", "c-d-e"]), &["ABAB", "?", "C"]);
        }
    }

    pub mod peek {
        use crate::*;
        #[generator]
        fn gaps(list: Vec<u32>) -> impl Iterator<Item = u32> {
            let mut left = list.into_iter().peekable();
            while let Some(n) = left.next() {
                let Some(after) = left.peek() else {
                    yield_!(1000);
                    break;
                };
                let gap = after.abs_diff(n);
                yield_!(gap);
            }
        }
        pub fn run() {
            gives(|| gaps(vec![3, 9, 7]), &[6, 2, 1000]);
        }
    }

    pub mod arms {
        use crate::*;
        #[generator]
        fn replies(lines: Vec<&'static str>) -> impl Iterator<Item = usize> {
            let mut count = 0;
            for line in lines {
                let line = line.to_uppercase();
                match line.as_str() {
                    "PING" => yield_!(0),
                    "LEN" => count += line.len(),
                    other => {
                        let words: Vec<_> = other.split(' ').collect();
                        count += words.len();
                        yield_!(count);
                    }
                }
                note(line);
            }
        }
        pub fn run() {
            logs(|| replies(vec!["a b", "len", "ping", "c"]), "2 A B LEN 0 PING 6 C", &["", "", ""]);
        }
    }

    pub mod words {
        use crate::*;
        fn text() -> String {
            "to be or not".to_string()
        }
        #[generator]
        fn numbered() -> impl Iterator<Item = usize> {
            let text = text();
            let words: Vec<&str> = text.split(' ').filter(|word| word.len() > 1).collect();
            note(words.join("+"));
            let count = words.len();
            for n in 0..count {
                yield_!(n);
            }
            yield_!(text.len());
        }
        pub fn run() {
            logs(numbered, "to+be+or+not 0 1 2 3 12", &["", "", "", "", ""]);
        }
    }

    pub mod pairs {
        use crate::*;
        use std::collections::HashMap;
        #[generator]
        fn looked_up(line: &str) -> impl Iterator<Item = usize> {
            let line = line.replace(' ', "");
            let pairs: HashMap<&str, &str> = line.split(',').filter_map(|pair| pair.split_once(':')).collect();
            let x = pairs.get("x").map_or(0, |x| x.len());
            yield_!(x);
            yield_!(line.len());
        }
        pub fn run() {
            gives(|| looked_up("y:1, x : 234"), &[3, 9]);
        }
    }

    pub mod highest {
        use crate::*;
        #[generator]
        fn heights(peaks: Vec<(u32, String)>) -> impl Iterator<Item = u32> {
            let highest = peaks.iter().max();
            note(format_args!("{highest:?}"));
            yield_!(peaks.len() as u32);
            for (height, _) in peaks {
                yield_!(height);
            }
        }
        pub fn run() {
            let peaks = || vec![(3, "c".to_string()), (4, "a".to_string())];
            logs(|| heights(peaks()), "Some((4, \"a\")) 2 3 4", &["", "", ""]);
        }
    }

    // Operators on references give values that drop.
    pub mod sums {
        use crate::*;
        use std::ops::{Add, Neg};
        struct Money(i32, Tag);
        impl Add for &Money {
            type Output = Money;
            fn add(self, other: &Money) -> Money {
                Money(self.0 + other.0, Tag("sum"))
            }
        }
        impl Neg for &Money {
            type Output = Money;
            fn neg(self) -> Money {
                Money(-self.0, Tag("debt"))
            }
        }
        #[generator]
        fn accounts(n: i32) -> impl Iterator<Item = i32> {
            let coin = Money(n, Tag("coin"));
            let sum = &coin + &coin;
            yield_!(sum.0);
            let debt = -&sum;
            yield_!(debt.0);
            note(debt.1.0);
            yield_!(sum.0 + coin.0);
        }
        pub fn run() {
            let ends = &["-sum -coin", "-debt -sum -coin", "-debt -sum -coin"];
            logs(|| accounts(4), "8 -8 debt 12 -debt -sum -coin", ends);
        }
    }

    pub mod products {
        use crate::*;
        use std::ops::Mul;
        struct Big(Vec<u8>);
        impl<'b> Mul<&'b Big> for &'b Big {
            type Output = Big;
            fn mul(self, other: &Big) -> Big {
                Big(self.0.iter().zip(&other.0).map(|(a, b)| a * b).collect())
            }
        }
        #[generator]
        fn powers(base: Vec<u8>) -> impl Iterator<Item = Vec<u8>> {
            let base = Big(base);
            let mut power = Big(vec![1; 2]);
            for _ in 0..2 {
                power = &power * &base;
                yield_!(power.0.clone());
            }
            let square = &power * &power;
            yield_!(square.0.clone());
            yield_!(square.0);
        }
        pub fn run() {
            gives(|| powers(vec![2, 1]), &[[2, 1], [4, 1], [16, 1], [16, 1]]);
        }
    }

    pub mod lent {
        use crate::*;
        struct Window(Vec<u8>, usize);
        impl Window {
            fn next(&mut self) -> Option<&mut [u8]> {
                self.1 += 1;
                self.0.get_mut(self.1 - 1..self.1 + 1)
            }
        }
        #[generator]
        fn slid(bytes: Vec<u8>) -> impl Iterator<Item = u8> {
            let mut window = Window(bytes, 0);
            while let Some(two) = window.next() {
                two[1] += two[0];
                let top = two[1];
                yield_!(top);
            }
            yield_from!(window.0);
        }
        pub fn run() {
            gives(|| slid(vec![1, 2, 3]), &[3, 6, 1, 3, 6]);
        }
    }
}

// Macros and functions of the body's own under the names of std's.
mod names {
    pub mod matches {
        use crate::*;
        macro_rules! matches {
            ($value:expr, $pattern:pat) => {{
                note("asked");
                !std::matches!($value, $pattern)
            }};
        }
        #[generator]
        fn unlike(list: Vec<Option<u8>>) -> impl Iterator<Item = bool> {
            for value in list {
                let is_unlike = matches!(value, Some(1));
                yield_!(is_unlike);
            }
        }
        pub fn run() {
            logs(|| unlike(vec![Some(1), None]), "asked false asked true", &["", ""]);
        }
    }

    pub mod todo {
        use crate::*;
        macro_rules! todo {
            ($what:expr) => {
                note(concat!("todo:", $what))
            };
        }
        #[generator]
        fn drafts() -> impl Iterator<Item = u8> {
            let _page = Tag("page");
            yield_!(1);
            todo!("more");
            yield_!(2);
            note("end");
        }
        pub fn run() {
            logs(drafts, "1 todo:more 2 end -page", &["-page", "-page"]);
        }
    }

    pub mod exit {
        use crate::*;
        mod process {
            pub fn exit(code: i32) {
                crate::note(format_args!("exit {code}"));
            }
        }
        #[generator]
        fn jobs() -> impl Iterator<Item = i32> {
            let _office = Tag("office");
            for job in 1..3 {
                yield_!(job);
            }
            process::exit(1);
            yield_!(0);
            note("after");
        }
        pub fn run() {
            logs(jobs, "1 2 exit 1 0 after -office", &["-office", "-office", "-office"]);
        }
    }

    pub mod len {
        use crate::*;
        struct Court;
        impl Court {
            fn len(&self) -> Tag {
                Tag("measure")
            }
        }
        #[generator]
        fn measured() -> impl Iterator<Item = usize> {
            let court = Court;
            let len = court.len();
            note(len.0);
            yield_!(1);
            note("after");
        }
        pub fn run() {
            logs(measured, "measure 1 after -measure", &["-measure"]);
        }
    }

    pub mod count {
        use crate::*;
        struct Votes(u8);
        impl Votes {
            fn count(self) -> Result<Tag, u8> {
                if self.0 > 0 { Ok(Tag("counted")) } else { Err(self.0) }
            }
        }
        #[generator]
        fn counted(n: u8) -> impl Iterator<Item = usize> {
            let Ok(count) = Votes(n).count() else { return };
            note(count.0);
            yield_!(1);
            note("after");
        }
        pub fn run() {
            logs(|| counted(3), "counted 1 after -counted", &["-counted"]);
            logs(|| counted(0), "", &[]);
        }
    }

    pub mod bytes {
        use crate::*;
        struct Disk;
        struct Sector(Tag);
        impl Disk {
            fn bytes(&self) -> Sector {
                Sector(Tag("sector"))
            }
        }
        impl Sector {
            fn size(&self) -> usize {
                self.0.0.len()
            }
        }
        #[generator]
        fn sizes() -> impl Iterator<Item = usize> {
            let disk = Disk;
            match disk.bytes().size() {
                0 => return,
                n => {
                    yield_!(n);
                    note("read");
                }
            }
            note("after");
        }
        pub fn run() {
            logs(sizes, "6 read -sector after", &["-sector"]);
        }
    }
}

// Values with a drop that are used before the yields only.
mod guards {
    pub mod made_by_new {
        use crate::*;
        struct Open(Rc<Cell<u32>>);
        impl Open {
            fn new(doors: &Rc<Cell<u32>>) -> Open {
                doors.set(doors.get() + 1);
                Open(doors.clone())
            }
        }
        impl Drop for Open {
            fn drop(&mut self) {
                self.0.set(self.0.get() - 1);
                note("closed");
            }
        }
        #[generator]
        fn open_doors(doors: Rc<Cell<u32>>) -> impl Iterator<Item = u32> {
            let door = Open::new(&doors);
            note(door.0.get());
            yield_!(doors.get());
            yield_!(doors.get() + 10);
        }
        pub fn run() {
            logs(|| open_doors(Rc::default()), "1 1 11 closed", &["closed", "closed"]);
        }
    }

    pub mod from_outside {
        use crate::*;
        struct Timer<'a> {
            runs: &'a Cell<u32>,
            _bell: Tag,
        }
        impl<'a> Timer<'a> {
            fn start(runs: &'a Cell<u32>) -> Self {
                runs.set(runs.get() + 1);
                Timer { runs, _bell: Tag("bell") }
            }
            fn so_far(&self) -> u32 {
                self.runs.get()
            }
        }
        #[generator]
        fn timed(runs: &Cell<u32>) -> impl Iterator<Item = u32> {
            let timer = Timer::start(runs);
            let first = timer.so_far();
            yield_!(first);
            note("ran");
            yield_!(runs.get() * 2);
        }
        pub fn run() {
            logs(|| timed(Box::leak(Box::default())), "1 ran 2 -bell", &["-bell", "-bell"]);
        }
    }

    pub mod counted {
        use crate::*;
        #[generator]
        fn owners(shared: Rc<Cell<usize>>) -> impl Iterator<Item = usize> {
            let held = Rc::clone(&shared);
            let n = held.get();
            yield_!(n);
            yield_!(Rc::strong_count(&shared));
            shared.set(5);
            yield_!(Rc::strong_count(&shared) + shared.get());
        }
        pub fn run() {
            gives(|| owners(Rc::new(Cell::new(7))), &[7, 2, 7]);
        }
    }

    pub mod issued {
        use crate::*;
        struct Desk(Tag);
        fn issue(desk: &Desk, _to: &str) -> Tag {
            note(desk.0.0);
            Tag("card")
        }
        #[generator]
        fn lent(days: u8) -> impl Iterator<Item = u8> {
            let desk = Desk(Tag("desk"));
            let card = issue(&desk, "me");
            note(card.0);
            for day in 0..days {
                yield_!(day);
            }
            note("back");
            drop(desk);
        }
        pub fn run() {
            logs(|| lent(2), "desk card 0 1 back -desk -card", &["-card -desk", "-card -desk"]);
        }
    }

    pub mod issued_by_a_method {
        use crate::*;
        struct Bank;
        impl Bank {
            fn open(&self, n: usize) -> Tag {
                Tag(["zero", "one", "two"][n])
            }
        }
        #[generator]
        fn accounts() -> impl Iterator<Item = usize> {
            let bank = Bank;
            for n in 1..3 {
                let account = bank.open(n);
                let len = account.0.len();
                yield_!(len + n);
                note("paid");
            }
            drop(bank);
        }
        pub fn run() {
            logs(accounts, "4 paid -one 5 paid -two", &["-one", "-two"]);
        }
    }

    pub mod asked_last {
        use crate::*;
        struct Folder(Tag);
        impl Folder {
            fn path(&self) -> String {
                self.0.0.to_string()
            }
        }
        #[generator]
        fn files() -> impl Iterator<Item = String> {
            let folder = Folder(Tag("tmp"));
            let root = folder.path();
            for name in ["a", "b"] {
                yield_!(format!("{root}/{name}"));
            }
        }
        pub fn run() {
            logs(files, "tmp/a tmp/b -tmp", &["-tmp", "-tmp"]);
        }
    }

    pub mod changed_last {
        use crate::*;
        struct Transaction(Tag, u8);
        impl Transaction {
            fn execute(&mut self, sql: &str) -> usize {
                self.1 += 1;
                note(format_args!("{} {sql}", self.0.0));
                sql.len()
            }
        }
        #[generator]
        fn rows() -> impl Iterator<Item = usize> {
            let mut transaction = Transaction(Tag("tx"), 0);
            let n = transaction.execute("get");
            yield_!(n);
            transaction.execute("put");
            yield_!(n + 1);
            note("commit");
        }
        pub fn run() {
            logs(rows, "tx get 3 tx put 4 commit -tx", &["-tx", "-tx"]);
        }
    }

    pub mod locked {
        use crate::*;
        use std::sync::{Mutex, MutexGuard};
        struct Store(Mutex<Vec<u8>>);
        impl Store {
            fn enter(&self) -> MutexGuard<'_, Vec<u8>> {
                self.0.lock().unwrap()
            }
        }
        fn add(list: &mut Vec<u8>, n: u8) -> usize {
            list.push(n);
            list.len()
        }
        #[generator]
        fn is_free(store: &Store) -> impl Iterator<Item = bool> {
            let mut list = store.enter();
            let count = add(&mut list, 5);
            list.sort_by_cached_key(|n| n.to_string());
            yield_!(store.0.try_lock().is_ok());
            yield_!(count != 1 || store.0.try_lock().is_ok());
        }
        pub fn run() {
            gives(|| is_free(Box::leak(Box::new(Store(Mutex::default())))), &[false, false]);
        }
    }

    pub mod owned_by_a_closure {
        use crate::*;
        fn size(tag: &Tag) -> usize {
            tag.0.len()
        }
        #[generator]
        fn opened() -> impl Iterator<Item = usize> {
            let key = Tag("key");
            let open = move |door: usize| door + size(&key);
            for n in 0..open(0) - 1 {
                yield_!(n);
            }
            note("in");
        }
        pub fn run() {
            logs(opened, "0 1 in -key", &["-key", "-key"]);
        }
    }

    pub mod pool {
        use crate::*;
        struct Pool(Vec<u8>);
        impl Pool {
            fn push(&mut self, n: u8) {
                self.0.push(n);
            }
            fn pop(&mut self) -> Option<Tag> {
                self.0.pop().map(|n| Tag(if n == 1 { "one" } else { "many" }))
            }
        }
        #[generator]
        fn taken(n: u8) -> impl Iterator<Item = u8> {
            let mut pool = Pool(vec![]);
            pool.push(n + 1);
            pool.push(n);
            while let Some(one) = pool.pop() {
                note(one.0);
                yield_!(n);
                note("used");
            }
        }
        pub fn run() {
            logs(|| taken(1), "one 1 used -one many 1 used -many", &["-one", "-many"]);
        }
    }
}

// Temporaries in a head live as long as the statement does; those of an `if let` until its `else` (edition 2024).
mod temporaries {
    struct Bell(crate::Tag);
    impl Bell {
        fn ring(&self) -> Option<usize> {
            Some(self.0.0.len())
        }
        fn fail(&self) -> Option<usize> {
            None
        }
        fn tones(&self) -> Vec<usize> {
            vec![1, self.0.0.len()]
        }
        fn count_down(&self, n: &mut usize) -> Option<usize> {
            *n = n.checked_sub(1)?;
            Some(*n)
        }
    }
    fn bell(name: &'static str) -> Bell {
        Bell(crate::Tag(name))
    }

    pub mod of_a_match {
        use super::bell;
        use crate::*;
        #[generator]
        fn rung() -> impl Iterator<Item = usize> {
            match bell("bell").ring() {
                Some(n) => {
                    yield_!(n);
                    note("rung");
                }
                None => yield_!(0),
            }
            note("after");
        }
        pub fn run() {
            logs(rung, "4 rung -bell after", &["-bell"]);
        }
    }

    pub mod of_an_if_let {
        use super::bell;
        use crate::*;
        #[generator]
        fn rung() -> impl Iterator<Item = usize> {
            if let Some(n) = bell("one").ring() {
                yield_!(n);
                note("rung");
            }
            if let Some(n) = bell("two").fail() {
                yield_!(n);
            } else {
                yield_!(0);
            }
            note("after");
        }
        pub fn run() {
            logs(rung, "3 rung -one -two 0 after", &["-one", ""]);
        }
    }

    pub mod of_a_while_let {
        use super::bell;
        use crate::*;
        #[generator]
        fn rung() -> impl Iterator<Item = usize> {
            let mut left = 2;
            while let Some(n) = bell("bell").count_down(&mut left) {
                yield_!(n);
                note("rung");
            }
            note("after");
        }
        pub fn run() {
            logs(rung, "1 rung -bell 0 rung -bell -bell after", &["-bell", "-bell"]);
        }
    }

    pub mod of_a_for {
        use super::bell;
        use crate::*;
        #[generator]
        fn rung() -> impl Iterator<Item = usize> {
            for n in bell("bell").tones() {
                yield_!(n);
            }
            note("after");
        }
        pub fn run() {
            logs(rung, "1 4 -bell after", &["-bell", "-bell"]);
        }
    }
}

mod others {
    pub mod set_anew {
        use crate::*;
        struct Sheet {
            text: String,
            _paper: Tag,
        }
        #[generator]
        fn sheets() -> impl Iterator<Item = String> {
            let mut sheet = Sheet { text: "a".into(), _paper: Tag("old") };
            let text = sheet.text;
            sheet = {
                yield_!(text.clone());
                Sheet { text: text + "b", _paper: Tag("new") }
            };
            note("set");
            yield_!(sheet.text);
            note("end");
        }
        pub fn run() {
            logs(sheets, "a -old set ab end -new", &["-old", "-new"]);
        }
    }

    pub mod never {
        use crate::*;
        enum Never {}
        #[generator]
        fn sure(list: Vec<Result<u8, Never>>) -> impl Iterator<Item = u8> {
            for result in list {
                let n = match result {
                    Ok(n) => n,
                    Err(never) => match never {},
                };
                yield_!(n);
            }
        }
        pub fn run() {
            gives(|| sure(vec![Ok(1), Ok(2)]), &[1, 2]);
        }
    }

    pub mod shared {
        use crate::*;
        struct Member {
            parent: Cell<u32>,
            _name: Tag,
        }
        #[generator]
        fn climb(me: Rc<Member>) -> impl Iterator<Item = u32> {
            let parent = me.parent.get();
            yield_!(parent);
            note("up");
            yield_!(parent * 2);
        }
        pub fn run() {
            let member = || Rc::new(Member { parent: Cell::new(4), _name: Tag("me") });
            logs(|| climb(member()), "4 up 8 -me", &["-me", "-me"]);
        }
    }

    pub mod no_self {
        use crate::*;
        struct Die;
        impl Die {
            #[generator]
            fn sides(&self) -> impl Iterator<Item = u8> + use<> {
                for side in 1..=3 {
                    yield_!(side);
                }
            }
        }
        pub fn run() {
            gives(|| Die.sides(), &[1, 2, 3]);
        }
    }

    pub mod configured {
        use crate::*;
        #[generator]
        fn built(n: u8) -> impl Iterator<Item = u8> {
            #[cfg(any())]
            yield_!("never");
            #[cfg(not(any()))]
            let n = n + 1;
            match n {
                #[cfg(any())]
                Unknown => yield_!(0),
                #[cfg(not(any()))]
                2 => yield_!(20),
                n => yield_!(n),
            }
            #[cfg(not(any()))]
            yield_!(n);
        }
        pub fn run() {
            gives(|| built(1), &[20, 2]);
            gives(|| built(2), &[3, 3]);
        }
    }

    pub mod inner {
        use crate::*;
        #[generator]
        fn steps(count: usize, foot: Tag) -> impl Iterator<Item = usize> {
            yield_!(count);
            note(foot.0);
        }
        fn steps_of(name: &str) -> impl Iterator<Item = usize> + use<> {
            steps(name.len(), Tag("foot"))
        }
        #[generator]
        fn walk() -> impl Iterator<Item = usize> {
            let name = "left".to_string();
            let mut steps = steps_of(&name);
            let first = steps.next();
            yield_!(first.unwrap());
            note("paused");
            yield_!(name.len() + 5);
        }
        pub fn run() {
            logs(walk, "4 paused 9 -foot", &["-foot", "-foot"]);
        }
    }

    pub mod replaced {
        use crate::*;
        #[generator]
        fn ends(lists: &[Vec<u32>]) -> impl Iterator<Item = u32> {
            let mut row: Box<dyn Iterator<Item = &u32> + '_> = Box::new(std::iter::empty());
            for (n, list) in lists.iter().enumerate() {
                let last = row.last();
                yield_!(last.map_or(0, |last| *last));
                row = if n % 2 == 0 { Box::new(list.iter()) } else { Box::new(list.iter().rev()) };
            }
            yield_from!(row.copied());
        }
        pub fn run() {
            let lists = [vec![1, 2], vec![3, 4], vec![5, 6]];
            gives(|| ends(&lists), &[0, 2, 3, 5, 6]);
        }
    }

    // The box that held the first tag is replaced by one with the second.
}

fn main() {
    let bodies: &[fn()] = &[
        fields::reversed::run,
        fields::woven::run,
        fields::extended::run,
        fields::rest_of_self::run,
        fields::boxed_self::run,
        fields::asked_first::run,
        fields::in_a_closure::run,
        fields::one_of_two::run,
        fields::filtered::run,
        fields::badge::run,
        #[cfg(impossible)]
        fields::pen_and_ink::run,
        #[cfg(impossible)]
        fields::left_by_a_pattern::run,
        fields::beside_a_match::run,
        fields::into_a_closure::run,
        fields::read_last::run,
        lists::wagons::run,
        lists::chain::run,
        lists::pairs::run,
        lists::events::run,
        lists::pages::run,
        lists::steps::run,
        lists::ticket::run,
        lists::left_in_a_pair::run,
        lists::tree::run,
        #[cfg(impossible)]
        exclusive::drained::run,
        exclusive::visited::run,
        #[cfg(impossible)]
        exclusive::two_rounds::run,
        #[cfg(impossible)]
        exclusive::lent_on::run,
        #[cfg(impossible)]
        exclusive::scanner::run,
        exclusive::branches::run,
        methods::last::run,
        methods::eq::run,
        methods::send::run,
        methods::push::run,
        methods::parse::run,
        methods::insert::run,
        methods::append::run,
        methods::pop::run,
        methods::read_a_box::run,
        methods::chars::run,
        jumps::continued::run,
        jumps::broken::run,
        jumps::returned::run,
        jumps::to_a_label::run,
        jumps::out_of_a_block::run,
        jumps::hidden_continue::run,
        jumps::hidden_break::run,
        jumps::hidden_return::run,
        jumps::local_macro::run,
        jumps::into_a_block::run,
        jumps::into_a_loop::run,
        jumps::into_one_round::run,
        parameters::pair_first::run,
        parameters::between::run,
        shown::shadowed::run,
        shown::in_an_item::run,
        shown::only_there::run,
        shown::named::run,
        borrows::let_else::run,
        borrows::if_else::run,
        borrows::peek::run,
        borrows::arms::run,
        borrows::words::run,
        borrows::pairs::run,
        borrows::highest::run,
        borrows::sums::run,
        borrows::products::run,
        borrows::lent::run,
        names::matches::run,
        names::todo::run,
        names::exit::run,
        names::len::run,
        names::count::run,
        names::bytes::run,
        guards::made_by_new::run,
        guards::from_outside::run,
        guards::counted::run,
        guards::issued::run,
        guards::issued_by_a_method::run,
        guards::asked_last::run,
        guards::changed_last::run,
        guards::locked::run,
        guards::owned_by_a_closure::run,
        guards::pool::run,
        temporaries::of_a_match::run,
        temporaries::of_an_if_let::run,
        temporaries::of_a_while_let::run,
        temporaries::of_a_for::run,
        others::set_anew::run,
        others::never::run,
        others::shared::run,
        others::no_self::run,
        others::configured::run,
        others::inner::run,
        others::replaced::run,
    ];
    for body in bodies {
        body();
    }
    println!("{} bodies hold", bodies.len());
}
