//! The plan → mistakes that are certain, as the source shows them: errors on the user's tokens.
//!
//! `for n in &list { yield_!(*n); }`, where `list: Vec<u32>` is the generator's own → an error on `&list`.
//!
//! What is only likely isn't looked for here: rustc finds it in the body as written. A mistake that it explains best, on a body
//! without a machine around, is one of [`Diagnosis::is_wrong`].

mod borrows;
mod captured;
mod mistakes;
mod owned;

use self::borrows::Borrowing;
use self::owned::Owned;
use crate::analyse::Kind;
use crate::analyse::graph::EventId;
use crate::collections::{HashMap, HashSet};
use crate::errors::Errors;
use crate::ir::{Entry, Head, LocalId, Machine};
use crate::plan::Plan;
use crate::resolve::Names;
use syn::visit::Visit;
use syn::{Expr, Generics};

/// What is known of a machine's mistakes.
pub struct Diagnosis<'p> {
    plan: &'p Plan<'p>,
    /// The variables that own something for certain.
    owned: HashMap<LocalId, Owned>,
}

impl<'p> Diagnosis<'p> {
    pub fn new(plan: &'p Plan<'p>) -> Self {
        Diagnosis { plan, owned: owned::owned(plan.names, plan.machine) }
    }

    /// Records the borrows of the machine's own variables that it would have to keep while it is suspended.
    pub fn report(&self, errors: &Errors) {
        let borrows = borrows::borrows(self.plan, &self.owned);
        if borrows.is_empty() {
            return;
        }
        let kept = kept(self.plan);
        let mut reported: HashSet<LocalId> = HashSet::default();
        for Borrowing { by, through, error } in borrows {
            if kept.contains(&by) && !through.is_some_and(|local| reported.contains(&local)) {
                errors.push(error);
                reported.insert(by);
            }
        }
    }

    /// Whether rustc finds a mistake for certain.
    pub fn is_wrong(&self, generics: &Generics) -> bool {
        let plan = self.plan;
        let is_moved_before_use = |local: LocalId| {
            let ty = plan.machine.local(local).ty.as_ref();
            let is_never_copied = self.owned.get(&local) == Some(&Owned::Collection)
                || ty.is_some_and(|ty| mistakes::is_opaque(ty, generics));
            is_never_copied
                && plan.graph.events_of[local.0].iter().any(|event| moves_before_use(plan, *event))
        };
        mistakes::are_certain(plan, &self.owned)
            || (0..plan.machine.locals.len()).map(LocalId).any(is_moved_before_use)
    }
}

/// The variables that a suspended machine keeps, to be used again.
fn kept(plan: &Plan<'_>) -> HashSet<LocalId> {
    let points = plan.machine.sections.iter().zip(&plan.graph.entries);
    let points = points.filter(|(section, _)| matches!(section.entry, Entry::Point(_)));
    let entries: Vec<_> = points.map(|(_, entry)| *entry).collect();
    let locals = (0..plan.machine.locals.len()).map(LocalId);
    locals.filter(|local| entries.iter().any(|entry| plan.live.at(*entry, *local))).collect()
}

/// Whether the use that stands there takes a variable by value that is used again.
fn moves_before_use(plan: &Plan<'_>, event: EventId) -> bool {
    plan.graph.used(event).is_some_and(|used| {
        matches!(used.kind, Kind::Value) && used.path.is_empty() && plan.live.after(event, used.local)
    })
}

/// The variable that `pat` declares, if that is all it does.
fn declared(names: &Names, pat: &syn::Pat) -> Option<LocalId> {
    match pat {
        syn::Pat::Ident(pat) if pat.by_ref.is_none() => names.local(&pat.ident),
        _ => None,
    }
}

/// What the iterator of a `for` is made of.
fn iterable(value: &Expr) -> Option<&Expr> {
    let Expr::Call(call) = value else { return None };
    let Expr::Path(function) = &*call.func else { return None };
    let is_made = function.path.segments.last().is_some_and(|last| last.ident == "into_iter");
    call.args.first().filter(|_| is_made)
}

/// Visits the code of all sections, in source order.
fn visit_code<'m>(machine: &'m Machine, visitor: &mut impl Visit<'m>) {
    for section in &machine.sections {
        if let Entry::Head(id) = section.entry
            && let Head::While(cond) = &machine.loops[id.0].head
        {
            visitor.visit_expr(cond);
        }
        section.code.iter().for_each(|stmt| visitor.visit_stmt(stmt));
    }
}
