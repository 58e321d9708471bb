//! What each section declares anew, what it takes out of the loops around it, and where it puts that back.
//!
//! In `loop { send(batch); batch = next(); yield_!(1); }` the section takes `batch` out of the loop's part of the state at its
//! beginning, and puts it back before it suspends.

use super::{ExitPlan, Form, Plan};
use crate::analyse::graph::{BlockId, Event, EventId};
use crate::analyse::live::later_uses;
use crate::analyse::uses::{Use, keep_shortest};
use crate::analyse::{Held, Kind, Member};
use crate::ir::{Entry, ExitId, Head, LocalId, SectionId, Target, UseId};
use crate::suspends;

impl Plan<'_> {
    /// What a section declares anew, and takes out of the loops around it.
    pub(super) fn plan_section(&mut self, section: SectionId) {
        let leaves_early = suspends::leaves_early(&self.machine.sections[section.0].code);
        for local in (0..self.machine.locals.len()).map(LocalId) {
            let events = &self.graph.events_of[local.0];
            let here: Vec<EventId> =
                events.iter().copied().filter(|event| self.section_of(*event) == section).collect();
            let is_left_by_loop = self.own_form(section, local) == Some(Form::Slot);
            if here.is_empty() && !is_left_by_loop {
                continue;
            }
            if self.is_taken_throughout(section, local) {
                continue;
            }
            let sets = here.iter().any(|event| matches!(self.graph.event(*event), Event::Assign(_)));
            let declares = here
                .iter()
                .any(|event| matches!(self.graph.event(*event), Event::Declare(_) | Event::DeclareEmpty(_)));
            let is_placed = self.place_of(section, local).map(|(_, field)| field.form);
            let stays = is_placed.is_some()
                && (here.iter().any(|event| self.moves_in_doubt(*event))
                    || self.is_left_otherwise(section, local)
                    || sets && self.is_set_in_place(section, local, leaves_early));
            if self.own_form(section, local) != Some(Form::Rest)
                && is_placed.is_none_or(|form| form == Form::Slot)
                && (stays || self.is_unknown(section, local))
            {
                self.sections[section.0].slots.insert(local);
                let parts = self.parts_used_later(&here);
                self.sections[section.0].parts.insert(local, parts);
                if is_placed.is_some() || self.own_form(section, local) == Some(Form::Raw) || declares {
                    continue;
                }
            }
            if let Some((_, field)) = self.place_of(section, local) {
                if field.form == Form::Slot && self.takes(local, here) {
                    if leaves_early && self.others_drop_before(section, local) {
                        // A failure finds it in its place, behind those.
                        self.sections[section.0].slots.insert(local);
                        continue;
                    }
                    self.sections[section.0].taken.push(local);
                }
                continue;
            }
            let is_raw = match self.own_form(section, local) {
                Some(Form::Raw) => true,
                Some(Form::Slot) => self.is_whole_after_loop(section, local),
                _ => false,
            };
            if sets && !declares && !is_raw {
                self.sections[section.0].deferred.insert(local);
            }
        }
    }

    /// Whether a use moves its variable, unless control goes on where it may not, and the variable is `Copy`: types decide.
    fn moves_in_doubt(&self, event: EventId) -> bool {
        self.graph.used(event).is_some_and(|used| {
            used.path.is_empty() && self.moves(used, event) && self.live.is_in_doubt_after(event, used.local)
        })
    }

    /// Whether something that stays in a loop around `section` drops before `local`, which waits there as well.
    fn others_drop_before(&self, section: SectionId, local: LocalId) -> bool {
        let behind = self.chain(section).into_iter().skip_while(|before| *before != local).skip(1);
        let mut behind = behind.filter(|other| !self.has_no_drop(*other));
        behind.any(|other| self.place_of(section, other).is_some())
    }

    /// Whether all of `local`, which waits in a slot of the loop that `section` stands at, is there once the loop has ended.
    pub fn is_whole_after_loop(&self, section: SectionId, local: LocalId) -> bool {
        match self.entry(section) {
            Entry::Loop(id) => self.held_at(local, self.graph.takes[id.0]) == &Held::All,
            _ => true,
        }
    }

    /// Whether where control leaves `section` nothing tells what is left of `local`, and that matters.
    fn is_unknown(&self, section: SectionId, local: LocalId) -> bool {
        self.is_unknown_in_place(section, local) || self.is_unknown_at_exit(section, local)
    }

    /// Whether a section sets a variable of a loop around in its place: something of it may be left there, and drops when it is
    /// set; or the section may fail, which would drop what it has set before what the state holds.
    fn is_set_in_place(&self, section: SectionId, local: LocalId, leaves_early: bool) -> bool {
        match self.held_at(local, self.graph.entries[section.0]) {
            Held::Unknown | Held::After(_) => true,
            Held::Nothing => leaves_early,
            _ => false,
        }
    }

    /// Whether that is so of a variable that waits in a loop around, where a round ends, or the loop, or where it suspends.
    fn is_unknown_in_place(&self, section: SectionId, local: LocalId) -> bool {
        if self.place_of(section, local).is_none() {
            return false;
        }
        let jumps = self.graph.jumps.values().filter(|(at, to)| {
            self.section_of(*at) == section && to.is_some_and(|to| self.graph.sections[to.0] != section)
        });
        let exits = self.graph.exits.values().filter(|at| self.section_of(**at) == section).copied();
        let is_unknown = |held: &Held| matches!(held, Held::Unknown | Held::After(_));
        let is_left_by_condition = match self.entry(section) {
            Entry::Head(id) if matches!(self.machine.loops[id.0].head, Head::While(_)) => {
                is_unknown(self.held_at(local, self.graph.afters[id.0]))
            }
            _ => false,
        };
        is_left_by_condition
            || jumps
                .map(|(at, _)| *at)
                .chain(exits)
                .chain([self.end_of(section)])
                .any(|at| is_unknown(&self.held_before(local, at)))
    }

    /// Whether a jump to a join has something else to put back of a variable in a loop around than the end of the section's code,
    /// to which the jump comes as well.
    fn is_left_otherwise(&self, section: SectionId, local: LocalId) -> bool {
        let end = self.held_before(local, self.end_of(section));
        let jumps = self.graph.exits.iter().filter(|(exit, at)| {
            self.section_of(**at) == section && !matches!(self.machine.exits[exit.0].target, Target::Point(_))
        });
        let mut held = jumps.map(|(_, at)| self.held_before(local, *at));
        end != Held::Unreached
            && held.any(|held| held != Held::Unreached && (held == Held::All) != (end == Held::All))
    }

    fn is_unknown_at_exit(&self, section: SectionId, local: LocalId) -> bool {
        self.graph.exits.iter().any(|(exit, at)| {
            let to = self.target_section(*exit);
            let scope = self.machine.scope_of(self.machine.exits[exit.0].target);
            self.section_of(*at) == section
                && !self.is_live(to, local)
                && self.is_in_scope(scope, local)
                && self.may_be_taken_apart(&self.held_before(local, *at))
        })
    }

    /// Whether nothing tells what is left of a variable, or some paths have taken parts of it by value.
    fn may_be_taken_apart(&self, held: &Held) -> bool {
        match held {
            Held::Unknown => true,
            Held::Parts(parts) if !parts.are_certain => {
                parts.uses.iter().all(|event| self.takes_part(*event))
            }
            _ => false,
        }
    }

    /// Whether a use takes a part by value: what is taken out of an `Option` for it isn't there any more.
    fn takes_part(&self, event: EventId) -> bool {
        self.graph.used(event).is_some_and(|used| match used.kind {
            Kind::Pattern(_) => used.path.is_empty() && self.parts_used_after(used, event).is_empty(),
            Kind::Value => true,
            _ => false,
        })
    }

    /// The parts of an `Option`'s variable that are used once one of these events has moved another.
    fn parts_used_later(&self, events: &[EventId]) -> Vec<Vec<Member>> {
        let mut found: Vec<Vec<Member>> = Vec::new();
        for event in events {
            let Some(used) = self.graph.used(*event) else { continue };
            if !used.path.is_empty() && matches!(used.kind, Kind::Value) && self.moves(used, *event) {
                keep_shortest(&mut found, self.parts_used_after(used, *event));
            }
        }
        found
    }

    fn parts_used_after(&self, used: &Use, event: EventId) -> Vec<Vec<Member>> {
        let next = EventId { index: event.index + 1, ..event };
        let mut found = Vec::new();
        keep_shortest(&mut found, later_uses(&self.graph, used.local, next).into_iter().map(Use::fields));
        found
    }

    /// Whether these events take `local` out, or put something in where nothing is.
    pub(super) fn takes(&self, local: LocalId, events: impl IntoIterator<Item = EventId>) -> bool {
        events.into_iter().any(|event| match self.graph.event(event) {
            // Such a macro may want the variable itself, or its name.
            Event::Use(used) if matches!(used.kind, Kind::Opaque { .. }) => true,
            Event::Use(used) => self.moves(used, event),
            Event::Assign(_) => !matches!(self.held_before(local, event), Held::All | Held::Unreached),
            _ => false,
        })
    }

    /// The occurrences of variables that are `Option`s in `section`, on which it calls methods that may take them.
    pub fn taking_calls(&self, section: SectionId) -> Vec<UseId> {
        let slots = self.sections[section.0].slots.iter();
        let events = slots.flat_map(|local| self.graph.events_of[local.0].iter());
        let here = events.filter(|event| self.section_of(**event) == section);
        let used = here.filter_map(|event| self.graph.used(*event));
        let calls = used.filter(|used| matches!(used.kind, Kind::Receiver { .. }) && used.path.is_empty());
        calls.filter_map(|used| used.id).filter(|id| self.is_taking(*id)).collect()
    }

    /// Whether the macro whose events begin at `at` names `local`.
    pub fn is_named(&self, at: EventId, local: LocalId) -> bool {
        let behind = self.graph.block(at.block).events.len();
        (at.index + 1..behind)
            .map(|index| EventId { index, ..at })
            .map_while(|event| match self.graph.event(event) {
                Event::Use(used) => Some(used),
                _ => None,
            })
            .any(|used| used.local == local && used.id.is_some())
    }

    /// The variables that `section` has taken out, and that control needs in their places where it goes `to` from an event.
    pub fn back_at(&self, section: SectionId, at: EventId, to: Option<BlockId>) -> Vec<LocalId> {
        if to.is_none() {
            return Vec::new();
        }
        let taken = self.sections[section.0].taken.iter().copied();
        taken.filter(|local| self.held_before(*local, at) == Held::All).collect()
    }

    /// At the exits of a section that has taken a variable out: those that need it back in its place.
    pub(super) fn put_back(&mut self) {
        let exits: Vec<(ExitId, EventId)> = self.graph.exits.iter().map(|(exit, at)| (*exit, *at)).collect();
        for (exit, at) in exits {
            let from = self.section_of(at);
            let to = self.target_section(exit);
            let back: Vec<LocalId> = self.sections[from.0]
                .taken
                .iter()
                .copied()
                .filter(|local| {
                    let stays = self.place_of(to, *local).is_some()
                        || matches!(self.machine.exits[exit.0].target, Target::Loop(_));
                    stays && self.held_before(*local, at) == Held::All
                })
                .collect();
            let throughout = self.taken_throughout_at(exit, from);
            let plan: &mut ExitPlan = self.exits.entry(exit).or_default();
            plan.put_back = back;
            plan.put_back.extend(throughout);
        }
    }

    /// What is taken out of the loops around for as long as control is in them, where an exit suspends.
    fn taken_throughout_at(&self, exit: ExitId, from: SectionId) -> Vec<LocalId> {
        let Target::Point(_) = self.machine.exits[exit.0].target else { return Vec::new() };
        let around = self.loops_around(from).into_iter();
        let kept = around.flat_map(|id| self.kept[id.0].iter().map(move |field| (id, field.local)));
        kept.filter(|taken| self.taken_throughout.contains(taken)).map(|(_, local)| local).collect()
    }
}
