//! Variables that are moved, on some paths or all, and assigned again.
#![allow(clippy::needless_late_init, clippy::never_loop, clippy::useless_vec)] // every way to move a variable

use generator_core::generator;
use std::mem;
use std::ops::Add;

#[macro_use]
mod common;
use common::*;

#[generator]
fn on_one_path(text: String, twice: bool) -> impl Iterator<Item = String> {
    if twice {
        yield_!(format!("{text}!"));
        yield_!(text);
    } else {
        yield_!(text);
    }
    yield_!(String::new());
}

#[generator]
fn chunks(items: Vec<u8>, size: usize) -> impl Iterator<Item = Vec<u8>> {
    let mut chunk = vec![];
    for item in items {
        chunk.push(item);
        if chunk.len() >= size {
            yield_!(chunk);
            chunk = Vec::with_capacity(size);
        }
    }
    if !chunk.is_empty() {
        yield_!(chunk);
    }
}

#[generator]
fn before_and_after(names: [&str; 3]) -> impl Iterator<Item = String> {
    let mut name = String::from("none");
    for next in names {
        let old = name;
        yield_!(format!("old {old}"));
        name = next.to_string();
        yield_!(name.clone());
    }
    drop(name);
    name = "last".into();
    yield_!(name);
    name = "over".into();
    let all = vec![name];
    yield_!(all.concat());
}

#[test]
fn moved_and_assigned_again() {
    both!(on_one_path("a".into(), true), ["a!", "a", ""]);
    both!(on_one_path("a".into(), false), ["a", ""]);
    both!(chunks(vec![1, 2, 3, 4, 5], 2), [vec![1, 2], vec![3, 4], vec![5]]);
    both!(chunks(vec![1, 2], 2), [[1, 2]]);
    both!(before_and_after(["x", "y", "z"]), ["old none", "x", "old x", "y", "old y", "z", "last", "over"]);
}

#[generator]
fn declared_first(n: i32) -> impl Iterator<Item = String> {
    let early;
    yield_!("start".to_string());
    early = n * 2;
    yield_!(early.to_string());
    let kind;
    if n > 10 {
        kind = String::from("big");
        yield_!("grew".into());
    } else if n > 5 {
        yield_!("hm".into());
        kind = "medium".into();
    } else {
        kind = format!("{n} is small");
    }
    yield_!(kind);
    let (a, b);
    (a, b) = (n, early);
    yield_!(format!("{a} {b}"));
}

#[generator]
fn found_in_loop(words: Vec<String>, prefix: &str) -> impl Iterator<Item = String> {
    let found;
    let mut words = words.into_iter();
    loop {
        let Some(word) = words.next() else {
            yield_!("nothing".into());
            return;
        };
        if word.starts_with(prefix) {
            found = word;
            break;
        }
        yield_!(word);
    }
    yield_!(format!("found {found}"));
    yield_from!(words);
}

#[test]
fn declared_then_assigned() {
    both!(declared_first(11), ["start", "22", "grew", "big", "11 22"]);
    both!(declared_first(6), ["start", "12", "hm", "medium", "6 12"]);
    both!(declared_first(1), ["start", "2", "1 is small", "1 2"]);
    let words = || ["a", "b", "ca", "d"].map(String::from).to_vec();
    both!(found_in_loop(words(), "c"), ["a", "b", "found ca", "d"]);
    both!(found_in_loop(words(), "e"), ["a", "b", "ca", "d", "nothing"]);
}

#[generator]
fn maybe_dropped(early: bool) -> impl Iterator<Item = u8> {
    let noisy = Noisy("guard");
    yield_!(1);
    if early {
        drop(noisy);
        note("early");
    }
    yield_!(2);
    note("late");
}

#[generator]
fn moved_then_break(limit: u32, label: String) -> impl Iterator<Item = String> {
    let kept;
    let mut n = 0;
    loop {
        n += 1;
        if n == limit {
            kept = vec![label];
            break;
        }
        if n > 4 {
            yield_!(label);
            return;
        }
        yield_!(format!("{label}{n}"));
    }
    yield_!(kept.join("-"));
}

#[test]
fn moved_conditionally() {
    traced!(maybe_dropped(true), ["got 1", "drop guard", "early", "got 2", "late", "end"]);
    traced!(maybe_dropped(false), ["got 1", "got 2", "late", "drop guard", "end"]);
    dropped!(maybe_dropped(true), 0: [""; 0], 1: ["drop guard"], 2: [""; 0]);
    dropped!(maybe_dropped(false), 2: ["drop guard"]);
    both!(moved_then_break(3, "l".into()), ["l1", "l2", "l"]);
    both!(moved_then_break(9, "l".into()), ["l1", "l2", "l3", "l4", "l"]);
}

#[generator]
fn closures(name: String, factor: i32) -> impl Iterator<Item = String> {
    let times = move |x: i32| x * factor;
    let greet = move |other: &str| format!("{name} & {other}");
    yield_!(greet("bob"));
    let mut count = 0;
    let mut tick = move || {
        count += 1;
        count
    };
    yield_!(tick().to_string());
    yield_!(greet(&tick().to_string()));
    count += 10;
    yield_!(format!("{} {}", tick(), count));
    let once = move || greet("again");
    yield_!(once());
    yield_!(times(2).to_string());
}

