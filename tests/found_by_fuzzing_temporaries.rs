//! Bodies, found by the fuzzer (`fuzz/`) and made small, in which a temporary, a value without a name or a shadowed
//! variable dropped at another time than in Rust.
#![allow(for_loops_over_fallibles, irrefutable_let_patterns, unused_assignments, unused_labels, unused_parens, unused_variables)]
#![allow(clippy::let_unit_value, clippy::match_single_binding, clippy::never_loop, clippy::single_match, clippy::useless_vec)]

use generator_core::generator;

#[macro_use]
mod common;
use common::*;

fn eat(noisy: Noisy) -> i64 {
    noisy.0.len() as i64
}

fn name(noisy: &Noisy) -> &'static str {
    noisy.0
}

#[generator]
fn ignored_beside_a_temporary() -> impl Iterator<Item = i64> {
    let _ = {
        yield_!(1);
        Noisy(name(&Noisy("temporary")))
    };
    yield_!(2);
}

#[generator]
fn assigned_beside_a_temporary(mut noisy: Noisy) -> impl Iterator<Item = i64> {
    noisy = {
        yield_!(1);
        Noisy(name(&Noisy("temporary")))
    };
    yield_!(2);
}

#[generator]
fn an_ignored_list() -> impl Iterator<Item = i64> {
    let _ = {
        let own = Noisy("own");
        yield_!(1);
        vec![Noisy("element")]
    };
    yield_!(2);
}

#[test]
fn a_block_drops_its_temporaries_before_its_value() {
    let lines = ["got 1", "drop temporary", "drop temporary", "got 2", "end"];
    traced!(ignored_beside_a_temporary(), lines);
    let lines = ["got 1", "drop temporary", "drop old", "got 2", "drop temporary", "end"];
    traced!(assigned_beside_a_temporary(Noisy("old")), lines);
    traced!(an_ignored_list(), ["got 1", "drop own", "drop element", "got 2", "end"]);
}

#[generator]
fn extended_where_it_is_moved_on_a_path(noisy: Noisy, moves: bool) -> impl Iterator<Item = i64> {
    yield_!({
        let kept = Noisy("kept");
        if moves {
            drop(noisy);
        }
        let extended = &Noisy("extended");
        2
    });
    yield_!(3);
}

#[generator]
fn a_scrutinee_where_it_is_moved_on_a_path(noisy: Noisy, moves: bool) -> impl Iterator<Item = i64> {
    if let Some(n) = Some(Noisy("scrutinee")).as_ref().map(|noisy| noisy.0.len()) {
        if moves {
            drop(noisy);
        }
        note("in the branch");
    }
    yield_!(1);
    yield_!(2);
}

#[test]
fn temporaries_live_on_where_a_statement_is_split() {
    let make = |moves| extended_where_it_is_moved_on_a_path(Noisy("a"), moves);
    traced!(make(true), ["drop a", "drop extended", "drop kept", "got 2", "got 3", "end"]);
    traced!(make(false), ["drop extended", "drop kept", "got 2", "got 3", "drop a", "end"]);
    let make = |moves| a_scrutinee_where_it_is_moved_on_a_path(Noisy("a"), moves);
    traced!(make(true), ["drop a", "in the branch", "drop scrutinee", "got 1", "got 2", "end"]);
    traced!(make(false), ["in the branch", "drop scrutinee", "got 1", "got 2", "drop a", "end"]);
}

/// What there is on the way, and then not.
fn keep(noisy: Noisy, n: i64) -> Option<Noisy> {
    Some(noisy).filter(|_| n > 5)
}

#[generator]
fn brought_out_of_a_statement(leaves: bool) -> impl Iterator<Item = i64> {
    let brought = 'block: {
        yield_!(1);
        for kept in keep(
            Noisy(name(&Noisy("temporary"))),
            if leaves {
                break 'block Noisy("brought");
            } else {
                6
            },
        ) {
            note("in the loop");
        }
        Noisy("other")
    };
}

#[test]
fn what_is_brought_out_drops_after_the_statement() {
    let lines = ["got 1", "drop temporary", "drop temporary", "drop brought", "end"];
    traced!(brought_out_of_a_statement(true), lines);
    let lines = ["got 1", "in the loop", "drop temporary", "drop temporary", "drop other", "end"];
    traced!(brought_out_of_a_statement(false), lines);
}

#[generator]
fn set_after_it_hid_another() -> impl Iterator<Item = i64> {
    let noisy = Noisy("hidden");
    yield_!(1);
    let noisy: Noisy;
    let later = Noisy("later");
    yield_!(2);
    noisy = Noisy("set");
}

#[test]
fn a_hidden_variable_drops_in_its_turn() {
    traced!(set_after_it_hid_another(), ["got 1", "got 2", "drop later", "drop set", "drop hidden", "end"]);
}

