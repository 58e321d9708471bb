//! Bodies on which the fuzzer (`fuzz/`) once found a difference, made small.
#![allow(unused_assignments, unused_variables, unreachable_code, dead_code)]
#![allow(
    clippy::single_match,
    clippy::match_single_binding,
    clippy::diverging_sub_expression,
    clippy::unnecessary_literal_unwrap,
    clippy::blocks_in_conditions
)]
use generator_core::generator;

#[macro_use]
mod common;
use common::*;

fn pair(a: Noisy, b: Noisy) -> (Noisy, Noisy) {
    (a, b)
}

fn peek(noisy: &Noisy) -> i64 {
    note(format!("peek {}", noisy.0));
    1
}

#[generator]
fn bindings_of_a_borrowed_temporary() -> impl Iterator<Item = i64> {
    match &Some(Noisy("one")) {
        Some(_noisy) => yield_!(1),
        _ => {}
    }
    match &(Noisy("two"), Noisy("three")) {
        (_a, _b) => yield_!(2),
    }
    let _kept = &Noisy("kept");
    yield_!(3);
}

#[test]
fn borrowed_temporaries() {
    traced!(bindings_of_a_borrowed_temporary(), ["got 1", "drop one", "got 2", "drop two", "drop three", "got 3", "drop kept", "end"]);
}

#[generator]
fn ignored_part(noisy: Noisy) -> impl Iterator<Item = i64> {
    let _ = pair(noisy, Noisy("other")).0;
    yield_!(1);
}

#[test]
fn an_ignored_value_is_evaluated() {
    traced!(ignored_part(Noisy("parameter")), ["drop parameter", "drop other", "got 1", "end"]);
}

#[generator]
fn jump_in_a_macro(stop: bool) -> impl Iterator<Item = i64> {
    let text = format!("{}", {
        if stop {
            return;
        }
        1
    });
    yield_!(text.len() as i64);
}

#[test]
fn jumps_in_macros() {
    both!(jump_in_a_macro(true), [0; 0]);
    both!(jump_in_a_macro(false), [1]);
}

#[generator]
fn temporaries_in_a_macro() -> impl Iterator<Item = i64> {
    for n in vec![peek(&Noisy("temporary")), 2].into_iter() {
        yield_!(n);
    }
}

#[test]
fn heads_made_by_macros() {
    traced!(temporaries_in_a_macro(), ["peek temporary", "got 1", "got 2", "drop temporary", "end"]);
}

#[generator]
fn set_anew(mut noisy: Noisy, moves: bool) -> impl Iterator<Item = i64> {
    if moves {
        drop(noisy);
    }
    yield_!(1);
    noisy = made(Noisy("new"));
    note("set");
}

#[test]
fn an_assignment_drops_what_may_be_there() {
    traced!(set_anew(Noisy("old"), false), ["got 1", "made Noisy(\"new\")", "drop old", "set", "drop new", "end"]);
    traced!(set_anew(Noisy("old"), true), ["drop old", "got 1", "made Noisy(\"new\")", "set", "drop new", "end"]);
}

#[generator]
fn released_operand() -> impl Iterator<Item = i64> {
    yield_!(peek(&Noisy("operand")));
}

#[test]
fn the_consumer_comes_after_the_temporaries() {
    traced!(released_operand(), ["peek operand", "drop operand", "got 1", "end"]);
}

#[generator]
fn panics_with_a_variable_by_value(first: Noisy, second: Noisy) -> impl Iterator<Item = Noisy> {
    yield_!(Noisy("item"));
    yield_!(Some(fails()).unwrap_or(first));
}

fn fails() -> Noisy {
    panic!("it fails");
}

#[test]
fn unwinding_drops_the_last_parameter_first() {
    let mut generator = panics_with_a_variable_by_value(Noisy("first"), Noisy("second"));
    drop(generator.next());
    noted();
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| generator.next())).unwrap_err();
    assert_eq!(noted(), ["drop second", "drop first"]);
}

