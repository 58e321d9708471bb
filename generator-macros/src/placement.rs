//! Which of the saved variables can stay in place in a part of the state, while the points inside change.
//!
//! In `for x in xs { total.add(x); yield_!(total.len()); }` the variable `total` stays in the loop's variant. In
//! `loop { yield_!(1); batch = next(batch); }` the variable `batch` can't: a section takes it out and puts another
//! in.

use crate::initialised::Presence;
use crate::ir::{ContainerId, Local, LocalId, Machine, PointId, Section};
use crate::saved::Saved;
use crate::walk::{each_section, each_statement, exits_of, points};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A variable that is kept, and whether it holds a value for certain.
pub type Field = (LocalId, Presence);

/// Decides where variables can stay.
pub struct Placement<'a> {
    locals: &'a [Local],
    saved: &'a Saved,
    taken: HashMap<PointId, Taken>,
    /// Of each container: the variables that have a drop and are saved somewhere in it.
    dropped_in: HashMap<ContainerId, BTreeSet<LocalId>>,
}

/// A section: the variables saved at its point that its statements take out, and where it goes.
pub struct Taken {
    locals: HashSet<LocalId>,
    targets: Vec<PointId>,
}

/// What each section takes out.
pub fn taken(machine: &Machine, saved: &Saved) -> HashMap<PointId, Taken> {
    let mut taken = HashMap::new();
    each_section(&machine.body, &mut |point, code| {
        let mut locals = HashSet::new();
        each_statement(code, &mut |stmt| {
            locals.extend(saved.taken_out(point, stmt));
        });
        locals.retain(|local| saved.at_points[point.0].contains_key(local));
        let mut targets = Vec::new();
        exits_of(code, &mut |exit| targets.push(machine.exit(exit).target));
        taken.insert(point, Taken { locals, targets });
    });
    taken
}

impl<'a> Placement<'a> {
    /// For a machine with these sections.
    pub fn new(
        sections: &[Section],
        locals: &'a [Local],
        saved: &'a Saved,
        taken: HashMap<PointId, Taken>,
    ) -> Self {
        let mut placement = Placement { locals, saved, taken, dropped_in: HashMap::new() };
        placement.note_dropped(sections);
        placement
    }

    /// Notes the variables that are dropped in `sections`, and in each container among them.
    fn note_dropped(&mut self, sections: &[Section]) -> BTreeSet<LocalId> {
        let mut dropped = BTreeSet::new();
        for section in sections {
            if let Section::Container { id, region } = section {
                let inside = self.note_dropped(region);
                self.dropped_in.insert(*id, inside);
            }
            dropped.extend(self.dropped_at(section));
        }
        dropped
    }

    /// The variables that have a drop and are saved somewhere in `section`.
    fn dropped_at(&self, section: &Section) -> impl Iterator<Item = LocalId> {
        let (here, inside) = match section {
            Section::Code { point, .. } => (Some(self.saved.at_points[point.0].keys()), None),
            Section::Container { id, .. } => (None, self.dropped_in.get(id)),
        };
        let here = here.into_iter().flatten().filter(|local| self.drops(**local));
        here.chain(inside.into_iter().flatten()).copied()
    }

    /// The variables that a part of the state with these sections keeps in place: those that are saved at all of
    /// them, that no section of it takes out and puts back, and that can be dropped in their turn. Returned are those
    /// that drop before the variables inside, and those that drop after.
    ///
    /// In a loop a variable stays though a section takes out one that was declared before it, which then drops first
    /// if that section panics: it would be moved in each round.
    pub fn in_place(
        &self,
        sections: &[Section],
        kept: &BTreeSet<LocalId>,
        is_loop: bool,
    ) -> (Vec<Field>, Vec<Field>) {
        let points = points(sections);
        let Some((first, rest)) = points.split_first() else { return (Vec::new(), Vec::new()) };
        let put_back = self.put_back(&points);
        let first_taken = self.first_taken(&points);
        let mut stay: BTreeMap<LocalId, Presence> = self.saved.at_points[first.0].clone();
        stay.retain(|local, presence| {
            let unwinds_in_turn =
                is_loop || !self.drops(*local) || first_taken.is_none_or(|first| first >= *local);
            let may_stay = unwinds_in_turn && !kept.contains(local) && !put_back.contains(local);
            may_stay && rest.iter().all(|point| self.saved.at_points[point.0].get(local) == Some(presence))
        });
        // A variable between others that go with the points would drop amid them: it goes with them too.
        let others = self.going_with(sections, kept, &stay);
        stay.retain(|local, _| {
            let amid = others.is_some_and(|(first, last)| first < *local && *local < last);
            !amid || !self.drops(*local)
        });
        let fields = stay.iter().rev().map(|(local, presence)| (*local, *presence));
        // Those declared after the others drop before them.
        fields.partition(|(local, _)| self.drops(*local) && others.is_some_and(|(first, _)| first < *local))
    }

    fn drops(&self, local: LocalId) -> bool {
        !self.locals[local.0].drops_nothing()
    }

    /// The first and the last declared of the variables that are dropped with the points.
    fn going_with(
        &self,
        sections: &[Section],
        kept: &BTreeSet<LocalId>,
        stay: &BTreeMap<LocalId, Presence>,
    ) -> Option<(LocalId, LocalId)> {
        let dropped = sections.iter().flat_map(|section| self.dropped_at(section));
        let going = dropped.filter(|local| !kept.contains(local) && !stay.contains_key(local));
        going.fold(None, |ends: Option<(LocalId, LocalId)>, local| {
            let (first, last) = ends.unwrap_or((local, local));
            Some((first.min(local), last.max(local)))
        })
    }

    /// The first declared of the variables with a drop that some section takes out.
    fn first_taken(&self, points: &[PointId]) -> Option<LocalId> {
        let taken = points.iter().filter_map(|point| self.taken.get(point)).flat_map(|taken| &taken.locals);
        taken.copied().filter(|local| self.drops(*local)).min()
    }

    /// The variables that some section takes out of the state, and goes on among `points` with.
    fn put_back(&self, points: &[PointId]) -> HashSet<LocalId> {
        let inside: HashSet<PointId> = points.iter().copied().collect();
        let mut put_back = HashSet::new();
        for taken in points.iter().filter_map(|point| self.taken.get(point)) {
            let targets: Vec<&PointId> =
                taken.targets.iter().filter(|target| inside.contains(target)).collect();
            let goes_on = |local: &&LocalId| {
                targets.iter().any(|target| self.saved.at_points[target.0].contains_key(local))
            };
            put_back.extend(taken.locals.iter().filter(goes_on));
        }
        put_back
    }
}
