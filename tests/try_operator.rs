//! `?` in a generator: the failure is yielded as the last item.
use generator_core::generator;
use std::num::ParseIntError;

#[macro_use]
mod common;
use common::*;

#[derive(Clone, Debug, PartialEq)]
enum Failure {
    Number(String),
    Empty,
    Code(u8),
}

impl From<ParseIntError> for Failure {
    fn from(error: ParseIntError) -> Self {
        Failure::Number(error.to_string())
    }
}

impl From<u8> for Failure {
    fn from(code: u8) -> Self {
        Failure::Code(code)
    }
}

const BAD: &str = "invalid digit found in string";

#[generator]
fn numbers(text: &str) -> impl Iterator<Item = Result<i32, Failure>> {
    if text.is_empty() {
        Err(Failure::Empty)?;
    }
    for part in text.split(' ') {
        let number = part.parse()?;
        yield_!(Ok(number));
        if number > 99 {
            Err(number as u8)?;
        }
    }
    yield_!(Ok(-1));
}

#[generator]
fn in_operands(pairs: &[(&str, &str)]) -> impl Iterator<Item = Result<u64, ParseIntError>> {
    for (a, b) in pairs {
        yield_!(Ok(a.parse::<u64>()? + 1));
        let product = a.parse::<u64>()? * b.parse::<u64>()?;
        yield_!(Ok(product));
        yield_!(b.parse());
        if b.parse::<u64>()? > 5 {
            yield_!(Ok(5));
        }
    }
}

// A statement may begin with `e?` and go on.
#[generator]
fn begins_statements(mut cells: Vec<[u8; 2]>) -> impl Iterator<Item = Option<u8>> {
    cells.get_mut(0)?[1] = 5;
    yield_!(Some(cells[0][1]));
    cells.get_mut(1)?[0] += 1;
    yield_!(Some(cells[1][0]));
}

#[test]
fn statements() {
    both!(begins_statements(vec![[0; 2]; 2]), [Some(5), Some(1)]);
    both!(begins_statements(vec![[0; 2]]), [Some(5), None]);
}

#[test]
fn results() {
    let bad = Failure::Number(BAD.into());
    both!(numbers("1 2"), [Ok(1), Ok(2), Ok(-1)]);
    both!(numbers("1 x 2"), [Ok(1), Err(bad)]);
    both!(numbers(""), [Err(Failure::Empty)]);
    both!(numbers("5 100 6"), [Ok(5), Ok(100), Err(Failure::Code(100))]);
    let bad = || "x".parse::<u64>();
    both!(in_operands(&[("2", "3"), ("4", "6")]), [3, 6, 3, 5, 24, 6, 5].map(Ok));
    both!(in_operands(&[("1", "x"), ("2", "3")]), [Ok(2), bad()]);
    both!(in_operands(&[("x", "1")]), [bad()]);
}

#[generator]
fn options(words: &[Option<&'static str>]) -> impl Iterator<Item = Option<char>> {
    for word in words {
        let first = (*word)?.chars().next();
        yield_!(first);
        let second = word.and_then(|w| {
            let mut chars = w.chars();
            chars.next()?;
            chars.next()
        });
        yield_!(Some(second?));
    }
    None?;
    note("not reached");
}

#[test]
fn optionals() {
    both!(options(&[Some("ab"), Some("cd")]), [Some('a'), Some('b'), Some('c'), Some('d'), None]);
    both!(options(&[Some("ab"), None, Some("cd")]), [Some('a'), Some('b'), None]);
    both!(options(&[Some("a"), Some("cd")]), [Some('a'), None]);
    both!(options(&[Some(""), Some("cd")]), [None, None]);
    assert!(noted().is_empty());
}

// What is yielded by hand ends nothing.
#[generator]
fn explicit(n: i32) -> impl Iterator<Item = Result<i32, String>> {
    for i in 0..n {
        if i == 1 {
            yield_!(Err("one".into()));
        } else {
            yield_!(Ok(i));
        }
    }
    yield_from!([Err("from".to_string()), Ok(n)]);
    let last: Result<i32, String> = Err("last".into());
    yield_!(last);
    yield_!(Ok(100));
}

#[generator]
fn explicit_none(n: usize) -> impl Iterator<Item = Option<usize>> {
    yield_!(None);
    yield_from!((0..n).map(|i| (i != 1).then_some(i)));
    yield_!(n.checked_sub(3));
    yield_!(Some(n.checked_sub(2)?));
    yield_!(Some(99));
}

#[test]
fn yielded_failures_do_not_end() {
    both!(explicit(3), [Ok(0), Err("one".to_string()), Ok(2), Err("from".to_string()), Ok(3), Err("last".to_string()), Ok(100)]);
    both!(explicit_none(3), [None, Some(0), None, Some(2), Some(0), Some(1), Some(99)]);
    both!(explicit_none(1), [None, Some(0), None, None]);
}

#[generator]
fn in_control_flow(lines: Vec<Result<String, u8>>) -> impl Iterator<Item = Result<usize, Failure>> {
    let mut lines = lines.into_iter();
    let head = match lines.next() {
        Some(head) => head?,
        None => {
            yield_!(Ok(0));
            Err(Failure::Empty)?
        }
    };
    yield_!(Ok(head.len()));
    while let Some(line) = lines.next().transpose()? {
        if line.parse::<u32>()? == 7 {
            let inner = 'inner: {
                if line.len() == 1 {
                    break 'inner lines.next().unwrap_or(Err(1))?;
                }
                yield_!(Ok(77));
                line
            };
            yield_!(Ok(inner.len()));
        } else {
            yield_!(Ok(line.len() + 1000));
        }
    }
}

