//! The loops that end by themselves: what follows is written once, behind the loop, and every way out is a `break`.
//!
//! In `for x in xs { if x > 9 { break; } yield_!(x); } f();` both the head and the `break` go on to `f`.

use super::Plan;
use super::nesting::Nesting;
use crate::collections::{HashMap, HashSet};
use crate::old::ir::{ContainerId, ContainerKind, ExitId, LocalId, PointId, Section, Stmt, StmtKind};
use crate::old::layout::Variant;
use crate::old::walk::{each_section, each_statement, for_each_exit};

/// Such loops, with the exit at their head.
pub fn natural(plan: &Plan<'_>, nesting: &Nesting) -> HashMap<ContainerId, ExitId> {
    let machine = plan.machine;
    let mut targets: HashMap<ContainerId, HashSet<PointId>> = HashMap::default();
    for_each_exit(&machine.body, &mut |_, exit| {
        let exit = machine.exit(exit);
        if let Some(left) = nesting.left(machine, exit.container, exit.target) {
            targets.entry(left).or_default().insert(exit.target);
        }
    });
    let taken = taken_out(plan, nesting);
    let mut finder =
        Finder { plan, nesting, targets, taken, in_place: HashSet::default(), found: HashMap::default() };
    finder.region(&machine.body);
    finder.found
}

/// The containers out of whose variants some section inside takes a variable.
fn taken_out(plan: &Plan<'_>, nesting: &Nesting) -> HashSet<ContainerId> {
    let mut taken = HashSet::default();
    each_section(&plan.machine.body, &mut |point, code| {
        let path = plan.layout.path(point);
        let mut outermost = path.len();
        each_statement(code, &mut |stmt| {
            for local in plan.saved.taken_out(point, stmt) {
                let level = path.iter().position(|variant| plan.layout.field(*variant, local).is_some());
                outermost = level.unwrap_or(outermost).min(outermost);
            }
        });
        let around = plan.machine.containers_around(nesting.container(point));
        taken.extend(around.filter(|container| plan.layout.loop_path(*container).len() > outermost));
    });
    taken
}

struct Finder<'a> {
    plan: &'a Plan<'a>,
    nesting: &'a Nesting,
    /// Where the jumps that leave each container go.
    targets: HashMap<ContainerId, HashSet<PointId>>,
    taken: HashSet<ContainerId>,
    /// The variables that stay in place in the containers around.
    in_place: HashSet<LocalId>,
    found: HashMap<ContainerId, ExitId>,
}

impl Finder<'_> {
    fn region(&mut self, region: &[Section]) {
        for section in region {
            if let Section::Container { id, region } = section {
                let layout = self.plan.layout;
                let own = layout.loop_path(*id).last().map(|variant| layout.variant(*variant));
                let fields = || own.into_iter().flat_map(Variant::fields).map(|(local, _)| local);
                self.in_place.extend(fields());
                let exit = exit_at_head(region).filter(|exit| self.is_natural(*id, *exit));
                self.found.extend(exit.map(|exit| (*id, exit)));
                self.region(region);
                for local in fields() {
                    self.in_place.remove(&local);
                }
            }
        }
    }

    /// Whether every jump out of the loop goes where its head does, and all that is kept there stays in place until
    /// then.
    fn is_natural(&self, id: ContainerId, exit: ExitId) -> bool {
        if matches!(self.plan.machine.container(id).kind, ContainerKind::Block | ContainerKind::Scope) {
            return false;
        }
        let target = self.plan.machine.exit(exit).target;
        // It may branch on to another section of the loop.
        if target != PointId::DONE && self.nesting.left(self.plan.machine, Some(id), target).is_none() {
            return false;
        }
        let others = self.targets.get(&id).into_iter().flatten().any(|other| *other != target);
        !others
            && !self.taken.contains(&id)
            && self.plan.saved.at_points[target.0].keys().all(|local| self.in_place.contains(local))
    }
}

/// The exit by which the head of a `for` or `while` ends the loop.
fn exit_at_head(region: &[Section]) -> Option<ExitId> {
    let Section::Code { code, .. } = region.first()? else { return None };
    let [Stmt { kind: StmtKind::Next { otherwise, .. } | StmtKind::If { otherwise, .. }, .. }] = &code[..]
    else {
        return None;
    };
    match otherwise[..] {
        [Stmt { kind: StmtKind::Goto(exit), .. }] => Some(exit),
        _ => None,
    }
}
