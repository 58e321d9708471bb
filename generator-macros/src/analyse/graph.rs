//! The control flow graph: blocks of events, in the order of evaluation.

use super::uses::Use;
use crate::collections::{HashMap, HashSet};
use crate::ir::{ExitId, LocalId, SectionId, StatementId, UseId};

/// A closure that a variable is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Closure {
    /// It borrows what it uses: its drop does nothing.
    Borrows,
    /// It owns what it uses, and leaves it when it is called.
    Owns,
    /// A call takes what it owns, as far as can be seen.
    Consumes,
}

/// A sequence of events that control passes in one go.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct BlockId(pub usize);

/// Where an event stands: in which block, and where in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EventId {
    pub block: BlockId,
    pub index: usize,
}

/// What happens to a variable, or where control leaves.
#[derive(Clone, Debug)]
pub enum Event {
    Use(Use),
    /// It is declared, with a value.
    Declare(LocalId),
    /// It is declared, to be set later.
    DeclareEmpty(LocalId),
    /// It is set as a whole.
    Assign(LocalId),
    Exit(ExitId),
    /// A `continue` or a `break`.
    Jump,
    /// A yield, in a body that isn't cut there.
    Suspend,
    /// The beginning of a statement.
    Statement(StatementId),
}

impl Event {
    pub fn local(&self) -> Option<LocalId> {
        match self {
            Event::Use(used) => Some(used.local),
            Event::Declare(local) | Event::DeclareEmpty(local) | Event::Assign(local) => Some(*local),
            Event::Exit(_) | Event::Jump | Event::Suspend | Event::Statement(_) => None,
        }
    }
}

#[derive(Default, Debug)]
pub struct Block {
    pub events: Vec<Event>,
    pub successors: Vec<BlockId>,
    pub predecessors: Vec<BlockId>,
}

/// The graph of a machine.
#[derive(Debug)]
pub struct Graph {
    pub blocks: Vec<Block>,
    /// Where each section begins.
    pub entries: Vec<BlockId>,
    /// Where the head of each loop is.
    pub heads: Vec<BlockId>,
    /// What follows each loop in its section.
    pub afters: Vec<BlockId>,
    /// Where what was kept in each loop is taken out, behind it.
    pub takes: Vec<BlockId>,
    /// Where each exit is, if control comes there.
    pub exits: HashMap<ExitId, EventId>,
    /// The variables that are closures, as they are made: what is left of one, as its tokens tell.
    pub closures: HashMap<LocalId, Closure>,
    /// Where each `continue` and `break` is, and where it goes.
    pub jumps: HashMap<UseId, (EventId, Option<BlockId>)>,
    /// Where each section ends.
    pub ends: Vec<BlockId>,
    /// The events of each variable, in order.
    pub events_of: Vec<Vec<EventId>>,
    /// In which section each block is.
    pub sections: Vec<SectionId>,
    /// The edges that may not be there, from and to: behind what looks as if it never returned (`todo!()`,
    /// `std::process::exit(1)`), which by its name may be the user's own, and the jumps that a macro may hide.
    pub doubtful: HashSet<(BlockId, BlockId)>,
}

impl Graph {
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0]
    }

    pub fn event(&self, id: EventId) -> &Event {
        &self.blocks[id.block.0].events[id.index]
    }

    /// The use that stands there.
    pub fn used(&self, id: EventId) -> Option<&Use> {
        match self.event(id) {
            Event::Use(used) => Some(used),
            _ => None,
        }
    }

    /// The blocks that control comes to.
    pub fn reached(&self, start: BlockId) -> HashSet<BlockId> {
        let mut reached: HashSet<BlockId> = HashSet::from_iter([start]);
        let mut work = vec![start];
        while let Some(block) = work.pop() {
            let next = self.block(block).successors.iter().copied();
            work.extend(next.filter(|next| reached.insert(*next)));
        }
        reached
    }

    /// Notes where events stand, and the edges backwards.
    pub fn index(&mut self, locals: usize) {
        self.events_of = vec![Vec::new(); locals];
        for block in (0..self.blocks.len()).map(BlockId) {
            for index in 0..self.blocks[block.0].events.len() {
                let at = EventId { block, index };
                match &self.blocks[block.0].events[index] {
                    Event::Exit(exit) => drop(self.exits.insert(*exit, at)),
                    event => {
                        if let Some(local) = event.local() {
                            self.events_of[local.0].push(at);
                        }
                    }
                }
            }
            for successor in self.blocks[block.0].successors.clone() {
                self.blocks[successor.0].predecessors.push(block);
            }
        }
    }
}
