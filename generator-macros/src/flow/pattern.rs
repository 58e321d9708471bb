//! Scrutinees and conditions: what a pattern does to the place that it matches, and where control goes.

use super::{Builder, NodeId, Sink};
use crate::ir::ScopeId;
use crate::lower::bindings;
use crate::resolve::Names;
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
    /// The value that `pats` are matched against.
    pub(super) fn scrutinee(&mut self, value: &Expr, pats: &[&Pat]) {
        let bound = pats.iter().flat_map(|pat| bindings(pat, self.names)).collect();
        let sink = self.sink(bound);
        if !super::expr::is_place(value) {
            return self.value(value, sink);
        }
        let names = self.names;
        let strongest = |pat: &&Pat| match matching(pat, names) {
            Matching::Ignores => 0,
            Matching::Looks => 1,
            Matching::Binds => 2,
            Matching::Takes => 3,
        };
        match pats.iter().map(strongest).max().unwrap_or(0) {
            0 => {}
            1 => self.borrow(value, sink),
            2 => self.may_move(value, sink),
            // In a `match`, a name as a catch-all takes the place on its path only.
            _ if pats.len() > 1 => self.may_move(value, sink),
            _ => self.value(value, sink),
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
                self.scrutinee(&scrutinee.expr, &[&scrutinee.pat]);
                let fall = Fall { node: self.event(super::Event::Nothing), scope: self.scope };
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

    /// The arms of a `match`, each walked by `walk`.
    pub(super) fn arms<'c, C: 'c>(
        &mut self,
        arms: impl Iterator<Item = (&'c Pat, Option<&'c Expr>, C)>,
        mut walk: impl FnMut(&mut Self, C),
    ) {
        let outer = self.scope;
        let mut falls = vec![Fall { node: self.event(super::Event::Nothing), scope: outer }];
        let mut ends = Vec::new();
        for (pat, guard, code) in arms {
            self.land(&falls, outer);
            self.declare_all(pat);
            if let Some(guard) = guard {
                falls.extend(self.condition(guard));
            }
            walk(self, code);
            self.leave_to(outer);
            ends.extend(self.current.take().map(|node| Fall { node, scope: outer }));
        }
        if !ends.is_empty() {
            self.land(&ends, outer);
        }
    }
}
