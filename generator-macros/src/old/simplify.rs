//! The structured machine with nothing in it that an expert wouldn't write: points at which nothing happens are
//! replaced by what follows them, code that nothing leads to is gone, and a section that only one other leads to
//! is part of it.
//!
//! The point after the `yield_!(i);` of `for i in 0..9 { yield_!(i); }` is the head of the loop.

use crate::collections::{HashMap, HashSet};
use crate::old::ir::{Code, ExitId, LocalId, Machine, PointId, PointKind, Region, Section, Stmt, StmtKind};
use crate::old::places::hides_values;
use crate::old::saved::Saved;
use crate::old::walk::{each_section, each_statement_of, for_each_exit, suspensions};

/// Simplifies `machine`.
pub fn simplify(machine: &mut Machine, saved: &Saved) {
    thread_jumps(machine, saved);
    remove_unreachable(machine);
    merge(machine, saved);
}

/// A point from which control only goes on to another is that other, unless something is dropped in between.
fn thread_jumps(machine: &mut Machine, saved: &Saved) {
    let suspending = suspensions(&machine.body);
    let suspended: HashSet<PointId> = suspending.iter().map(|exit| machine.exit(*exit).target).collect();
    let mut next = HashMap::default();
    each_section(&machine.body, &mut |point, code| {
        let [Stmt { kind: StmtKind::Goto(exit), .. }] = code else { return };
        if point != PointId::START && !matches!(machine.point(point).kind, PointKind::Head(_)) {
            next.insert(point, machine.exit(*exit).target);
        }
    });
    let last = last_of_chains(&next);
    let last = |point: PointId| last.get(&point).copied().unwrap_or(point);
    // A generator suspended at its last yield isn't done yet; nor may it wait without what it has to drop.
    let waits = |point: &PointId| {
        let target = last(*point);
        target == PointId::DONE || saved.at_points[point.0] != saved.at_points[target.0]
    };
    let stay: HashSet<PointId> = suspended.into_iter().filter(waits).collect();
    let links: HashMap<PointId, Link> = next
        .iter()
        .map(|(point, after)| {
            let dropped = dropped(machine, saved.at_points[point.0].keys(), saved, *after);
            (*point, Link { after: *after, dropped })
        })
        .collect();
    let brought = brought_out(machine, saved);
    let targets: Vec<PointId> = (0..machine.exits.len())
        .map(|index| {
            let target = machine.exits[index].target;
            if stay.contains(&target) {
                return target;
            }
            let drops = dropped(machine, saved.at_exits[index].keys(), saved, target);
            let after = drops.map(|(first, _)| LocalId(first.0 + 1));
            let brought = brought.get(&ExitId(index)).copied();
            last_in_turn(&links, target, after.into_iter().chain(brought).min())
        })
        .collect();
    machine.exits.iter_mut().zip(targets).for_each(|(exit, target)| exit.target = target);
}

/// The first and the last declared of some variables that are dropped.
type Dropped = Option<(LocalId, LocalId)>;

/// From a point from which control only goes on.
struct Link {
    after: PointId,
    /// What is dropped on the way.
    dropped: Dropped,
}

/// The ends of the variables among `held` that are dropped by going to `target`.
fn dropped<'l>(
    machine: &Machine,
    held: impl Iterator<Item = &'l LocalId>,
    saved: &Saved,
    target: PointId,
) -> Dropped {
    let each = held.filter(|local| saved.ends(machine, **local, target)).map(|local| (*local, *local));
    each.reduce(|(first, last), (local, _)| (first.min(local), last.max(local)))
}

/// Of each exit inside a plain statement: the first variable with a drop that the statement declares for it. It is dropped
/// after the temporaries of the statement.
fn brought_out(machine: &Machine, saved: &Saved) -> HashMap<ExitId, LocalId> {
    let mut brought = HashMap::default();
    each_section(&machine.body, &mut |_, code| {
        each_statement_of(code, &mut |stmt| {
            let Some(declared) = saved.declared.get(&stmt.id) else { return };
            for exit in &stmt.embedded {
                let kept = &saved.at_points[machine.exit(*exit).target.0];
                let is_brought =
                    |local: &&LocalId| kept.contains_key(local) && !machine.local(**local).drops_nothing();
                brought.extend(declared.iter().filter(is_brought).min().map(|local| (*exit, *local)));
            }
        });
    });
    brought
}

/// The last point of the chain from `point` that can be gone to at once: on the way from `point`, nothing is dropped that
/// was declared from `bound` on, nor after what was dropped before it.
fn last_in_turn(links: &HashMap<PointId, Link>, mut point: PointId, mut bound: Option<LocalId>) -> PointId {
    while let Some(link) = links.get(&point) {
        if let Some((first, last)) = link.dropped {
            if bound.is_some_and(|bound| last >= bound) {
                break;
            }
            bound = Some(LocalId(first.0 + 1));
        }
        point = link.after;
    }
    point
}

