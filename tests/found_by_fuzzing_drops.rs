//! Bodies, found by the fuzzer (`fuzz/`) and made small, that dropped something at another time than Rust
//! does, or gave other items.
#![allow(
    for_loops_over_fallibles,
    irrefutable_let_patterns,
    unused_assignments,
    unused_labels,
    unused_variables,
    unreachable_code,
    dead_code
)]
#![allow(
    clippy::assertions_on_constants,
    clippy::blocks_in_conditions,
    clippy::diverging_sub_expression,
    clippy::never_loop,
    clippy::nonminimal_bool,
    clippy::overly_complex_bool_expr,
    clippy::redundant_closure_call,
    clippy::redundant_pattern_matching,
    clippy::single_match,
    clippy::unit_arg,
    clippy::unnecessary_literal_unwrap,
    clippy::useless_vec
)]
use std::cell::Cell;

use generator_core::generator;

#[macro_use]
mod common;
use common::*;

fn eat(noisy: Noisy) -> i64 {
    noisy.0.len() as i64
}

fn peek(noisy: &Noisy) -> i64 {
    noisy.0.len() as i64
}

fn eat_two(first: Noisy, second: Noisy) -> i64 {
    eat(first) + eat(second)
}

/// Counts up, and whether the number is even then.
fn count(n: &mut i64) -> bool {
    *n += 1;
    *n % 2 == 0
}

/// Whether there are rounds left, of which it takes one.
fn more(left: &Cell<i64>) -> bool {
    left.replace(left.get() - 1) > 0
}

// Control flow: these gave other items.

#[generator]
fn a_yield_on_a_condition_begins_a_loop() -> impl Iterator<Item = i64> {
    let mut n = 0;
    loop {
        if count(&mut n) {
            yield_!(n);
        }
        note("round");
    }
}

#[generator]
fn a_loop_without_a_yield_gives_what_is_assigned(mut noisy: Noisy, left: Cell<i64>) -> impl Iterator<Item = i64> {
    noisy = 'block: {
        loop {
            if !more(&left) {
                break Noisy("new");
            }
            peek(&Noisy("round"));
        }
    };
    yield_!(1);
}

#[generator]
fn a_loop_in_the_condition_of_a_loop(noisy: Noisy) -> impl Iterator<Item = i64> {
    let mut n = 0;
    loop {
        if n > 3 {
            break note(format!("eat {}", eat(noisy)));
        }
        while n < 4
            && (loop {
                if count(&mut n) {
                    break n;
                }
                yield_!(n);
            }) < 3
        {}
    }
}

#[test]
fn loops_go_on_to_their_end() {
    let lines = ["round", "got 2", "round", "round", "got 4", "round", "round", "got 6", "end"];
    traced!(a_yield_on_a_condition_begins_a_loop().take(3), lines);
    let lines = ["drop round", "drop round", "drop old", "got 1", "drop new", "end"];
    traced!(a_loop_without_a_yield_gives_what_is_assigned(Noisy("old"), Cell::new(2)), lines);
    traced!(a_loop_in_the_condition_of_a_loop(Noisy("abc")), ["got 1", "got 3", "drop abc", "eat 3", "end"]);
}

#[generator]
fn used_after_a_condition_that_yields(number: Option<i64>, noisy: Noisy, left: Cell<i64>) -> impl Iterator<Item = i64> {
    while more(&left) && {
        yield_!(1);
        false
    } {}
    let moved = number;
    let later = Noisy("later");
}

#[generator]
fn used_after_a_condition_with_more_links(noisy: Noisy, left: Cell<i64>) -> impl Iterator<Item = Noisy> {
    while more(&left)
        && {
            yield_!(Noisy("item"));
            true
        }
        && false
        && true
    {}
    yield_!(Noisy("after"));
    let _moved = noisy;
}

#[test]
fn a_condition_that_yields_keeps_the_variables() {
    let make = || used_after_a_condition_that_yields(Some(1), Noisy("a"), Cell::new(1));
    traced!(make(), ["got 1", "drop later", "drop a", "end"]);
    dropped!(make(), 1: ["drop a"]);
    let make = || used_after_a_condition_with_more_links(Noisy("a"), Cell::new(2));
    traced!(make(), ["got Noisy(\"item\")", "drop item", "got Noisy(\"after\")", "drop after", "drop a", "end"]);
}

