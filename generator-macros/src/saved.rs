//! What the machine must keep: at each point, the variables that hold a value there and are live, or whose drop
//! is still to come.
//!
//! In `let guard = f(); let n = 1; yield_!(n);` the suspension point saves `guard`, which nothing mentions
//! again, and not `n`.

use crate::flow::{Event, Graph, NodeId, Sink, UseKind};
use crate::initialised::{Initialised, Presence};
use crate::ir::{LocalId, Machine, PointId, StmtId};
use crate::liveness::{Liveness, liveness};
use crate::walk::for_each_exit;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What is kept, and what the statements need by value.
#[derive(Debug, Default)]
pub struct Saved {
    /// Of each point: the variables saved there, in the order of their declaration.
    pub at_points: Vec<BTreeMap<LocalId, Presence>>,
    /// Of each exit: the variables that hold a value there, but for those whose drop does nothing and that its target
    /// doesn't save.
    pub at_exits: Vec<HashMap<LocalId, Presence>>,
    /// The variables that a statement itself (not its branches) needs as plain, owned variables.
    pub owned: HashMap<StmtId, Vec<LocalId>>,
    /// The variables that each statement itself assigns to as a whole.
    pub assigned: HashMap<StmtId, Vec<LocalId>>,
    /// The variables that are declared without a value.
    pub declared_empty: HashSet<LocalId>,
    /// The statements that move a variable on some path, after which an exit doesn't know whether it holds a value.
    pub unknown: HashSet<StmtId>,
    /// The variables that are used by value, and again: `Copy`, or exclusive references, or the program is wrong.
    pub used_again: HashSet<LocalId>,
    /// Which statements use which variables.
    pub used: HashSet<(StmtId, LocalId)>,
    /// The variables that each statement itself declares.
    pub declared: HashMap<StmtId, Vec<LocalId>>,
}

/// Computes what `machine` must keep, and which uses move a variable. On the way it learns which are `Copy`.
pub fn saved(machine: &mut Machine, graph: &Graph) -> (Saved, HashSet<NodeId>) {
    let live = liveness(graph, machine.locals.len());
    let used_again = learn_copies(machine, graph, &live);
    let moves = moves(machine, graph, &live);
    let mut saved = Saved {
        at_points: vec![BTreeMap::new(); machine.points.len()],
        at_exits: vec![HashMap::new(); machine.exits.len()],
        used_again,
        ..Saved::default()
    };
    saved.note_statements(graph, &moves);
    let mut held = Initialised::new(graph, &machine.parameters, moves);
    saved.note_presence(machine, &live, &mut held);
    saved.forget_unknown(machine);
    (saved, held.into_moves())
}

/// A variable that is used by value and live after is `Copy`: else the program would be wrong.
fn learn_copies(machine: &mut Machine, graph: &Graph, live: &Liveness) -> HashSet<LocalId> {
    let mut used_again = HashSet::new();
    let locals = &mut machine.locals;
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
            let local = match node.event {
                Event::Use(local, UseKind::Value) => {
                    locals[local.0].is_copy = true;
                    local
                }
                // Or it is an exclusive reference, that was reborrowed.
                Event::Use(local, UseKind::Argument) => {
                    locals[local.0].is_borrow = true;
                    local
                }
                _ => continue,
            };
            used_again.insert(local);
        }
    }
    learn_same(machine, graph);
    learn_borrows(machine, graph, live);
    used_again
}

/// A variable that is made from a borrow of another, and used, is a reference or the like: its drop does
/// nothing. One that isn't ever used is a guard, whose drop is what it is for.
fn learn_borrows(machine: &mut Machine, graph: &Graph, live: &Liveness) {
    let used: HashSet<LocalId> = graph.nodes.iter().filter_map(|node| node.event.used()).collect();
    let mut changed = true;
    while std::mem::take(&mut changed) {
        for (index, node) in graph.nodes.iter().enumerate() {
            let (Event::Use(from, kind), Sink::Locals(sink)) = (node.event, node.sink) else { continue };
            let stays = live.after.contains(&NodeId(index));
            let borrows = match kind {
                UseKind::Escape(_) | UseKind::Address(_) => !machine.local(from).is_copy,
                UseKind::Argument => stays && !machine.local(from).is_copy,
                UseKind::MayMove => machine.local(from).is_borrow || stays && !machine.local(from).is_copy,
                UseKind::Value => machine.local(from).is_borrow,
                UseKind::Borrow | UseKind::Mention => false,
            };
            if borrows {
                let known = |local: &LocalId| used.contains(local) || machine.local(*local).is_remainder;
                let sink = graph.sinks[sink].iter().filter(|local| **local != from && known(local));
                for local in sink.copied().collect::<Vec<_>>() {
                    changed |= !std::mem::replace(&mut machine.locals[local.0].is_borrow, true);
                }
            }
        }
    }
}

/// Variables of one type are `Copy` together.
fn learn_same(machine: &mut Machine, graph: &Graph) {
    let locals = &mut machine.locals;
    let mut changed = true;
    while std::mem::take(&mut changed) {
        for (a, b) in &graph.evidence.same {
            for (one, other) in [(a.0, b.0), (b.0, a.0)] {
                changed |= locals[one].is_copy && !std::mem::replace(&mut locals[other].is_copy, true);
                changed |= locals[one].is_scalar && !std::mem::replace(&mut locals[other].is_scalar, true);
            }
        }
    }
}

