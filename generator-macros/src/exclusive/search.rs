//! Where an exclusive reference has to be taken apart: before a borrow of one path of it that isn't used again, but after which
//! the generator suspends, and uses another path.
//!
//! The place is the last statement from which on only paths of the reference are used, all in the rest of its block: there it
//! can be given up to references of theirs. It is found on the control flow graph of the body as it is, not cut yet.

use super::split::root;
use super::statements::{self, Statements};
use super::{Field, Split};
use crate::analyse::graph::{Event, EventId, Graph};
use crate::analyse::uses::{Use, overlap};
use crate::analyse::{Kind, Member, build_paths};
use crate::collections::{HashMap, HashSet};
use crate::ir::scopes::Scopes;
use crate::ir::{Entry, LocalId, Machine, Section, SectionId, StatementId, UseId};
use crate::resolve::{Names, Resolved};
use syn::visit::{self, Visit};
use syn::{Block, Stmt};

/// Finds such a place in `block`, whose statements are marked then.
pub fn search(resolved: &Resolved, block: &mut Block) -> Option<Split> {
    let candidates = candidates(&resolved.names, block);
    if candidates.is_empty() {
        return None;
    }
    let statements = statements::number(block);
    let machine = uncut(resolved, block.stmts.clone());
    let graph = build_paths(&machine, &resolved.names);
    let found = candidates.into_iter().find_map(|local| Search::new(&graph, &statements, local).split());
    if found.is_none() {
        statements::clear(block);
    }
    found
}

/// The exclusive references of which fields are used.
fn candidates(names: &Names, block: &Block) -> Vec<LocalId> {
    struct Bases<'n>(&'n Names, HashSet<LocalId>);
    impl Visit<'_> for Bases<'_> {
        fn visit_expr_field(&mut self, field: &syn::ExprField) {
            visit::visit_expr_field(self, field);
            let base = root(&field.base).and_then(|base| self.0.local(base.path.get_ident()?));
            self.1.extend(base);
        }
        fn visit_item(&mut self, _: &syn::Item) {}
    }
    let mut bases = Bases(names, HashSet::default());
    bases.visit_block(block);
    let is_candidate = |local: &LocalId| {
        let of = &names.locals[local.0];
        of.is_exclusive && !of.is_inner
    };
    let mut found: Vec<LocalId> = bases.1.into_iter().filter(is_candidate).collect();
    found.sort();
    found
}

/// The body as the only section of a machine.
fn uncut(resolved: &Resolved, code: Vec<Stmt>) -> Machine {
    Machine {
        locals: resolved.names.locals.clone(),
        parameters: resolved.parameters.clone(),
        sections: vec![Section { entry: Entry::Start, code, around: None }],
        root: vec![SectionId(0)],
        points: Vec::new(),
        joins: Vec::new(),
        loops: Vec::new(),
        exits: Vec::new(),
        scopes: Scopes::default(),
        items: Vec::new(),
        gives_copies: resolved.gives_copies,
        returns_primitive: resolved.returns_primitive,
    }
}

/// The fields that `used` names of what a reference refers to, up to another pointer.
fn fields(used: &Use) -> &[Member] {
    let path = match used.path.split_first() {
        Some((Member::Deref, path)) => path,
        _ => &used.path,
    };
    let end = path.iter().position(|member| *member == Member::Deref).unwrap_or(path.len());
    &path[..end]
}

/// A use that may follow, and whether the body suspends in between.
type Following<'g> = (EventId, &'g Use, bool);

struct Search<'g> {
    graph: &'g Graph,
    statements: &'g Statements,
    local: LocalId,
    /// Where each statement begins.
    begins: HashMap<StatementId, EventId>,
}

impl<'g> Search<'g> {
    fn new(graph: &'g Graph, statements: &'g Statements, local: LocalId) -> Self {
        let mut begins = HashMap::default();
        for (block, events) in graph.blocks.iter().enumerate() {
            for (index, event) in events.events.iter().enumerate() {
                if let Event::Statement(id) = event {
                    begins.insert(*id, EventId { block: crate::analyse::graph::BlockId(block), index });
                }
            }
        }
        Search { graph, statements, local, begins }
    }

    fn split(&self) -> Option<Split> {
        let events = self.graph.events_of[self.local.0].iter();
        events.filter(|event| self.must_be_apart(**event)).find_map(|event| {
            let id = self.graph.used(*event)?.id?;
            let around = self.statements.around(id).iter().rev();
            around.copied().find_map(|statement| self.before(statement, id))
        })
    }

