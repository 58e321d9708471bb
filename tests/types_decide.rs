//! What only types tell: what a use has left of a variable or of a part of it, and what a macro of the user's does.
#![allow(dead_code, unused_variables, unused_assignments, clippy::never_loop, clippy::unit_arg, clippy::boxed_local)]

use generator_core::generator;

#[macro_use]
mod common;
use common::*;

struct Pack {
    lid: Noisy,
    size: i64,
}

struct Trip {
    pack: Pack,
    ticket: Noisy,
    rate: i64,
}

fn trip() -> Trip {
    Trip { pack: Pack { lid: Noisy("lid"), size: 5 }, ticket: Noisy("ticket"), rate: 7 }
}

struct Pile(Vec<Noisy>);

impl Pile {
    /// As an iterator's, but it looks only.
    fn max(&self) -> i64 {
        self.0.len() as i64
    }
}

fn pile(name: &'static str) -> Pile {
    note(format!("pile {name}"));
    Pile(vec![Noisy(name)])
}

fn eat(noisy: Noisy) -> i64 {
    noisy.0.len() as i64
}

fn sum(one: i64, other: i64) -> i64 {
    one + other
}

// A number in a struct in a struct is copied, and the struct around it stays whole.
#[generator]
fn copied_twice(trip: Trip) -> impl Iterator<Item = i64> {
    yield_!(0);
    let both = sum(trip.pack.size, trip.pack.size);
    yield_!(both);
    note("after");
}

#[generator]
fn copied_beside_a_move(trip: Box<Trip>) -> impl Iterator<Item = i64> {
    yield_!(trip.pack.size);
    yield_!(eat(trip.pack.lid));
    yield_!(trip.pack.size);
    yield_!(trip.rate);
}

#[test]
fn parts_of_parts() {
    traced!(copied_twice(trip()), ["got 0", "got 10", "after", "drop lid", "drop ticket", "end"]);
    both!(copied_beside_a_move(Box::new(trip())), [5, 3, 5, 7]);
}

// What is set anew holds its old value until then.
#[generator]
fn looked_at_and_set() -> impl Iterator<Item = i64> {
    let mut piled = pile("a");
    yield_!(piled.max());
    piled = pile("bc");
    note("set");
}

#[test]
fn what_a_method_looked_at_stays_until_it_is_set() {
    traced!(looked_at_and_set(), ["pile a", "got 1", "pile bc", "drop a", "set", "drop bc", "end"]);
}

// Loops in a closure are none of the function's.
#[generator]
fn a_loop_in_a_closure(noisy: Noisy, rounds: i64) -> impl Iterator<Item = i64> {
    yield_!(1);
    let eats = move || {
        let mut n = 0;
        let found = loop {
            n += 1;
            if n > rounds {
                break eat(noisy);
            }
        };
        found + n
    };
    yield_!(2);
    yield_!(eats());
    note("after");
}

#[test]
fn closures_with_loops() {
    traced!(a_loop_in_a_closure(Noisy("abc"), 2), ["got 1", "got 2", "drop abc", "got 6", "after", "end"]);
}

// A loop that may leave a variable moved, or not.
#[generator]
fn moved_in_some_round(mut noisy: Noisy, rounds: i64) -> impl Iterator<Item = i64> {
    let mut n = 0;
    loop {
        n += 1;
        if n > rounds {
            break;
        }
        if n == 2 {
            eat(noisy);
            break;
        }
        yield_!(n);
    }
    note("left");
    noisy = Noisy("new");
    yield_!(9);
}

#[test]
fn what_a_round_may_have_moved() {
    traced!(moved_in_some_round(Noisy("a"), 1), ["got 1", "left", "drop a", "got 9", "drop new", "end"]);
    traced!(moved_in_some_round(Noisy("a"), 5), ["got 1", "drop a", "left", "got 9", "drop new", "end"]);
}

// `while let` on a list whose nodes are taken apart.
struct Step {
    out: Option<Noisy>,
    rest: Vec<Noisy>,
}

fn step(mut rest: Vec<Noisy>) -> Step {
    Step { out: rest.pop(), rest }
}

#[generator]
fn steps(all: Vec<Noisy>) -> impl Iterator<Item = usize> {
    let mut now = step(all);
    while let Some(out) = now.out.map(Box::new) {
        yield_!(out.0.len());
        now = step(now.rest);
    }
    note("after");
}

#[test]
fn lists_are_taken_apart() {
    let make = || steps(vec![Noisy("ab"), Noisy("c")]);
    traced!(make(), ["got 1", "drop c", "got 2", "drop ab", "after", "end"]);
}

