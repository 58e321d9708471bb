//! The control flow graph → where each variable holds a value.
//!
//! After `let x = f(); if c { drop(x); }` the variable `x` holds one maybe. Forward, a variable at a time, from
//! its declaration to the end of its scope.

use crate::flow::{Event, Graph, NodeId};
use crate::ir::LocalId;
use std::collections::HashSet;

/// Whether a variable holds a value at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Presence {
    /// On every path.
    Always,
    /// On some paths.
    Maybe,
}

/// A set of paths: on some the variable holds no value, on some it does.
const ABSENT: u8 = 1;
const PRESENT: u8 = 2;

/// Calls `found(node, presence)` for each node of `places` before which `local` may hold a value.
///
/// `moves` are the uses that move it; `parameter` is set for one that holds a value from the start.
pub fn presence(
    graph: &Graph,
    local: LocalId,
    declarations: &[NodeId],
    parameter: Option<NodeId>,
    moves: &HashSet<NodeId>,
    before: &mut [(usize, u8)],
    mut found: impl FnMut(NodeId, Presence),
) {
    let stamp = local.0 + 1;
    let mut visited: Vec<NodeId> = Vec::new();
    let mut work: Vec<NodeId> = declarations.to_vec();
    if let Some(start) = parameter {
        before[start.0] = (stamp, PRESENT);
        visited.push(start);
        work.push(start);
    }
    while let Some(node) = work.pop() {
        let incoming = if before[node.0].0 == stamp { before[node.0].1 } else { 0 };
        let outgoing = match graph.node(node).event {
            Event::Declare(set) | Event::Assign(set) if set == local => PRESENT,
            Event::DeclareEmpty(set) if set == local => ABSENT,
            Event::Use(used, _) if used == local && moves.contains(&node) => ABSENT,
            Event::Dead(dead) if dead == local => continue,
            _ => incoming,
        };
        for successor in &graph.node(node).successors {
            let slot = &mut before[successor.0];
            if slot.0 != stamp {
                *slot = (stamp, 0);
                visited.push(*successor);
            }
            if slot.1 | outgoing != slot.1 {
                slot.1 |= outgoing;
                work.push(*successor);
            }
        }
    }
    for node in visited {
        match before[node.0].1 {
            PRESENT => found(node, Presence::Always),
            paths if paths == PRESENT | ABSENT => found(node, Presence::Maybe),
            _ => {}
        }
    }
}