#[generator]
fn borrowing_closure(text: &str, cut: usize) -> impl Iterator<Item = &str> {
    let from = move |i: usize| &text[i..];
    yield_!(from(cut));
    let to = |i: usize| &text[..i];
    yield_!(to(cut));
    yield_!(from(text.len()));
}

#[generator]
fn boxed_closures(n: i32) -> impl Iterator<Item = i32> {
    let mut steps: Vec<Box<dyn FnMut(i32) -> i32>> = Vec::new();
    for i in 1..=n {
        let mut sum = i;
        steps.push(Box::new(move |x| {
            sum += x;
            sum
        }));
        yield_!(i);
    }
    let mut x = 1;
    for mut step in steps {
        x = step(x);
        yield_!(x);
        x = step(x);
        yield_!(x);
    }
}

#[test]
fn moved_into_closures() {
    both!(closures("ann".into(), 3), ["ann & bob", "1", "ann & 2", "3 10", "ann & again", "6"]);
    both!(borrowing_closure("abcd", 1), ["bcd", "a", ""]);
    both!(boxed_closures(2), [1, 2, 2, 4, 6, 12]);
}

#[derive(Clone, Debug, PartialEq)]
struct Config {
    name: String,
    tags: Vec<String>,
    depth: u32,
}

#[generator]
fn fields(config: Config) -> impl Iterator<Item = String> {
    let Config { name, .. } = config.clone();
    yield_!(name);
    let tags = config.tags;
    yield_!(tags.join("+"));
    yield_!(config.name);
    yield_!(config.depth.to_string());
    for tag in tags {
        yield_!(tag);
    }
}

#[generator]
fn updated(mut config: Config) -> impl Iterator<Item = Config> {
    while config.depth < 3 {
        yield_!(config.clone());
        config = Config { depth: config.depth + 1, ..config };
        if config.depth == 2 {
            config = Config { name: config.name + "'", tags: vec![], ..config };
        }
    }
    config.tags.push("end".into());
    yield_!(config);
}

#[cfg(oracle)]
#[generator]
fn field_by_field() -> impl Iterator<Item = u8> {
    let pair = (Noisy("left"), Noisy("right"));
    yield_!(1);
    let left = pair.0;
    yield_!(2);
    drop(left);
    yield_!(3);
}

#[test]
fn partial_moves_and_updates() {
    let config = |depth| Config { name: "c".into(), tags: vec!["x".into(), "y".into()], depth };
    both!(fields(config(7)), ["c", "x+y", "c", "7", "x", "y"]);
    let last = |tags: &[&str]| Config { name: "c'".into(), tags: tags.iter().map(|t| t.to_string()).collect(), depth: 3 };
    both!(updated(config(1)), [config(1), Config { name: "c'".into(), tags: vec![], depth: 2 }, last(&["end"])]);
    #[cfg(oracle)]
    traced!(field_by_field(), ["got 1", "got 2", "drop left", "got 3", "drop right", "end"]);
    #[cfg(oracle)]
    dropped!(field_by_field(), 1: ["drop left", "drop right"], 2: ["drop left", "drop right"], 3: ["drop right"]);
}

#[derive(Clone, Debug, PartialEq)]
struct Money(u64, String);

impl Add<u64> for Money {
    type Output = Money;
    fn add(self, more: u64) -> Money {
        Money(self.0 + more, self.1)
    }
}

impl Money {
    fn doubled(self) -> Money {
        Money(self.0 * 2, self.1 + "x")
    }
}

#[generator]
fn through_functions(mut money: Money, mut n: u64) -> impl Iterator<Item = (u64, usize)> {
    fn half(x: u64) -> u64 {
        x / 2
    }
    while n > 0 {
        money = money + n;
        yield_!((money.0, money.1.len()));
        n = half(n);
        money = money.doubled();
        let taken = mem::replace(&mut money, Money(0, String::new()));
        yield_!((taken.0, taken.1.len()));
        money = taken;
    }
    let Money(amount, unit) = money;
    yield_!((amount, unit.len()));
}

struct Link {
    value: u32,
    next: Option<Box<Link>>,
}

#[generator]
fn links(list: Option<Box<Link>>) -> impl Iterator<Item = u32> {
    let mut current = list;
    while let Some(link) = current {
        yield_!(link.value);
        current = link.next;
    }
    yield_!(99);
}

#[generator]
fn previous(words: Vec<String>) -> impl Iterator<Item = (String, Option<String>)> {
    let mut previous = None;
    for word in words {
        if let Some(previous) = previous {
            yield_!((previous, Some(word.clone())));
        }
        previous = Some(word);
    }
    if let Some(last) = previous.take() {
        yield_!((last, previous));
    }
}

