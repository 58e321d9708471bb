//! The machine and what is known of its variables → what each section holds, and what each exit hands on.
//!
//! `let g = guard(); yield_!(1); yield_!(2);` → at the first exit the state keeps `g`, if its type has a drop.

mod fields;
mod names;
mod sections;

pub use fields::{Field, Form};
pub use names::{Display, Parameters, camel_case};

use crate::analyse::graph::{BlockId, Event, EventId};
use crate::analyse::held::HeldOf;
use crate::analyse::uses::Use;
use crate::analyse::{self, Graph, Held, Kind, Liveness, Member};
use crate::collections::{HashMap, HashSet};
use crate::ir::scopes::{Nesting, ScopeId};
use crate::ir::{Entry, ExitId, LocalId, LoopId, Machine, SectionId, UseId};
use crate::resolve::Names;

/// What an exit does with a variable.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// It is handed on as it is.
    Raw,
    /// It is kept, if its drop does something.
    Keep,
    /// It is kept, if its last use has left it, and its drop does something.
    Left(EventId),
    /// It is kept whole where the uses of its parts have copied them; else the parts that are used later.
    Rest(Vec<EventId>),
    /// What was kept of it is handed on.
    Pass,
    /// Its parts were bound, and some of them are used again.
    Bound,
    /// It is in an `Option` of the section, and may have been taken out of that.
    Slot,
    /// There may be something of it to keep elsewhere, but not here.
    Nothing,
}

/// What an exit hands on.
#[derive(Default, Debug)]
pub struct ExitPlan {
    pub values: Vec<(LocalId, Value)>,
    /// The variables that the section has taken out of the loops around, and puts back.
    pub put_back: Vec<LocalId>,
}

/// A section.
#[derive(Default, Debug)]
pub struct SectionPlan {
    /// The variables that it sets, of which it is handed nothing: they are declared anew.
    pub deferred: HashSet<LocalId>,
    /// Those of the loops around that it takes out at its beginning, and puts back.
    pub taken: Vec<LocalId>,
    /// Those that it moves or sets on some path only: they are `Option`s in it.
    pub slots: HashSet<LocalId>,
    /// The parts of those that are used once another part was moved: they are `Option`s of their own from then on.
    pub parts: HashMap<LocalId, Vec<Vec<Member>>>,
    /// Whether control may come to its end.
    pub is_reached: bool,
}

/// Everything that the emission reads.
pub struct Plan<'m> {
    pub machine: &'m Machine,
    pub names: &'m Names,
    pub graph: Graph,
    pub live: Liveness,
    nesting: Nesting,
    held: Vec<HeldOf>,
    /// Of each section: what it is handed.
    pub handed: Vec<Vec<Field>>,
    /// Of each loop: what stays in place in it, in the order of declaration.
    pub kept: Vec<Vec<Field>>,
    pub sections: Vec<SectionPlan>,
    pub exits: HashMap<ExitId, ExitPlan>,
    /// The variables in slots of a loop that are taken out for as long as control is in it, up to a suspension.
    pub taken_throughout: HashSet<(LoopId, LocalId)>,
    /// The suspension points that are the head of their loop.
    pub at_head: HashSet<usize>,
    /// The variables that some section declares anew: their types are told from where they are known.
    pub told: HashSet<LocalId>,
    /// The uses that take their variable.
    taking: HashSet<UseId>,
    /// The uses that take a part of theirs by value.
    taking_parts: HashSet<UseId>,
    pub display: Display,
}

impl<'m> Plan<'m> {
    /// Plans `machine`.
    pub fn new(machine: &'m Machine, names: &'m Names, root: &str, used: &HashSet<String>) -> Self {
        let graph = analyse::build(machine, names);
        let live = analyse::liveness(&graph, machine.locals.len());
        let start = machine.root.first().map(|section| graph.entries[section.0]);
        let mut graph = graph;
        let reached = start.map(|start| graph.reached(start)).unwrap_or_default();
        graph.exits.retain(|_, at| reached.contains(&at.block));
        let graph = graph;
        let held = (0..machine.locals.len())
            .map(LocalId)
            .map(|local| {
                let start = start.filter(|_| machine.parameters.contains(&local));
                analyse::held(&graph, &live, local, start)
            })
            .collect();
        let graph_sections = (0..machine.sections.len())
            .map(|id| SectionPlan {
                is_reached: reached.contains(&graph.entries[id]),
                ..SectionPlan::default()
            })
            .collect();
        let mut plan = Plan {
            machine,
            names,
            graph,
            live,
            nesting: machine.scopes.nesting(machine.locals.len()),
            held,
            handed: vec![Vec::new(); machine.sections.len()],
            kept: vec![Vec::new(); machine.loops.len()],
            sections: graph_sections,
            exits: HashMap::default(),
            taken_throughout: HashSet::default(),
            at_head: HashSet::default(),
            told: HashSet::default(),
            taking: HashSet::default(),
            taking_parts: HashSet::default(),
            display: Display::new(machine, root, used),
        };
        plan.find_taking();
        plan.place();
        plan.told = plan.sections.iter().flat_map(|section| section.deferred.iter().copied()).collect();
        plan.find_heads();
        plan
    }

