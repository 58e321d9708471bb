//! What the first lowering, which decides by tables, wants otherwise: methods that are known to look at their receiver make no
//! temporary of it, and operands that branch may be spilled without a yield. For the second all of this does nothing.

use super::Spiller;
use super::operands::Taking;
use super::places::is_temporary;
use crate::old::branches::Place;
use crate::old::moves;
use proc_macro2::Span;
use syn::Expr;

impl Spiller<'_> {
    /// Whether `expr`, where it is borrowed, is a value that may have a drop.
    pub(super) fn is_temporary(&self, expr: &Expr) -> bool {
        is_temporary(expr) && !(self.branches.is_some() && moves::gives_view(expr))
    }

    /// Whether `expr`, which doesn't suspend, branches, and is to be spilled as if it did.
    pub(super) fn is_hoisted(&mut self, expr: &mut Expr) -> bool {
        let in_macro = self.in_macro;
        let is_hoisted = self.branches.as_mut().is_some_and(|branches| branches.is_hoisted(expr, in_macro));
        if is_hoisted {
            let expr = without_parentheses(expr);
            self.lazy_as_conditional(expr);
            self.keep_temporaries(expr, Taking::Value);
        }
        is_hoisted
    }

    /// Numbers a place at which control branches: whether it is to be spilled, else the mark to be set there.
    pub(super) fn branch(&mut self, place: Place, span: Span) -> (bool, Option<syn::Attribute>) {
        let in_macro = self.in_macro;
        self.branches.as_mut().map_or((false, None), |branches| branches.branch(place, span, in_macro))
    }

    /// Whether all operands that branch are to be spilled.
    pub(super) fn hoists_all(&self) -> bool {
        self.branches.as_ref().is_some_and(|branches| branches.hoists_all)
    }

    /// Has all of them spilled from here on, or not.
    pub(super) fn hoist_all(&mut self, all: bool) {
        self.branches.iter_mut().for_each(|branches| branches.hoists_all = all);
    }
}

/// What stands in parentheses.
fn without_parentheses(expr: &mut Expr) -> &mut Expr {
    match expr {
        Expr::Paren(paren) => without_parentheses(&mut paren.expr),
        Expr::Group(group) => without_parentheses(&mut group.expr),
        expr => expr,
    }
}
