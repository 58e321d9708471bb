//! The control flow graph → where each variable is live: where its value may still be used.
//!
//! In `let a = f(); yield_!(1); g(a); yield_!(2);` the variable `a` is live at the first suspension point only.
//! Backward, a variable at a time: from each use up to what sets it (Aho, Lam, Sethi, Ullman: *Compilers*, 9.2.5).

use super::graph::{BlockId, Event, EventId, Graph};
use super::uses::{Member, Use};
use crate::collections::HashSet;
use crate::ir::LocalId;

/// Where the variables are live.
#[derive(Debug)]
pub struct Liveness {
    /// Of each variable: the blocks at whose beginning it is live.
    at: Vec<HashSet<BlockId>>,
    /// The events after which their variable is live.
    after: HashSet<EventId>,
}

impl Liveness {
    pub fn at(&self, block: BlockId, local: LocalId) -> bool {
        self.at[local.0].contains(&block)
    }

    pub fn after(&self, event: EventId) -> bool {
        self.after.contains(&event)
    }
}

/// Finds where each of `locals` variables is live.
pub fn liveness(graph: &Graph, locals: usize) -> Liveness {
    let mut liveness = Liveness { at: vec![HashSet::default(); locals], after: HashSet::default() };
    for local in (0..locals).map(LocalId) {
        let events = &graph.events_of[local.0];
        let is_use = |event: &EventId| matches!(graph.event(*event), Event::Use(_));
        for pair in events.windows(2) {
            if pair[0].block == pair[1].block && is_use(&pair[1]) {
                liveness.after.insert(pair[0]);
            }
        }
        let last_in = |block: BlockId| events.iter().rev().find(|event| event.block == block);
        let mut work: Vec<BlockId> = Vec::new();
        let mut previous = None;
        for event in events {
            if previous != Some(event.block) && is_use(event) {
                work.push(event.block);
            }
            previous = Some(event.block);
        }
        while let Some(block) = work.pop() {
            if !liveness.at[local.0].insert(block) {
                continue;
            }
            for before in &graph.block(block).predecessors {
                match last_in(*before) {
                    Some(last) => drop(liveness.after.insert(*last)),
                    None => work.push(*before),
                }
            }
        }
    }
    liveness
}

/// The uses that `local` may still have after an event, or from the beginning of a block, until it is set as a whole.
pub fn later_uses(graph: &Graph, local: LocalId, from: EventId) -> Vec<&Use> {
    let mut found = Vec::new();
    let mut seen = HashSet::default();
    let mut work = vec![(from.block, from.index)];
    while let Some((block, index)) = work.pop() {
        let mut goes_on = true;
        for event in graph.block(block).events.iter().skip(index) {
            if event.local() == Some(local) {
                match event {
                    Event::Use(used) => found.push(used),
                    _ => {
                        goes_on = false;
                        break;
                    }
                }
            }
        }
        if goes_on {
            let successors = graph.block(block).successors.iter().copied();
            work.extend(successors.filter(|next| seen.insert(*next)).map(|next| (next, 0)));
        }
    }
    found
}

/// Whether a part of `local` at `path` may be used after `event`, itself a use of it.
pub fn path_is_live(graph: &Graph, event: EventId, local: LocalId, path: &[Member]) -> bool {
    let after = EventId { index: event.index + 1, ..event };
    later_uses(graph, local, after).iter().any(|used| used.overlaps(path))
}