// Macros of one's own, with the names of std's.
mod own_macros {
    use super::*;

    macro_rules! unimplemented {
        ($value:expr) => {
            eat($value)
        };
    }

    macro_rules! tell {
        ($text:literal, $($part:expr),*) => {
            note(format!($text, $($part),*))
        };
    }

    #[generator]
    fn taken(noisy: Noisy) -> impl Iterator<Item = i64> {
        yield_!(1);
        let n = unimplemented!(noisy);
        yield_!(n);
        note("after");
    }

    #[generator]
    fn told(trip: Trip) -> impl Iterator<Item = i64> {
        let ticket = trip.ticket;
        yield_!(1);
        tell!("{} {}", trip.rate, ticket.0);
        yield_!(eat(trip.pack.lid));
        note("after");
    }

    #[test]
    fn take_or_tell() {
        traced!(taken(Noisy("abc")), ["got 1", "drop abc", "got 3", "after", "end"]);
        let lines = ["got 1", "7 ticket", "drop lid", "got 3", "after", "drop ticket", "end"];
        traced!(told(trip()), lines);
    }
}

// The type of the scrutinee is known from what is done with the number.
#[generator]
fn numbers(text: &str) -> impl Iterator<Item = i16> {
    for word in text.split(' ') {
        let number = match word.parse() {
            Ok(number) => number,
            Err(_) => {
                yield_!(-1);
                0
            }
        };
        yield_!(number);
    }
}

#[test]
fn scrutinees_known_late() {
    both!(numbers("1 x 3"), [1, -1, 0, 3]);
}

// Found by a stranger: branches that yield before control leaves.
#[generator]
fn left_behind_a_branch(mut left: i32) -> impl Iterator<Item = i32> {
    loop {
        if left == 0 {
            if true {
                yield_!(-1);
            }
            return;
        }
        left -= 1;
    }
}

#[generator]
fn copied_in_one_arm(numbers: Vec<i32>) -> impl Iterator<Item = i32> {
    for n in numbers {
        yield_!(match n {
            7 => 1,
            _ => n,
        });
    }
}

#[generator]
fn otherwise_a_branch(number: Option<i32>) -> impl Iterator<Item = i32> {
    let Some(n) = number else {
        if true {
            yield_!(0);
        }
        return;
    };
    yield_!(n);
}

#[test]
fn branches_that_yield_and_leave() {
    both!(left_behind_a_branch(3), [-1]);
    both!(copied_in_one_arm(vec![7, 2]), [1, 2]);
    both!(otherwise_a_branch(None), [0]);
    both!(otherwise_a_branch(Some(4)), [4]);
}

#[generator]
fn guarded_rounds(mut left: u32) -> impl Iterator<Item = u32> {
    let guard = Noisy("guard");
    let last = loop {
        let round = Noisy("round");
        if left == 0 {
            if round.0 == "round" {
                yield_!(100);
                note("resumed");
            }
            return;
        }
        if left > 7 {
            break left;
        }
        left -= 1;
        note(format!("{left} {}", guard.0));
    };
    yield_!(last);
}

#[generator]
fn nested_rounds(rows: Vec<Vec<i32>>) -> impl Iterator<Item = i32> {
    let mut sum = 0;
    'rows: for row in &rows {
        for &n in row {
            if n < 0 {
                let Some(first) = row.first() else {
                    yield_!(-1);
                    break 'rows;
                };
                note(format!("{first}"));
                if sum > 9 {
                    yield_!(sum);
                }
                return;
            }
            if n == 0 {
                continue 'rows;
            }
            sum += n;
        }
        sum *= 2;
    }
    yield_!(sum + 1000);
}

