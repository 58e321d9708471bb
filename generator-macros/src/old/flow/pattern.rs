//! Scrutinees and conditions: what a pattern does to the place that it matches, and where control goes.

use super::{Builder, NodeId, Sink};
use crate::ir::scopes::ScopeId;
use crate::old::ir::LocalId;
use crate::old::resolve::Names;
use crate::rewrite::binds_by_reference;
use crate::syntax::{is_part_of_variable, is_place};
use syn::visit::{self, Visit};
use syn::{Expr, Pat};

/// What matching does to the place that is matched.
#[derive(Clone, Copy, PartialEq)]
enum Matching {
    /// Nothing: `let _ = place;`
    Ignores,
    /// It looks, or binds by `ref`.
    Looks,
    /// It binds, by value or by reference, as the types decide.
    Binds,
    /// It binds the whole place: `let x = place;`
    Takes,
}

fn matching(pat: &Pat, names: &Names) -> Matching {
    struct ByValue<'n>(&'n Names, bool);
    impl Visit<'_> for ByValue<'_> {
        fn visit_pat_ident(&mut self, pat: &syn::PatIdent) {
            self.1 |= pat.by_ref.is_none() && self.0.local(&pat.ident).is_some();
            visit::visit_pat_ident(self, pat);
        }
    }
    match pat {
        Pat::Wild(_) => Matching::Ignores,
        Pat::Type(typed) => matching(&typed.pat, names),
        Pat::Paren(paren) => matching(&paren.pat, names),
        Pat::Ident(ident) if ident.by_ref.is_none() && names.local(&ident.ident).is_some() => Matching::Takes,
        other => {
            let mut by_value = ByValue(names, false);
            by_value.visit_pat(other);
            if by_value.1 { Matching::Binds } else { Matching::Looks }
        }
    }
}

/// A place from which a condition fails.
#[derive(Clone, Copy)]
pub(super) struct Fall {
    node: NodeId,
    /// What the condition has bound so far.
    scope: ScopeId,
}

impl Builder<'_> {
    /// The value that `pat` is matched against, and takes.
    pub(super) fn scrutinee(&mut self, value: &Expr, pat: &Pat) {
        if is_place(value) && matching(pat, self.names) == Matching::Takes {
            let sink = self.sink(self.names.bindings(pat));
            self.value(value, sink);
        } else {
            self.inspect(value, &[pat]);
            self.take(value, pat);
        }
    }

    /// The value that `pats` are matched against. A place is only looked at, or bound by `ref`: what a pattern moves
    /// out of it, it moves once it matches.
    fn inspect(&mut self, value: &Expr, pats: &[&Pat]) {
        let names = self.names;
        let bound: Vec<LocalId> = pats.iter().flat_map(|pat| names.bindings(pat)).collect();
        for pat in pats {
            self.graph.evidence.bound(value, pat, names);
            self.graph.evidence.option(value, pat, self.known());
        }
        let borrows = is_place(value) && pats.iter().any(|pat| binds_by_reference(pat));
        if !is_place(value) {
            let sink = self.sink(bound.clone());
            self.value(value, sink);
            return self.graph.evidence.matched(value, &bound, borrows, names);
        }
        self.graph.evidence.matched(value, &bound, borrows, names);
        let of_kind = |kind| pats.iter().filter(move |pat| matching(pat, names) == kind);
        let ignored = pats.iter().all(|pat| matching(pat, names) == Matching::Ignores);
        if ignored && is_part_of_variable(value) {
            return;
        }
        let sink = self.sink(of_kind(Matching::Looks).flat_map(|pat| names.bindings(pat)).collect());
        self.borrow(value, sink);
    }

    /// `pat` has matched the place `value`: what it binds by value, it takes, as far as it isn't `Copy`.
    fn take(&mut self, value: &Expr, pat: &Pat) {
        let matching = matching(pat, self.names);
        if is_part_of_variable(value) && matches!(matching, Matching::Binds | Matching::Takes) {
            let sink = self.sink(self.names.bindings(pat));
            self.may_move(value, sink);
        }
    }

    /// Walks a condition. Control stands where it holds; returned are the places from which it fails.
    pub(super) fn condition(&mut self, cond: &Expr) -> Vec<Fall> {
        match cond {
            Expr::Binary(binary) if matches!(binary.op, syn::BinOp::And(_)) => {
                let mut falls = self.condition(&binary.left);
                falls.extend(self.condition(&binary.right));
                falls
            }
            Expr::Let(scrutinee) => {
                self.inspect(&scrutinee.expr, &[&scrutinee.pat]);
                let fall = Fall { node: self.event(super::Event::Nothing), scope: self.scope };
                self.take(&scrutinee.expr, &scrutinee.pat);
                self.declare_all(&scrutinee.pat);
                vec![fall]
            }
            Expr::Group(group) => self.condition(&group.expr),
            other => {
                self.value(other, Sink::Statement);
                vec![Fall { node: self.event(super::Event::Nothing), scope: self.scope }]
            }
        }
    }

    /// Control goes on from each of `falls`, with the variables of `scope`.
    pub(super) fn land(&mut self, falls: &[Fall], scope: ScopeId) {
        let node = self.detached();
        for fall in falls {
            self.current = Some(fall.node);
            self.scope = fall.scope;
            self.leave_to(scope);
            self.link(node);
        }
        self.scope = scope;
        self.current = Some(node);
    }

    /// A `match` on `value`; `walk` walks the body of an arm.
    pub(super) fn match_arms<'c, C: 'c>(
        &mut self,
        value: &Expr,
        arms: impl Iterator<Item = (&'c Pat, Option<&'c Expr>, C)> + Clone,
        mut walk: impl FnMut(&mut Self, C),
    ) {
        let pats: Vec<&Pat> = arms.clone().map(|(pat, ..)| pat).collect();
        self.inspect(value, &pats);
        let (outer, stmt) = (self.scope, self.stmt);
        let mut falls = vec![Fall { node: self.event(super::Event::Nothing), scope: outer }];
        let mut ends = Vec::new();
        for (pat, guard, code) in arms {
            self.stmt = stmt;
            self.land(&falls, outer);
            // Control comes to the next arm from this, or where its guard fails.
            falls.clear();
            falls.extend(self.current.map(|node| Fall { node, scope: outer }));
            self.declare_all(pat);
            if let Some(guard) = guard {
                falls.extend(self.condition(guard));
            }
            self.take(value, pat);
            walk(self, code);
            self.leave_to(outer);
            ends.extend(self.current.take().map(|node| Fall { node, scope: outer }));
        }
        if !ends.is_empty() {
            self.land(&ends, outer);
        }
    }
}
