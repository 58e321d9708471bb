//! A variable whose drop does nothing, and that only some points of a loop need, is kept at all of them: else it would
//! be copied from each to the next.
//!
//! In `for x in xs { yield_!(x); yield_!(limit); }` the second yield needs `limit` no more, but the loop does: it stays
//! in place.

use crate::collections::{HashMap, HashSet};
use crate::old::initialised::{Initialised, Presence};
use crate::old::ir::{LocalId, Machine, PointId, Section};
use crate::old::saved::Saved;
use crate::old::walk::{for_each_exit, points};
use std::collections::BTreeMap;

/// Makes such variables saved at each point of their loops.
pub fn keep_idle(machine: &Machine, saved: &mut Saved, held: Initialised<'_>) {
    let mut leading: HashMap<PointId, Vec<PointId>> = HashMap::default();
    for_each_exit(&machine.body, &mut |from, exit| {
        leading.entry(machine.exit(exit).target).or_default().push(from);
    });
    Keeper { machine, saved, held, leading, known: HashMap::default() }.region(&machine.body);
}

struct Keeper<'a, 'g> {
    machine: &'a Machine,
    saved: &'a mut Saved,
    held: Initialised<'g>,
    /// Of each point: those whose sections lead to it.
    leading: HashMap<PointId, Vec<PointId>>,
    /// Where the variables that were asked for hold a value.
    known: HashMap<LocalId, HashMap<PointId, Presence>>,
}

impl Keeper<'_, '_> {
    /// Returned is at how many points of the region each variable is saved whose drop does nothing.
    fn region(&mut self, region: &[Section]) -> BTreeMap<LocalId, usize> {
        let mut saved = BTreeMap::new();
        for section in region {
            match section {
                Section::Code { point, .. } => {
                    let here = self.saved.at_points[point.0].keys();
                    let idle = here.filter(|local| self.machine.local(**local).drops_nothing());
                    idle.for_each(|local| *saved.entry(*local).or_default() += 1);
                }
                Section::Container { region, .. } => {
                    let points = points(region);
                    for (local, mut count) in self.region(region) {
                        if count < points.len() && self.is_held(local, &points) {
                            for point in &points {
                                self.saved.at_points[point.0].insert(local, Presence::Always);
                            }
                            count = points.len();
                        }
                        *saved.entry(local).or_default() += count;
                    }
                }
            }
        }
        saved
    }

    /// Whether `local`, whose drop does nothing, holds a value at each of `points`, and what leads there has it.
    fn is_held(&mut self, local: LocalId, points: &[PointId]) -> bool {
        let blocks = &self.held.graph.blocks;
        let in_scope = |point: &PointId| blocks.holds(self.machine.point(*point).scope, local);
        if !points.iter().all(in_scope) {
            return false;
        }
        let held = self.known.entry(local).or_insert_with(|| {
            let mut points = HashMap::default();
            for (block, presence) in self.held.blocks(local) {
                let block = blocks.block(block);
                points.extend(block.point.map(|point| (point, presence)));
                if let Some(exit) = block.exit {
                    self.saved.at_exits[exit.0].insert(local, presence);
                }
            }
            points
        });
        let is_saved = |point: &PointId| self.saved.at_points[point.0].contains_key(&local);
        let is_held = |point: &PointId| held.get(point) == Some(&Presence::Always) || is_saved(point);
        let inside: HashSet<&PointId> = points.iter().collect();
        // A section that begins without a value sets one on its way.
        let has_it = |from: &PointId| inside.contains(from) || is_saved(from) || !held.contains_key(from);
        let leading = || points.iter().filter_map(|point| self.leading.get(point)).flatten();
        points.iter().all(is_held) && leading().all(has_it)
    }
}
