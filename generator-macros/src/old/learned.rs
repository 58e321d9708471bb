//! What the uses of the variables show of their types: which are `Copy`, and which are references or the like.
//!
//! In `let n = f(); g(n); g(n);` the variable `n` is `Copy`, or the program would be wrong; in
//! `let first = list.iter(); yield_!(1); drop(first);` the variable `first` holds a borrow.

use crate::collections::HashSet;
use crate::old::flow::{Event, Graph, NodeId, Sink, UseKind};
use crate::old::ir::{Local, LocalId, Machine};
use crate::old::liveness::Liveness;

/// Notes it in the variables of `machine`. Returned are those that are used by value and again.
pub fn learn(machine: &mut Machine, graph: &Graph, live: &Liveness) -> HashSet<LocalId> {
    let (mut used_again, mut passed_again) = (HashSet::default(), Vec::new());
    let Machine { locals, parameters, .. } = machine;
    for local in &graph.evidence.copy {
        locals[local.0].is_copy = true;
    }
    for local in &graph.evidence.exclusive {
        locals[local.0].is_borrow = true;
    }
    for local in &graph.evidence.scalars {
        locals[local.0].is_scalar = true;
    }
    for (index, node) in graph.nodes.iter().enumerate() {
        if live.after.contains(&NodeId(index)) {
            match node.event {
                Event::Use(local, UseKind::Value) => {
                    locals[local.0].is_copy = true;
                    used_again.insert(local);
                }
                Event::Use(local, UseKind::Argument) => {
                    locals[local.0].is_copy |= graph.evidence.counted.contains(&local);
                    passed_again.push(local);
                    used_again.insert(local);
                }
                _ => {}
            }
        }
    }
    learn_same(locals, graph);
    // What isn't `Copy` is an exclusive reference, that was reborrowed.
    for local in passed_again {
        locals[local.0].is_borrow |= !locals[local.0].is_copy;
    }
    learn_borrows(locals, parameters, graph, live);
    used_again
}

/// Variables of one type are `Copy` together, or numbers and references.
fn learn_same(locals: &mut [Local], graph: &Graph) {
    let mut leads = vec![Vec::new(); locals.len()];
    for (one, other) in &graph.evidence.same {
        leads[one.0].push(*other);
        leads[other.0].push(*one);
    }
    graph.evidence.through_collections().for_each(|(put, taken)| leads[put.0].push(taken));
    spread(locals, &leads, |local| &mut local.is_scalar);
    // A part of what is `Copy` is.
    graph.evidence.parts.iter().for_each(|(whole, part)| leads[whole.0].push(*part));
    spread(locals, &leads, |local| &mut local.is_copy);
}

/// A variable that is made from a borrow of another, and used, is a reference or the like: its drop does
/// nothing. One that isn't ever used is a guard, whose drop is what it is for; and no parameter's type can name a borrow of
/// a local.
fn learn_borrows(locals: &mut [Local], parameters: &[LocalId], graph: &Graph, live: &Liveness) {
    let used: HashSet<LocalId> = graph.nodes.iter().filter_map(|node| node.event.used()).collect();
    let mut leads = vec![Vec::new(); locals.len()];
    for (index, node) in graph.nodes.iter().enumerate() {
        let (Event::Use(from, kind), Sink::Locals(sink)) = (node.event, node.sink) else { continue };
        let stays = live.after.contains(&NodeId(index));
        let is_copy = locals[from.0].is_copy;
        let (borrows, passes_on) = match kind {
            UseKind::Escape(_) | UseKind::Address(_) => (!is_copy, false),
            // Of two that were made from nothing that could be borrowed, the one was made from a number.
            UseKind::Argument => (stays && !is_copy && !graph.evidence.rootless.contains(&from), false),
            UseKind::MayMove => (stays && !is_copy, true),
            UseKind::Value | UseKind::Part => (false, true),
            UseKind::Borrow | UseKind::Mention => (false, false),
        };
        for local in graph.sinks[sink].iter().filter(|local| **local != from && !parameters.contains(local)) {
            if used.contains(local) || locals[local.0].is_remainder {
                locals[local.0].is_borrow |= borrows;
                leads[from.0].extend(passes_on.then_some(*local));
            }
        }
    }
    spread(locals, &leads, |local| &mut local.is_borrow);
}

/// What holds for a variable holds for those that it leads to.
fn spread(locals: &mut [Local], leads: &[Vec<LocalId>], holds: impl Fn(&mut Local) -> &mut bool) {
    let mut work: Vec<usize> = (0..locals.len()).filter(|index| *holds(&mut locals[*index])).collect();
    while let Some(index) = work.pop() {
        for local in &leads[index] {
            if !std::mem::replace(holds(&mut locals[local.0]), true) {
                work.push(local.0);
            }
        }
    }
}
