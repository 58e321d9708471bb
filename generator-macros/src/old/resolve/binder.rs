//! Patterns → the variables that they declare: of `Some(x)`, `x`, under a name of its own.

use super::Resolver;
use crate::collections::HashMap;
use crate::old::ir::LocalId;
use crate::syntax::{named_like_a_constant, plain};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Ident, Pat, Type};

/// Whether the identifier pattern `ident` binds a variable, and doesn't name a constant.
pub fn binds(pat: &syn::PatIdent) -> bool {
    let declares = pat.by_ref.is_some() || pat.mutability.is_some() || pat.subpat.is_some();
    can_be_declared(&pat.ident) && (declares || !named_like_a_constant(&pat.ident))
}

/// Only a parameter can be called `self`: as a pattern it is an error that rustc reports.
fn can_be_declared(name: &Ident) -> bool {
    name != "self"
}

/// Declares the variables of one pattern.
pub(super) struct Binder<'a> {
    pub(super) resolver: &'a mut Resolver,
    pub(super) ty: Option<Type>,
    /// Whether a name that looks like a constant's binds too, since a constant couldn't stand there.
    pub(super) always: bool,
    /// What the pattern bound so far: the alternatives of `A(x) | B(x)` bind one `x`.
    pub(super) bound: HashMap<String, LocalId>,
}

impl VisitMut for Binder<'_> {
    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        if let Pat::Type(typed) = pat {
            self.ty = Some((*typed.ty).clone());
            self.visit_pat_mut(&mut typed.pat);
            return;
        }
        if !matches!(pat, Pat::Ident(_)) {
            self.ty = None;
        }
        visit_mut::visit_pat_mut(self, pat);
    }

    fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
        if self.always && can_be_declared(&pat.ident) || binds(pat) {
            let key = pat.ident.to_string();
            let ty = self.ty.take();
            let declare = || self.resolver.declare(pat.ident.clone(), ty);
            let id = *self.bound.entry(key).or_insert_with(declare);
            let mutability = pat.mutability.filter(|_| pat.by_ref.is_none());
            let local = &mut self.resolver.locals[id.0];
            local.mutability = local.mutability.or(mutability);
            if pat.by_ref.is_some() {
                let is_shared = pat.mutability.is_none();
                (local.is_copy, local.is_scalar, local.is_borrow) = (is_shared, is_shared, !is_shared);
            }
            let span = pat.ident.span();
            pat.ident = self.resolver.locals[id.0].unique.clone();
            pat.ident.set_span(span);
        }
        if let Some((_, subpat)) = &mut pat.subpat {
            self.visit_pat_mut(subpat);
        }
    }

    fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
        if field.colon_token.is_none()
            && let Pat::Ident(pat) = &*field.pat
        {
            let shorthand = pat.by_ref.is_none() && pat.mutability.is_none();
            if shorthand {
                *field.pat = plain(&pat.ident);
                // A shorthand field always binds, whatever its name looks like.
            }
            field.colon_token = Some(syn::Token![:](field.member.span()));
        }
        self.visit_pat_mut(&mut field.pat);
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}
