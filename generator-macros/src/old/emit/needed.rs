//! What each statement of a section needs out of the state by value, itself or in a branch that comes back.
//!
//! Where `list` is in the state: `send(list);` → `send(list);` needs `list`, and so does `if c { send(list); }`, but not
//! `if c { send(list); return; }`, whose branch takes it out itself.

use super::step::Writer;
use crate::collections::{HashMap, HashSet};
use crate::old::ir::{ExitId, LocalId, PointId, Stmt, StmtId};
use crate::old::layout::VariantId;
use crate::old::places::hides_values;
use std::collections::BTreeSet;

/// The variables of the state that each statement needs.
pub type Needed = HashMap<StmtId, BTreeSet<LocalId>>;

/// What the statements of the section `code` need of the variants of `path`. Where a statement holds values that can't be
/// named, all its branches count, and what ends where control leaves it, if that is at `first_left` or inside: those values
/// drop before what was taken out in front of them.
pub fn needed(writer: &Writer<'_>, path: &[VariantId], first_left: usize, code: &[Stmt]) -> Needed {
    let layout = writer.plan.layout;
    let level = |level: usize| layout.variant(path[level]).fields().map(move |(local, _)| (local, level));
    let levels = (0..path.len()).flat_map(level).collect();
    let mut search = Search { writer, levels, first_left, needed: Needed::default() };
    search.code(code);
    search.needed
}

struct Search<'a> {
    writer: &'a Writer<'a>,
    /// The level at which the state holds each variable.
    levels: HashMap<LocalId, usize>,
    first_left: usize,
    needed: Needed,
}

impl Search<'_> {
    /// What `code` needs or ends, in all its branches.
    fn code(&mut self, code: &[Stmt]) -> HashSet<LocalId> {
        code.iter().flat_map(|stmt| self.stmt(stmt)).collect()
    }

    /// The same of `stmt`, of which is noted what it needs.
    fn stmt(&mut self, stmt: &Stmt) -> HashSet<LocalId> {
        let owned = self.writer.plan.saved.owned.get(&stmt.id).into_iter().flatten().copied();
        let own: BTreeSet<LocalId> = owned.filter(|local| self.levels.contains_key(local)).collect();
        let mut inside: HashSet<LocalId> = own.iter().copied().collect();
        stmt.kind.branches().for_each(|branch| inside.extend(self.code(branch)));
        stmt.own_exits().for_each(|exit| self.ending(exit, &mut inside));
        let mut needed = own;
        if hides_values(stmt) {
            needed.extend(inside.iter().copied().filter(|local| self.levels[local] >= self.first_left));
        }
        for branch in stmt.kind.branches().filter(|branch| !self.writer.always_exits(branch)) {
            needed.extend(branch.iter().filter_map(|stmt| self.needed.get(&stmt.id)).flatten());
        }
        if !needed.is_empty() {
            self.needed.insert(stmt.id, needed);
        }
        inside
    }

    /// The variables of the state that end at `exit`. At the end of the machine the state drops last anyway.
    fn ending(&self, exit: ExitId, into: &mut HashSet<LocalId>) {
        let (machine, saved) = (self.writer.plan.machine, self.writer.plan.saved);
        let target = machine.exit(exit).target;
        if target != PointId::DONE {
            let held = self.levels.keys().filter(|local| saved.at_exits[exit.0].contains_key(local));
            into.extend(held.filter(|local| saved.ends(machine, **local, target)));
        }
    }
}