#[generator]
fn parts_before_a_parameter(both: (Noisy, Noisy), last: Noisy, fails: bool) -> impl Iterator<Item = Option<i64>> {
    let n = if fails { None? } else { 1 };
    yield_!(Some(eat(both.0) + eat(both.1) + n));
}

#[test]
fn parts_of_a_parameter_drop_after_those_behind_it() {
    let make = |fails| parts_before_a_parameter((Noisy("a"), Noisy("b")), Noisy("last"), fails);
    traced!(make(true), ["drop last", "drop a", "drop b", "got None", "end"]);
    traced!(make(false), ["drop a", "drop b", "got Some(3)", "drop last", "end"]);
}

#[generator]
fn a_condition_in_the_argument_of_a_macro(mut noisy: Noisy, rounds: i64) -> impl Iterator<Item = i64> {
    let text = format!("{:?}", {
        let mut n = 0;
        while n < rounds && eat(noisy) > 0 && n >= 0 {
            yield_!(n);
            noisy = Noisy("anew");
            n += 1;
        }
        yield_!(-1);
        noisy = Noisy("set");
        2
    });
    yield_!(text.len() as i64);
}

#[test]
fn a_condition_in_a_macro_keeps_the_variables() {
    let lines = ["got -1", "drop a", "got 1", "drop set", "end"];
    traced!(a_condition_in_the_argument_of_a_macro(Noisy("a"), 0), lines);
    let lines = ["drop a", "got 0", "got -1", "drop anew", "got 1", "drop set", "end"];
    traced!(a_condition_in_the_argument_of_a_macro(Noisy("a"), 1), lines);
}

#[generator]
fn set_in_an_argument_beside_a_yield(mut noisy: Noisy, rounds: i64) -> impl Iterator<Item = i64> {
    let mut n = 0;
    assert_ne!(
        {
            yield_!(eat(noisy));
            1
        },
        loop {
            if n == rounds {
                break 1;
            }
            n += 1;
            noisy = Noisy("anew");
        } + 1000
    );
    yield_!(2);
}

#[generator]
fn set_in_a_block_beside_another(mut noisy: Noisy, leaves: bool) -> impl Iterator<Item = i64> {
    let n = loop {
        match Some(noisy) {
            Some(own) => match [(1, own)] {
                [(_, own)] => {
                    let false = leaves else {
                        break 3;
                    };
                }
            },
            None => {}
        }
        noisy = Noisy("anew");
        break 4;
    };
    yield_!(n);
}

#[test]
fn what_is_set_inside_is_kept() {
    traced!(set_in_an_argument_beside_a_yield(Noisy("a"), 0), ["drop a", "got 1", "got 2", "end"]);
    let lines = ["drop a", "got 1", "drop anew", "got 2", "drop anew", "end"];
    traced!(set_in_an_argument_beside_a_yield(Noisy("a"), 2), lines);
    traced!(set_in_a_block_beside_another(Noisy("a"), true), ["drop a", "got 3", "end"]);
    traced!(set_in_a_block_beside_another(Noisy("a"), false), ["drop a", "got 4", "drop anew", "end"]);
}

#[generator]
fn bound_before_the_state_is_taken(noisy: Noisy, moves: bool) -> impl Iterator<Item = i64> {
    for element in vec![Noisy("first"), Noisy("second")] {
        if moves {
            yield_!(1);
        }
        drop(noisy);
        break;
    }
    yield_!(2);
}

#[generator]
fn kept_maybe_beside_a_temporary(moves: bool) -> impl Iterator<Item = i64> {
    if let (a, b) = (Noisy("a"), Noisy("b")) {
        let last = Noisy("last");
        let condition = if moves {
            let moved = last;
            yield_!(1);
            vec![true]
        } else {
            vec![false]
        };
        if condition.into_iter().any(|is_true| is_true) {
            note("moved");
        }
    }
    yield_!(2);
}

#[generator]
fn an_unsafe_scrutinee(mut noisy: Noisy) -> impl Iterator<Item = i64> {
    loop {
        #[allow(unused_unsafe)]
        match unsafe { eat(noisy) } {
            1 => noisy = Noisy("anew"),
            _ => {}
        }
        break;
    }
    yield_!(1);
}

#[test]
fn what_a_branch_binds_drops_first() {
    let make = |moves| bound_before_the_state_is_taken(Noisy("a"), moves);
    traced!(make(true), ["got 1", "drop a", "drop first", "drop second", "got 2", "end"]);
    traced!(make(false), ["drop a", "drop first", "drop second", "got 2", "end"]);
    traced!(kept_maybe_beside_a_temporary(true), ["got 1", "drop last", "moved", "drop b", "drop a", "got 2", "end"]);
    traced!(kept_maybe_beside_a_temporary(false), ["drop last", "drop b", "drop a", "got 2", "end"]);
    traced!(an_unsafe_scrutinee(Noisy("a")), ["drop a", "got 1", "drop anew", "end"]);
}

#[generator]
fn a_condition_with_a_type_of_its_own(text: &'static str) -> impl Iterator<Item = i64> {
    let is_both = text.parse().unwrap() && {
        yield_!(1);
        text.len() == 4
    };
    yield_!(i64::from(is_both));
}