#[generator]
fn parts_of_a_parameter(both: (Noisy, Noisy)) -> impl Iterator<Item = i64> {
    let n = two(made(1), pair(both.0, both.1));
    yield_!(n);
}

fn two(n: i64, _: (Noisy, Noisy)) -> i64 {
    n
}

#[test]
fn parts_drop_in_their_order() {
    traced!(parts_of_a_parameter((Noisy("a"), Noisy("b"))), ["made 1", "drop a", "drop b", "got 1", "end"]);
}

#[generator]
fn unused_items() -> impl Iterator<Item = i64> {
    for _ in [Noisy("a"), Noisy("b")] {
        yield_!(1);
    }
}

#[test]
fn items_drop_at_the_end_of_the_round() {
    traced!(unused_items(), ["got 1", "drop a", "got 1", "drop b", "end"]);
}

#[generator]
fn parts_in_a_closure(both: (Noisy, Noisy)) -> impl Iterator<Item = i64> {
    let take = move || pair(both.1, both.0);
    yield_!(1);
    drop(take());
}

#[test]
fn a_closure_captures_parts() {
    let make = || parts_in_a_closure((Noisy("a"), Noisy("b")));
    traced!(make(), ["got 1", "drop b", "drop a", "end"]);
    dropped!(make(), 1: ["drop a", "drop b"]);
}

#[generator]
fn moved_by_an_assigned_match(mut noisy: Noisy, other: Noisy) -> impl Iterator<Item = i64> {
    noisy = match made(1) {
        0 => other,
        _ => Noisy("new"),
    };
    yield_!(noisy.0.len() as i64);
}

#[test]
fn an_assigned_match_moves_on_one_path() {
    let make = || moved_by_an_assigned_match(Noisy("old"), Noisy("other"));
    traced!(make(), ["made 1", "drop old", "got 3", "drop other", "drop new", "end"]);
}

#[generator]
fn return_in_matches(stop: bool) -> impl Iterator<Item = i64> {
    if matches!(if stop { return } else { Some(1) }, Some(k) if k > 0) {
        yield_!(1);
    }
}

#[test]
fn a_return_in_matches() {
    both!(return_in_matches(false), [1]);
    both!(return_in_matches(true), [0; 0]);
}

#[generator]
fn moved_and_set_again(mut noisy: Noisy) -> impl Iterator<Item = i64> {
    yield_!(1);
    let _later = Noisy("later");
    drop(noisy);
    noisy = Noisy("new");
    note("set");
}

#[test]
fn a_variable_set_again_keeps_its_place() {
    traced!(moved_and_set_again(Noisy("old")), ["got 1", "drop old", "set", "drop later", "drop new", "end"]);
}

fn eat(noisy: Noisy) -> usize {
    noisy.0.len()
}

#[generator]
fn operands_that_branch(noisy: Noisy, other: Noisy, moves: bool) -> impl Iterator<Item = usize> {
    let n = made(if moves { eat(noisy) } else { 1 }) + 1;
    yield_!(n);
    yield_!(match moves {
        true => eat(other),
        false => 2,
    });
    let last = Noisy("last");
    let either = [moves || eat(last) > 3];
    yield_!(usize::from(either[0]));
}

#[test]
fn operands_move_on_one_path() {
    let make = |moves| operands_that_branch(Noisy("noisy"), Noisy("other"), moves);
    traced!(make(true), ["drop noisy", "made 5", "got 6", "drop other", "got 5", "got 1", "drop last", "end"]);
    traced!(make(false), ["made 1", "got 2", "got 2", "drop last", "got 1", "drop other", "drop noisy", "end"]);
}

#[generator]
fn ignored_variables(noisy: Noisy, n: i64) -> impl Iterator<Item = i64> {
    _ = noisy;
    yield_!(1);
    match n {
        _ if n > 5 => yield_!(2),
        _ => yield_!(3),
    }
    let moved = Noisy("moved");
    drop(moved);
    yield_!(4);
}

#[test]
fn what_is_ignored_is_not_moved() {
    traced!(ignored_variables(Noisy("noisy"), 1), ["got 1", "got 3", "drop moved", "got 4", "drop noisy", "end"]);
}

