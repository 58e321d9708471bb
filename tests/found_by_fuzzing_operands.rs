//! Bodies, found by the fuzzer (`fuzz/`) and made small, about operands, conditions and what stands between them.
#![allow(dead_code, irrefutable_let_patterns, unused_assignments, unused_labels, unused_parens, unused_variables)]
#![allow(clippy::let_unit_value, clippy::match_single_binding, clippy::never_loop, clippy::redundant_pattern_matching)]
#![allow(clippy::self_assignment, clippy::single_element_loop, clippy::single_match, clippy::temporary_assignment, clippy::useless_vec)]

use generator_core::generator;

#[macro_use]
mod common;
use common::*;

fn one_of(first: Noisy, second: Noisy) -> Noisy {
    if first.0 < second.0 { first } else { second }
}

#[generator]
fn an_operand_of_a_blocks_value() -> impl Iterator<Item = i64> {
    let chosen = {
        yield_!(1);
        one_of(
            Noisy("operand"),
            match (Noisy("scrutinee"), Noisy("other")) {
                _ => {
                    yield_!(2);
                    Noisy("second")
                }
            },
        )
    };
    yield_!(3);
}

#[generator]
fn an_operand_of_an_arm() -> impl Iterator<Item = i64> {
    let chosen = match 1 {
        1 => one_of(
            Noisy("operand"),
            match Noisy("scrutinee") {
                _ => {
                    yield_!(1);
                    Noisy("second")
                }
            },
        ),
        _ => Noisy("neither"),
    };
}

#[generator]
fn an_operand_of_a_scrutinee() -> impl Iterator<Item = i64> {
    let chosen = {
        if let Noisy("operand") = one_of(
            Noisy("operand"),
            match Noisy("scrutinee") {
                _ => {
                    yield_!(1);
                    Noisy("second")
                }
            },
        ) {
            yield_!(2);
        }
    };
}

#[generator]
fn an_element() -> impl Iterator<Item = i64> {
    drop({
        vec![
            Noisy("element"),
            match Noisy("scrutinee") {
                _ => {
                    yield_!(1);
                    Noisy("second")
                }
            },
        ]
    });
}

/// The operands of a call drop with the temporaries where these end with it, else before them.
#[test]
fn operands_drop_with_the_call_that_takes_them() {
    dropped!(an_operand_of_a_blocks_value(), 2: ["drop scrutinee", "drop other", "drop operand"]);
    dropped!(an_operand_of_an_arm(), 1: ["drop operand", "drop scrutinee"]);
    dropped!(an_operand_of_a_scrutinee(), 1: ["drop operand", "drop scrutinee"]);
    dropped!(an_element(), 1: ["drop element", "drop scrutinee"]);
}

fn eat(noisy: Noisy) -> i64 {
    noisy.0.len() as i64
}

fn length(noisy: &Noisy) -> i64 {
    noisy.0.len() as i64
}

fn numbered(n: i64) -> Noisy {
    Noisy(if n > 5 { "more" } else { "less" })
}

#[generator]
fn returned_from_a_match_with_temporaries(noisy: Noisy) -> impl Iterator<Item = i64> {
    let kept = Noisy("kept");
    yield_!(1);
    match &(Noisy("scrutinee"), Noisy("other")) {
        (first, second) => {
            let eaten = eat(noisy);
            return;
        }
    };
}

#[generator]
fn left_behind_a_variable_of_its_own(noisy: Noisy) -> impl Iterator<Item = i64> {
    if let Some(found) = &Some(Noisy("scrutinee")) {
        for other in vec![Noisy("element")] {
            return;
        }
        drop(noisy);
    }
    yield_!(1);
}

#[generator]
fn out_of_a_native_loop(noisy: Noisy) -> impl Iterator<Item = i64> {
    'outer: while noisy.0.len() > 1 {
        let kept = &Noisy("kept");
        for element in [
            {
                yield_!(1);
                Noisy("first")
            },
            Noisy("second"),
        ] {
            let Err(number) = Ok::<i64, i64>(1) else {
                break 'outer;
            };
        }
        return;
    }
    yield_!(2);
}

