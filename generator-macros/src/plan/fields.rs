//! Which variables live where: in a loop's part of the state, in place for all of it; or handed from an exit to the section
//! that it leads to.

use super::{Plan, Value};
use crate::analyse::graph::{Closure, Event, EventId};
use crate::analyse::live::{later_uses, path_is_live};
use crate::analyse::uses::{Use, keep_shortest};
use crate::analyse::{Held, Member};
use crate::ir::scopes::ScopeId;
use crate::ir::{Entry, ExitId, LocalId, LoopId, SectionId, Target};
use crate::suspends::leaves_early;
use crate::types::is_copy;

/// In what form a variable is kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Form {
    /// It is used again.
    Raw,
    /// Only its drop is still to come, if it has one.
    Kept,
    /// The same, but it may be gone.
    Option,
    /// It is used again, but may be taken out meanwhile: an `Option`.
    Slot,
    /// Some of its parts are used again.
    Rest,
}

/// A variable that is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    pub local: LocalId,
    pub form: Form,
}

impl Plan<'_> {
    /// Places all variables.
    pub(super) fn place(&mut self) {
        // Loops are numbered from the outside in, in the order in which they are entered.
        let sections: Vec<SectionId> = (0..self.machine.sections.len()).map(SectionId).collect();
        for section in sections {
            let exits = self.exits_to(section);
            match self.entry(section) {
                Entry::Start => {
                    let parameters = self.machine.parameters.iter();
                    self.handed[section.0] =
                        parameters.map(|local| Field { local: *local, form: Form::Raw }).collect();
                }
                Entry::Head(_) => {}
                Entry::Point(point) => self.hand(section, self.machine.points[point.0].scope, &exits),
                Entry::Join(join) => self.hand(section, self.machine.joins[join.0].scope, &exits),
                Entry::Loop(id) => self.enter(id, section, &exits),
            }
            self.plan_section(section);
        }
        self.put_back();
    }

    /// Whether `local` is used again where control comes to `section`, or set again before its scope ends.
    pub(super) fn is_live(&self, section: SectionId, local: LocalId) -> bool {
        self.live.at(self.graph.entries[section.0], local)
    }

    fn candidates(&self, section: SectionId, scope: ScopeId) -> Vec<LocalId> {
        let locals = self.machine.scopes.chain(scope).into_iter();
        let inside = |local: &LocalId| {
            self.place_of(section, *local).is_none_or(|(_, field)| field.form == Form::Slot)
        };
        let mut seen = crate::collections::HashSet::default();
        locals.filter(inside).filter(|local| seen.insert(*local)).collect()
    }

    /// What the exits to a section hand on.
    fn hand(&mut self, section: SectionId, scope: ScopeId, exits: &[ExitId]) {
        for local in self.candidates(section, scope) {
            let live = self.is_live(section, local);
            if self.stays_in_slot(section, local, exits) {
                continue;
            }
            self.hand_one(section, local, live, exits);
        }
    }

    /// Whether `local` waits in a slot of a loop around, wherever control comes from.
    fn stays_in_slot(&self, section: SectionId, local: LocalId, exits: &[ExitId]) -> bool {
        self.place_of(section, local).is_some()
            && exits.iter().all(|exit| {
                self.graph
                    .exits
                    .get(exit)
                    .is_none_or(|at| matches!(self.held_before(local, *at), Held::All | Held::Unreached))
            })
    }

    fn hand_one(&mut self, section: SectionId, local: LocalId, live: bool, exits: &[ExitId]) {
        let values = self.values(section, local, live, exits);
        if values.iter().all(|(_, value)| *value == Value::Nothing) {
            return;
        }
        let form = self.form(local, live, &values);
        self.hand_on(local, values);
        self.handed[section.0].push(Field { local, form });
    }

    /// What each exit hands on of `local`.
    fn values(
        &self,
        section: SectionId,
        local: LocalId,
        live: bool,
        exits: &[ExitId],
    ) -> Vec<(ExitId, Value)> {
        exits.iter().map(|exit| (*exit, self.value(*exit, section, local, live))).collect()
    }

    fn hand_on(&mut self, local: LocalId, values: Vec<(ExitId, Value)>) {
        for (exit, value) in values {
            self.exits.entry(exit).or_default().values.push((local, value));
        }
    }

    /// The form in which a variable is kept of which the exits hand on these values.
    fn form(&self, local: LocalId, live: bool, values: &[(ExitId, Value)]) -> Form {
        let all = |wanted: Value| values.iter().all(|(_, value)| *value == wanted);
        let is_rest = values.iter().any(|(exit, value)| match value {
            Value::Rest(_) | Value::Bound => true,
            Value::Pass => self.passed_form(*exit, local) == Some(Form::Rest),
            _ => false,
        });
        let form = if is_rest && live {
            Form::Rest
        } else if all(Value::Raw) {
            Form::Raw
        } else if values.iter().any(|(_, value)| *value == Value::Slot) {
            Form::Option
        } else if all(Value::Keep) || values.len() == 1 {
            Form::Kept
        } else {
            Form::Option
        };
        match values {
            [(exit, Value::Pass)] => match self.passed_form(*exit, local).unwrap_or(form) {
                // Of what is left, more is gone.
                Form::Rest if self.binds_parts(self.section_of(self.graph.exits[exit]), local) => {
                    Form::Option
                }
                // What was an `Option` stays one.
                form => form,
            },
            _ => form,
        }
    }

    /// The form in which the section of an exit has what is kept of `local`.
    fn passed_form(&self, exit: ExitId, local: LocalId) -> Option<Form> {
        let from = self.section_of(*self.graph.exits.get(&exit)?);
        self.own_form(from, local)
    }

    /// The form in which a section is handed `local`, or has it when a loop has ended.
    pub fn own_form(&self, section: SectionId, local: LocalId) -> Option<Form> {
        let of = |fields: &[Field]| fields.iter().find(|field| field.local == local).map(|field| field.form);
        match self.entry(section) {
            Entry::Loop(id) => of(&self.kept[id.0]),
            _ => of(&self.handed[section.0]),
        }
    }

    /// What an exit does with `local` for the section that it leads to.
    fn value(&self, exit: ExitId, to: SectionId, local: LocalId, live: bool) -> Value {
        let Some(at) = self.graph.exits.get(&exit).copied() else { return Value::Nothing };
        let from = self.section_of(at);
        let held = self.held_before(local, at);
        if !self.is_at_hand(from, local) {
            return Value::Nothing;
        }
        let passes = matches!(self.own_form(from, local), Some(Form::Kept | Form::Option | Form::Rest))
            && !self.sets(from, local);
        let is_slot = self.sections[from.0].slots.contains(&local);
        let closure = self.graph.closures.get(&local).filter(|_| !live);
        match held {
            Held::Unreached | Held::Nothing => Value::Nothing,
            // Its drop does nothing, as its type says.
            _ if !live && self.has_no_drop(local) => Value::Nothing,
            Held::All if self.place_of(to, local).is_some() && self.place_of(from, local).is_some() => {
                Value::Nothing
            }
            // It stays in the slot of its loop.
            _ if is_slot && self.place_of(from, local).is_some() => Value::Nothing,
            _ if is_slot && !live => Value::Slot,
            _ if closure == Some(&Closure::Borrows) => Value::Nothing,
            Held::After(_) if closure == Some(&Closure::Consumes) => Value::Nothing,
            Held::All | Held::After(_) if closure.is_some() && !passes => Value::Raw,
            // What is bound part by part isn't whole any more.
            _ if passes && self.binds_parts(from, local) && live => Value::Bound,
            _ if passes => Value::Pass,
            Held::Parts(parts) if live && self.later_paths(to, local).iter().all(|path| !path.is_empty()) => {
                Value::Rest(parts.uses.clone())
            }
            Held::Parts(parts) if !live => Value::Rest(parts.uses.clone()),
            Held::Parts(_) => Value::Raw,
            _ if live => Value::Raw,
            Held::All if self.is_set_again(to, local) => Value::Raw,
            Held::All => Value::Keep,
            Held::After(event) if self.graph.used(event).is_some_and(Use::takes) => Value::Nothing,
            Held::After(event) => Value::Left(event),
            Held::Unknown => Value::Nothing,
        }
    }

    pub(super) fn has_no_drop(&self, local: LocalId) -> bool {
        let of = self.machine.local(local);
        of.is_reference || of.ty.as_ref().is_some_and(is_copy)
    }

    /// The paths of `local` that are used once control has come to `section`, none inside another.
    pub fn later_paths(&self, section: SectionId, local: LocalId) -> Vec<Vec<Member>> {
        let entry = EventId { block: self.graph.entries[section.0], index: 0 };
        let mut found = Vec::new();
        keep_shortest(&mut found, later_uses(&self.graph, local, entry).into_iter().map(Use::fields));
        found
    }

    /// Whether `section`, which is handed parts of `local`, moves one of them.
    pub fn binds_parts(&self, section: SectionId, local: LocalId) -> bool {
        self.own_form(section, local) == Some(Form::Rest)
            && self.graph.events_of[local.0].iter().any(|event| {
                self.section_of(*event) == section
                    && self.graph.used(*event).is_some_and(|used| {
                        used.may_move() && !path_is_live(&self.graph, *event, local, &used.path)
                    })
            })
    }

    /// Whether a section has `local` by value, in whichever form.
    fn is_at_hand(&self, section: SectionId, local: LocalId) -> bool {
        if self.own_form(section, local).is_some() || self.sections[section.0].taken.contains(&local) {
            return true;
        }
        self.graph.events_of[local.0].iter().any(|event| {
            self.section_of(*event) == section
                && matches!(
                    self.graph.event(*event),
                    Event::Declare(_) | Event::DeclareEmpty(_) | Event::Assign(_)
                )
                && self.place_of(section, local).is_none()
        })
    }

    /// Whether `local`, which isn't used before, is set after control has come to `section`.
    fn is_set_again(&self, section: SectionId, local: LocalId) -> bool {
        let mut seen = crate::collections::HashSet::default();
        let mut work = vec![self.graph.entries[section.0]];
        while let Some(block) = work.pop() {
            let first = self.graph.events_of[local.0].iter().find(|event| event.block == block);
            match first.map(|event| self.graph.event(*event)) {
                Some(Event::Assign(_)) => return true,
                Some(_) => {}
                None => {
                    let next = self.graph.block(block).successors.iter().copied();
                    work.extend(next.filter(|next| seen.insert(*next)));
                }
            }
        }
        false
    }

    /// What stays in place in a loop: all that is in scope around it.
    fn enter(&mut self, id: LoopId, section: SectionId, exits: &[ExitId]) {
        for local in self.candidates(section, self.machine.loops[id.0].scope) {
            let live = self.is_live(section, local);
            if self.stays_in_slot(section, local, exits) {
                continue;
            }
            let values = self.values(section, local, live, exits);
            let form = if values.iter().all(|(_, value)| *value == Value::Nothing) {
                if !self.is_brought(id, local) {
                    continue;
                }
                Form::Slot
            } else {
                match self.form(local, live, &values) {
                    Form::Raw if self.is_taken_inside(id, local) => Form::Slot,
                    form => form,
                }
            };
            let is_whole = values.iter().all(|(_, value)| *value == Value::Raw);
            if form == Form::Slot && is_whole && self.is_named_by_jumps(id, local) {
                self.taken_throughout.insert((id, local));
            }
            self.hand_on(local, values);
            self.kept[id.0].push(Field { local, form });
        }
    }

    /// Whether a macro that may jump names `local` in a loop that it is whole in whenever it suspends. Where such a macro jumps,
    /// nothing can be put back behind it.
    fn is_named_by_jumps(&self, id: LoopId, local: LocalId) -> bool {
        let inside = self.sections_inside(id);
        let mut jumps = self.graph.jumps.values().map(|(at, _)| *at);
        let names = |at: EventId| inside.contains(&self.section_of(at)) && self.is_named(at, local);
        jumps.any(names)
            && self.graph.exits.iter().all(|(exit, at)| {
                !inside.contains(&self.section_of(*at))
                    || !matches!(self.machine.exits[exit.0].target, Target::Point(_))
                    || matches!(self.held_before(local, *at), Held::All | Held::Unreached)
            })
    }

    /// Whether `local`, which holds nothing when the loop is entered, is set in it, and handed on to another round, or out.
    fn is_brought(&self, id: LoopId, local: LocalId) -> bool {
        let inside = self.sections_inside(id);
        let is_set = self.graph.events_of[local.0].iter().any(|event| {
            matches!(self.graph.event(*event), Event::Assign(_)) && inside.contains(&self.section_of(*event))
        });
        let after = self.graph.afters[id.0];
        let head = self.graph.heads[id.0];
        // A `?` drops what the section has set before what the state holds: it has to be there as well.
        let leaves = |section: &SectionId| leaves_early(&self.machine.sections[section.0].code);
        is_set && (self.live.at(after, local) || self.live.at(head, local) || inside.iter().any(leaves))
    }

    /// Whether some code in a loop may move `local`, or sets it where it isn't there for certain.
    fn is_taken_inside(&self, id: LoopId, local: LocalId) -> bool {
        let inside = self.sections_inside(id);
        let events = self.graph.events_of[local.0].iter().copied();
        self.takes(local, events.filter(|event| inside.contains(&self.section_of(*event))))
    }
}