#[generator]
fn block_with_an_extended_temporary() -> impl Iterator<Item = i64> {
    let kept = eat_after({
        yield_!(1);
        let _extended = &Noisy("extended");
        Noisy("value")
    });
    note("kept");
    yield_!(kept);
}

fn eat_after(noisy: Noisy) -> i64 {
    note(format!("eat {}", noisy.0));
    2
}

#[test]
fn an_extended_temporary_ends_with_its_block() {
    traced!(block_with_an_extended_temporary(), ["got 1", "drop extended", "eat value", "drop value", "kept", "got 2", "end"]);
}

#[generator]
fn captured_in_a_loop(list: Vec<i64>) -> impl Iterator<Item = i64> {
    let sums = move |n: i64| {
        let mut sum = 0;
        for i in 0..n {
            sum += i + list.len() as i64;
        }
        sum + list.len() as i64
    };
    yield_!(1);
    yield_!(sums(2));
}

#[test]
fn a_move_closure_captures_once() {
    both!(captured_in_a_loop(vec![1, 2]), [1, 7]);
}

#[generator]
fn set_within_its_own_value(mut noisy: Noisy, n: i64) -> impl Iterator<Item = i64> {
    noisy = if eat(noisy) > 100 {
        Noisy("long")
    } else if {
        yield_!(1);
        n > 1
    } {
        Noisy("plain")
    } else {
        noisy = Noisy("inner");
        Noisy("outer")
    };
    note(noisy.0);
}

#[test]
fn a_value_may_set_its_variable() {
    traced!(set_within_its_own_value(Noisy("a"), 2), ["drop a", "got 1", "plain", "drop plain", "end"]);
    traced!(set_within_its_own_value(Noisy("a"), 1), ["drop a", "got 1", "drop inner", "outer", "drop outer", "end"]);
}

#[generator]
fn set_in_the_branch_that_binds_it(stop: bool) -> impl Iterator<Item = i64> {
    match Some(Noisy("bound")) {
        Some(mut noisy) => {
            let Some(_kept) = (!stop).then_some(1) else { return };
            noisy = Noisy("set");
            note(noisy.0);
        }
        None => (),
    }
    yield_!(1);
}

#[generator]
fn set_in_the_loop_that_binds_it() -> impl Iterator<Item = i64> {
    'outer: for _ in 0..2 {
        for mut n in 0..3 {
            for _ in 0..1 {
                n += 1;
                n = double(n);
            }
            let Some(m) = (n < 5).then_some(n) else { break 'outer };
            yield_!(m);
        }
    }
}

fn double(n: i64) -> i64 {
    n * 2
}

#[test]
fn a_variable_set_where_it_is_bound() {
    traced!(set_in_the_branch_that_binds_it(false), ["drop bound", "set", "drop set", "got 1", "end"]);
    traced!(set_in_the_branch_that_binds_it(true), ["drop bound", "end"]);
    both!(set_in_the_loop_that_binds_it(), [2, 4]);
}

#[generator]
fn moved_and_set_in_each_round() -> impl Iterator<Item = Noisy> {
    match (Noisy("first"), Noisy("second")) {
        (_first, mut second) => {
            for _ in 0..1 {
                yield_!(second);
                second = Noisy("new");
            }
        }
    }
    note("after");
}

#[test]
fn the_end_of_a_loop_drops_what_the_state_holds() {
    let lines = ["got Noisy(\"second\")", "drop second", "drop new", "drop first", "after", "end"];
    traced!(moved_and_set_in_each_round(), lines);
}

#[generator]
fn set_in_an_operand(mut noisy: Noisy, moves: bool) -> impl Iterator<Item = i64> {
    if moves {
        drop(noisy);
    }
    yield_!(1);
    let n = made({
        noisy = Noisy("new");
        peek(&noisy)
    });
    yield_!(n);
    note("last");
}