#[generator]
fn out_of_a_chain() -> impl Iterator<Item = i64> {
    let number = if let Some(first) = Some(Noisy("first"))
        && let Some(second) = {
            yield_!(1);
            Some(Noisy("second"))
        }
        && let (third, fourth) = &(Noisy("third"), Noisy("fourth"))
    {
        1
    } else {
        2
    };
    note("after");
    yield_!(number);
}

/// What has no name is dropped before what was taken out of the state in front of it.
#[test]
fn temporaries_drop_first_where_control_leaves_them() {
    let make = || returned_from_a_match_with_temporaries(Noisy("moved"));
    traced!(make(), ["got 1", "drop moved", "drop scrutinee", "drop other", "drop kept", "end"]);
    let make = || left_behind_a_variable_of_its_own(Noisy("moved"));
    traced!(make(), ["drop element", "drop scrutinee", "drop moved", "end"]);
    let make = || out_of_a_native_loop(Noisy("noisy"));
    traced!(make(), ["got 1", "drop first", "drop second", "drop kept", "got 2", "drop noisy", "end"]);
    let drops = ["drop third", "drop fourth", "drop second", "drop first"];
    traced!(out_of_a_chain(), [&["got 1"][..], &drops, &["after", "got 1", "end"]].concat());
}

#[generator]
fn ignored_in_parentheses(first: bool) -> impl Iterator<Item = i64> {
    _ = (first || {
        yield_!(1);
        true
    });
    let noisy = (if first {
        yield_!(2);
        Noisy("one")
    } else {
        Noisy("other")
    });
    yield_!(3);
}

#[generator]
fn moved_by_a_later_link(mut noisy: Noisy, mut rounds: i64) -> impl Iterator<Item = i64> {
    while rounds > 0
        && let Some(made) = Some(Noisy("made"))
        && matches!(Some(eat(made)), Some(n) if n > 1)
    {
        let taken = noisy;
        yield_!(rounds);
        noisy = Noisy("anew");
        rounds -= 1;
    }
}

#[test]
fn what_a_condition_moves_is_not_declared_again() {
    both!(ignored_in_parentheses(true), [2, 3]);
    traced!(ignored_in_parentheses(false), ["got 1", "got 3", "drop other", "end"]);
    let lines = ["drop made", "got 2", "drop old", "drop made", "got 1", "drop anew", "drop anew", "end"];
    traced!(moved_by_a_later_link(Noisy("old"), 2), lines);
}

#[generator]
fn an_argument_of_format() -> impl Iterator<Item = i64> {
    let text = format!(
        "{:?}{}",
        {
            yield_!(1);
            Noisy("formatted")
        },
        {
            note("formatting");
            2
        }
    );
    yield_!(length(&Noisy("later")) + text.len() as i64);
}

#[generator]
fn passed_beside_format() -> impl Iterator<Item = i64> {
    note(format!("{:?}", {
        yield_!(1);
        Noisy("formatted")
    }));
    yield_!(2);
}