#[generator]
fn a_parameter_hidden_by_a_slice_pattern(n: i64, text: String) -> impl Iterator<Item = i64> {
    let [_, n, ..] = [1, 2, 3];
    yield_!(1);
    yield_!(n);
}

#[test]
fn slice_patterns_hide_parameters() {
    both!(a_parameter_hidden_by_a_slice_pattern(5, String::from("a")), [1, 2]);
}

#[generator]
fn counted_after_it_was_an_argument(start: Option<i64>) -> impl Iterator<Item = i64> {
    match start {
        Some(mut n) => match peek(&numbered(n)) {
            _ if {
                yield_!(1);
                true
            } =>
            {
                n += 1;
            }
            _ => (),
        },
        _ => (),
    }
}

fn numbered(n: i64) -> Noisy {
    note(format!("numbered {n}"));
    Noisy("number")
}

#[test]
fn a_number_that_is_counted() {
    let lines = ["numbered 1", "got 1", "drop number", "end"];
    traced!(counted_after_it_was_an_argument(Some(1)), lines);
}

#[generator]
fn the_message_of_assert_eq(left: &i64, right: &i64) -> impl Iterator<Item = i64> {
    assert_eq!(*left, *right, "{}", {
        yield_!(1);
        2
    });
    yield_!(3);
}

#[test]
fn the_message_runs_only_where_the_sides_differ() {
    both!(the_message_of_assert_eq(&1, &1), [3]);
    panics!(the_message_of_assert_eq(&1, &2), ["got 1", "panic"]);
}

// A variable that is set anew drops in the turn of its declaration.

#[generator]
fn a_parameter_set_anew(mut first: Noisy, second: Noisy) -> impl Iterator<Item = i64> {
    drop(first);
    yield_!(1);
    first = Noisy("anew");
}

#[generator]
fn set_anew_after_a_closure_has_it(mut noisy: Noisy) -> impl Iterator<Item = i64> {
    let takes = move |n: i64| n + eat(noisy);
    yield_!(1);
    noisy = Noisy("anew");
}

#[generator]
fn set_anew_after_others(mut noisy: Noisy) -> impl Iterator<Item = Noisy> {
    let mut own = noisy;
    let text = String::new();
    yield_!(own);
    let later = (Noisy("b"), Noisy("c"));
    yield_!(Noisy("item"));
    own = Noisy("anew");
    noisy = Noisy("parameter");
    let moved = text;
}

#[generator]
fn set_anew_after_a_block(mut noisy: Noisy) -> impl Iterator<Item = i64> {
    let _kept = {
        yield_!(eat(noisy));
        Noisy("kept")
    };
    noisy = Noisy("anew");
}

#[generator]
fn a_pair_set_anew(mut both: (Noisy, Noisy), moves: bool) -> impl Iterator<Item = i64> {
    let kept = &Noisy("kept");
    match moves {
        true => {
            let (_first, _second) = both;
        }
        false => (),
    }
    yield_!(1);
    both = (Noisy("c"), Noisy("d"));
}

#[generator]
fn declared_and_set_later() -> impl Iterator<Item = i64> {
    yield_!(1);
    let declared: Noisy;
    let first = Noisy("first");
    declared = Noisy("declared");
}

#[test]
fn what_is_set_anew_drops_in_its_turn() {
    let lines = ["drop a", "got 1", "drop b", "drop anew", "end"];
    traced!(a_parameter_set_anew(Noisy("a"), Noisy("b")), lines);
    traced!(set_anew_after_a_closure_has_it(Noisy("a")), ["got 1", "drop a", "drop anew", "end"]);
    let lines =
        ["got Noisy(\"a\")", "drop a", "got Noisy(\"item\")", "drop item", "drop b", "drop c", "drop anew", "drop parameter", "end"];
    traced!(set_anew_after_others(Noisy("a")), lines);
    traced!(set_anew_after_a_block(Noisy("a")), ["drop a", "got 1", "drop kept", "drop anew", "end"]);
    let pair = |moves| a_pair_set_anew((Noisy("a"), Noisy("b")), moves);
    traced!(pair(true), ["drop b", "drop a", "got 1", "drop kept", "drop c", "drop d", "end"]);
    traced!(pair(false), ["got 1", "drop a", "drop b", "drop kept", "drop c", "drop d", "end"]);
    traced!(declared_and_set_later(), ["got 1", "drop first", "drop declared", "end"]);
}

