//! The control flow graph → what is left of each variable, at each event and at the beginning of each block.
//!
//! After `let x = f(); if c { g(x); }` the variable `x` is left on one path only. What its last use takes of it, where only
//! types tell, is asked of rustc when the code is written: here that use is noted.

use super::graph::{BlockId, Event, EventId, Graph};
use super::live::{Liveness, path_is_live};
use super::patterns::bound_paths;
use super::uses::{Kind, Member, Use};
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
    Parts(Rc<Parts>),
    /// On some paths one of these, on others another.
    Unknown,
}

/// The uses of parts of a variable, by which they may have been moved.
#[derive(Clone, PartialEq, Debug)]
pub struct Parts {
    pub uses: Vec<EventId>,
    /// Whether control came through some of them on every path.
    pub are_certain: bool,
}

impl Parts {
    fn new(mut uses: Vec<EventId>, are_certain: bool) -> Rc<Self> {
        uses.sort();
        uses.dedup();
        Rc::new(Parts { uses, are_certain })
    }
}

impl Held {
    fn joined(&self, other: &Held) -> Held {
        match (self, other) {
            (Held::Unreached, held) | (held, Held::Unreached) => held.clone(),
            (one, other) if one == other => one.clone(),
            (Held::All, Held::Parts(parts)) | (Held::Parts(parts), Held::All) => {
                Held::Parts(Parts::new(parts.uses.clone(), false))
            }
            (Held::Parts(one), Held::Parts(other)) => {
                let uses = one.uses.iter().chain(&other.uses).copied().collect();
                Held::Parts(Parts::new(uses, one.are_certain && other.are_certain))
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
            let joined = match live.whole_at(*successor, local) {
                true => Held::All,
                false => found.at[successor.0].joined(&end),
            };
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
        if match used.path.is_empty() {
            // A pattern that took something of it would leave nothing to use as a whole.
            true => live.whole_after(at, used.local),
            false => is_live_part(graph, at, used),
        } {
            return held;
        }
        let (mut uses, are_certain) = match &held {
            Held::Parts(parts) => (parts.uses.clone(), parts.are_certain),
            Held::All => (Vec::new(), true),
            _ => return held,
        };
        uses.push(at);
        return Held::Parts(Parts::new(uses, are_certain));
    }
    let is_live = match used.kind {
        Kind::Opaque { .. } => is_live_behind_macro(graph, live, at, used.local),
        _ => live.after(at, used.local),
    };
    if is_live {
        return held;
    }
    match used.kind {
        // That a macro may jump doesn't tell what it leaves of what it names.
        Kind::Opaque { .. } => Held::Nothing,
        // It is `Copy`, if control does go on to its next use.
        _ if live.is_in_doubt_after(at, used.local) => Held::After(at),
        _ if used.takes() => Held::Nothing,
        _ => Held::After(at),
    }
}

/// Whether all that a use takes of a part is used again: it is `Copy` then.
fn is_live_part(graph: &Graph, at: EventId, used: &Use) -> bool {
    let Kind::Pattern(pat) = &used.kind else { return path_is_live(graph, at, used.local, &used.path) };
    bound_paths(pat).iter().all(|bound| {
        let path: Vec<Member> = used.path.iter().chain(bound).cloned().collect();
        path_is_live(graph, at, used.local, &path)
    })
}

/// Whether `local`, which a macro names, is used where control goes on after the macro. That it may hide a `continue`, after
/// which another round uses the variable, doesn't count: it can't do that and move the variable.
fn is_live_behind_macro(graph: &Graph, live: &Liveness, at: EventId, local: LocalId) -> bool {
    let block = graph.block(at.block);
    let is_last =
        graph.events_of[local.0].iter().all(|event| event.block != at.block || event.index <= at.index);
    match block.successors.last() {
        Some(behind) if is_last && block.successors.len() > 1 => live.at(*behind, local),
        _ => live.after(at, local),
    }
}
