//! What the machine must keep: at each point, the variables that hold a value there and are live, or whose drop
//! is still to come.
//!
//! In `let guard = f(); let n = 1; yield_!(n);` the suspension point saves `guard`, which nothing mentions
//! again, and not `n`.

use crate::collections::{HashMap, HashSet};
use crate::old::flow::{Event, Graph, NodeId, Sink, UseKind};
use crate::old::initialised::{Initialised, Presence};
use crate::old::ir::{ExitId, LocalId, Machine, PointId, StmtId};
use crate::old::learned::learn;
use crate::old::liveness::{Liveness, liveness};
use crate::old::walk::{each_section, each_statement_of, exits_of, for_each_exit};
use std::collections::BTreeMap;

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
    /// The statements that move or set a variable on some path, after which an exit doesn't know whether it holds a value.
    pub unknown: HashSet<StmtId>,
    /// The variables that are used by value, and again: `Copy`, or exclusive references, or the program is wrong.
    pub used_again: HashSet<LocalId>,
    /// Of each variable: the statements that use it.
    pub used: HashMap<LocalId, HashSet<StmtId>>,
    /// The variables that each statement itself declares.
    pub declared: HashMap<StmtId, Vec<LocalId>>,
}

/// Computes what `machine` must keep, and which uses move a variable. On the way it learns which are `Copy`.
pub fn saved(machine: &mut Machine, graph: &Graph) -> (Saved, HashSet<NodeId>) {
    let live = liveness(graph, machine.locals.len());
    let used_again = learn(machine, graph, &live);
    let moves = moves(machine, graph, &live);
    let mut saved = Saved {
        at_points: vec![BTreeMap::new(); machine.points.len()],
        at_exits: vec![HashMap::default(); machine.exits.len()],
        used_again,
        ..Saved::default()
    };
    saved.note_statements(graph, &moves);
    let mut held = Initialised::new(graph, &machine.parameters, moves);
    saved.note_presence(machine, &live, &mut held);
    saved.forget_unknown(machine, graph);
    (saved, held.into_moves())
}

