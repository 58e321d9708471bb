//! Parts of variables that are moved on some path only: on the others all of it is left.

use generator_core::generator;

#[macro_use]
mod common;
use common::*;

struct Job {
    name: Noisy,
    path: Noisy,
    retries: u32,
}

fn job() -> Job {
    Job { name: Noisy("name"), path: Noisy("path"), retries: 2 }
}

fn run(name: Noisy, path: Noisy) {
    note(format!("run {} at {}", name.0, path.0));
}

#[generator]
fn two_parts_in_a_call(job: Job, runs: bool) -> impl Iterator<Item = u32> {
    let guard = Noisy("guard");
    if runs {
        run(job.name, job.path);
    }
    yield_!(1);
    note(guard.0);
}

#[test]
fn parts_in_a_call() {
    let left = ["got 1", "guard", "drop guard", "drop name", "drop path", "end"];
    traced!(two_parts_in_a_call(job(), false), left);
    traced!(two_parts_in_a_call(job(), true), ["run name at path", "drop path", "drop name", "got 1", "guard", "drop guard", "end"]);
    dropped!(two_parts_in_a_call(job(), false), 1: ["drop guard", "drop name", "drop path"]);
}

#[generator]
fn parts_one_after_the_other(runs: u32) -> impl Iterator<Item = u32> {
    let job = job();
    let guard = Noisy("guard");
    match runs {
        0 => note("nothing"),
        1 => {
            drop(job.name);
            note(format!("{} tries at {}", job.retries, job.path.0));
            drop(job.path);
            note(format!("{} tries", job.retries));
        }
        _ => {
            let path = job.path;
            run(job.name, path);
        }
    }
    yield_!(runs);
    note(guard.0);
}

#[test]
fn parts_in_statements() {
    traced!(parts_one_after_the_other(0), ["nothing", "got 0", "guard", "drop guard", "drop name", "drop path", "end"]);
    traced!(parts_one_after_the_other(1), ["drop name", "2 tries at path", "drop path", "2 tries", "got 1", "guard", "drop guard", "end"]);
    traced!(parts_one_after_the_other(2), ["run name at path", "drop path", "drop name", "got 2", "guard", "drop guard", "end"]);
}

#[generator]
fn parts_in_a_round(job: Job, last: u32) -> impl Iterator<Item = u32> {
    for round in 0..5 {
        if round == last {
            run(job.name, job.path);
            yield_!(10 + job.retries);
            break;
        }
        yield_!(round);
    }
    yield_!(99);
}

#[test]
fn parts_in_a_loop() {
    traced!(parts_in_a_round(job(), 1), ["got 0", "run name at path", "drop path", "drop name", "got 12", "got 99", "end"]);
    traced!(parts_in_a_round(job(), 9), ["got 0", "got 1", "got 2", "got 3", "got 4", "got 99", "drop name", "drop path", "end"]);
}

#[generator]
fn copies_beside_them(job: Job, runs: bool) -> impl Iterator<Item = u32> {
    if runs {
        let retries = job.retries;
        note(format!("{retries} {}", job.name.0));
        drop(job.path);
    }
    yield_!(job.retries);
}

#[test]
fn copied_parts() {
    traced!(copies_beside_them(job(), false), ["got 2", "drop name", "drop path", "end"]);
}

#[generator]
fn in_an_operand(both: (Noisy, Noisy), asserts: bool) -> impl Iterator<Item = usize> {
    yield_!(match asserts {
        true => [both.1, both.0].len(),
        false => 0,
    });
}

#[test]
fn parts_in_an_operand() {
    let both = || (Noisy("a"), Noisy("b"));
    traced!(in_an_operand(both(), false), ["got 0", "drop a", "drop b", "end"]);
    traced!(in_an_operand(both(), true), ["drop b", "drop a", "got 2", "end"]);
}

#[generator]
fn other_parts_behind_a_join(job: Job, asks: bool) -> impl Iterator<Item = u32> {
    drop(job.path);
    if asks {
        yield_!(1);
        note(job.name.0);
    }
    yield_!(job.retries);
}

#[generator]
fn parts_behind_a_loop_in_an_operand(job: Job) -> impl Iterator<Item = u32> {
    yield_from!([u32::from(job.path.0 == "path")]);
    drop(job.path);
    assert!(
        {
            yield_from!([2, 3]);
            true
        },
        "{} fails",
        job.name.0
    );
}

#[generator]
fn a_part_looked_at_on_some_path(job: Job, asks: bool) -> impl Iterator<Item = u32> {
    if asks {
        let retries = job.retries;
        note(format!("{retries} retries"));
    }
    yield_!(1);
    note(job.name.0);
    yield_!(2);
}

#[test]
fn parts_where_paths_meet() {
    // `name` isn't mentioned again where it isn't asked for: it drops with the move.
    both!(other_parts_behind_a_join(job(), false), [2]);
    both!(other_parts_behind_a_join(job(), true), [1, 2]);
    both!(parts_behind_a_loop_in_an_operand(job()), [1, 2, 3]);
    both!(a_part_looked_at_on_some_path(job(), false), [1, 2]);
    both!(a_part_looked_at_on_some_path(job(), true), [1, 2]);
}

struct Order {
    job: Job,
    lot: u32,
}

#[generator]
fn a_pattern_on_a_part(order: Order) -> impl Iterator<Item = u32> {
    let Job { name, retries, .. } = order.job;
    yield_!(retries);
    yield_!(order.lot + order.job.retries);
    note(order.job.path.0);
    note(name.0);
}

#[test]
fn patterns_on_parts() {
    both!(a_pattern_on_a_part(Order { job: job(), lot: 5 }), [2, 7]);
}