#[test]
fn inside_control_flow() {
    let line = |s: &str| Ok(s.to_string());
    both!(in_control_flow(vec![]), [Ok(0), Err(Failure::Empty)]);
    both!(in_control_flow(vec![Err(3)]), [Err(Failure::Code(3))]);
    both!(in_control_flow(vec![line("abc"), line("12"), line("007")]), [Ok(3), Ok(1002), Ok(77), Ok(3)]);
    both!(in_control_flow(vec![line("a"), line("7"), line("four")]), [Ok(1), Ok(4)]);
    both!(in_control_flow(vec![line("a"), line("7")]), [Ok(1), Err(Failure::Code(1))]);
    both!(in_control_flow(vec![line("a"), Err(9), line("7")]), [Ok(1), Err(Failure::Code(9))]);
    both!(in_control_flow(vec![line("a"), line("x")]), [Ok(1), Err(Failure::Number(BAD.into()))]);
}

#[generator]
fn boxed_errors(texts: &[&str]) -> impl Iterator<Item = Result<i8, Box<dyn std::error::Error>>> {
    for text in texts {
        let number = text.parse()?;
        yield_!(Ok(number));
        if number == 0 {
            Err("zero")?;
        }
        let half = |n: i8| -> Option<i8> { Some(100i8.checked_add(n)? / 2) };
        yield_!(half(number).ok_or_else(|| "too big".into()));
    }
}

#[test]
fn converted_errors() {
    let told = |texts| boxed_errors(texts).map(|item| item.map_err(|error| error.to_string()));
    both!(told(&["4", "50", "0", "1"]), [Ok(4), Ok(52), Ok(50), Err("too big".to_string()), Ok(0), Err("zero".to_string())]);
    both!(told(&["x"]), [Err(BAD.to_string())]);
}

/// Fails with what a list holds, when it is full: a `gen` block can't.
#[cfg(not(oracle))]
macro_rules! fail_if_full {
    ($list:ident) => {
        if $list.len() > 2 {
            $list.push("full");
            return Err($list.concat());
        }
    };
}

#[cfg(not(oracle))]
#[generator]
fn full_lists(words: Vec<&'static str>) -> impl Iterator<Item = Result<usize, String>> {
    let mut list = Vec::new();
    let guard = Noisy("guard");
    for word in words {
        list.push(word);
        fail_if_full!(list);
        yield_!(Ok(list.len()));
    }
    note(format!("{} {list:?}", guard.0));
    yield_!(Ok(list.len()));
}

#[cfg(not(oracle))]
#[test]
fn a_macro_that_fails_with_what_it_names() {
    traced!(full_lists(vec!["a", "b", "c", "d"]), ["got Ok(1)", "got Ok(2)", "drop guard", "got Err(\"abcfull\")", "end"]);
    traced!(full_lists(vec!["a"]), ["got Ok(1)", "guard [\"a\"]", "got Ok(1)", "drop guard", "end"]);
}