// A variable that is moved on some path only stays on the others.

#[generator]
fn moved_in_a_condition_of_a_condition(noisy: Noisy, moves: bool) -> impl Iterator<Item = i64> {
    yield_!(if if moves { eat(noisy) > 9 } else { true } { 1 } else { 2 });
    note("after");
}

#[generator]
fn moved_in_a_link_of_a_loop(noisy: Noisy, n: i64) -> impl Iterator<Item = i64> {
    while matches!(Some(n), Some(k) if k > 1) && (n == 2 || eat(noisy) > 0) {
        break;
    }
    yield_!(1);
    note("after");
}

#[generator]
fn moved_in_macros(first: Noisy, second: Noisy, third: Noisy, fourth: Noisy, moves: bool) -> impl Iterator<Item = i64> {
    println!("{}", if moves { eat(first) } else { 1 });
    assert_ne!(0, if moves { eat(second) } else { 1 });
    if matches!(if moves { Some(third) } else { None }, Some(_)) {
        note("matches");
    }
    assert!(!moves || fourth.0 == "d", "not {}", eat(fourth));
    yield_!(1);
    note("after");
}

#[generator]
fn moved_beside_or(noisy: Noisy, n: i64) -> impl Iterator<Item = i64> {
    let size = if n == 1 || eat(noisy) > 3 { 1 } else { 2 };
    yield_!(size);
    note("after");
}

#[generator]
fn moved_in_unsafe(noisy: Noisy, mut other: Noisy, moves: bool) -> impl Iterator<Item = i64> {
    #[allow(unused_unsafe)]
    unsafe {
        other = Noisy(if moves {
            other = noisy;
            "moved"
        } else {
            "new"
        });
    }
    yield_!(1);
    note("after");
}

#[generator]
fn moved_in_a_closure(noisy: Noisy, calls: bool) -> impl Iterator<Item = i64> {
    let n = match calls {
        true => (|n: i64| match Some(n) {
            Some(n) => n + eat(noisy),
            None => n,
        })(1),
        false => 1,
    };
    yield_!(n);
    note("after");
}

#[test]
fn what_moves_on_one_path_stays_on_the_others() {
    let stays = ["got 1", "after", "drop a", "end"];
    traced!(moved_in_a_condition_of_a_condition(Noisy("a"), false), stays);
    traced!(moved_in_a_condition_of_a_condition(Noisy("a"), true), ["drop a", "got 2", "after", "end"]);
    for n in [1, 2] {
        traced!(moved_in_a_link_of_a_loop(Noisy("a"), n), stays);
    }
    traced!(moved_in_a_link_of_a_loop(Noisy("a"), 3), ["drop a", "got 1", "after", "end"]);
    let make = |moves| moved_in_macros(Noisy("a"), Noisy("b"), Noisy("c"), Noisy("d"), moves);
    traced!(make(false), ["got 1", "after", "drop d", "drop c", "drop b", "drop a", "end"]);
    traced!(make(true), ["drop a", "drop b", "drop c", "matches", "got 1", "after", "drop d", "end"]);
    traced!(moved_beside_or(Noisy("a"), 1), stays);
    traced!(moved_beside_or(Noisy("a"), 2), ["drop a", "got 2", "after", "end"]);
    let make = |moves| moved_in_unsafe(Noisy("a"), Noisy("b"), moves);
    traced!(make(false), ["drop b", "got 1", "after", "drop new", "drop a", "end"]);
    traced!(make(true), ["drop b", "drop a", "got 1", "after", "drop moved", "end"]);
    traced!(moved_in_a_closure(Noisy("a"), false), stays);
    traced!(moved_in_a_closure(Noisy("a"), true), ["drop a", "got 2", "after", "end"]);
}

// A block ends before what follows it.

