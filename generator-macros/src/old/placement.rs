//! Which of the saved variables can stay in place in a part of the state, while the points inside change.
//!
//! In `for x in xs { total.add(x); yield_!(total.len()); }` the variable `total` stays in the loop's variant. In
//! `loop { yield_!(1); batch = next(batch); }` the variable `batch` can't: a section takes it out and puts another
//! in.

use crate::collections::{HashMap, HashSet};
use crate::old::initialised::Presence;
use crate::old::ir::{ContainerId, Local, LocalId, Machine, PointId, Section};
use crate::old::saved::Saved;
use crate::old::walk::{each_section, each_statement, exits_of};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A variable that is kept, and whether it holds a value for certain.
pub type Field = (LocalId, Presence);

/// Decides where variables can stay.
pub struct Placement<'a> {
    locals: &'a [Local],
    saved: &'a Saved,
    /// Of each point: its position among the points, in source order.
    positions: HashMap<PointId, usize>,
    /// The sections that take something out, by the positions of their points.
    taken: Vec<(usize, Taken)>,
    containers: HashMap<ContainerId, Inside>,
}

/// A section: the variables saved at its point that its statements take out, and where it goes.
pub struct Taken {
    locals: HashSet<LocalId>,
    targets: Vec<PointId>,
}

/// The sections inside a container.
struct Inside {
    /// The positions of their points.
    positions: Range<usize>,
    /// The variables that are saved at all of them.
    throughout: BTreeMap<LocalId, Throughout>,
    /// The variables that have a drop and are saved somewhere among them.
    dropped: BTreeSet<LocalId>,
}

/// A variable that is saved at each point of some sections.
#[derive(Clone, Copy)]
pub struct Throughout {
    /// Whether it holds a value at the first point.
    pub first: Presence,
    /// Whether that is so at each.
    is_same: bool,
}

/// The sections that take something out, and what.
pub fn taken(machine: &Machine, saved: &Saved) -> HashMap<PointId, Taken> {
    let mut taken = HashMap::default();
    each_section(&machine.body, &mut |point, code| {
        let mut locals = HashSet::default();
        each_statement(code, &mut |stmt| {
            locals.extend(saved.taken_out(point, stmt));
        });
        locals.retain(|local| saved.at_points[point.0].contains_key(local));
        if !locals.is_empty() {
            let mut targets = Vec::new();
            exits_of(code, &mut |exit| targets.push(machine.exit(exit).target));
            taken.insert(point, Taken { locals, targets });
        }
    });
    taken
}

impl<'a> Placement<'a> {
    /// For a machine with these sections.
    pub fn new(
        sections: &[Section],
        locals: &'a [Local],
        saved: &'a Saved,
        mut taken: HashMap<PointId, Taken>,
    ) -> Self {
        let mut placement = Placement {
            locals,
            saved,
            positions: HashMap::default(),
            taken: Vec::new(),
            containers: HashMap::default(),
        };
        each_section(sections, &mut |point, _| {
            let position = placement.positions.len();
            placement.positions.insert(point, position);
            placement.taken.extend(taken.remove(&point).map(|taken| (position, taken)));
        });
        placement.note_containers(sections);
        placement
    }

    /// Notes what is inside each container among `sections`, the inner ones first.
    fn note_containers(&mut self, sections: &[Section]) {
        for section in sections {
            if let Section::Container { id, region } = section {
                self.note_containers(region);
                let inside = Inside {
                    positions: self.positions(region),
                    throughout: self.throughout(region),
                    dropped: region.iter().flat_map(|section| self.dropped_at(section)).collect(),
                };
                self.containers.insert(*id, inside);
            }
        }
    }

    /// The positions of the points of consecutive sections.
    fn positions(&self, sections: &[Section]) -> Range<usize> {
        let positions = |section: &Section| match section {
            Section::Code { point, .. } => self.positions.get(point).map(|position| *position..position + 1),
            Section::Container { id, .. } => self.containers.get(id).map(|inside| inside.positions.clone()),
        };
        let ends = sections.first().and_then(positions).zip(sections.last().and_then(positions));
        ends.map_or(0..0, |(first, last)| first.start..last.end)
    }