#[generator]
fn set_before_a_failure(rows: Vec<Result<&'static str, u8>>) -> impl Iterator<Item = Result<usize, u8>> {
    let mut current;
    let guard = Noisy("guard");
    for row in rows {
        current = Noisy(row?);
        yield_!(Ok(current.0.len()));
    }
    note(guard.0);
}

#[generator]
fn set_in_a_branch(rows: Vec<Result<&'static str, u8>>) -> impl Iterator<Item = Result<usize, u8>> {
    let mut longest = None;
    let guard = Noisy("guard");
    for row in rows {
        let word = row?;
        if word.len() > 1 {
            longest = Some(Noisy(word));
            if word.len() > 2 {
                Err(9)?;
            }
        }
        yield_!(Ok(word.len()));
    }
    note(guard.0);
    drop(longest);
}

#[test]
fn what_was_set_before_a_failure_drops_in_its_turn() {
    traced!(
        set_before_a_failure(vec![Ok("a"), Ok("bb"), Err(3)]),
        ["got Ok(1)", "drop a", "got Ok(2)", "drop guard", "drop bb", "got Err(3)", "end"]
    );
    traced!(
        set_in_a_branch(vec![Ok("a"), Ok("bb"), Ok("ccc")]),
        ["got Ok(1)", "got Ok(2)", "drop bb", "drop guard", "drop ccc", "got Err(9)", "end"]
    );
    traced!(set_in_a_branch(vec![Ok("bb"), Ok("a")]), ["got Ok(2)", "got Ok(1)", "guard", "drop bb", "drop guard", "end"]);
}

impl Noisy {
    fn name(&self) -> &'static str {
        self.0
    }
}

#[generator]
fn pages(pages: Vec<Result<Option<&'static str>, u8>>) -> impl Iterator<Item = Result<String, u8>> {
    let mut cursor = Noisy("first");
    let guard = Noisy("guard");
    for page in pages {
        let name = format!("page {}", cursor.name());
        let page = page?;
        yield_!(Ok(name));
        match page {
            Some(next) => cursor = Noisy(next),
            None => return,
        }
        note("set");
    }
    note(guard.0);
}

#[test]
fn what_is_set_anew_behind_a_yield_drops_then() {
    traced!(
        pages(vec![Ok(Some("second")), Ok(None)]),
        ["got Ok(\"page first\")", "drop first", "set", "got Ok(\"page second\")", "drop guard", "drop second", "end"]
    );
    traced!(
        pages(vec![Ok(Some("second")), Err(1)]),
        ["got Ok(\"page first\")", "drop first", "set", "drop guard", "drop second", "got Err(1)", "end"]
    );
    traced!(pages(vec![Ok(Some("second"))]), ["got Ok(\"page first\")", "drop first", "set", "guard", "drop guard", "drop second", "end"]);
}

struct Named {
    noisy: Noisy,
    count: i64,
}

#[allow(unused_assignments, unused_variables)] // what is set last is dropped
#[generator]
fn set_together(n: Option<u8>) -> impl Iterator<Item = Option<i64>> {
    let (mut noisy, mut other) = (Noisy("noisy"), Noisy("other"));
    let mut count = 1;
    let guard = Noisy("guard");
    for _ in 0..2 {
        yield_!(Some(count));
        drop(other);
        let more = i64::from(n?);
        (noisy, (other, count), _) = (Noisy("noisy"), (Noisy("another"), count + more), Noisy("ignored"));
        Named { noisy: other, count } = Named { noisy: Noisy("fourth"), count: count + 1 };
    }
    note(guard.0);
}

/// What stays in a loop drops in its turn where a `?` leaves it, though the section moves it further on.
#[test]
fn what_is_moved_behind_a_failure_drops_in_its_turn() {
    traced!(set_together(None), ["got Some(1)", "drop other", "drop guard", "drop noisy", "got None", "end"]);
    let round = ["drop ignored", "drop noisy", "drop another"];
    let lines = [&["got Some(1)", "drop other"][..], &round, &["got Some(4)", "drop fourth"], &round];
    let end = ["guard", "drop guard", "drop fourth", "drop noisy", "end"];
    traced!(set_together(Some(2)), [&lines.concat()[..], &end].concat());
}