#[generator]
fn a_scrutinee_before_what_its_branch_gives() -> impl Iterator<Item = i64> {
    let kept = if let Some(first) = Some(Noisy("scrutinee")) {
        Noisy("value")
    } else {
        yield_!(1);
        Noisy("other")
    };
}

#[generator]
fn the_variables_of_a_block_before_its_value() -> impl Iterator<Item = i64> {
    let kept = {
        let inner = Some(Noisy("inner"));
        yield_!(1);
        Noisy("value")
    };
}

#[generator]
fn the_variables_of_a_block_before_what_is_ignored() -> impl Iterator<Item = i64> {
    let _ = {
        let inner = {
            yield_!(1);
            Noisy("inner")
        };
        Noisy("ignored")
    };
}

#[generator]
fn a_block_in_the_head_of_a_loop(noisy: Noisy, moves: bool) -> impl Iterator<Item = i64> {
    for n in ({
        let (first, second) = match moves {
            true => (noisy, Noisy("c")),
            false => (Noisy("b"), Noisy("c")),
        };
        vec![1]
    })
    .into_iter()
    {
        note("round");
    }
    yield_!(1);
}

#[generator]
fn a_condition_before_its_branch(noisy: Noisy, moves: bool) -> impl Iterator<Item = i64> {
    if (if moves { Some(noisy) } else { Some(Noisy("b")) }).is_some() {
        note("branch");
    }
    yield_!(1);
}

#[generator]
fn a_receiver_before_the_next_statement() -> impl Iterator<Item = i64> {
    let noisy = Noisy("a");
    let is_some = (if peek(&noisy) == 1 {
        drop(noisy);
        Some(Noisy("b"))
    } else {
        None
    })
    .is_some();
    note("after");
    yield_!(1);
}

#[test]
fn blocks_end_before_what_follows() {
    traced!(a_scrutinee_before_what_its_branch_gives(), ["drop scrutinee", "drop value", "end"]);
    traced!(the_variables_of_a_block_before_its_value(), ["got 1", "drop inner", "drop value", "end"]);
    let lines = ["got 1", "drop inner", "drop ignored", "end"];
    traced!(the_variables_of_a_block_before_what_is_ignored(), lines);
    let make = |moves| a_block_in_the_head_of_a_loop(Noisy("a"), moves);
    traced!(make(false), ["drop c", "drop b", "round", "got 1", "drop a", "end"]);
    traced!(make(true), ["drop c", "drop a", "round", "got 1", "end"]);
    traced!(a_condition_before_its_branch(Noisy("a"), true), ["drop a", "branch", "got 1", "end"]);
    traced!(a_condition_before_its_branch(Noisy("a"), false), ["drop b", "branch", "got 1", "drop a", "end"]);
    traced!(a_receiver_before_the_next_statement(), ["drop a", "drop b", "after", "got 1", "end"]);
}

// A scrutinee in an operand lives to the end of the whole statement.

#[generator]
fn a_scrutinee_in_the_items_of_a_loop() -> impl Iterator<Item = i64> {
    for n in [i64::from(matches!(Some(Noisy("scrutinee")), Some(_))), 2] {
        yield_!(n);
    }
}

#[generator]
fn a_scrutinee_beside_a_yield() -> impl Iterator<Item = i64> {
    let sum = made(i64::from(matches!(Some(Noisy("scrutinee")), Some(_)))) + {
        yield_!(1);
        made(2)
    };
    note("after");
}

#[generator]
fn a_scrutinee_before_a_method() -> impl Iterator<Item = Option<i64>> {
    yield_!(matches!(Some(Noisy("scrutinee")), Some(_)).then_some({
        yield_!(None);
        2
    }));
}

#[generator]
fn a_scrutinee_of_a_scrutinee() -> impl Iterator<Item = i64> {
    drop(match matches!(Some(Noisy("scrutinee")), Some(_)) {
        true => Some(Noisy("value")),
        _ => {
            yield_!(1);
            None
        }
    });
}

#[generator]
fn an_assertion_beside_a_yield() -> impl Iterator<Item = i64> {
    second(assert_ne!(made(peek(&Noisy("temporary"))), 0), {
        yield_!(1);
        made(2)
    });
    note("after");
}

fn second<T>(_: (), second: T) -> T {
    second
}

