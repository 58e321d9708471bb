//! The control flow graph → where each variable is live: where its value may still be used.
//!
//! In `let a = f(); yield_!(1); g(a); yield_!(2);` the variable `a` is live at the first suspension point only.
//! Backward, a variable at a time: from each use up to what sets it (Aho, Lam, Sethi, Ullman: *Compilers*, 9.2.5).

use crate::flow::{Event, Graph, NodeId};
use crate::ir::{LocalId, PointId};
use std::collections::HashSet;

/// Where the variables are live.
#[derive(Debug)]
pub struct Liveness {
    /// Of each variable: the points at which it is live.
    pub at_points: Vec<HashSet<PointId>>,
    /// The uses after which the variable used is live.
    pub after: HashSet<NodeId>,
}

/// Finds where each of `locals` variables is live.
pub fn liveness(graph: &Graph, locals: usize) -> Liveness {
    let predecessors = predecessors(graph);
    let points: std::collections::HashMap<NodeId, PointId> =
        graph.entries.iter().enumerate().map(|(point, entry)| (*entry, PointId(point))).collect();
    let mut uses = vec![Vec::new(); locals];
    for (index, node) in graph.nodes.iter().enumerate() {
        if let Event::Use(local, _) = node.event {
            uses[local.0].push(NodeId(index));
        }
    }
    let mut liveness = Liveness { at_points: vec![HashSet::new(); locals], after: HashSet::new() };
    let mut seen = vec![usize::MAX; graph.nodes.len()];
    for (index, uses) in uses.into_iter().enumerate() {
        let local = LocalId(index);
        let mut work = uses;
        work.iter().for_each(|node| seen[node.0] = index);
        while let Some(node) = work.pop() {
            liveness.at_points[index].extend(points.get(&node));
            for before in &predecessors[node.0] {
                match graph.node(*before).event {
                    Event::Use(used, _) if used == local => drop(liveness.after.insert(*before)),
                    event if sets(event, local) => continue,
                    _ => {}
                }
                if seen[before.0] != index {
                    seen[before.0] = index;
                    work.push(*before);
                }
            }
        }
    }
    liveness
}

/// Whether the value that `local` had before `event` is of no use after it.
fn sets(event: Event, local: LocalId) -> bool {
    match event {
        Event::Declare(set) | Event::DeclareEmpty(set) | Event::Assign(set) | Event::Dead(set) => {
            set == local
        }
        Event::Nothing | Event::Use(..) => false,
    }
}

fn predecessors(graph: &Graph) -> Vec<Vec<NodeId>> {
    let mut predecessors = vec![Vec::new(); graph.nodes.len()];
    for (index, node) in graph.nodes.iter().enumerate() {
        for successor in &node.successors {
            predecessors[successor.0].push(NodeId(index));
        }
    }
    predecessors
}