    /// Whether a use takes its variable.
    pub fn is_taking(&self, id: UseId) -> bool {
        self.taking.contains(&id)
    }

    /// Whether a use takes a part of its variable by value.
    pub fn is_taking_part(&self, id: UseId) -> bool {
        self.taking_parts.contains(&id)
    }

    fn find_taking(&mut self) {
        for event in self.graph.events_of.iter().flatten() {
            if let Some(used) = self.graph.used(*event)
                && self.moves(used, *event)
            {
                match used.path.is_empty() {
                    true => self.taking.extend(used.id),
                    false if matches!(used.kind, Kind::Value) => self.taking_parts.extend(used.id),
                    false => {}
                }
            }
        }
    }

    /// Whether a use may leave less of its variable than there was.
    fn moves(&self, used: &Use, event: EventId) -> bool {
        let next = EventId { index: event.index + 1, ..event };
        let before = self.held_before(used.local, event);
        used.may_move() && before != Held::Unreached && self.held_before(used.local, next) != before
    }

    /// What is left of `local` before an event.
    pub fn held_before(&self, local: LocalId, event: EventId) -> Held {
        self.held[local.0].before(&self.graph, &self.live, event)
    }

    pub fn held_at(&self, local: LocalId, block: BlockId) -> &Held {
        self.held[local.0].at(block)
    }

    pub fn is_in_scope(&self, scope: ScopeId, local: LocalId) -> bool {
        self.nesting.holds(scope, local)
    }

    /// The loops around a section, the outermost first.
    pub fn loops_around(&self, section: SectionId) -> Vec<LoopId> {
        let mut around: Vec<LoopId> =
            self.machine.loops_around(self.machine.sections[section.0].around).collect();
        around.reverse();
        around
    }

    /// The loop around `section` in which `local` stays in place.
    pub fn place_of(&self, section: SectionId, local: LocalId) -> Option<(LoopId, &Field)> {
        self.loops_around(section)
            .into_iter()
            .rev()
            .find_map(|id| self.kept[id.0].iter().find(|field| field.local == local).map(|field| (id, field)))
    }

    /// Whether `local` is taken out of its slot in a loop around `section` for as long as control is in that.
    pub fn is_taken_throughout(&self, section: SectionId, local: LocalId) -> bool {
        self.place_of(section, local).is_some_and(|(id, _)| self.taken_throughout.contains(&(id, local)))
    }

    /// The section that an exit goes to.
    pub fn target_section(&self, exit: ExitId) -> SectionId {
        self.machine.section_of(self.machine.exits[exit.0].target)
    }

    /// Where the code of a section ends.
    pub fn end_of(&self, section: SectionId) -> EventId {
        let block = self.graph.ends[section.0];
        EventId { block, index: self.graph.block(block).events.len() }
    }

    /// What is done with `local` at one occurrence of it.
    pub fn uses_at(&self, local: LocalId, id: UseId) -> impl Iterator<Item = &Use> {
        let used = self.graph.events_of[local.0].iter().filter_map(|event| self.graph.used(*event));
        used.filter(move |used| used.id == Some(id))
    }

    /// The section that an exit stands in.
    pub fn section_of(&self, event: EventId) -> SectionId {
        self.graph.sections[event.block.0]
    }

    /// Whether some code in `section` itself sets or declares `local`.
    pub fn sets(&self, section: SectionId, local: LocalId) -> bool {
        self.graph.events_of[local.0].iter().any(|event| {
            self.section_of(*event) == section && matches!(self.graph.event(*event), Event::Assign(_))
        })
    }

    /// The sections inside a loop, at any depth.
    pub fn sections_inside(&self, id: LoopId) -> HashSet<SectionId> {
        (0..self.machine.sections.len())
            .map(SectionId)
            .filter(|section| self.loops_around(*section).contains(&id))
            .collect()
    }

    /// A suspension point from which control only goes on to the head of its loop, with nothing kept, is that head.
    fn find_heads(&mut self) {
        for (index, point) in self.machine.points.iter().enumerate() {
            let section = &self.machine.sections[point.section.0];
            if section.around.is_some()
                && self.handed[point.section.0].is_empty()
                && crate::emit::is_empty(&section.code)
            {
                self.at_head.insert(index);
            }
        }
    }

    /// The variables that may be in scope at the beginning of a section, in the order of declaration.
    pub fn chain(&self, section: SectionId) -> Vec<LocalId> {
        let scope = match self.entry(section) {
            Entry::Start => return self.machine.parameters.clone(),
            Entry::Head(id) | Entry::Loop(id) => self.machine.loops[id.0].scope,
            Entry::Point(point) => self.machine.points[point.0].scope,
            Entry::Join(join) => self.machine.joins[join.0].scope,
        };
        let mut chain = self.machine.scopes.chain(scope);
        let mut seen = HashSet::default();
        chain.retain(|local| seen.insert(*local));
        chain
    }

    /// The exits that lead to a section, where control comes to them.
    pub fn exits_to(&self, section: SectionId) -> Vec<ExitId> {
        let mut exits: Vec<ExitId> =
            self.graph.exits.keys().copied().filter(|exit| self.target_section(*exit) == section).collect();
        exits.sort();
        exits
    }

    pub fn entry(&self, section: SectionId) -> Entry {
        self.machine.sections[section.0].entry
    }
}
