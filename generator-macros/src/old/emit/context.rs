//! Where in a section code is written: which variables are in place, behind a reference into the state, and which are
//! plain variables of the section, taken out of it or its own.

use super::declared::Declared;
use super::needed::{Needed, needed};
use super::step::Writer;
use crate::collections::{HashMap, HashSet};
use crate::old::initialised::Presence;
use crate::old::ir::{Code, LocalId, Stmt};
use crate::old::layout::VariantId;
use crate::old::walk::{each_statement, exits_of};
use proc_macro2::Ident;
use std::cell::OnceCell;
use std::rc::Rc;

/// Where in a section the code that is being written stands.
#[derive(Clone)]
pub struct Context<'a> {
    pub writer: &'a Writer<'a>,
    /// The variants that the section is in.
    pub path: &'a [VariantId],
    /// From this level on, the variants of the path are taken out.
    pub owned_from: usize,
    /// What stands in the place of what was taken out, if it is a state.
    pub left: Option<VariantId>,
    /// The plain variables that are declared so far.
    pub declared: Declared,
    /// Those of them that the heads of the branches around have bound, and nothing has used since.
    pub bound: Vec<LocalId>,
    /// Those of them that hold an `Option`, taken out of the state: whether there is a value isn't known.
    pub optional: HashSet<LocalId>,
    /// Those of them beside which a plain variable is declared, to be set.
    pub awaited: HashSet<LocalId>,
    /// Those of them that were taken out under another name than the user's.
    pub renamed: HashMap<LocalId, Ident>,
    /// The code of the section, and what it does with variables, once that is asked for.
    pub code: &'a [Stmt],
    pub noted: Rc<OnceCell<Noted>>,
    /// Whether all variables are in the state.
    pub owns_nothing: bool,
    /// Whether the section is the last of its region.
    pub is_last: bool,
    /// Whether what the code needs was taken out and declared before it: it is a branch that comes back.
    pub is_prepared: bool,
}

/// What a section does with variables, and where it goes.
#[derive(Default)]
pub struct Noted {
    /// The names of those that it declares or sets.
    pub names: HashMap<Ident, LocalId>,
    /// Those that it sets as a whole.
    pub assigned: HashSet<LocalId>,
    /// What its statements need of the state by value.
    needed: Needed,
}

impl<'a> Context<'a> {
    /// The context of a section, which begins with the variables of the variants of `path` in place.
    pub fn new(writer: &'a Writer<'_>, path: &'a [VariantId], code: &'a [Stmt], is_last: bool) -> Self {
        Context {
            writer,
            path,
            owned_from: path.len(),
            left: None,
            declared: Declared::default(),
            bound: Vec::new(),
            optional: HashSet::default(),
            awaited: HashSet::default(),
            renamed: HashMap::default(),
            code,
            noted: Rc::default(),
            owns_nothing: false,
            is_last,
            is_prepared: false,
        }
    }

    /// The context of what follows a loop that ends by itself. All that still holds a value is in the state, at whatever point
    /// of the loop.
    pub fn after_loop(writer: &'a Writer<'_>, path: &'a [VariantId], is_last: bool) -> Self {
        Context { owns_nothing: true, ..Context::new(writer, path, &[], is_last) }
    }

    /// The context of the branch `code`: what it takes out is taken out there only.
    pub fn branch(&self, code: &Code) -> Self {
        let is_prepared = !self.writer.always_exits(code);
        Context { declared: self.declared.branch(), is_prepared, ..self.clone() }
    }

    /// The context of a jump inside a plain statement.
    pub fn jump(&self) -> Self {
        Context { declared: self.declared.branch(), ..self.clone() }
    }

    /// How many variants the section is in that the path `target` is in too.
    pub fn shared(&self, target: &[VariantId]) -> usize {
        self.path.iter().zip(target).take_while(|(here, there)| here == there).count()
    }

    /// The level at which the state holds `local`, in place or taken out.
    pub fn level(&self, local: LocalId) -> Option<usize> {
        self.path.iter().position(|id| self.writer.plan.layout.field(*id, local).is_some())
    }

    /// Whether `local` is behind a reference into the state.
    pub fn is_in_place(&self, local: LocalId) -> bool {
        self.holds_in_place(local, Presence::Always)
    }

    /// Whether the state held `local` maybe when the section began, and holds it still.
    pub fn is_maybe_in_place(&self, local: LocalId) -> bool {
        self.holds_in_place(local, Presence::Maybe)
    }

    /// Whether the state holds `local` still, or may.
    pub fn is_held(&self, local: LocalId) -> bool {
        self.is_in_place(local) || self.is_maybe_in_place(local)
    }

    /// Whether `local` is there as an `Option`.
    pub fn is_optional(&self, local: LocalId) -> bool {
        self.is_maybe_in_place(local) || self.optional.contains(&local)
    }

    pub fn holds_in_place(&self, local: LocalId, presence: Presence) -> bool {
        let layout = self.writer.plan.layout;
        self.path[..self.owned_from].iter().any(|id| layout.field(*id, local) == Some(presence))
    }

    /// Another name than the user's, under which `local` was taken out.
    pub fn renamed(&self, local: LocalId) -> Option<Ident> {
        self.renamed.get(&local).cloned()
    }

    pub fn noted(&self) -> &Noted {
        self.noted.get_or_init(|| {
            let (plan, mut noted) = (self.writer.plan, Noted::default());
            each_statement(self.code, &mut |stmt| {
                let declared = plan.saved.declared.get(&stmt).into_iter().flatten();
                let assigned = plan.saved.assigned.get(&stmt).into_iter().flatten();
                let own = declared.chain(assigned.clone());
                noted.names.extend(own.map(|local| (super::state::field(plan, *local), *local)));
                noted.assigned.extend(assigned);
            });
            noted.needed = needed(self.writer, self.path, self.first_left(), self.code);
            noted
        })
    }

    /// The outermost level of the state in which control never stays when it leaves the section: those around it can't be
    /// taken out whole. The innermost always can.
    fn first_left(&self) -> usize {
        let mut first = 0;
        exits_of(self.code, &mut |exit| {
            let target = self.writer.plan.machine.exit(exit).target;
            first = first.max(self.shared(self.writer.plan.layout.path(target)));
        });
        first.min(self.path.len().saturating_sub(1))
    }

    /// The variables of the state that `stmt` needs by value.
    pub fn needed(&self, stmt: &Stmt) -> impl Iterator<Item = LocalId> {
        self.noted().needed.get(&stmt.id).into_iter().flatten().copied()
    }

    pub fn declare(&mut self, locals: impl IntoIterator<Item = LocalId>) {
        self.declared.extend(locals);
    }

    /// The head of a branch of `stmt`, which is to be written, binds `locals`. What the head itself uses it may move.
    pub fn bind(&mut self, stmt: &Stmt, locals: Vec<LocalId>) {
        self.declared.extend(locals.iter().copied());
        let saved = self.writer.plan.saved;
        self.bound.extend(locals.into_iter().filter(|local| !saved.uses(stmt.id, *local)));
    }
}