#[generator]
fn a_scrutinee_in_a_range(noisy: Noisy) -> impl Iterator<Item = i64> {
    for n in (match peek(&Noisy("scrutinee")) {
        0 => eat(noisy),
        n => n - 9,
    })..1
    {
        note("round");
    }
    yield_!(1);
}

#[test]
fn a_scrutinee_lives_as_long_as_its_statement() {
    traced!(a_scrutinee_in_the_items_of_a_loop(), ["got 1", "got 2", "drop scrutinee", "end"]);
    traced!(a_scrutinee_beside_a_yield(), ["made 1", "got 1", "made 2", "drop scrutinee", "after", "end"]);
    traced!(a_scrutinee_before_a_method(), ["got None", "drop scrutinee", "got Some(2)", "end"]);
    traced!(a_scrutinee_of_a_scrutinee(), ["drop value", "drop scrutinee", "end"]);
    traced!(an_assertion_beside_a_yield(), ["made 9", "got 1", "made 2", "drop temporary", "after", "end"]);
    traced!(a_scrutinee_in_a_range(Noisy("a")), ["round", "drop scrutinee", "got 1", "drop a", "end"]);
}

// What an assignment drops comes after what its value drops.

#[generator]
fn assigned_from_a_loop(mut noisy: Noisy, other: Noisy, moves: bool) -> impl Iterator<Item = i64> {
    noisy = loop {
        if !moves {
            break Noisy("new");
        }
        let _own = other;
        break Noisy("last");
    };
    yield_!(1);
}

#[generator]
fn assigned_from_a_loop_that_yields(mut noisy: Noisy, left: Cell<i64>) -> impl Iterator<Item = i64> {
    noisy = loop {
        if !more(&left) {
            break Noisy("new");
        }
        yield_!(left.get());
    };
    note("after");
}

#[generator]
fn assigned_from_a_match(mut noisy: Noisy) -> impl Iterator<Item = i64> {
    noisy = match Some(Noisy("scrutinee")) {
        Some(_bound) => loop {
            yield_!(1);
            break Noisy("new");
        },
        None => Noisy("none"),
    };
}

#[test]
fn the_old_value_drops_last() {
    let make = |moves| assigned_from_a_loop(Noisy("old"), Noisy("other"), moves);
    traced!(make(false), ["drop old", "got 1", "drop other", "drop new", "end"]);
    traced!(make(true), ["drop other", "drop old", "got 1", "drop last", "end"]);
    let make = || assigned_from_a_loop_that_yields(Noisy("old"), Cell::new(2));
    traced!(make(), ["got 1", "got 0", "drop old", "after", "drop new", "end"]);
    dropped!(make(), 1: ["drop old"]);
    traced!(assigned_from_a_match(Noisy("old")), ["got 1", "drop scrutinee", "drop old", "drop new", "end"]);
}

// The parts of a parameter stay in its place.

#[generator]
fn parts_used_after_a_yield(both: (Noisy, Noisy), other: Noisy) -> impl Iterator<Item = i64> {
    let n = {
        yield_!(1);
        eat_two(both.0, both.1)
    };
}

#[generator]
fn parts_used_in_one_arm(both: (Noisy, Noisy), n: i64) -> impl Iterator<Item = i64> {
    match n {
        0 => (),
        _ => yield_!(eat_two(both.0, both.1)),
    }
    note("after");
}

#[generator]
fn parts_beside_a_temporary(both: (Noisy, Noisy)) -> impl Iterator<Item = i64> {
    match vec![Noisy("temporary")].is_empty() {
        true => yield_!(eat_two(both.1, both.0)),
        false => yield_!(1),
    }
}

#[generator]
fn parts_in_an_assertion(both: (Noisy, Noisy), asserts: bool) -> impl Iterator<Item = i64> {
    yield_!(if asserts {
        assert!(matches!(Some(eat_two(both.1, both.0)), Some(n) if n > 1), "not {}", 1);
        1
    } else {
        2
    });
}

#[generator]
fn parts_in_an_operand(both: (Noisy, Noisy)) -> impl Iterator<Item = i64> {
    let (first, second) = (Noisy("c"), Noisy("d"));
    let n =
        1 + eat_two(Noisy("e"), {
            yield_!(1);
            Noisy("f")
        }) + eat_two(both.1, both.0);
}

