//! The control flow graph → what is left of each variable, at each event and at the beginning of each block.
//!
//! After `let x = f(); if c { g(x); }` the variable `x` is left on one path only. What its last use takes of it, where only
//! types tell, is asked of rustc when the code is written: here that use is noted.

use super::graph::{BlockId, Event, EventId, Graph};
use super::live::{Liveness, path_is_live};
use super::uses::Kind;
use crate::ir::LocalId;
use std::rc::Rc;

/// What is left of a variable.
#[derive(Clone, PartialEq, Debug)]
pub enum Held {
    /// Control doesn't come here.
    Unreached,
    /// Nothing: it isn't set yet, or it was moved.
    Nothing,
    /// All of it.
    All,
    /// What its last use as a whole has left: nothing or all, as types tell.
    After(EventId),
    /// What uses of its parts have left.
    Parts(Rc<Vec<EventId>>),
    /// On some paths one of these, on others another.
    Unknown,
}

impl Held {
    fn joined(&self, other: &Held) -> Held {
        match (self, other) {
            (Held::Unreached, held) | (held, Held::Unreached) => held.clone(),
            (one, other) if one == other => one.clone(),
            (Held::All, Held::Parts(parts)) | (Held::Parts(parts), Held::All) => Held::Parts(parts.clone()),
            (Held::Parts(one), Held::Parts(other)) => {
                let mut parts: Vec<EventId> = one.iter().chain(other.iter()).copied().collect();
                parts.sort();
                parts.dedup();
                Held::Parts(Rc::new(parts))
            }
            _ => Held::Unknown,
        }
    }
}

/// What is left of one variable, everywhere.
#[derive(Debug)]
pub struct HeldOf {
    at: Vec<Held>,
    local: LocalId,
}

/// Finds what is left of `local`.
pub fn held(graph: &Graph, live: &Liveness, local: LocalId, start: Option<BlockId>) -> HeldOf {
    let mut found = HeldOf { at: vec![Held::Unreached; graph.blocks.len()], local };
    let mut work: Vec<BlockId> = Vec::new();
    if let Some(start) = start {
        found.at[start.0] = Held::All;
        work.push(start);
    } else {
        work.extend(graph.events_of[local.0].iter().map(|event| event.block));
        work.dedup();
    }
    while let Some(block) = work.pop() {
        let end = found.after(graph, live, block, graph.block(block).events.len());
        if end == Held::Unreached {
            continue;
        }
        for successor in &graph.block(block).successors {
            let joined = found.at[successor.0].joined(&end);
            if joined != found.at[successor.0] {
                found.at[successor.0] = joined;
                work.push(*successor);
            }
        }
    }
    found
}

impl HeldOf {
    pub fn at(&self, block: BlockId) -> &Held {
        &self.at[block.0]
    }

    /// What is left before an event.
    pub fn before(&self, graph: &Graph, live: &Liveness, event: EventId) -> Held {
        self.after(graph, live, event.block, event.index)
    }

    /// What is left after so many events of a block.
    fn after(&self, graph: &Graph, live: &Liveness, block: BlockId, events: usize) -> Held {
        let mut held = self.at[block.0].clone();
        for index in 0..events {
            let at = EventId { block, index };
            match graph.event(at) {
                Event::Declare(local) | Event::Assign(local) if *local == self.local => held = Held::All,
                Event::DeclareEmpty(local) if *local == self.local => held = Held::Nothing,
                Event::Use(used) if used.local == self.local && used.may_move() => {
                    held = after_use(graph, live, at, held);
                }
                _ => {}
            }
        }
        held
    }
}

fn after_use(graph: &Graph, live: &Liveness, at: EventId, held: Held) -> Held {
    let Some(used) = graph.used(at) else { return held };
    if held == Held::Unreached || held == Held::Nothing {
        return held;
    }
    let is_part = !used.path.is_empty() || matches!(used.kind, Kind::Pattern(_));
    if is_part {
        if !used.path.is_empty() && path_is_live(graph, at, used.local, &used.path) {
            return held;
        }
        let before = match &held {
            Held::Parts(parts) => parts.to_vec(),
            Held::All => Vec::new(),
            _ => return held,
        };
        let mut parts = before;
        parts.push(at);
        parts.sort();
        parts.dedup();
        return Held::Parts(Rc::new(parts));
    }
    if live.after(at) {
        return held;
    }
    match used.kind {
        Kind::Value | Kind::Taken | Kind::Opaque { .. } => Held::Nothing,
        _ => Held::After(at),
    }
}