#[generator]
fn returns_a_yield(rows: Vec<Result<i32, &'static str>>) -> impl Iterator<Item = Result<i32, &'static str>> {
    for row in rows {
        let _guard = Noisy("row");
        match row {
            Ok(n) if n > 2 => return yield_!(Ok(n)),
            row => yield_!(Ok(row? + 10)),
        }
    }
}

#[generator]
fn otherwise_the_other(mut first: impl Iterator<Item = i32>, second: Vec<i32>) -> impl Iterator<Item = i32> {
    loop {
        let Some(n) = first.next() else {
            if second.len() > 1 {
                yield_from!(second)
            }
            break;
        };
        yield_!(n);
    }
}

#[test]
fn loops_that_are_left_behind_a_branch_that_yields() {
    both!(guarded_rounds(8), [8]);
    traced!(guarded_rounds(1), ["0 guard", "drop round", "got 100", "resumed", "drop round", "drop guard", "end"]);
    dropped!(guarded_rounds(0), 1: ["drop round", "drop guard"]);
    both!(nested_rounds(vec![vec![1, 0, 5], vec![2], vec![3]]), [1018]);
    traced!(nested_rounds(vec![vec![10], vec![1, -1, 5]]), ["1", "got 21", "end"]);
    traced!(nested_rounds(vec![vec![1, -1, 5]]), ["1", "end"]);
    traced!(returns_a_yield(vec![Ok(1), Ok(3), Ok(1)]), ["got Ok(11)", "drop row", "got Ok(3)", "drop row", "end"]);
    traced!(returns_a_yield(vec![Err("no"), Ok(3)]), ["drop row", "got Err(\"no\")", "end"]);
    both!(otherwise_the_other([1].into_iter(), vec![2, 3]), [1, 2, 3]);
    both!(otherwise_the_other([1].into_iter(), vec![2]), [1]);
}

#[generator]
fn bound_by_an_arm(found: Option<Noisy>, takes: bool) -> impl Iterator<Item = &'static str> {
    match found {
        Some(noisy) if noisy.0 == "first" => {
            if takes {
                drop(noisy);
            }
            yield_!("taken or not");
            yield_!("still");
        }
        Some(noisy) => yield_!(noisy.0),
        None => yield_!("none"),
    }
}

#[generator]
fn bound_by_a_condition(found: Option<Noisy>, takes: bool) -> impl Iterator<Item = &'static str> {
    let before = Noisy("before");
    if let Some(noisy) = found
        && noisy.0 == "first"
    {
        if takes {
            drop(noisy);
        } else {
            note(noisy.0);
        }
        yield_!("in");
    }
    yield_!(before.0);
}

#[generator]
fn bound_in_a_loop(mut found: Vec<(Noisy, bool)>) -> impl Iterator<Item = usize> {
    while let Some((noisy, takes)) = found.pop()
        && noisy.0 != "stop"
    {
        if takes {
            drop(noisy);
        }
        yield_!(found.len());
    }
    for (noisy, takes) in found {
        let kept = Noisy("kept");
        if !takes {
            let inner = noisy;
            note(inner.0);
        }
        yield_!(100);
        note(kept.0);
    }
}

#[generator]
fn bound_by_a_let((first, second): (Noisy, Noisy), rest: Option<Noisy>, takes: bool) -> impl Iterator<Item = u8> {
    let Some(third) = rest else { return };
    if takes {
        drop((second, third));
    }
    yield_!(1);
    note(first.0);
    yield_!(2);
}

#[test]
fn patterns_whose_variables_are_moved_on_a_path() {
    let found = |name| Some(Noisy(name));
    traced!(bound_by_an_arm(found("first"), true), ["drop first", "got \"taken or not\"", "got \"still\"", "end"]);
    traced!(bound_by_an_arm(found("first"), false), ["got \"taken or not\"", "got \"still\"", "drop first", "end"]);
    dropped!(bound_by_an_arm(found("first"), false), 1: ["drop first"]);
    traced!(bound_by_an_arm(found("second"), true), ["got \"second\"", "drop second", "end"]);
    traced!(bound_by_a_condition(found("first"), true), ["drop first", "got \"in\"", "got \"before\"", "drop before", "end"]);
    traced!(bound_by_a_condition(found("first"), false), ["first", "got \"in\"", "drop first", "got \"before\"", "drop before", "end"]);
    traced!(bound_by_a_condition(found("other"), true), ["drop other", "got \"before\"", "drop before", "end"]);
    traced!(bound_by_a_condition(None, true), ["got \"before\"", "drop before", "end"]);
    traced!(
        bound_in_a_loop(vec![(Noisy("a"), true), (Noisy("b"), false), (Noisy("stop"), true), (Noisy("c"), true), (Noisy("d"), false)]),
        [
            "got 4",
            "drop d",
            "drop c",
            "got 3",
            "drop stop",
            "got 100",
            "kept",
            "drop kept",
            "drop a",
            "b",
            "drop b",
            "got 100",
            "kept",
            "drop kept",
            "end"
        ]
    );
    let both = || (Noisy("one"), Noisy("two"));
    traced!(bound_by_a_let(both(), found("three"), true), ["drop two", "drop three", "got 1", "one", "got 2", "drop one", "end"]);
    traced!(bound_by_a_let(both(), found("three"), false), ["got 1", "one", "got 2", "drop three", "drop two", "drop one", "end"]);
    dropped!(bound_by_a_let(both(), found("three"), false), 1: ["drop three", "drop two", "drop one"]);
}

