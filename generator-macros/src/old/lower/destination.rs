//! Where the value of an expression goes that is lowered, and the statement that gives it to it.
//!
//! Of `let n = if c { yield_!(1); 2 } else { 3 };` the destination is `let n`; `2` and `3` become `let n = 2;` and
//! `let n = 3;`.

use crate::ir::scopes::ScopeId;
use crate::old::places::may_drop;
use crate::rewrite::leaves_rest;
use crate::syntax::{assign_statement, let_statement, start};
use std::rc::Rc;
use syn::{Expr, Pat};

/// What becomes of the value of an expression that is lowered.
#[derive(Clone)]
pub(super) enum Destination {
    /// It is `()`.
    Discard,
    /// `value;`, in this scope.
    Drop(ScopeId),
    /// `let pattern = value;`, in this scope.
    Let(Rc<Pat>, ScopeId),
    /// `place = value;`, in this scope.
    Assign(Rc<Expr>, ScopeId),
}

impl Destination {
    /// The statement that gives `value` to it.
    pub(super) fn statement(&self, value: Expr) -> syn::Stmt {
        match self {
            Destination::Discard | Destination::Drop(_) => {
                let span = start(&value);
                syn::Stmt::Expr(value, Some(syn::Token![;](span)))
            }
            Destination::Let(pat, _) => let_statement((**pat).clone(), value),
            Destination::Assign(place, _) => assign_statement((**place).clone(), value),
        }
    }

    pub(super) fn is_statement(&self) -> bool {
        matches!(self, Destination::Discard | Destination::Drop(_))
    }

    /// The scope in which something may be dropped when `value` is given to it.
    pub(super) fn drops_in(&self, value: &Expr) -> Option<ScopeId> {
        match self {
            Destination::Drop(scope) => Some(*scope).filter(|_| may_drop(value)),
            Destination::Let(pat, scope) => Some(*scope).filter(|_| leaves_rest(pat)),
            Destination::Assign(_, scope) => Some(*scope),
            Destination::Discard => None,
        }
    }
}