#[test]
fn a_variable_that_holds_a_value_maybe_is_set_in_an_operand() {
    let after = ["peek new", "made 1", "got 1", "last", "drop new", "end"];
    traced!(set_in_an_operand(Noisy("old"), false), [&["got 1", "drop old"], &after[..]].concat());
    traced!(set_in_an_operand(Noisy("old"), true), [&["drop old", "got 1"], &after[..]].concat());
}

#[generator]
fn set_on_a_path(mut noisy: Noisy, moves: bool, sets: bool) -> impl Iterator<Item = i64> {
    if moves {
        drop(noisy);
    }
    yield_!(1);
    if sets {
        noisy = Noisy("new");
    }
    yield_!(2);
    note("last");
}

#[test]
fn a_variable_that_holds_a_value_maybe_is_set_on_a_path() {
    traced!(set_on_a_path(Noisy("old"), false, false), ["got 1", "got 2", "last", "drop old", "end"]);
    traced!(set_on_a_path(Noisy("old"), false, true), ["got 1", "drop old", "got 2", "last", "drop new", "end"]);
    traced!(set_on_a_path(Noisy("old"), true, false), ["drop old", "got 1", "got 2", "last", "end"]);
    traced!(set_on_a_path(Noisy("old"), true, true), ["drop old", "got 1", "got 2", "last", "drop new", "end"]);
}

#[generator]
fn set_with_a_jump(mut noisy: Noisy, moves: bool) -> impl Iterator<Item = i64> {
    if moves {
        drop(noisy);
    }
    yield_!(1);
    'set: {
        noisy = match moves {
            true => Noisy("new"),
            false => {
                noisy = Noisy("other");
                break 'set;
            }
        };
        yield_!(2);
    }
    yield_!(3);
}

#[test]
fn a_value_that_sets_its_variable_may_jump() {
    traced!(set_with_a_jump(Noisy("old"), false), ["got 1", "drop old", "got 3", "drop other", "end"]);
    traced!(set_with_a_jump(Noisy("old"), true), ["drop old", "got 1", "got 2", "got 3", "drop new", "end"]);
}

#[generator]
fn used_after_an_assertion(n: i64, noisy: Noisy) -> impl Iterator<Item = i64> {
    yield_!(peek(&noisy));
    let positive = n > 0;
    assert!(positive, "not {}", {
        yield_!(1);
        n
    });
    note(format!("{n}"));
}

#[generator]
fn set_before_a_loop(mut list: [i64; 3], noisy: Noisy) -> impl Iterator<Item = i64> {
    yield_!(peek(&noisy));
    let _kept = Noisy("kept");
    yield_!(2);
    list = [1, 2, 3];
    yield_!(3);
    let [first, ..] = list;
    yield_!(first);
}

#[test]
fn a_copy_that_is_set_anew() {
    traced!(used_after_an_assertion(4, Noisy("a")), ["peek a", "got 1", "4", "drop a", "end"]);
    let mut fails = used_after_an_assertion(0, Noisy("a"));
    assert_eq!((fails.next(), fails.next()), (Some(1), Some(1)));
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| fails.next())).unwrap_err();
    noted();
    both!(set_before_a_loop([0; 3], Noisy("a")), [1, 2, 3, 1]);
}

#[allow(clippy::never_loop)]
#[generator]
fn left_in_each_branch(noisy: Noisy, moves: bool) -> impl Iterator<Item = i64> {
    'left: {
        while let Some(_n) = Some(if moves {
            drop(noisy);
            yield_!(1);
            1
        } else {
            break 'left;
        }) {
            if moves {
                note("body");
            }
            break;
        }
    }
    note("after");
}

#[generator]
fn a_pattern_that_one_branch_gives_a_value(panics: bool) -> impl Iterator<Item = i64> {
    let [_, n, ..] = if !panics {
        yield_!(1);
        [1, 2, 3]
    } else {
        note("panics");
        panic!("on purpose");
    };
    let [m, ..] = match n {
        2 => {
            yield_!(n);
            [n; 2]
        }
        _ => {
            note("returns");
            return;
        }
    };
    yield_!(m);
}