#[generator]
fn batches_between_rows(rows: Vec<u32>) -> impl Iterator<Item = Vec<u32>> {
    let mut batch = Vec::new();
    for row in rows {
        batch.push(row);
        if row % 2 == 0 {
            if batch.len() > 1 {
                yield_!(batch);
                batch = Vec::new();
            }
            yield_!(vec![row]);
        }
    }
    if !batch.is_empty() {
        yield_!(batch);
    }
}

#[generator]
fn moved_before_a_join(rows: Vec<u32>) -> impl Iterator<Item = String> {
    let mut text = String::new();
    let mut other = String::from("-");
    for row in rows {
        text += "x";
        if row > 1 {
            if row > 2 {
                yield_!(other);
                other = String::from("+");
            } else {
                drop(text);
                text = String::from("y");
            }
            yield_!(format!("{row}"));
            continue;
        }
        if row == 0 {
            yield_!(std::mem::take(&mut text));
        } else {
            let moved = other;
            other = moved + "1";
        }
        other.push('o');
    }
    yield_!(text + &other);
}

#[test]
fn variables_put_back_where_paths_meet() {
    both!(batches_between_rows(vec![2, 1, 3, 4, 5]), [vec![2], vec![2, 1, 3, 4], vec![4], vec![5]]);
    both!(moved_before_a_join(vec![1, 2, 3, 0, 1, 2]), ["2", "-1o", "3", "yxx", "2", "y+o1o"]);
}

impl Noisy {
    fn look(&self) -> &'static str {
        self.0
    }
    fn finish(self) -> &'static str {
        self.0
    }
}

#[generator]
fn called_on_a_path(how: u8) -> impl Iterator<Item = u8> {
    let guard = Noisy("guard");
    if how == 1 {
        note(guard.look());
    } else if how == 2 {
        note(guard.finish());
    }
    yield_!(1);
    yield_!(2);
}

#[generator]
fn looked_at_on_a_path(looks: bool) -> impl Iterator<Item = u8> {
    let guard = Noisy("guard");
    if looks {
        let name = guard.look();
        note(name);
    }
    yield_!(1);
}

#[generator]
fn matched_on_a_path(found: Option<Noisy>, matches: bool) -> impl Iterator<Item = u8> {
    let last = Noisy("last");
    if matches {
        match found {
            Some(noisy) if noisy.0 == "first" => note(noisy.0),
            Some(ref noisy) if noisy.0 == "second" => note("second"),
            Some(_) => note("third"),
            None => note("none"),
        }
    } else {
        drop(found);
    }
    yield_!(1);
    note(last.0);
}

#[generator]
fn taken_apart_on_a_path(pair: (Noisy, u8), how: u8) -> impl Iterator<Item = u8> {
    match how {
        0 => drop(pair),
        1 => {
            let (noisy, number) = pair;
            note(format!("{} {number}", noisy.0));
        }
        2 => {
            let (_, number) = pair;
            yield_!(number);
        }
        _ => {}
    }
    yield_!(1);
}

#[generator]
fn letters(text: &str) -> impl Iterator<Item = (char, u8)> {
    for c in text.chars() {
        match c {
            'a'..='c' => yield_!(match text.len() {
                1 => (c, 1),
                _ => ('-', 0),
            }),
            other if other.is_numeric() => yield_!((other, 2)),
            other => {
                yield_!((other, 3));
            }
        }
    }
}

#[test]
fn uses_on_a_path_that_types_tell_apart() {
    traced!(called_on_a_path(0), ["got 1", "got 2", "drop guard", "end"]);
    traced!(called_on_a_path(1), ["guard", "got 1", "got 2", "drop guard", "end"]);
    traced!(called_on_a_path(2), ["drop guard", "guard", "got 1", "got 2", "end"]);
    traced!(looked_at_on_a_path(true), ["guard", "got 1", "drop guard", "end"]);
    let found = |name| Some(Noisy(name));
    traced!(matched_on_a_path(found("first"), true), ["first", "drop first", "got 1", "last", "drop last", "end"]);
    traced!(matched_on_a_path(found("third"), true), ["third", "got 1", "last", "drop last", "drop third", "end"]);
    traced!(matched_on_a_path(found("x"), false), ["drop x", "got 1", "last", "drop last", "end"]);
    traced!(taken_apart_on_a_path((Noisy("a"), 7), 0), ["drop a", "got 1", "end"]);
    traced!(taken_apart_on_a_path((Noisy("a"), 7), 1), ["a 7", "drop a", "got 1", "end"]);
    traced!(taken_apart_on_a_path((Noisy("a"), 7), 2), ["got 7", "got 1", "drop a", "end"]);
    traced!(taken_apart_on_a_path((Noisy("a"), 7), 3), ["got 1", "drop a", "end"]);
    both!(letters("ab1-"), [('-', 0), ('-', 0), ('1', 2), ('-', 3)]);
}

