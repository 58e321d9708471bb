//! Consecutive sections that share variables → a part of the state of their own, in which those stay in place.
//!
//! In `let buffer = [0; 4096]; yield_!(1); f(&buffer); yield_!(2); g(&buffer);` both suspension points save `buffer`:
//! they become the points inside a variant that holds it, so that it isn't moved from one to the next.

use crate::old::initialised::Presence;
use crate::old::ir::{
    Container, ContainerId, ContainerKind, Exit, LocalId, Machine, PointId, Region, Section,
};
use crate::old::placement::{Placement, taken};
use crate::old::saved::Saved;
use crate::old::walk::for_each_exit;
use crate::syntax::plain;
use std::collections::{BTreeMap, BTreeSet};

/// Each part within a part is one more test to resume: deeper than this, the variables move.
const DEEPEST: usize = 4;

/// Groups the sections of `machine`.
pub fn group(machine: &mut Machine, saved: &Saved) {
    let taken = taken(machine, saved);
    let body = std::mem::take(&mut machine.body);
    let Machine { locals, containers, exits, .. } = machine;
    let placement = Placement::new(&body, locals, saved, taken);
    let mut grouper = Grouper { placement, locals, containers, exits, depth: 0 };
    machine.body = grouper.region(body, None, &BTreeSet::new(), false);
}

struct Grouper<'a> {
    placement: Placement<'a>,
    locals: &'a [crate::old::ir::Local],
    containers: &'a mut Vec<Container>,
    exits: &'a mut Vec<Exit>,
    /// How many parts are nested around the sections.
    depth: usize,
}

impl Grouper<'_> {
    /// Groups the sections of a region. `kept` stays in place around it; `whole` says that the region is a part
    /// of the state already.
    fn region(
        &mut self,
        region: Region,
        parent: Option<ContainerId>,
        kept: &BTreeSet<LocalId>,
        whole: bool,
    ) -> Region {
        let runs = if self.depth < DEEPEST { self.runs(&region, kept, whole) } else { Vec::new() };
        let mut rest = region;
        let mut grouped = Region::new();
        let mut index = 0;
        for (first, last, local) in runs {
            if first < index || !self.is_worth(&rest[first - index..=last - index], local, kept) {
                continue;
            }
            let after = rest.split_off(last + 1 - index);
            let members = rest.split_off(first - index);
            let before = std::mem::replace(&mut rest, after);
            grouped.extend(before.into_iter().map(|section| self.inside(section, kept)));
            grouped.push(self.scope(members, parent, kept, local));
            index = last + 1;
        }
        grouped.extend(rest.into_iter().map(|section| self.inside(section, kept)));
        grouped
    }

    /// Whether `local` can stay in place in a part of the state with these sections.
    fn is_worth(&self, members: &[Section], local: LocalId, kept: &BTreeSet<LocalId>) -> bool {
        let (before, after) = self.placement.in_place(members, kept, false);
        before.iter().chain(&after).any(|(stays, _)| *stays == local)
    }

    /// Groups the sections inside a loop or labelled block.
    fn inside(&mut self, section: Section, kept: &BTreeSet<LocalId>) -> Section {
        match section {
            Section::Code { .. } => section,
            Section::Container { id, region } if self.containers[id.0].kind == ContainerKind::Block => {
                Section::Container { id, region: self.region(region, Some(id), kept, false) }
            }
            Section::Container { id, region } => {
                let kept = self.kept_inside(&region, kept, true);
                Section::Container { id, region: self.region(region, Some(id), &kept, true) }
            }
        }
    }

    fn kept_inside(&self, region: &[Section], kept: &BTreeSet<LocalId>, is_loop: bool) -> BTreeSet<LocalId> {
        let (before, after) = self.placement.in_place(region, kept, is_loop);
        kept.iter().copied().chain(before.into_iter().chain(after).map(|(local, _)| local)).collect()
    }

    /// Makes `members` a part of the state, named after the variable that it is made for.
    fn scope(
        &mut self,
        members: Region,
        parent: Option<ContainerId>,
        kept: &BTreeSet<LocalId>,
        local: LocalId,
    ) -> Section {
        let id = ContainerId(self.containers.len());
        self.containers.push(Container {
            kind: ContainerKind::Scope,
            label: None,
            head: None,
            after: PointId::DONE,
            parent,
            pattern: Some(plain(&self.locals[local.0].name)),
        });
        for_each_exit(&members, &mut |_, exit| {
            let container = &mut self.exits[exit.0].container;
            if *container == parent {
                *container = Some(id);
            }
        });
        for section in &members {
            if let Section::Container { id: member, .. } = section {
                self.containers[member.0].parent = Some(id);
            }
        }
        let kept = self.kept_inside(&members, kept, false);
        self.depth += 1;
        let region = self.region(members, Some(id), &kept, true);
        self.depth -= 1;
        Section::Container { id, region }
    }

    /// The runs of sections worth a part of their own: the first, the last, and the variable that they share.
    fn runs(
        &self,
        region: &[Section],
        kept: &BTreeSet<LocalId>,
        whole: bool,
    ) -> Vec<(usize, usize, LocalId)> {
        // Of each variable: the sections that save it throughout, where they are consecutive.
        let mut runs: BTreeMap<LocalId, Option<(usize, usize)>> = BTreeMap::new();
        for (index, section) in region.iter().enumerate() {
            if matches!(section, Section::Code { point: PointId::START, .. }) {
                continue;
            }
            for (local, throughout) in self.placement.saved_throughout(section) {
                if throughout.first != Presence::Always {
                    continue;
                }
                let run = runs.entry(local).or_insert(Some((index, index)));
                *run = run.filter(|(_, last)| index <= last + 1).map(|(first, _)| (first, index));
            }
        }
        let mut found: Vec<(usize, usize, LocalId)> = Vec::new();
        for (local, run) in runs {
            let Some((first, last)) = run else { continue };
            let is_whole = whole && first == 0 && last + 1 == region.len();
            if first == last || is_whole || kept.contains(&local) || self.locals[local.0].drops_nothing() {
                continue;
            }
            found.push((first, last, local));
        }
        // The outermost first; those inside are found when it is grouped in turn.
        found.sort_by_key(|(first, last, _)| (*first, std::cmp::Reverse(*last)));
        found
    }
}