/// Of each point that has a next: the last of the chain that begins there.
fn last_of_chains(next: &HashMap<PointId, PointId>) -> HashMap<PointId, PointId> {
    let mut last: HashMap<PointId, PointId> = HashMap::default();
    for start in next.keys() {
        // A cycle of empty points can't be: each loop has a head, which stays.
        let unknown = |point: &PointId| next.get(point).filter(|_| !last.contains_key(point)).copied();
        let chain: Vec<PointId> = std::iter::successors(Some(*start), unknown).collect();
        let Some(end) = chain.last() else { continue };
        let end = last.get(end).copied().unwrap_or(*end);
        last.extend(chain.into_iter().map(|point| (point, end)));
    }
    last
}

fn remove_unreachable(machine: &mut Machine) {
    let mut targets: HashMap<PointId, Vec<PointId>> = HashMap::default();
    for_each_exit(&machine.body, &mut |from, exit| {
        targets.entry(from).or_default().push(machine.exits[exit.0].target);
    });
    let mut reachable = HashSet::from_iter([PointId::START]);
    let mut work = vec![PointId::START];
    while let Some(point) = work.pop() {
        for target in targets.remove(&point).unwrap_or_default() {
            if reachable.insert(target) {
                work.push(target);
            }
        }
    }
    retain(&mut machine.body, &reachable);
}

fn retain(region: &mut Region, reachable: &HashSet<PointId>) {
    region.retain_mut(|section| match section {
        Section::Code { point, .. } => reachable.contains(point),
        Section::Container { region, .. } => {
            retain(region, reachable);
            !region.is_empty()
        }
    });
}

/// How deep a section may be nested in the branches of others that it becomes a part of.
const DEEPEST: usize = 8;

/// Appends each section that only the end of one other leads to, or the end of one of its branches, in the same region, to
/// that end.
fn merge(machine: &mut Machine, saved: &Saved) {
    let suspending = suspensions(&machine.body);
    let mut incoming: HashMap<PointId, usize> = HashMap::default();
    for_each_exit(&machine.body, &mut |_, exit| {
        *incoming.entry(machine.exits[exit.0].target).or_default() += 1;
    });
    let mut body = std::mem::take(&mut machine.body);
    // The target of an exit, if its section can follow the exit at once.
    let mergeable = |from: PointId, exit: ExitId| {
        let to = machine.exit(exit).target;
        let only = incoming.get(&to) == Some(&1) && !suspending.contains(&exit);
        let is_join = matches!(machine.point(to).kind, PointKind::Join(_));
        // What holds a value and is not saved is dropped by going there.
        let drops = saved.at_exits[exit.0].keys().any(|local| {
            !machine.local(*local).drops_nothing() && !saved.at_points[to.0].contains_key(local)
        });
        let block = |point: PointId| (machine.point(point).items.len(), machine.point(point).is_unsafe);
        (only && is_join && !drops && block(from) == block(to)).then_some(to)
    };
    merge_region(&mut body, &mergeable);
    machine.body = body;
}

/// Where a section ends with going to a point.
struct End {
    /// The section, among the merged ones.
    section: usize,
    exit: ExitId,
    /// In how many branches it is nested.
    depth: usize,
}

fn merge_region(region: &mut Region, mergeable: &impl Fn(PointId, ExitId) -> Option<PointId>) {
    let mut merged: Region = Vec::with_capacity(region.len());
    let mut leading: HashMap<PointId, End> = HashMap::default();
    for section in std::mem::take(region) {
        let (point, code) = match section {
            Section::Container { id, mut region } => {
                merge_region(&mut region, mergeable);
                merged.push(Section::Container { id, region });
                continue;
            }
            Section::Code { point, code } => (point, code),
        };
        let mut exits = Vec::new();
        ends(&code, 0, &mut exits);
        let (section, outer) = match leading.remove(&point) {
            Some(end) => {
                if let Section::Code { code: into, .. } = &mut merged[end.section] {
                    append(into, end.exit, code);
                }
                (end.section, end.depth)
            }
            None => {
                merged.push(Section::Code { point, code });
                (merged.len() - 1, 0)
            }
        };
        let Section::Code { point: from, .. } = merged[section] else { continue };
        for (exit, depth) in exits.into_iter().filter(|(_, depth)| outer + depth <= DEEPEST) {
            let end = End { section, exit, depth: outer + depth };
            leading.extend(mergeable(from, exit).map(|target| (target, end)));
        }
    }
    *region = merged;
}

/// The exits at the ends of `code` and of its branches, in which no temporaries live.
fn ends(code: &[Stmt], depth: usize, into: &mut Vec<(ExitId, usize)>) {
    let Some(last) = code.last() else { return };
    match &last.kind {
        StmtKind::Goto(exit) => into.push((*exit, depth)),
        StmtKind::If { .. } | StmtKind::Match { .. } | StmtKind::Next { .. } if !hides_values(last) => {
            last.kind.branches().for_each(|branch| ends(branch, depth + 1, into));
        }
        _ => {}
    }
}

/// Puts `code` in the place of `exit`, at the end of `into` or of one of its branches. Returns it if `exit` isn't there.
fn append(into: &mut Code, exit: ExitId, code: Code) -> Option<Code> {
    let Some(last) = into.last_mut() else { return Some(code) };
    if matches!(&last.kind, StmtKind::Goto(goes) if *goes == exit) {
        into.pop();
        into.extend(code);
        return None;
    }
    last.kind.branches_mut().try_fold(code, |code, branch| append(branch, exit, code))
}