    /// Whether a path is borrowed there, and something is used once the body has suspended: another path, or the same where
    /// shared references to it are enough.
    fn must_be_apart(&self, event: EventId) -> bool {
        let Some(used) = self.graph.used(event) else { return false };
        let path = fields(used);
        if !matches!(used.kind, Kind::Reference | Kind::Shared) || path.is_empty() {
            return false;
        }
        let following = self.following(EventId { index: event.index + 1, ..event }, None);
        let mut again = following.iter().filter(|(_, used, _)| overlap(path, fields(used))).peekable();
        let may_be_shared = matches!(used.kind, Kind::Shared);
        (again.peek().is_none() || may_be_shared && again.all(|(_, used, _)| used.is_shared()))
            && following.iter().any(|(_, _, is_behind)| *is_behind)
    }

    /// The uses that may follow from `from` on, until the variable is set, or control comes to `end`.
    fn following(&self, from: EventId, end: Option<StatementId>) -> Vec<Following<'g>> {
        let mut found = Vec::new();
        let mut seen = HashSet::default();
        let mut work = vec![(from.block, from.index, false)];
        while let Some((block, index, mut is_behind)) = work.pop() {
            let events = &self.graph.block(block).events;
            let goes_on = events.iter().enumerate().skip(index).all(|(index, event)| {
                match event {
                    Event::Suspend => is_behind = true,
                    Event::Statement(id) if Some(*id) == end => return false,
                    event if event.local() == Some(self.local) => match event {
                        Event::Use(used) => found.push((EventId { block, index }, used, is_behind)),
                        _ => return false,
                    },
                    _ => {}
                }
                true
            });
            if goes_on {
                let next = self.graph.block(block).successors.iter().copied();
                work.extend(
                    next.filter(|next| seen.insert((*next, is_behind))).map(|next| (next, 0, is_behind)),
                );
            }
        }
        found
    }

    /// The reference taken apart before `statement`, if all that is used of it from there on is paths, in the rest of the block.
    fn before(&self, statement: StatementId, needed: UseId) -> Option<Split> {
        let start = *self.begins.get(&statement)?;
        let start = EventId { index: start.index + 1, ..start };
        let following = self.following(start, None);
        let mut uses = HashSet::default();
        let mut paths: Vec<(&[Member], bool)> = Vec::new();
        for (_, used, _) in &following {
            let (id, path) = (used.id?, fields(used));
            if path.is_empty() || !self.statements.is_from(statement, id) {
                return None;
            }
            uses.insert(id);
            paths.push((path, used.is_shared()));
        }
        let is_apart = uses.contains(&needed) && !self.comes_back(start, statement);
        (is_apart && self.is_set_apart(statement, &uses)).then(|| Split {
            local: self.local,
            before: statement,
            fields: first_fields(&paths),
            uses,
        })
    }

    /// Whether control may come to `statement` again while the variable has the same value.
    fn comes_back(&self, start: EventId, statement: StatementId) -> bool {
        let mut seen = HashSet::default();
        let mut work = vec![(start.block, start.index)];
        while let Some((block, index)) = work.pop() {
            let sets = |event: &&Event| !matches!(event, Event::Use(_)) && event.local() == Some(self.local);
            let events = self.graph.block(block).events.iter().skip(index);
            let ends = events
                .clone()
                .find(|event| sets(event) || matches!(event, Event::Statement(id) if *id == statement));
            match ends {
                Some(Event::Statement(_)) => return true,
                Some(_) => {}
                None => {
                    let next = self.graph.block(block).successors.iter().copied();
                    work.extend(next.filter(|next| seen.insert(*next)).map(|next| (next, 0)));
                }
            }
        }
        false
    }

    /// Whether none of `uses` may also be about another value, which the variable is set to.
    fn is_set_apart(&self, statement: StatementId, uses: &HashSet<UseId>) -> bool {
        let sets = self.graph.events_of[self.local.0].iter();
        let sets = sets.filter(|event| matches!(self.graph.event(**event), Event::Assign(_)));
        sets.flat_map(|event| self.following(EventId { index: event.index + 1, ..*event }, Some(statement)))
            .all(|(_, used, _)| used.id.is_none_or(|id| !uses.contains(&id)))
    }
}

/// The first fields of `paths`, in order, and whether shared references to them are enough, as they are to the paths.
fn first_fields(paths: &[(&[Member], bool)]) -> Vec<Field> {
    let mut found: Vec<Field> = Vec::new();
    for (path, is_shared) in paths {
        let Some(Member::Field(name)) = path.first() else { continue };
        match found.iter_mut().find(|field| field.name == *name) {
            Some(field) => field.is_shared &= is_shared,
            None => found.push(Field { name: name.clone(), is_shared: *is_shared }),
        }
    }
    found
}