#[test]
fn format_ends_its_temporaries() {
    let lines = ["got 1", "formatting", "drop formatted", "drop later", "got 24", "end"];
    traced!(an_argument_of_format(), lines);
    let lines = ["got 1", "drop formatted", r#"Noisy("formatted")"#, "got 2", "end"];
    traced!(passed_beside_format(), lines);
}

#[generator]
fn made_from_a_number_that_stays() -> impl Iterator<Item = i64> {
    let n = length(&Noisy("counted"));
    for item in [length(&numbered(n))] {
        yield_!(item);
    }
    note(format!("{n}"));
}

#[generator]
fn made_from_a_truth_that_stays() -> impl Iterator<Item = i64> {
    let is_short = matches!(Ok::<i64, i64>(1), Err(_));
    let mut chosen = {
        let first = numbered(i64::from(is_short));
        let again = is_short;
        first
    };
    chosen = chosen;
    yield_!(1);
}

#[generator]
fn made_from_what_a_pattern_binds() -> impl Iterator<Item = i64> {
    if let Ok(n) = Ok::<i64, i64>(7)
        && let Some(made) = Some(numbered(n))
    {
        note(format!("{n} {made:?}"));
        yield_!(1);
    }
}

/// A number from a call is no reference: what is made from it is a value of its own.
#[test]
fn what_is_made_from_a_call_without_variables_is_no_borrow() {
    traced!(made_from_a_number_that_stays(), ["drop counted", "got 4", "drop more", "7", "end"]);
    traced!(made_from_a_truth_that_stays(), ["got 1", "drop less", "end"]);
    let lines = [r#"7 Noisy("more")"#, "got 1", "drop more", "end"];
    traced!(made_from_what_a_pattern_binds(), lines);
}

#[generator]
fn moved_in_matches(moves: bool) -> impl Iterator<Item = i64> {
    match Some(Noisy("noisy")) {
        Some(noisy) => {
            let fails = matches!(
                match moves {
                    true => Ok::<i64, i64>(eat(noisy)),
                    false => Ok(1),
                },
                Err(_)
            );
            yield_!(1);
        }
        None => {}
    };
}

#[generator]
fn moved_on_a_path_of_what_is_ignored(noisy: Noisy, n: i64) -> impl Iterator<Item = Option<i64>> {
    _ = if Some(n).filter(|n| *n > 0)? == 1 {
        let eaten = eat(noisy);
        [1, 2, 3]
    } else {
        [1, 2, 3]
    };
    yield_!(Some(n));
}

#[generator]
fn moved_in_an_argument_of_assert(holds: bool, calls: bool) -> impl Iterator<Item = i64> {
    assert!(holds, "not {}", {
        let noisy = Noisy("noisy");
        let once = move |n: i64| eat(noisy) + n;
        if calls && let Some(n) = Some(once(1)) {
            note("called");
        }
        yield_!(1);
        2
    });
}

#[test]
fn what_is_moved_on_a_path_stays_on_the_other() {
    traced!(moved_in_matches(true), ["drop noisy", "got 1", "end"]);
    traced!(moved_in_matches(false), ["got 1", "drop noisy", "end"]);
    let make = |n| moved_on_a_path_of_what_is_ignored(Noisy("noisy"), n);
    traced!(make(1), ["drop noisy", "got Some(1)", "end"]);
    traced!(make(2), ["got Some(2)", "drop noisy", "end"]);
    traced!(make(0), ["drop noisy", "got None", "end"]);
    panics!(moved_in_an_argument_of_assert(false, false), ["got 1", "drop noisy", "panic"]);
    panics!(moved_in_an_argument_of_assert(false, true), ["drop noisy", "called", "got 1", "panic"]);
}

#[generator]
fn never_there_where_it_ends(stops: bool) -> impl Iterator<Item = Result<i64, i64>> {
    let kept = Result::<i64, i64>::Ok(1);
    let last = loop {
        if stops {
            break Some(Noisy("stopped"));
        }
        let numbers = [1, 2, 3];
        yield_!(kept);
        break Some(Noisy("went on"));
    };
}

#[generator]
fn ended_by_a_labelled_block() -> impl Iterator<Item = i64> {
    match Some(Noisy("noisy")) {
        Some(noisy) => {
            if true {
                yield_!(eat(noisy));
                'block: {
                    return;
                };
            }
            note("never");
        }
        None => (),
    };
}

#[generator]
fn set_and_moved_in_one_statement(mut noisy: Noisy) -> impl Iterator<Item = Option<i64>> {
    let mut other = noisy;
    yield_!(Some(1));
    other = if let Some(number) = {
        noisy = Noisy("anew");
        Some(1)?;
        None::<i64>
    } {
        Noisy("never")
    } else {
        noisy
    };
    yield_!(Some(2));
    noisy = Noisy("last");
}

fn leaked() -> &'static mut Vec<i64> {
    Box::leak(Box::default())
}

