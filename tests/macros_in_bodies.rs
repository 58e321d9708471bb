//! Macros that read and change variables which live across yields.
use generator_core::generator;
use std::fmt::Write as _;

#[macro_use]
mod common;
use common::*;

#[generator]
fn formatted(items: Vec<(&'static str, f64)>, width: usize) -> impl Iterator<Item = String> {
    let precision = 2;
    let mut total = 0.0;
    yield_!(format!("{:<width$}|", "name"));
    for (i, (name, value)) in items.into_iter().enumerate() {
        total += value;
        yield_!(format!("{name:>width$}|{value:.precision$}"));
        yield_!(format!("{i}: {0:?} {total:>1$.2$}", name, width, precision));
        yield_!(format!("{{{name}}} {:+} {total}", i as i32 - 1));
    }
    yield_!(format!("{total:0>w$.1}", w = width + 2));
}

#[generator]
fn written(xs: &[i32]) -> impl Iterator<Item = usize> {
    let mut out = String::new();
    for x in xs {
        write!(out, "{x},").unwrap();
        yield_!(out.len());
        writeln!(&mut out, "{x:?}").unwrap();
        yield_!(out.len());
    }
    println!("{out}");
    print!("{}", out.len());
    eprintln!("{out:?} {xs:?}");
    yield_!(out.lines().count());
    note(out);
}

#[test]
fn formatting() {
    both!(
        formatted(vec![("ab", 1.5), ("c", 2.25)], 4),
        ["name|", "  ab|1.50", "0: \"ab\" 1.50", "{ab} -1 1.5", "   c|2.25", "1: \"c\" 3.75", "{c} +0 3.75", "0003.8"]
    );
    both!(written(&[1, 22]), [2, 4, 7, 10, 2]);
    traced!(written(&[7]), ["got 2", "got 4", "got 1", "7,7\n", "end"]);
}

#[generator]
fn asserted(limit: u32, names: Vec<String>) -> impl Iterator<Item = u32> {
    let mut count = 0;
    let expected = names.len();
    for name in names {
        assert!(count < limit, "{name} is beyond {limit}");
        yield_!(count);
        count += 1;
        assert_ne!(name, "bad", "after {count}");
        debug_assert!(!name.is_empty());
        assert_eq!(name.len(), name.chars().count());
    }
    assert_eq!(count as usize, expected);
    assert!(matches!(count, 1..=9 if limit > 0), "{count} {limit}");
    yield_!(count * 100);
    if count > limit {
        unreachable!("{count}");
    }
}

#[test]
fn assertions() {
    let names = |list: &[&str]| list.iter().map(|name| name.to_string()).collect();
    both!(asserted(3, names(&["a", "b"])), [0, 1, 200]);
    panics!(asserted(1, names(&["a", "b"])), ["got 0", "panic"]);
    panics!(asserted(3, names(&["a", "bad", "c"])), ["got 0", "got 1", "panic"]);
    panics!(asserted(3, vec![]), ["panic"]);
}

#[generator]
fn collections(n: u8, name: String) -> impl Iterator<Item = Vec<String>> {
    let mut list = vec![name.clone(); 2];
    yield_!(list.clone());
    for i in 0..n {
        let pair = vec![format!("{i}"), list[0].clone()];
        yield_!(pair);
        if matches!(i, 1 | 2) {
            list = vec![];
            list.extend([name.clone()]);
        }
    }
    let moved = vec![name];
    yield_!(list);
    yield_!(moved);
    let flags = [cfg!(test), matches!(n, x if x > 1), concat!("a", 1).len() == 2];
    yield_!(vec![stringify!(n).to_string(), format!("{flags:?}")]);
}

#[test]
fn vec_and_matches() {
    let rows: Vec<_> = collections(3, "x".into()).map(|row| row.join(" ")).collect();
    assert_eq!(rows, ["x x", "0 x", "1 x", "2 x", "x", "x", "n [true, true, true]"]);
    both!(collections(0, "x".into()).map(|row| row.len()), [2, 2, 1, 2]);
}

macro_rules! clamp {
    ($x:ident in $low:tt .. $high:tt) => {
        if $x < $low {
            $low
        } else if $x > $high {
            $high
        } else {
            $x
        }
    };
}

macro_rules! add_all {
    ($target:expr; $($more:expr),* $(,)?) => {
        $( $target.push($more); )*
    };
}

macro_rules! next_or {
    ($iter:ident, $default:expr) => {
        match $iter.next() {
            Some(value) => value,
            None => $default,
        }
    };
}

macro_rules! declare {
    ($name:ident = $value:expr) => {
        let $name = $value;
    };
}

#[generator]
fn of_the_user(mut x: i32, texts: &[&'static str]) -> impl Iterator<Item = i32> {
    let mut list = Vec::new();
    let mut texts = texts.iter();
    let low = -3;
    loop {
        let text = next_or!(texts, &"stop");
        yield_!(text.len() as i32);
        add_all!(list; x, clamp!(x in low..5));
        yield_!(list.iter().sum());
        x += 4;
        if *text == "stop" {
            break;
        }
        yield_!(clamp!(x in 0..low));
    }
    declare!(extra = list.len() as i32);
    let length = extra;
    yield_!(length);
    yield_!(length + x);
    add_all!(list; length);
    let moved = list;
    yield_!(moved.into_iter().max().unwrap_or(low));
}

#[generator]
fn moved_into_macros(names: Vec<String>) -> impl Iterator<Item = Option<String>> {
    macro_rules! consume {
        ($name:ident) => {
            Some($name + "!")
        };
    }
    let mut kept = None;
    for name in names {
        if name.len() > 1 {
            yield_!(consume!(name));
        } else {
            kept = consume!(name);
            yield_!(None);
        }
    }
    yield_!(kept);
}

#[test]
fn user_macros() {
    both!(of_the_user(-7, &["a", "stop"]), [1, -10, 0, 4, -16, 4, 5, 4]);
    both!(of_the_user(9, &["a"]), [1, 14, -3, 4, 32, 4, 21, 13]);
    let some = |s: &str| Some(s.to_string());
    both!(moved_into_macros(vec!["ab".into(), "c".into()]), [some("ab!"), None, some("c!")]);
}

#[generator]
fn places_and_environment(n: usize) -> impl Iterator<Item = u32> {
    let line = line!();
    yield_!(line);
    let same = [line!(), line][n % 2];
    yield_!(same - line);
    let path = module_path!();
    yield_!(path.ends_with("macros_in_bodies") as u32);
    #[cfg(test)]
    let flag = 1;
    #[cfg(not(test))]
    let flag = compile_error!("only tests");
    yield_!(flag);
    if n > 100 {
        todo!("{n}");
    }
}

#[test]
fn std_macros() {
    assert_eq!(places_and_environment(0).skip(1).collect::<Vec<_>>(), [2, 1, 1]);
    assert_eq!(places_and_environment(1).skip(1).collect::<Vec<_>>(), [0, 1, 1]);
    assert!(places_and_environment(0).next() > Some(100));
}

macro_rules! largest {
    ($first:expr $(, $rest:expr)* $(,)?) => {{
        let mut largest = $first;
        $(
            let next = $rest;
            if next > largest {
                largest = next;
            }
        )*
        largest
    }};
}

#[generator(macros(largest, common::largest))]
fn own_macros(n: u32) -> impl Iterator<Item = u32> {
    let list = vec![n, 3];
    yield_!(largest!(
        made(list[0]),
        {
            yield_!(10);
            list[1]
        },
        made(2)
    ));
    let add = move |m| largest![m, n];
    yield_!(add(4));
    largest! { n, yield_four(5) };
    yield_!(list.len() as u32);
}

fn yield_four(n: u32) -> u32 {
    n
}

#[test]
fn listed_macros_take_expressions() {
    traced!(own_macros(1), ["made 1", "got 10", "made 2", "got 3", "got 4", "got 2", "end"]);
}

macro_rules! skip_if {
    ($c:expr) => {
        if $c {
            continue;
        }
    };
}

macro_rules! stop_if {
    ($c:expr) => {
        match $c {
            true => break,
            false => 1,
        }
    };
}

// What a loop hands from round to round stays in its place where a macro jumps.
#[generator]
fn in_pairs(numbers: Vec<u32>) -> impl Iterator<Item = Vec<u32>> {
    let mut pair = Vec::new();
    for number in numbers {
        skip_if!(number == 3);
        let one = stop_if!(number > 8);
        pair.push(number * one);
        if pair.len() == 2 {
            yield_!(pair);
            pair = Vec::new();
        }
    }
    yield_!(pair);
}

#[test]
fn jumps_out_of_macros_lose_nothing() {
    let pairs = |numbers: &[u32]| in_pairs(numbers.to_vec()).collect::<Vec<_>>();
    assert_eq!(pairs(&[1, 3, 2, 4]), [vec![1, 2], vec![4]]);
    assert_eq!(pairs(&[3, 3, 1, 3, 9, 5]), [vec![1]]);
    assert_eq!(pairs(&[]), [vec![0; 0]]);
}

fn size(number: u32) -> Vec<u32> {
    vec![number; 2]
}

// A function may be called as the variable is that holds what it gave.
#[generator]
fn sizes(numbers: Vec<u32>) -> impl Iterator<Item = Vec<u32>> {
    for number in numbers {
        skip_if!(number == 3);
        let size = size(number);
        yield_!(size);
    }
}

#[test]
fn a_function_has_the_name_of_a_variable() {
    assert_eq!(sizes(vec![1, 3, 2]).collect::<Vec<_>>(), [[1, 1], [2, 2]]);
}

/// Takes what there is out of an `Option`, or leaves the loop.
macro_rules! take {
    ($option:expr) => {
        match $option.take() {
            Some(value) => value,
            None => break,
        }
    };
}

/// Sets a variable by its name and begins the next round, if it is odd.
macro_rules! next_if_odd {
    ($count:ident) => {
        if $count % 2 == 1 {
            $count += 1;
            continue;
        }
    };
}

#[generator]
fn taken_by_a_macro(n: u32) -> impl Iterator<Item = u32> {
    let guard = Noisy("guard");
    let mut next = Some(0);
    let other = Noisy("other");
    loop {
        let round = Noisy("round");
        let value = take!(next);
        yield_!(value);
        if value < n {
            next = Some(value + 1);
        }
        note(round.0);
    }
    note(format!("{next:?} {} {}", guard.0, other.0));
    yield_!(100);
}

#[generator]
fn noisy_options(mut waiting: Option<Noisy>) -> impl Iterator<Item = &'static str> {
    let last = Noisy("last");
    for turn in 0.. {
        let noisy = take!(waiting);
        yield_!(noisy.0);
        if turn == 0 {
            waiting = Some(Noisy("second"));
            yield_!("set");
        }
    }
    note(last.0);
    yield_!("end");
}

#[generator]
fn skips(mut count: u32) -> impl Iterator<Item = u32> {
    while count < 6 {
        next_if_odd!(count);
        yield_!(count);
        count += 1;
    }
    yield_!(count * 10);
}

#[generator]
fn of_an_outer_loop(rows: Vec<Vec<u32>>) -> impl Iterator<Item = u32> {
    let mut sum = Some(0);
    for row in rows {
        let mut count = 0;
        for n in row {
            let so_far = take!(sum);
            next_if_odd!(count);
            count += 1;
            yield_!(so_far + n);
            if n < 9 {
                sum = Some(so_far + n);
            }
        }
        yield_!(count);
        sum.get_or_insert(1000);
    }
    yield_!(sum.unwrap_or(7));
}

#[generator]
fn in_a_block(n: u32) -> impl Iterator<Item = u32> {
    let first = Noisy("first");
    {
        let mut left = Some(n);
        let second = Noisy("second");
        loop {
            note(second.0);
            let value = take!(left);
            yield_!(value);
            if value > 1 {
                left = Some(value - 1);
            }
        }
        left = Some(n);
        note(format!("{left:?} {}", second.0));
    }
    note(first.0);
    yield_!(0);
}

#[test]
fn macros_that_name_a_variable_and_jump() {
    traced!(
        taken_by_a_macro(1),
        [
            "got 0",
            "round",
            "drop round",
            "got 1",
            "round",
            "drop round",
            "drop round",
            "None guard other",
            "got 100",
            "drop other",
            "drop guard",
            "end"
        ]
    );
    traced!(
        noisy_options(Some(Noisy("first"))),
        ["got \"first\"", "got \"set\"", "drop first", "got \"second\"", "drop second", "last", "got \"end\"", "drop last", "end"]
    );
    dropped!(
        noisy_options(Some(Noisy("first"))),
        1: ["drop first", "drop last"],
        2: ["drop first", "drop last", "drop second"],
    );
    both!(skips(1), [2, 4, 60]);
    both!(skips(4), [4, 60]);
    both!(of_an_outer_loop(vec![vec![1, 2], vec![9, 3]]), [1, 2, 1000 + 9, 1, 1000]);
    traced!(
        in_a_block(2),
        ["second", "got 2", "second", "got 1", "second", "Some(2) second", "drop second", "first", "got 0", "drop first", "end"]
    );
}

/// Leaves the block of a label, if a number is found.
macro_rules! leave_if {
    ($label:lifetime, $found:expr, $value:expr) => {
        if $found {
            break $label $value;
        }
    };
}

#[generator]
fn searched(rows: Vec<Vec<u32>>, guard: Noisy) -> impl Iterator<Item = u32> {
    let mut sum = 0;
    let found = 'search: {
        let inner = Noisy("inner");
        for row in rows {
            let _row = Noisy("row");
            for n in row {
                leave_if!('search, n == 7, Some(n));
                if n == 8 {
                    break 'search None;
                }
                sum += n;
                yield_!(sum);
            }
        }
        note(inner.0);
        yield_!(0);
        None
    };
    note(format!("{sum} {}", guard.0));
    yield_!(found.unwrap_or(1000));
}

#[generator]
fn left_twice(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    let mut seen = Vec::new();
    'outer: {
        let outer = Noisy("outer");
        'inner: {
            for n in numbers {
                match n {
                    0 => break 'inner,
                    1 => break 'outer,
                    _ => seen.push(n),
                }
                yield_!(n);
            }
            note("ended");
            yield_!(20);
        }
        note(outer.0);
        yield_!(30);
    }
    yield_!(seen.into_iter().sum());
}

