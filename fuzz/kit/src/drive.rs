//! Drives bodies in every way there is, and writes the log of each run to a file:
//!
//! ```text
//! B 17              body 17
//! R drop 2          dropped after two items
//! L got 5           a line of the log
//! N status sssd     what only generators show
//! ```

use crate::effects::{note, noted, reset, ticks};
use std::cell::Cell;
use std::fmt::Debug;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use std::{process, thread};

/// A generator: its items are noted by [`received`].
pub trait Items {
    /// Receives the next item; false at the end.
    fn advance(&mut self) -> bool;
    /// Receives the rest through `fold`.
    fn fold(self: Box<Self>);
    fn size_hint(&self) -> (usize, Option<usize>);
    fn status(&self) -> char;
}

/// A body, by its number.
pub struct Case {
    pub id: usize,
    pub start: Start,
}

pub enum Start {
    Generator(fn() -> Box<dyn Items>),
    /// A plain function, which hands out its items as it goes.
    Eager(fn()),
}

thread_local! {
    static PANIC_AT_ITEM: Cell<usize> = const { Cell::new(0) };
    static LAST: Cell<Option<Box<dyn FnOnce()>>> = const { Cell::new(None) };
}

/// A consumer gets an item. The item is dropped here.
pub fn received<T: Debug>(item: T) {
    note(format!("got {item:?}"));
    let left = PANIC_AT_ITEM.get();
    PANIC_AT_ITEM.set(left.saturating_sub(1));
    if left == 1 {
        panic!("the consumer's own");
    }
}

/// The last item of a body that fails, to be received when the body has ended.
pub fn give_last<T: Debug + 'static>(item: T) {
    LAST.set(Some(Box::new(move || received(item))));
}

const MOST_ITEMS: usize = 2000;
const FOLDS: usize = 8;
const DROPS: usize = 16;
const PANICS: usize = 8;
const CONSUMER_PANICS: usize = 3;

/// How long a batch may run, which takes well under a second, before something in it is said to hang.
const PATIENCE: Duration = Duration::from_secs(10);
/// The exit code of a batch that hangs.
const NEVER_ENDS: i32 = 3;

/// `program file [first]`: runs the bodies from number `first` on.
pub fn main(cases: &[Case]) {
    thread::spawn(|| {
        thread::sleep(PATIENCE);
        process::exit(NEVER_ENDS);
    });
    panic::set_hook(Box::new(|_| {}));
    let mut args = std::env::args().skip(1);
    let path = args.next().expect("the file to write to");
    let first: usize = args.next().map_or(0, |first| first.parse().expect("a number"));
    let mut out = Report(BufWriter::new(File::create(path).expect("the file can be created")));
    for case in cases.iter().filter(|case| case.id >= first) {
        out.line('B', &case.id.to_string());
        // What is running must be known if it never ends.
        out.0.flush().expect("written");
        match case.start {
            Start::Generator(start) => examine(start, &mut out),
            Start::Eager(eager) => examine_eager(eager, &mut out),
        }
    }
    out.line('Z', "");
}

struct Report(BufWriter<File>);

impl Report {
    fn line(&mut self, kind: char, text: &str) {
        writeln!(self.0, "{kind} {}", text.replace('\n', " ")).expect("written");
    }

    fn run(&mut self, name: &str, notes: &[String]) {
        self.line('R', name);
        for line in noted() {
            self.line('L', &line);
        }
        for note in notes {
            self.line('N', note);
        }
    }
}

fn examine(start: fn() -> Box<dyn Items>, out: &mut Report) {
    reset(0);
    let (items, notes) = by_next(start());
    let ticks = ticks();
    out.run("next", &notes);
    for after in 0..=items.min(FOLDS) {
        reset(0);
        let mut rest = start();
        caught(|| {
            if advance(&mut *rest, after) {
                rest.fold();
            }
        });
        note("end".to_owned());
        out.run(&format!("fold {after}"), &[]);
    }
    for after in 0..=items.min(DROPS) {
        reset(0);
        let mut dropped = start();
        caught(|| {
            advance(&mut *dropped, after);
            note("dropping".to_owned());
            drop(dropped);
        });
        out.run(&format!("drop {after}"), &[]);
    }
    for at in spread(ticks, PANICS) {
        reset(at);
        let (_, notes) = by_next(start());
        out.run(&format!("panic {at}"), &notes);
        for after in 0..=1 {
            reset(at);
            let mut rest = start();
            caught(|| {
                if advance(&mut *rest, after) {
                    rest.fold();
                }
            });
            out.run(&format!("panic {at} in fold {after}"), &[]);
        }
    }
    for at in spread(items, CONSUMER_PANICS) {
        reset(0);
        PANIC_AT_ITEM.set(at);
        let rest = start();
        caught(|| rest.fold());
        PANIC_AT_ITEM.set(0);
        out.run(&format!("consumer panics {at}"), &[]);
    }
    reset(0);
}

fn examine_eager(eager: fn(), out: &mut Report) {
    reset(0);
    caught_eager(eager);
    let ticks = ticks();
    out.run("next", &[]);
    for at in spread(ticks, PANICS) {
        reset(at);
        caught_eager(eager);
        out.run(&format!("panic {at}"), &[]);
    }
}

/// Runs a body, and hands out the failure that it ends with, if it does.
fn caught_eager(eager: fn()) {
    caught(eager);
    if let Some(last) = LAST.take() {
        caught(last);
    }
    note("end".to_owned());
}

/// Up to `most` numbers of `1..=n`, the first and the last among them.
fn spread(n: usize, most: usize) -> Vec<usize> {
    let mut chosen: Vec<usize> = (0..most).map(|k| 1 + k * n.saturating_sub(1) / (most - 1).max(1)).collect();
    chosen.dedup();
    chosen.retain(|k| *k <= n);
    chosen
}

/// Notes a panic in place of going on with it.
fn caught(run: impl FnOnce()) -> bool {
    let ended = catch_unwind(AssertUnwindSafe(run));
    if ended.is_err() {
        note("panic".to_owned());
    }
    ended.is_ok()
}

/// Receives so many items; false if they end before.
fn advance(items: &mut dyn Items, count: usize) -> bool {
    (0..count).all(|_| items.advance())
}

/// Runs to the end, or to the panic, and asks again. How many items there were, and what else was to be seen.
fn by_next(mut items: Box<dyn Items>) -> (usize, Vec<String>) {
    let mut hints = vec![items.size_hint()];
    let mut statuses = String::from(items.status());
    let mut count = 0;
    let mut going = true;
    let mut quiet = true;
    while going && count < MOST_ITEMS {
        going = false;
        quiet = caught(|| going = items.advance());
        going &= quiet;
        count += usize::from(going);
        hints.push(items.size_hint());
        statuses.push(items.status());
    }
    note("end".to_owned());
    let mut notes = Vec::new();
    for _ in 0..2 {
        match catch_unwind(AssertUnwindSafe(|| items.advance())) {
            Ok(false) => {}
            Ok(true) => notes.push("an item after the end".to_owned()),
            Err(_) => notes.push("a panic after the end".to_owned()),
        }
    }
    statuses.push(items.status());
    notes.push(format!("status {statuses}"));
    // A panic breaks what the hints before it promised.
    let first = if quiet { 0 } else { hints.len() - 1 };
    for (position, (least, most)) in hints.into_iter().enumerate().skip(first) {
        let left = count.saturating_sub(position);
        if least > left || most.is_some_and(|most| most < left) {
            notes.push(format!("size_hint ({least}, {most:?}) after {position} of {count} items"));
        }
    }
    drop(items);
    (count, notes)
}
