//! A variable whose drop does nothing, and that only some points of a loop need, is kept at all of them: else it would
//! be copied from each to the next.
//!
//! In `for x in xs { yield_!(x); yield_!(limit); }` the second yield needs `limit` no more, but the loop does: it stays
//! in place.

use crate::initialised::{Initialised, Presence};
use crate::ir::{LocalId, Machine, PointId, Section};
use crate::saved::Saved;
use crate::walk::points;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Makes such variables saved at each point of their loops.
pub fn keep_idle(machine: &Machine, saved: &mut Saved, held: Initialised<'_>) {
    Keeper { machine, saved, held, known: HashMap::new() }.region(&machine.body);
}

struct Keeper<'a, 'g> {
    machine: &'a Machine,
    saved: &'a mut Saved,
    held: Initialised<'g>,
    /// Where the variables that were asked for hold a value.
    known: HashMap<LocalId, HashSet<PointId>>,
}

impl Keeper<'_, '_> {
    fn region(&mut self, region: &[Section]) {
        for section in region {
            let Section::Container { region, .. } = section else { continue };
            let points = points(region);
            let mut needed: BTreeMap<LocalId, usize> = BTreeMap::new();
            for local in points.iter().flat_map(|point| self.saved.at_points[point.0].keys()) {
                *needed.entry(*local).or_default() += 1;
            }
            for (local, count) in needed {
                if count < points.len() && self.is_held(local, &points) {
                    for point in &points {
                        self.saved.at_points[point.0].insert(local, Presence::Always);
                    }
                }
            }
            self.region(region);
        }
    }

    /// Whether `local` may be kept for nothing, and holds a value at each of `points`.
    fn is_held(&mut self, local: LocalId, points: &[PointId]) -> bool {
        let blocks = &self.held.graph.blocks;
        let in_scope = |point: &PointId| blocks.holds(self.machine.point(*point).scope, local);
        if !self.machine.local(local).drops_nothing() || !points.iter().all(in_scope) {
            return false;
        }
        let held = self.known.entry(local).or_insert_with(|| {
            let mut points = HashSet::new();
            for (block, presence) in self.held.blocks(local) {
                let block = blocks.block(block);
                points.extend(block.point.filter(|_| presence == Presence::Always));
                if let Some(exit) = block.exit {
                    self.saved.at_exits[exit.0].insert(local, presence);
                }
            }
            points
        });
        points.iter().all(|point| held.contains(point) || self.saved.at_points[point.0].contains_key(&local))
    }
}