#[generator]
fn parts_after_a_panic(both: (Noisy, Noisy)) -> impl Iterator<Item = i64> {
    let n = eat_two(
        Noisy("operand"),
        if let (first, second) = &(Noisy("c"), Noisy("d")) {
            let Err(_) = Ok::<i64, i64>(1) else { panic!("on purpose") };
            yield_!(eat_two(both.1, both.0));
            Noisy("e")
        } else {
            Noisy("f")
        },
    );
}

#[test]
fn parts_of_parameters_keep_their_place() {
    let both = || (Noisy("a"), Noisy("b"));
    let make = || parts_used_after_a_yield(both(), Noisy("other"));
    traced!(make(), ["got 1", "drop a", "drop b", "drop other", "end"]);
    dropped!(make(), 1: ["drop other", "drop a", "drop b"]);
    traced!(parts_used_in_one_arm(both(), 0), ["after", "drop a", "drop b", "end"]);
    traced!(parts_used_in_one_arm(both(), 1), ["drop a", "drop b", "got 2", "after", "end"]);
    traced!(parts_beside_a_temporary(both()), ["got 1", "drop temporary", "drop a", "drop b", "end"]);
    traced!(parts_in_an_assertion(both(), false), ["got 2", "drop a", "drop b", "end"]);
    traced!(parts_in_an_assertion(both(), true), ["drop b", "drop a", "got 1", "end"]);
    dropped!(parts_in_an_operand(both()), 1: ["drop e", "drop d", "drop c", "drop a", "drop b"]);
    panics!(parts_after_a_panic(both()), ["drop c", "drop d", "drop operand", "drop a", "drop b", "panic"]);
}

// Dropped while suspended: the operands first, then the temporaries.

fn keep(keeps: bool, noisy: Noisy) -> Option<Noisy> {
    keeps.then_some(noisy)
}

#[generator]
fn a_temporary_of_a_later_operand() -> impl Iterator<Item = i64> {
    drop(Some(Noisy("value")).or(keep(vec![Noisy("temporary")].is_empty(), Noisy("refused")).or({
        yield_!(1);
        Some(Noisy("new"))
    })));
}

#[generator]
fn a_temporary_of_a_scrutinee_in_an_operand() -> impl Iterator<Item = i64> {
    let kept = Some(Noisy("value")).unwrap_or(match (vec![Noisy("temporary")].is_empty(), 1).1 {
        _ if {
            yield_!(1);
            true
        } =>
        {
            Noisy("new")
        }
        _ => Noisy("other"),
    });
    note("after");
}

#[generator]
fn a_temporary_in_the_head_of_a_loop() -> impl Iterator<Item = i64> {
    for noisy in Some(Noisy("value")).or(keep(Some(Noisy("temporary")).is_none(), Noisy("refused")).or({
        yield_!(1);
        Some(Noisy("new"))
    })) {
        note("round");
    }
}

#[generator]
fn operands_of_operands() -> impl Iterator<Item = i64> {
    eat_two(
        Noisy("first"),
        Some(Noisy("second")).unwrap_or({
            yield_!(1);
            Noisy("unused")
        }),
    );
}

#[test]
fn operands_drop_before_temporaries() {
    let make = || a_temporary_of_a_later_operand();
    traced!(make(), ["drop refused", "got 1", "drop new", "drop value", "drop temporary", "end"]);
    dropped!(make(), 1: ["drop value", "drop temporary"]);
    let make = || a_temporary_of_a_scrutinee_in_an_operand();
    traced!(make(), ["got 1", "drop new", "drop temporary", "after", "drop value", "end"]);
    dropped!(make(), 1: ["drop value", "drop temporary"]);
    let make = || a_temporary_in_the_head_of_a_loop();
    traced!(make(), ["drop refused", "got 1", "drop new", "round", "drop value", "drop temporary", "end"]);
    dropped!(make(), 1: ["drop value", "drop temporary"]);
    let make = || operands_of_operands();
    traced!(make(), ["got 1", "drop unused", "drop first", "drop second", "end"]);
    dropped!(make(), 1: ["drop second", "drop first"]);
}