/// The uses that may move a variable: the last ones, but by reference.
fn moves(machine: &Machine, graph: &Graph, live: &Liveness) -> HashSet<NodeId> {
    let kept = |local: &LocalId| !live.at_points[local.0].is_empty();
    let is_move = |(index, node): (usize, &crate::flow::Node)| {
        let Event::Use(local, kind) = node.event else { return None };
        let may_move = match kind {
            // Moved or not, nothing that holds its address can be kept.
            UseKind::Borrow | UseKind::Address(_) => false,
            UseKind::Value | UseKind::Argument | UseKind::MayMove | UseKind::Mention => true,
            // Where the value that borrows it is kept, it can only be a reference, or rustc will refuse; but a part
            // of a value of its own can be one while the value is kept.
            UseKind::Escape(Sink::Locals(sink)) => {
                let is_made = graph.evidence.made.contains(&local) && !machine.local(local).is_borrow;
                let is_own = is_made && (node.is_part || graph.evidence.owned.contains(&local));
                !is_own && graph.sinks[sink].iter().any(kept)
            }
            UseKind::Escape(Sink::Caller) => true,
            UseKind::Escape(Sink::Statement) => false,
        };
        let last = !live.after.contains(&NodeId(index));
        (may_move && last && !machine.local(local).is_copy).then_some(NodeId(index))
    };
    graph.nodes.iter().enumerate().filter_map(is_move).collect()
}

impl Saved {
    fn note_statements(&mut self, graph: &Graph, moves: &HashSet<NodeId>) {
        self.used = graph.nodes.iter().filter_map(|node| Some((node.stmt, node.event.used()?))).collect();
        self.declared_empty = graph.nodes.iter().filter_map(|node| node.event.declared_empty()).collect();
        for (index, node) in graph.nodes.iter().enumerate() {
            let (notes, local) = match node.event {
                Event::Use(local, UseKind::Mention) => (&mut self.owned, local),
                Event::Use(local, _) if moves.contains(&NodeId(index)) => (&mut self.owned, local),
                Event::Assign(local) => (&mut self.assigned, local),
                Event::Declare(local) | Event::DeclareEmpty(local) => (&mut self.declared, local),
                _ => continue,
            };
            let notes = notes.entry(node.stmt).or_default();
            if !notes.contains(&local) {
                notes.push(local);
            }
        }
    }

    fn note_presence(&mut self, machine: &Machine, live: &Liveness, held: &mut Initialised<'_>) {
        let graph = held.graph;
        let mut exits_to = vec![Vec::new(); machine.points.len()];
        for (index, exit) in machine.exits.iter().enumerate() {
            exits_to[exit.target.0].push(index);
        }
        for local in (0..machine.locals.len()).map(LocalId) {
            let drops = !machine.local(local).drops_nothing();
            let in_scope = |point: &&PointId| graph.blocks.holds(machine.point(**point).scope, local);
            // What is live holds a value, or the program is wrong.
            for point in live.at_points[local.0].iter().filter(in_scope) {
                self.at_points[point.0].insert(local, Presence::Always);
                for exit in exits_to[point.0].iter().filter(|_| !drops) {
                    self.at_exits[*exit].insert(local, Presence::Always);
                }
            }
            let held = if drops { held.blocks(local) } else { Vec::new() };
            for (block, presence) in held {
                let block = graph.blocks.block(block);
                if let Some(exit) = block.exit {
                    self.at_exits[exit.0].insert(local, presence);
                }
                if let Some(point) = block.point {
                    self.at_points[point.0].entry(local).or_insert(presence);
                }
            }
        }
        self.at_points[PointId::DONE.0].clear();
        self.at_points[PointId::START.0] =
            machine.parameters.iter().map(|parameter| (*parameter, Presence::Always)).collect();
    }

    /// A variable that holds a value maybe is kept in an `Option`, if each exit knows whether it does. An exit
    /// of the section in which it was moved on some path doesn't: there it is dropped.
    fn forget_unknown(&mut self, machine: &Machine) {
        let mut exits = Vec::new();
        for_each_exit(&machine.body, &mut |from, exit| exits.push((from, exit)));
        let mut unknown = HashSet::new();
        let mut changed = true;
        while std::mem::take(&mut changed) {
            for (from, exit) in &exits {
                let target = machine.exit(*exit).target;
                let at_exit = &self.at_exits[exit.0];
                let held = self.at_points[from.0].clone();
                self.at_points[target.0].retain(|local, presence| {
                    let is_unknown = *presence == Presence::Maybe
                        && at_exit.get(local) == Some(&Presence::Maybe)
                        && held.get(local) != Some(&Presence::Maybe);
                    if is_unknown {
                        unknown.insert(*local);
                        changed = true;
                    }
                    !is_unknown
                });
            }
        }
        let moves = |locals: &&Vec<LocalId>| locals.iter().any(|local| unknown.contains(local));
        let moving = self.owned.iter().filter(|(_, locals)| moves(locals));
        self.unknown = moving.map(|(stmt, _)| *stmt).collect();
    }
}