fn push(list: &mut Vec<i64>, n: usize) -> i64 {
    list.push(n as i64);
    list.len() as i64
}

#[generator]
fn lent_beside_a_temporary() -> impl Iterator<Item = i64> {
    let list = leaked();
    yield_from!([push(list, leaked().len()), 5]);
    list.push(1);
    yield_!(list.len() as i64);
}

/// These were refused.
#[test]
fn the_types_of_what_a_section_sets_are_known() {
    traced!(never_there_where_it_ends(true), ["drop stopped", "end"]);
    traced!(never_there_where_it_ends(false), ["got Ok(1)", "drop went on", "end"]);
    traced!(ended_by_a_labelled_block(), ["drop noisy", "got 5", "end"]);
    let lines = ["got Some(1)", "drop old", "got Some(2)", "drop anew", "drop last", "end"];
    traced!(set_and_moved_in_one_statement(Noisy("old")), lines);
    both!(lent_beside_a_temporary(), [1, 5, 2]);
}

#[generator]
fn captured_where_a_pattern_fails(noisy: Noisy, number: Option<i64>) -> impl Iterator<Item = i64> {
    yield_!(loop {
        let Some(n) = number else {
            for unused in 0..2 {
                let closure = move || format!("{noisy:?}");
                break;
            }
            break 0;
        };
        break n;
    });
}

struct Counted {
    count: i64,
    noisy: Noisy,
}

#[generator]
fn a_part_of_a_temporary_is_set() -> impl Iterator<Item = i64> {
    for item in [1, (Counted { count: 1, noisy: Noisy("temporary") }.count = 1, 2).1] {
        yield_!(item);
    }
}

#[generator]
fn left_in_a_scope_of_its_own(number: Option<i64>) -> impl Iterator<Item = i64> {
    if let Some(n) = match length(&Noisy("scrutinee")) {
        _ if {
            yield_!(1);
            number.is_some()
        } =>
        {
            number
        }
        _ => None,
    } && let Some(2..=5) = {
        yield_!(n);
        number
    }
    .map(|n| n + 1)
        && let Some(last) = {
            yield_!(3);
            Some(Noisy("last"))
        }
    {
        note("found");
    }
    let (first, second) = (Noisy("first"), Noisy("second"));
    yield_!(4);
}

#[test]
fn what_ends_is_taken_out_only_where_control_leaves() {
    let make = |number| captured_where_a_pattern_fails(Noisy("captured"), number);
    traced!(make(None), ["drop captured", "got 0", "end"]);
    traced!(make(Some(1)), ["got 1", "drop captured", "end"]);
    traced!(a_part_of_a_temporary_is_set(), ["got 1", "got 2", "drop temporary", "end"]);
    let found = ["got 1", "got 2", "got 3", "found", "drop last", "drop scrutinee"];
    let after = ["got 4", "drop second", "drop first", "end"];
    traced!(left_in_a_scope_of_its_own(Some(2)), [&found[..], &after].concat());
    traced!(left_in_a_scope_of_its_own(None), [&["got 1", "drop scrutinee"][..], &after].concat());
}

#[generator]
fn moved_by_a_lazy_operand(first: bool, noisy: Noisy) -> impl Iterator<Item = i64> {
    let moved = first && {
        let eaten = eat(noisy);
        true
    };
    yield_!(1);
}

#[generator]
fn moved_by_a_lazy_operand_in_parentheses(mut first: bool, noisy: Noisy) -> impl Iterator<Item = i64> {
    first = (first || {
        let eaten = eat(noisy);
        true
    });
    yield_!(1);
}

#[generator]
fn brought_out_to_be_ignored(first: bool) -> impl Iterator<Item = i64> {
    let _ = if let Some(bound) = if first {
        yield_!(1);
        Some(Noisy("bound"))
    } else {
        None
    } {
        vec![Noisy("value")]
    } else {
        vec![Noisy("other")]
    };
    let _ = loop {
        let own = Noisy("own");
        yield_!(2);
        if first {
            break Some(Noisy("broken out"));
        }
        return;
    };
}