#[test]
fn loops_left_by_the_label_of_a_block_that_goes_on_behind_them() {
    let guard = || Noisy("guard");
    traced!(searched(vec![vec![1, 7, 3], vec![4]], guard()), ["got 1", "drop row", "drop inner", "1 guard", "got 7", "drop guard", "end"]);
    traced!(
        searched(vec![vec![1], vec![8]], guard()),
        ["got 1", "drop row", "drop row", "drop inner", "1 guard", "got 1000", "drop guard", "end"]
    );
    traced!(
        searched(vec![vec![1]], guard()),
        ["got 1", "drop row", "inner", "got 0", "drop inner", "1 guard", "got 1000", "drop guard", "end"]
    );
    dropped!(searched(vec![vec![1]], guard()), 1: ["drop row", "drop inner", "drop guard"]);
    traced!(left_twice(vec![2, 0, 5]), ["got 2", "outer", "got 30", "drop outer", "got 2", "end"]);
    traced!(left_twice(vec![2, 1, 5]), ["got 2", "drop outer", "got 2", "end"]);
    traced!(left_twice(vec![2]), ["got 2", "ended", "got 20", "outer", "got 30", "drop outer", "got 2", "end"]);
}

/// Takes the names apart: no other place can stand for the variable.
macro_rules! count_of {
    ($list:ident . $method:ident) => {
        $list.$method()
    };
}

macro_rules! say {
    ($($part:tt)*) => { note(format!($($part)*)) };
}

#[generator]
fn counted_by_name(numbers: Vec<usize>, mut seen: Vec<usize>) -> impl Iterator<Item = usize> {
    for n in numbers {
        seen.push(n);
        yield_!(count_of!(seen.len));
    }
    say!("{} {seen:?}", count_of!(seen.len));
}

#[derive(Debug)]
struct Speaker(u8);

impl Speaker {
    #[generator]
    fn speak(self) -> impl Iterator<Item = u8> {
        yield_!(self.0);
        say!("{self:?} says {{self}}");
        yield_!({
            say!("{self:?} again");
            2
        });
    }
}

#[test]
fn macros_that_want_names() {
    traced!(counted_by_name(vec![7, 8], vec![6]), ["got 2", "got 3", "3 [6, 7, 8]", "end"]);
    traced!(Speaker(1).speak(), ["got 1", "Speaker(1) says {self}", "Speaker(1) again", "got 2", "end"]);
}
