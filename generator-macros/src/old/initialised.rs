//! The control flow graph → where each variable holds a value.
//!
//! After `let x = f(); if c { drop(x); }` the variable `x` holds one maybe. Forward, a variable at a time: first
//! where some path brings a value, then where some path brings none.

use crate::collections::{HashMap, HashSet};
use crate::old::flow::{BlockId, Event, Graph, NodeId};
use crate::old::ir::{LocalId, PointId};

/// Whether a variable holds a value at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Presence {
    /// On every path.
    Always,
    /// On some paths.
    Maybe,
}

/// Tells where variables hold values.
pub struct Initialised<'g> {
    pub graph: &'g Graph,
    parameters: HashSet<LocalId>,
    /// The uses that move a variable.
    moves: HashSet<NodeId>,
    /// Of each block: the last variable that was found to hold a value at its beginning, and whether on every path.
    at: Vec<(LocalId, Presence)>,
}

impl<'g> Initialised<'g> {
    /// `moves` are the uses that move a variable.
    pub fn new(graph: &'g Graph, parameters: &[LocalId], moves: HashSet<NodeId>) -> Self {
        let at = vec![(LocalId(usize::MAX), Presence::Always); graph.blocks.len()];
        Initialised { graph, parameters: parameters.iter().copied().collect(), moves, at }
    }

    /// The uses that move a variable, to go on with later.
    pub fn into_moves(self) -> HashSet<NodeId> {
        self.moves
    }

    /// The blocks at whose beginning `local` may hold a value.
    pub fn blocks(&mut self, local: LocalId) -> Vec<(BlockId, Presence)> {
        let sets = self.sets(local);
        let blocks = &self.graph.blocks;
        // What happens in dead code is of no account, but to what is declared there.
        let is_parameter = self.parameters.contains(&local);
        let in_dead_code = !is_parameter && sets.keys().all(|block| blocks.block(*block).is_dead);
        let counts = |block: &BlockId| in_dead_code || !blocks.block(*block).is_dead;
        let mut walk = Walk { graph: self.graph, local, sets: &sets, at: &mut self.at, found: Vec::new() };
        if is_parameter {
            walk.present(blocks.of_node(self.graph.entry(PointId::START)));
        }
        for (block, _) in sets.iter().filter(|(block, holds)| **holds && counts(block)) {
            walk.present_after(*block);
        }
        for block in walk.found.clone() {
            let predecessors = blocks.block(block).predecessors.iter();
            if predecessors.filter(|before| counts(before)).any(|before| walk.is_absent_after(*before)) {
                walk.maybe(block);
            }
        }
        let found = walk.found;
        found.into_iter().map(|block| (block, self.at[block.0].1)).collect()
    }

    /// Whether `local` holds a value after each block that sets it or takes it.
    fn sets(&self, local: LocalId) -> HashMap<BlockId, bool> {
        let mut sets = HashMap::default();
        for (block, nodes) in self.graph.blocks.events(local) {
            let holds = nodes.iter().rev().find_map(|node| match self.graph.node(*node).event {
                Event::Declare(_) | Event::Assign(_) => Some(true),
                Event::DeclareEmpty(_) => Some(false),
                Event::Use(..) => self.moves.contains(node).then_some(false),
                Event::Nothing | Event::Leave(_) => None,
            });
            sets.extend(holds.map(|holds| (block, holds)));
        }
        sets
    }
}

/// The walk from what sets one variable.
struct Walk<'g, 'a> {
    graph: &'g Graph,
    local: LocalId,
    sets: &'a HashMap<BlockId, bool>,
    at: &'a mut [(LocalId, Presence)],
    /// The blocks at whose beginning it may hold a value.
    found: Vec<BlockId>,
}

impl Walk<'_, '_> {
    fn is_found(&self, block: BlockId) -> bool {
        self.at[block.0].0 == self.local
    }

    /// The variable may hold a value at the beginning of `block`.
    fn present(&mut self, block: BlockId) {
        let mut work = vec![block];
        while let Some(block) = work.pop() {
            if self.is_found(block) {
                continue;
            }
            self.at[block.0] = (self.local, Presence::Always);
            self.found.push(block);
            work.extend(self.passed_on(block));
        }
    }

    /// The variable holds a value at the end of `block`.
    fn present_after(&mut self, block: BlockId) {
        if !self.graph.blocks.ends(block, self.local) {
            for after in &self.graph.blocks.block(block).successors {
                self.present(*after);
            }
        }
    }

    /// The variable holds no value at the end of `block` for certain.
    fn is_absent_after(&self, block: BlockId) -> bool {
        self.sets.get(&block).map_or(!self.is_found(block), |holds| !holds)
    }

    /// Some path brings no value to `block`, nor to what it passes that on to.
    fn maybe(&mut self, block: BlockId) {
        let mut work = vec![block];
        while let Some(block) = work.pop() {
            if self.is_found(block) && self.at[block.0].1 == Presence::Always {
                self.at[block.0].1 = Presence::Maybe;
                work.extend(self.passed_on(block));
            }
        }
    }

    /// The blocks to which `block` passes on what it finds.
    fn passed_on(&self, block: BlockId) -> &[BlockId] {
        let stops = self.sets.contains_key(&block) || self.graph.blocks.ends(block, self.local);
        if stops { &[] } else { &self.graph.blocks.block(block).successors }
    }
}
