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
    used: Vec<Reach>,
    used_whole: Vec<Reach>,
}

/// From where some uses of a variable can be reached, until it is set.
#[derive(Debug, Default)]
struct Reach {
    /// The blocks from whose beginning.
    blocks: HashSet<BlockId>,
    /// The events of the variable after which.
    events: HashSet<EventId>,
    /// Those of them after which only along edges that may not be there: behind one of these the variable may be moved.
    doubtful: HashSet<EventId>,
}

impl Liveness {
    pub fn at(&self, block: BlockId, local: LocalId) -> bool {
        self.used[local.0].blocks.contains(&block)
    }

    /// Whether it is live for certain.
    pub fn after(&self, event: EventId, local: LocalId) -> bool {
        self.used[local.0].is_certain_after(event)
    }

    /// Whether it is live only if control goes on where it may not: it is `Copy` then, or was moved.
    pub fn is_in_doubt_after(&self, event: EventId, local: LocalId) -> bool {
        self.used[local.0].doubtful.contains(&event)
    }

    /// Whether all of `local` may be used: then all of it is there, or rustc would report the use.
    pub fn whole_at(&self, block: BlockId, local: LocalId) -> bool {
        self.used_whole[local.0].blocks.contains(&block)
    }

    pub fn whole_after(&self, event: EventId, local: LocalId) -> bool {
        self.used_whole[local.0].is_certain_after(event)
    }
}

/// Finds where each of `locals` variables is live.
pub fn liveness(graph: &Graph, locals: usize) -> Liveness {
    let locals = || (0..locals).map(LocalId);
    Liveness {
        used: locals().map(|local| Reach::of(graph, local, |_| true)).collect(),
        used_whole: locals().map(|local| Reach::of(graph, local, |used| used.path.is_empty())).collect(),
    }
}

impl Reach {
    fn of(graph: &Graph, local: LocalId, wanted: impl Fn(&Use) -> bool + Copy) -> Self {
        let mut all = reach(graph, local, wanted, |_, _| true);
        if !graph.doubtful.is_empty() {
            let certain = reach(graph, local, wanted, |from, to| !graph.doubtful.contains(&(from, to)));
            all.doubtful = all.events.difference(&certain.events).copied().collect();
        }
        all
    }

    fn is_certain_after(&self, event: EventId) -> bool {
        self.events.contains(&event) && !self.doubtful.contains(&event)
    }
}

/// From where those uses of `local` can be reached that are `wanted`, along the edges that are `taken`.
fn reach(
    graph: &Graph,
    local: LocalId,
    wanted: impl Fn(&Use) -> bool,
    taken: impl Fn(BlockId, BlockId) -> bool,
) -> Reach {
    let is_wanted = |event: &EventId| graph.used(*event).is_some_and(&wanted);
    let is_other_use = |event: &EventId| graph.used(*event).is_some_and(|used| !wanted(used));
    let mut reach = Reach::default();
    // Up to what sets the variable, or to another use that is wanted: whether the beginning of the block is reached.
    let climb = |reach: &mut Reach, block: BlockId, from: usize| {
        let above = graph.events_of[local.0].iter().rev();
        for event in above.filter(|event| event.block == block && event.index < from) {
            reach.events.insert(*event);
            if !is_other_use(event) {
                return false;
            }
        }
        true
    };
    let uses = graph.events_of[local.0].iter().filter(|event| is_wanted(event));
    let mut work: Vec<BlockId> =
        uses.filter(|event| climb(&mut reach, event.block, event.index)).map(|event| event.block).collect();
    while let Some(block) = work.pop() {
        if reach.blocks.insert(block) {
            let before = graph.block(block).predecessors.iter().copied();
            let before = before.filter(|before| taken(*before, block));
            work.extend(before.filter(|before| climb(&mut reach, *before, usize::MAX)));
        }
    }
    reach
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