#[test]
fn branches_that_give_no_value() {
    traced!(left_in_each_branch(Noisy("a"), true), ["drop a", "got 1", "body", "after", "end"]);
    traced!(left_in_each_branch(Noisy("a"), false), ["after", "drop a", "end"]);
    both!(a_pattern_that_one_branch_gives_a_value(false), [1, 2, 2]);
    panics!(a_pattern_that_one_branch_gives_a_value(true), ["panics", "panic"]);
}

#[generator]
fn left_out(noisy: Noisy) -> impl Iterator<Item = i64> {
    #[cfg(any())]
    panic!("this isn't there");
    yield_!(1);
    #[cfg(any())]
    std::process::exit(1);
    yield_!(peek(&noisy));
}

#[test]
fn what_a_cfg_leaves_out_ends_nothing() {
    traced!(left_out(Noisy("a")), ["got 1", "peek a", "got 1", "drop a", "end"]);
}

#[generator]
fn bound_by_reference(both: (Noisy, Noisy)) -> impl Iterator<Item = i64> {
    match both {
        (ref a, ref b) => yield_!(peek(a) + peek(b)),
    }
    match Some(Noisy("scrutinee")) {
        Some(ref _unused) => yield_!(3),
        None => {}
    }
    if let Some(ref mut noisy) = Some(Noisy("old")) {
        *noisy = Noisy("new");
        yield_!(4);
        note("branch");
    }
    for (ref noisy, _) in [(Noisy("item"), 1), (Noisy("last"), 2)] {
        yield_!(peek(noisy));
        note("round");
    }
}

#[test]
fn what_is_bound_by_reference_stays_where_it_is() {
    let lines = [
        "peek a",
        "peek b",
        "got 2",
        "got 3",
        "drop scrutinee",
        "drop old",
        "got 4",
        "branch",
        "drop new",
        "peek item",
        "got 1",
        "round",
        "drop item",
        "peek last",
        "got 1",
        "round",
        "drop last",
        "drop a",
        "drop b",
        "end",
    ];
    traced!(bound_by_reference((Noisy("a"), Noisy("b"))), lines);
}

#[generator]
fn set_anew_in_a_closure(noisy: Noisy, other: Noisy) -> impl Iterator<Item = i64> {
    let moves = move |n: i64| {
        let mut own = noisy;
        let moved = own;
        own = Noisy("anew");
        n + peek(&own)
    };
    let looks = |n: i64| {
        let mut own = other;
        drop(own);
        own = Noisy("other anew");
        n + peek(&own)
    };
    yield_!(1);
    yield_!(moves(2));
    yield_!(looks(3));
}

#[test]
fn a_closure_sets_its_own_variables() {
    let lines =
        ["got 1", "peek anew", "drop noisy", "drop anew", "got 3", "drop other", "peek other anew", "drop other anew", "got 4", "end"];
    traced!(set_anew_in_a_closure(Noisy("noisy"), Noisy("other")), lines);
}

#[allow(unused_braces, reason = "a block is what is tested")]
#[generator]
fn made_from_a_number(n: i64) -> impl Iterator<Item = i64> {
    let mut noisy = numbered(n);
    yield_!(peek(&noisy));
    noisy = numbered({ n });
    yield_!(2);
}

fn numbered(n: i64) -> Noisy {
    note(format!("numbered {n}"));
    Noisy("numbered")
}

#[test]
fn what_is_made_from_a_number_is_no_borrow() {
    traced!(
        made_from_a_number(1),
        ["numbered 1", "peek numbered", "got 1", "numbered 1", "drop numbered", "got 2", "drop numbered", "end"]
    );
}

#[generator]
fn ignored_in_a_macro(noisy: Noisy, rounds: i64) -> impl Iterator<Item = i64> {
    let mut n = 0;
    assert!(loop {
        if n == rounds {
            break true;
        }
        n += 1;
        _ = noisy;
    });
    let moved = noisy;
    yield_!(1);
    note("after");
}

#[test]
fn what_an_underscore_is_set_to_stays() {
    traced!(ignored_in_a_macro(Noisy("a"), 2), ["got 1", "after", "drop a", "end"]);
}