#[generator]
fn skipped_behind_a_branch(numbers: Vec<Option<i32>>) -> impl Iterator<Item = i32> {
    for number in numbers {
        let Some(n) = number else {
            if true {
                yield_!(0);
            }
            continue;
        };
        if n == 3 {
            continue;
        }
        if n == 9 {
            break;
        }
        for inner in 0..n {
            if inner == 1 {
                break;
            }
            note(format!("{inner}"));
        }
        yield_!(n);
    }
    yield_!(100);
}

#[test]
fn jumps_beside_a_branch_that_yields_and_leaves() {
    both!(skipped_behind_a_branch(vec![Some(1), None, Some(3), Some(4), Some(9), Some(5)]), [1, 0, 4, 100]);
}

#[generator]
fn compared_before_it_is_moved(text: String, other: String, takes: bool) -> impl Iterator<Item = usize> {
    let guard = Noisy("guard");
    if text == other || text < "A".to_string() + &other {
        note(format!("{} {}", text.len(), guard.0));
    }
    if takes {
        drop(text);
    }
    yield_!(other.len());
}

#[test]
fn comparisons_only_look() {
    traced!(compared_before_it_is_moved("a".into(), "a".into(), true), ["1 guard", "got 1", "drop guard", "end"]);
    traced!(compared_before_it_is_moved("b".into(), "a".into(), false), ["got 1", "drop guard", "end"]);
}

fn number() -> i64 {
    3
}

#[generator]
fn the_larger_one() -> impl Iterator<Item = i64> {
    let (n, name) = (number(), String::from("b"));
    let larger = n.max(1);
    let within = larger.clamp(0, 2);
    let last = name.max("a".to_string());
    yield_!(larger + within);
    yield_!(last.len() as i64);
}

#[test]
fn methods_whose_arguments_are_of_their_own_type() {
    both!(the_larger_one(), [5, 1]);
}

#[generator]
fn arrays_and_methods_of_slices() -> impl Iterator<Item = usize> {
    let pair = [Noisy("a"), Noisy("b")];
    let boxed = Box::new([Noisy("c")]);
    yield_!(1);
    let n = pair.len() + boxed.len();
    yield_!(n);
    yield_!(9);
}

#[test]
fn an_array_stays_behind_a_method_of_slices() {
    let lines = ["got 1", "got 3", "got 9", "drop c", "drop a", "drop b", "end"];
    traced!(arrays_and_methods_of_slices(), lines);
}

#[generator]
fn parsed_in_turn(texts: Vec<String>) -> impl Iterator<Item = Result<i32, std::num::ParseIntError>> {
    let mut text = String::from("1");
    for next in texts {
        let number: i32 = text.parse()?;
        yield_!(Ok(number));
        text = next;
    }
}

#[generator]
fn set_after_a_part_was_copied(count: u32) -> impl Iterator<Item = u32> {
    let mut last = Noisy("a");
    let name = last.0;
    yield_!(count);
    last = Noisy("b");
    note("set");
}

#[generator]
fn set_in_turn_after_a_part_was_copied(count: u32) -> impl Iterator<Item = u32> {
    let mut last = Noisy("a");
    for n in 0..count {
        let name = last.0;
        yield_!(n + u32::from(name == "a"));
        last = Noisy("b");
        note("set");
    }
}

#[test]
fn what_is_set_anew_behind_a_yield() {
    let lines = ["got 1", "drop a", "set", "got 1", "drop b", "set", "drop b", "end"];
    traced!(set_in_turn_after_a_part_was_copied(2), lines);
    both!(parsed_in_turn(vec!["2".into(), "x".into()]).map(|number| number.unwrap_or(-1)), [1, 2]);
    both!(parsed_in_turn(vec!["x".into(), "3".into(), "4".into()]).map(|number| number.unwrap_or(-1)), [1, -1]);
    traced!(set_after_a_part_was_copied(3), ["got 3", "drop a", "set", "drop b", "end"]);
}