#[generator]
fn swapped(mut a: Vec<u8>, mut b: Vec<u8>) -> impl Iterator<Item = Vec<u8>> {
    loop {
        mem::swap(&mut a, &mut b);
        let (x, y) = (b, a);
        (a, b) = (x, y);
        yield_!(a.clone());
        let Some(last) = a.pop() else { break };
        b.insert(0, last);
        (a, b) = (mem::take(&mut b), a);
        if b.len() > 1 {
            yield_!(b);
            return;
        }
    }
    yield_!(b);
}

#[test]
fn moved_through_functions_and_places() {
    both!(through_functions(Money(1, "e".into()), 2), [(3, 1), (6, 2), (7, 2), (14, 3), (14, 3)]);
    let list = || Link { value: 1, next: Some(Box::new(Link { value: 2, next: None })) };
    both!(links(Some(Box::new(list()))), [1, 2, 99]);
    let pair = |a: &str, b: Option<&str>| (a.to_string(), b.map(String::from));
    both!(previous(vec!["a".into(), "b".into(), "c".into()]), [pair("a", Some("b")), pair("b", Some("c")), pair("c", None)]);
    both!(swapped(vec![1], vec![2, 3]), [vec![1], vec![1, 2, 3], vec![1, 2]]);
    both!(swapped(vec![], vec![7]), [vec![], vec![7]]);
}

#[generator]
fn into_everything(name: String, list: Vec<i32>) -> impl Iterator<Item = String> {
    #[derive(Debug)]
    struct Held {
        name: String,
        list: Vec<i32>,
    }
    yield_!(name.clone());
    let held = Held { name, list };
    yield_!(format!("{held:?}"));
    let boxed = Box::new(held);
    yield_!(boxed.name.clone());
    let Held { name, list } = *boxed;
    let array = [Some(name), None];
    yield_!(list.len().to_string());
    let [first, _] = array;
    let tuple = (list, first);
    yield_!(format!("{tuple:?}"));
    let (mut list, Some(name)) = tuple else { return };
    yield_!(name);
    list = list.into_iter().rev().collect();
    yield_!(format!("{list:?}"));
    let value = loop {
        let list = list;
        yield_!("in loop".into());
        break list.len();
    };
    yield_!(value.to_string());
}

#[test]
fn moved_into_values() {
    both!(
        into_everything("n".into(), vec![1, 2]),
        ["n", r#"Held { name: "n", list: [1, 2] }"#, "n", "2", r#"([1, 2], Some("n"))"#, "n", "[2, 1]", "in loop", "2"]
    );
}

// What is moved on a path that never comes back is still there on the others.
#[generator]
fn moved_where_it_ends(text: String, how: u32) -> impl Iterator<Item = usize> {
    if how == 1 {
        drop(text);
        panic!("as asked");
    }
    yield_!(text.len());
    match how {
        2 => {
            let gone = text;
            unreachable!("{gone}")
        }
        3 => {
            drop(text);
            std::process::exit(1)
        }
        _ => {}
    }
    let fail = |text: String| -> usize { panic!("{text}") };
    yield_!(text.len() + 1);
    for n in 0..how {
        if n == 10 {
            let _: usize = fail(text);
            todo!();
        }
        yield_!(text.len() + 2);
    }
}

#[test]
fn moves_before_the_end() {
    both!(moved_where_it_ends("ab".into(), 0), [2, 3]);
    both!(moved_where_it_ends("ab".into(), 4), [2, 3, 4, 4, 4, 4]);
    let fails = std::panic::catch_unwind(|| moved_where_it_ends("ab".into(), 2).collect::<Vec<_>>());
    assert!(fails.is_err());
}

macro_rules! some_or_skip {
    ($value:expr) => {
        match $value {
            Some(value) => value,
            None => continue,
        }
    };
}

macro_rules! some_or_panic {
    ($value:expr) => {
        match $value {
            Some(value) => value,
            None => panic!("there is none"),
        }
    };
}

fn double(n: u32) -> u32 {
    2 * n
}

// What is moved before a macro that might hide a `continue`, and set behind it.
#[generator]
fn set_behind_a_macro(mut text: String, words: Vec<Option<&'static str>>) -> impl Iterator<Item = String> {
    for word in words {
        let last = text;
        if last.len() > 1 {
            yield_!(last.clone());
        } else {
            let word = some_or_panic!(Some(1));
            yield_!(word.to_string());
        }
        text = format!("{last}{}", word.unwrap_or("-"));
    }
    yield_!(text);
}

#[generator]
fn copied_before_a_macro(mut n: u32, words: Vec<Option<&'static str>>) -> impl Iterator<Item = u32> {
    for word in words {
        let doubled = double(n);
        let word = some_or_skip!(word);
        yield_!(doubled);
        n = doubled + word.len() as u32;
    }
    yield_!(n);
}

#[test]
fn moves_before_macros_that_may_jump() {
    both!(set_behind_a_macro("a".into(), vec![Some("b"), None, Some("c")]), ["1", "ab", "ab-", "ab-c"]);
    both!(copied_before_a_macro(1, vec![Some("b"), None, None, Some("cd")]), [2, 6, 8]);
}