/// The uses that may move a variable: the last ones, but by reference.
fn moves(machine: &Machine, graph: &Graph, live: &Liveness) -> HashSet<NodeId> {
    let kept = |local: &LocalId| !live.at_points[local.0].is_empty();
    let is_move = |(index, node): (usize, &crate::old::flow::Node)| {
        let Event::Use(local, kind) = node.event else { return None };
        let may_move = match kind {
            // Moved or not, nothing that holds its address can be kept.
            UseKind::Borrow | UseKind::Address(_) => false,
            UseKind::Value | UseKind::Part | UseKind::Argument | UseKind::MayMove | UseKind::Mention => true,
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

/// Takes out what was there before.
fn keep_first(locals: &mut Vec<LocalId>) {
    let mut seen = HashSet::default();
    locals.retain(|local| seen.insert(*local));
}

impl Saved {
    /// The variables that `stmt`, in the section of `point`, takes out of the state: it needs them by value, or sets them
    /// where the state holds them maybe.
    pub fn taken_out(&self, point: PointId, stmt: StmtId) -> impl Iterator<Item = LocalId> {
        let held = &self.at_points[point.0];
        let is_maybe = move |local: &&LocalId| held.get(local) == Some(&Presence::Maybe);
        let owned = self.owned.get(&stmt).into_iter().flatten();
        let set = self.assigned.get(&stmt).into_iter().flatten().filter(is_maybe);
        owned.chain(set).copied()
    }

    fn note_statements(&mut self, graph: &Graph, moves: &HashSet<NodeId>) {
        for (index, node) in graph.nodes.iter().enumerate() {
            if let Some(local) = node.event.used() {
                self.used.entry(local).or_default().insert(node.stmt);
            }
            self.declared_empty.extend(node.event.declared_empty());
            let (notes, local) = match node.event {
                Event::Use(local, UseKind::Mention) => (&mut self.owned, local),
                Event::Use(local, _) if moves.contains(&NodeId(index)) => (&mut self.owned, local),
                Event::Assign(local) => (&mut self.assigned, local),
                Event::Declare(local) | Event::DeclareEmpty(local) => (&mut self.declared, local),
                _ => continue,
            };
            notes.entry(node.stmt).or_default().push(local);
        }
        for notes in [&mut self.owned, &mut self.assigned, &mut self.declared] {
            notes.values_mut().for_each(keep_first);
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

    /// Whether `local`, which has a drop, ends where control goes to `target`.
    pub fn ends(&self, machine: &Machine, local: LocalId, target: PointId) -> bool {
        !machine.local(local).drops_nothing() && !self.at_points[target.0].contains_key(&local)
    }

    /// Whether `stmt` itself (not its branches) uses `local`.
    pub fn uses(&self, stmt: StmtId, local: LocalId) -> bool {
        self.used.get(&local).is_some_and(|used| used.contains(&stmt))
    }

    /// The variables that `stmt` itself moves or sets.
    pub fn changed(&self, stmt: StmtId) -> impl Iterator<Item = LocalId> {
        let notes = [&self.owned, &self.assigned].into_iter();
        notes.filter_map(move |notes| notes.get(&stmt)).flatten().copied()
    }

    /// Of the exits of a section: the variables that a statement sets which control may leave from inside, before it leaves
    /// or after. They are no `Option`s in it, and not set for certain behind it.
    fn set_beside(&self, machine: &Machine) -> HashSet<(ExitId, LocalId)> {
        let mut found = HashSet::default();
        each_section(&machine.body, &mut |_, code| {
            let mut set = HashSet::default();
            each_statement_of(code, &mut |stmt| {
                if !stmt.embedded.is_empty() {
                    set.extend(self.assigned.get(&stmt.id).into_iter().flatten().copied());
                }
            });
            if !set.is_empty() {
                exits_of(code, &mut |exit| found.extend(set.iter().map(|local| (exit, *local))));
            }
        });
        found
    }

    /// A variable that holds a value maybe is kept in an `Option`, if each exit knows whether it does. An exit
    /// of the section in which it was moved or set on some path doesn't: there it is dropped.
    fn forget_unknown(&mut self, machine: &Machine, graph: &Graph) {
        let mut exits = Vec::new();
        let mut exits_from = vec![Vec::new(); machine.points.len()];
        for_each_exit(&machine.body, &mut |from, exit| {
            exits_from[from.0].push((from, exit));
            exits.push((from, exit));
        });
        let mut unknown = HashSet::default();
        let is_maybe = |presence: Option<&Presence>| presence == Some(&Presence::Maybe);
        let set_beside = self.set_beside(machine);
        while let Some((from, exit)) = exits.pop() {
            let target = machine.exit(exit).target;
            let held = &self.at_points[from.0];
            let is_unknown = |local: &&LocalId| {
                let is_set = set_beside.contains(&(exit, **local)) || graph.sets_on_the_way(exit, **local);
                let is_known = is_maybe(held.get(local)) && !is_set;
                is_maybe(self.at_exits[exit.0].get(local)) && !is_known
            };
            let maybe = self.at_points[target.0].iter().filter(|(_, presence)| is_maybe(Some(presence)));
            let forgotten: Vec<LocalId> = maybe.map(|(local, _)| local).filter(is_unknown).copied().collect();
            if !forgotten.is_empty() {
                self.at_points[target.0].retain(|local, _| !forgotten.contains(local));
                unknown.extend(forgotten);
                exits.extend(&exits_from[target.0]);
            }
        }
        let changes = |locals: &&Vec<LocalId>| locals.iter().any(|local| unknown.contains(local));
        let changing = self.owned.iter().chain(&self.assigned).filter(|(_, locals)| changes(locals));
        self.unknown = changing.map(|(stmt, _)| *stmt).collect();
    }

    /// After exits have been led elsewhere: what was held maybe at a point is never held, if it is at no exit that still goes
    /// there.
    pub fn narrow(&mut self, machine: &Machine) {
        let (mut into, mut from) =
            (vec![Vec::new(); machine.points.len()], vec![Vec::new(); machine.points.len()]);
        for_each_exit(&machine.body, &mut |point, exit| {
            into[machine.exit(exit).target.0].push(exit);
            from[point.0].push(exit);
        });
        let mut work: Vec<usize> = (0..into.len()).filter(|point| !into[*point].is_empty()).collect();
        while let Some(point) = work.pop() {
            let is_held = |local: &LocalId| {
                into[point].iter().any(|exit: &ExitId| self.at_exits[exit.0].contains_key(local))
            };
            let maybe = self.at_points[point].iter().filter(|(_, presence)| **presence == Presence::Maybe);
            let never: Vec<LocalId> =
                maybe.map(|(local, _)| *local).filter(|local| !is_held(local)).collect();
            for local in never {
                self.at_points[point].remove(&local);
                for exit in &from[point] {
                    // What is set on the way is held for certain.
                    let held = &mut self.at_exits[exit.0];
                    if held.get(&local) == Some(&Presence::Maybe) {
                        held.remove(&local);
                        work.push(machine.exit(*exit).target.0);
                    }
                }
            }
        }
    }
}