#[generator]
fn bound_of_what_a_match_made() -> impl Iterator<Item = i64> {
    match match (Counted { count: 7, noisy: Noisy("first") }) {
        Counted { noisy, count } => Counted { noisy: numbered(count), count },
    } {
        Counted { noisy: kept, count: _ } => {
            if let Ok(never) = Err::<i64, String>(String::new()) {
                let moved = kept;
            }
            yield_!(1);
        }
    };
}

#[test]
fn values_and_operands_that_a_path_moves_drop_in_their_turn() {
    traced!(moved_by_a_lazy_operand(true, Noisy("noisy")), ["drop noisy", "got 1", "end"]);
    traced!(moved_by_a_lazy_operand(false, Noisy("noisy")), ["got 1", "drop noisy", "end"]);
    let make = |first| moved_by_a_lazy_operand_in_parentheses(first, Noisy("noisy"));
    traced!(make(true), ["got 1", "drop noisy", "end"]);
    traced!(make(false), ["drop noisy", "got 1", "end"]);
    let lines = ["got 1", "drop bound", "drop value", "got 2", "drop own", "drop broken out", "end"];
    traced!(brought_out_to_be_ignored(true), lines);
    traced!(brought_out_to_be_ignored(false), ["drop other", "got 2", "drop own", "end"]);
    traced!(bound_of_what_a_match_made(), ["drop first", "got 1", "drop more", "end"]);
}

#[generator]
fn set_amid_what_the_state_drops(first: bool) -> impl Iterator<Item = i64> {
    match (Noisy("scrutinee"), Noisy("old"), Noisy("kept")) {
        (_, mut changed, kept) => loop {
            yield_!(eat(changed));
            changed = Noisy("anew");
            break;
        },
    }
    note("after");
}

#[generator]
fn made_by_arithmetic() -> impl Iterator<Item = i64> {
    let n = length(&Noisy("counted"));
    let made = numbered(n.wrapping_add(1));
    yield_!(match Some(1) {
        Some(1) if n > 100 => eat(made),
        _ => n,
    });
}

#[generator]
fn shadowed_where_it_is_set_anew(mut noisy: Noisy, first: bool) -> impl Iterator<Item = i64> {
    {
        let guard = Noisy("guard");
        if first {
            yield_!(1);
            drop(noisy);
        } else {
            let noisy = noisy;
        }
        noisy = Noisy("second");
        noisy = noisy;
    }
    noisy = Noisy("third");
    let noisy = Noisy("fourth");
}

#[generator]
fn assigned_as_an_operand(mut counted: Counted, mut n: i64) -> impl Iterator<Item = i64> {
    note(format!(
        "{:?}",
        (
            1,
            n = {
                yield_!(1);
                7
            }
        )
    ));
    note(format!(
        "{:?}",
        (
            length(&Noisy("operand")),
            counted.count = {
                yield_!(2);
                8
            }
        )
    ));
    yield_!(n + counted.count);
    drop(counted);
}

#[generator]
fn delegating_as_an_operand() -> impl Iterator<Item = i64> {
    note(format!("{:?}", (yield_from!([length(&Noisy("head")), 2]), Noisy("beside"))));
    yield_!(3);
}