#[test]
fn conditions_are_bools() {
    both!(a_condition_with_a_type_of_its_own("true"), [1, 1]);
    both!(a_condition_with_a_type_of_its_own("false"), [0]);
}

#[generator]
fn extended_beside_a_branch_that_yields(yields: bool) -> impl Iterator<Item = i64> {
    let kept = if let Some(own) = Some(Noisy("own")).filter(|_| !yields) {
        let extended = &Noisy("extended");
        Noisy("value")
    } else {
        yield_!(1);
        Noisy("other")
    };
    yield_!(2);
}

#[generator]
fn moved_in_parentheses(noisy: Noisy, rounds: i64) -> impl Iterator<Item = i64> {
    let mut n = 0;
    let size = (loop {
        if n == rounds {
            break 1;
        }
        n += 1;
        if n == 2 {
            break eat(noisy);
        }
    });
    yield_!(size);
}

#[generator]
fn left_out_of_a_labelled_block(mut noisy: Noisy, leaves: bool) -> impl Iterator<Item = i64> {
    let n = loop {
        let inner = loop {
            if let Some(own) = Some(noisy)
                && (!leaves || eat(own) > 5)
            {
                break 3;
            } else {
                break 4;
            }
        };
        noisy = Noisy("anew");
        break inner;
    };
    yield_!(n);
}

#[generator]
fn left_before_it_is_set(mut noisy: Noisy, moves: bool, leaves: bool) -> impl Iterator<Item = i64> {
    if moves {
        drop(noisy);
    }
    yield_!(1);
    'block: {
        let n = loop {
            if leaves {
                break 'block;
            }
            noisy = Noisy("anew");
            break 3;
        };
        yield_!(n);
    }
    yield_!(2);
}

#[generator]
fn made_from_a_matched_number() -> impl Iterator<Item = i64> {
    let (first, mut second) = match 1 {
        n => (numbered(n), numbered(n)),
    };
    drop(second);
    second = Noisy("anew");
    yield_!(1);
}

fn numbered(n: i64) -> Noisy {
    note(format!("numbered {n}"));
    Noisy("numbered")
}

#[test]
fn values_drop_in_their_turn_on_each_path() {
    let lines = ["drop extended", "drop own", "got 2", "drop value", "end"];
    traced!(extended_beside_a_branch_that_yields(false), lines);
    traced!(extended_beside_a_branch_that_yields(true), ["drop own", "got 1", "got 2", "drop other", "end"]);
    traced!(moved_in_parentheses(Noisy("abc"), 1), ["got 1", "drop abc", "end"]);
    traced!(moved_in_parentheses(Noisy("abc"), 3), ["drop abc", "got 3", "end"]);
    traced!(left_out_of_a_labelled_block(Noisy("a"), false), ["drop a", "got 3", "drop anew", "end"]);
    traced!(left_out_of_a_labelled_block(Noisy("a"), true), ["drop a", "got 4", "drop anew", "end"]);
    let make = |moves, leaves| left_before_it_is_set(Noisy("a"), moves, leaves);
    traced!(make(false, true), ["got 1", "got 2", "drop a", "end"]);
    traced!(make(true, true), ["drop a", "got 1", "got 2", "end"]);
    traced!(make(true, false), ["drop a", "got 1", "got 3", "got 2", "drop anew", "end"]);
    traced!(make(false, false), ["got 1", "drop a", "got 3", "got 2", "drop anew", "end"]);
    let lines = ["numbered 1", "numbered 1", "drop numbered", "got 1", "drop anew", "drop numbered", "end"];
    traced!(made_from_a_matched_number(), lines);
}

#[generator]
fn made_from_a_number_that_a_guard_saw(n: i64) -> impl Iterator<Item = i64> {
    let (first, mut second) = match n {
        _ if {
            yield_!(0);
            n > 5
        } =>
        {
            (numbered(n), Noisy("other"))
        }
        n => (numbered(n), numbered(n)),
    };
    drop(second);
    second = Noisy("anew");
    yield_!(1);
}

#[test]
fn what_is_made_from_a_number_after_a_guard_is_no_borrow() {
    let lines = ["got 0", "numbered 1", "numbered 1", "drop numbered", "got 1", "drop anew", "drop numbered", "end"];
    traced!(made_from_a_number_that_a_guard_saw(1), lines);
}

#[generator]
fn made_from_a_part_of_another(both: (i64, Noisy)) -> impl Iterator<Item = i64> {
    let noisy = numbered(both.0);
    note(name(&noisy));
    yield_!(1);
    note(name(&both.1));
}

#[test]
fn what_is_made_from_a_part_is_no_borrow() {
    let lines = ["numbered 1", "numbered", "got 1", "b", "drop numbered", "drop b", "end"];
    traced!(made_from_a_part_of_another((1, Noisy("b"))), lines);
}
