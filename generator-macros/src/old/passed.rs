//! The joins that control only passes: no state stands there.
//!
//! In `while more() { if even() { yield_!(2); n += 1; } else { yield_!(1); n += 2; } n *= 2; }` the section `n *= 2` is
//! the last of its loop. Whatever section control comes from, it falls into that one, in whichever state it was.

use crate::collections::{HashMap, HashSet};
use crate::old::ir::{ExitId, LocalId, Machine, PointId, PointKind, Section};
use crate::old::saved::Saved;
use crate::old::walk::{for_each_exit, points, suspensions};
use std::collections::BTreeSet;

/// The ways to each point.
pub struct Ways<'a> {
    machine: &'a Machine,
    saved: &'a Saved,
    /// Of each point: the exits that lead there, and the points of their sections.
    to: HashMap<PointId, Vec<(PointId, ExitId)>>,
    suspending: HashSet<ExitId>,
}

impl<'a> Ways<'a> {
    pub fn new(machine: &'a Machine, saved: &'a Saved) -> Self {
        let mut to: HashMap<PointId, Vec<(PointId, ExitId)>> = HashMap::default();
        for_each_exit(&machine.body, &mut |from, exit| {
            to.entry(machine.exit(exit).target).or_default().push((from, exit));
        });
        Ways { machine, saved, to, suspending: suspensions(&machine.body) }
    }

    /// The last point of a loop's `region`, if control only ever falls into it: from sections before it, which leave nothing
    /// to be dropped, and with all that it needs `kept` in place around the region.
    pub fn passed(&self, region: &[Section], kept: &BTreeSet<LocalId>) -> Option<PointId> {
        let (Section::Code { point, .. }, before) = region.split_last()? else { return None };
        let is_kept = |local: &LocalId| kept.contains(local);
        if !matches!(self.machine.point(*point).kind, PointKind::Join(_))
            || !self.saved.at_points[point.0].keys().all(is_kept)
        {
            return None;
        }
        let before: HashSet<PointId> = points(before).into_iter().collect();
        let falls = |(from, exit): &(PointId, ExitId)| {
            let mut held = self.saved.at_exits[exit.0].keys();
            before.contains(from)
                && !self.suspending.contains(exit)
                && held.all(|local| !self.saved.ends(self.machine, *local, *point))
        };
        self.to.get(point)?.iter().all(falls).then_some(*point)
    }
}