#[test]
fn what_is_set_or_delegated_amid_others_drops_in_its_turn() {
    let lines = ["drop old", "got 3", "drop kept", "drop anew", "drop scrutinee", "after", "end"];
    traced!(set_amid_what_the_state_drops(true), lines);
    traced!(made_by_arithmetic(), ["drop counted", "got 7", "drop more", "end"]);
    let make = |first| shadowed_where_it_is_set_anew(Noisy("first"), first);
    let after = ["drop guard", "drop second", "drop fourth", "drop third", "end"];
    traced!(make(true), [&["got 1", "drop first"][..], &after].concat());
    traced!(make(false), [&["drop first"][..], &after].concat());
    let make = || assigned_as_an_operand(Counted { count: 1, noisy: Noisy("kept") }, 1);
    traced!(make(), ["got 1", "(1, ())", "got 2", "drop operand", "(7, ())", "got 15", "drop kept", "end"]);
    let lines = ["got 4", "got 2", "drop head", "drop beside", r#"((), Noisy("beside"))"#, "got 3", "end"];
    traced!(delegating_as_an_operand(), lines);
}

#[generator]
fn failing_behind_an_operand(mut noisy: Noisy, n: Option<i64>) -> impl Iterator<Item = Option<i64>> {
    let guard = Noisy("guard");
    loop {
        yield_!(match (n?, noisy) {
            (n, eaten) => Some(n + eat(eaten)),
        });
        noisy = Noisy("anew");
        note(format!(
            "{:?}",
            (Noisy("operand"), {
                yield_!(Some(2));
                match (n.filter(|n| *n > 1)?, noisy) {
                    (n, eaten) => eat(eaten),
                }
            })
        ));
        noisy = Noisy("third");
    }
}

/// What a failing `?` ends drops in reverse order, wherever it is held.
#[test]
fn a_failure_drops_in_turn() {
    let make = |n| failing_behind_an_operand(Noisy("first"), n);
    traced!(make(None), ["drop guard", "drop first", "got None", "end"]);
    let lines = ["drop first", "got Some(6)", "got Some(2)", "drop operand", "drop guard", "drop anew", "got None", "end"];
    traced!(make(Some(1)), lines);
}

#[generator]
fn brought_out_of_a_condition(stops: bool) -> impl Iterator<Item = i64> {
    let _ = 'found: {
        while matches!(
            {
                let own = Noisy("own");
                if stops {
                    break 'found Noisy("value");
                }
                Some(1)
            },
            Some(1)
        ) {
            yield_!(1);
            break;
        }
        Noisy("other")
    };
    yield_!(2);
}

#[test]
fn what_a_break_brings_out_of_a_condition_drops_last() {
    traced!(brought_out_of_a_condition(true), ["drop own", "drop value", "got 2", "end"]);
    traced!(brought_out_of_a_condition(false), ["drop own", "got 1", "drop other", "got 2", "end"]);
}

#[generator]
fn set_on_the_way_out(first: bool, stops: bool) -> impl Iterator<Item = i64> {
    let (mut noisy, kept) = (Noisy("noisy"), Noisy("kept"));
    if first {
        yield_!(eat(noisy));
    }
    let value = match loop {
        if stops {
            break Some(1);
        }
        let own = Noisy("own");
        noisy = Noisy("anew");
        return;
    } {
        n => Noisy("value"),
    };
    yield_!(2);
}

#[test]
fn what_is_set_on_the_way_out_is_kept_elsewhere() {
    let drops = ["drop value", "drop kept"];
    traced!(set_on_the_way_out(true, true), [&["drop noisy", "got 5", "got 2"][..], &drops, &["end"]].concat());
    traced!(set_on_the_way_out(false, true), [&["got 2"][..], &drops, &["drop noisy", "end"]].concat());
    let lines = ["drop noisy", "got 5", "drop own", "drop kept", "drop anew", "end"];
    traced!(set_on_the_way_out(true, false), lines);
    traced!(set_on_the_way_out(false, false), ["drop noisy", "drop own", "drop kept", "drop anew", "end"]);
}

#[generator]
fn ignored_value_of_a_branch(yields: bool, leaves: bool) -> impl Iterator<Item = i64> {
    'found: {
        let _ = if yields {
            yield_!(1);
            Noisy("first")
        } else {
            let Some(own) = (if leaves { None } else { Some(Noisy("own")) }) else {
                break 'found;
            };
            Noisy("value")
        };
    }
    yield_!(2);
}

#[test]
fn the_ignored_value_of_a_branch_drops_behind_what_the_branch_holds() {
    traced!(ignored_value_of_a_branch(false, false), ["drop own", "drop value", "got 2", "end"]);
    traced!(ignored_value_of_a_branch(false, true), ["got 2", "end"]);
    traced!(ignored_value_of_a_branch(true, true), ["got 1", "drop first", "got 2", "end"]);
}