    /// The variables that are saved at each point of `sections`.
    fn throughout(&self, sections: &[Section]) -> BTreeMap<LocalId, Throughout> {
        let Some((first, rest)) = sections.split_first() else { return BTreeMap::new() };
        let everywhere = self.saved_throughout(first).filter_map(|(local, mut throughout)| {
            for section in rest {
                let here = self.throughout_at(section, local)?;
                throughout.is_same &= here.is_same && here.first == throughout.first;
            }
            Some((local, throughout))
        });
        everywhere.collect()
    }

    /// The variables that are saved at each point of `section`.
    pub fn saved_throughout(&self, section: &Section) -> impl Iterator<Item = (LocalId, Throughout)> {
        let (here, inside) = match section {
            Section::Code { point, .. } => (Some(&self.saved.at_points[point.0]), None),
            Section::Container { id, .. } => (None, self.containers.get(id)),
        };
        let here = here.into_iter().flatten().map(|(local, presence)| (*local, Throughout::one(*presence)));
        let inside = inside.into_iter().flat_map(|inside| &inside.throughout);
        here.chain(inside.map(|(local, throughout)| (*local, *throughout)))
    }

    fn throughout_at(&self, section: &Section, local: LocalId) -> Option<Throughout> {
        match section {
            Section::Code { point, .. } => {
                self.saved.at_points[point.0].get(&local).map(|presence| Throughout::one(*presence))
            }
            Section::Container { id, .. } => self.containers.get(id)?.throughout.get(&local).copied(),
        }
    }

    /// The variables that have a drop and are saved somewhere in `section`.
    fn dropped_at(&self, section: &Section) -> impl Iterator<Item = LocalId> {
        let (here, inside) = match section {
            Section::Code { point, .. } => (Some(self.saved.at_points[point.0].keys()), None),
            Section::Container { id, .. } => (None, self.containers.get(id)),
        };
        let here = here.into_iter().flatten().filter(|local| self.drops(**local));
        here.chain(inside.into_iter().flat_map(|inside| &inside.dropped)).copied()
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
        let positions = self.positions(sections);
        let put_back = self.put_back(&positions);
        let first_taken = self.first_taken(&positions);
        let throughout = self.throughout(sections).into_iter().filter(|(_, throughout)| throughout.is_same);
        let may_stay = throughout.filter(|(local, _)| {
            let unwinds_in_turn =
                is_loop || !self.drops(*local) || first_taken.is_none_or(|first| first >= *local);
            unwinds_in_turn && !kept.contains(local) && !put_back.contains(local)
        });
        let mut stay: BTreeMap<LocalId, Presence> =
            may_stay.map(|(local, throughout)| (local, throughout.first)).collect();
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

    /// What the sections whose points are at `positions` take out.
    fn taken_at(&self, positions: &Range<usize>) -> &[(usize, Taken)] {
        let before = |end: usize| self.taken.partition_point(|(position, _)| *position < end);
        &self.taken[before(positions.start)..before(positions.end)]
    }

    /// The first declared of the variables with a drop that some section takes out.
    fn first_taken(&self, positions: &Range<usize>) -> Option<LocalId> {
        let taken = self.taken_at(positions).iter().flat_map(|(_, taken)| &taken.locals);
        taken.copied().filter(|local| self.drops(*local)).min()
    }

    /// The variables that some section takes out of the state, and goes on among the points at `positions` with.
    fn put_back(&self, positions: &Range<usize>) -> HashSet<LocalId> {
        let is_inside =
            |point: &&PointId| self.positions.get(point).is_some_and(|position| positions.contains(position));
        let mut put_back = HashSet::default();
        for (_, taken) in self.taken_at(positions) {
            let targets: Vec<&PointId> = taken.targets.iter().filter(is_inside).collect();
            let goes_on = |local: &&LocalId| {
                targets.iter().any(|target| self.saved.at_points[target.0].contains_key(local))
            };
            put_back.extend(taken.locals.iter().filter(goes_on));
        }
        put_back
    }
}

impl Throughout {
    /// Of one point.
    fn one(presence: Presence) -> Self {
        Throughout { first: presence, is_same: true }
    }
}
