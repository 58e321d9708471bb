//! Variables that are set: a section that doesn't hold one declares it; one that the state may hold is an `Option` until then.
//!
//! `batch = Vec::new();` → `let mut batch = Vec::new();`, where `batch` was handed out before.

use super::context::Context;
use super::rewrite::assignment;
use super::step::Writer;
use crate::collections::HashSet;
use crate::old::ir::{LocalId, Stmt, StmtKind};
use crate::rewrite::assigned::assigns;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Expr, Stmt as Source};

impl<'a> Writer<'a> {
    /// Before `stmt` sets a variable somewhere inside, which is there as an `Option` beside the plain one.
    pub(super) fn unwrap_awaited(&self, stmt: &Stmt, context: &mut Context<'a>) -> TokenStream {
        let set = self.plan.saved.assigned.get(&stmt.id).into_iter().flatten().copied();
        let awaited =
            set.filter(|local| context.awaited.contains(local) && self.set_by_itself(stmt) != Some(*local));
        let awaited: Vec<LocalId> = awaited.collect();
        awaited.into_iter().map(|local| self.unwrap_optional(local, context)).collect()
    }

    /// What every branch of `stmt` that comes back has set is a plain variable from here on.
    pub(super) fn end_waiting(&self, stmt: &Stmt, context: &mut Context<'a>) {
        if !context.awaited.is_empty() {
            let (mut set, mut inside) = (Vec::new(), HashSet::default());
            self.assigned(stmt, &mut set, &mut inside);
            for local in
                set.into_iter().filter(|local| context.awaited.contains(local)).collect::<HashSet<_>>()
            {
                self.become_plain(local, context);
            }
        }
    }

    /// Whether `value`, which `local` is set to, sets it on the way.
    pub(super) fn sets_itself(&self, local: LocalId, value: &Expr) -> bool {
        assigns(&[Source::Expr(value.clone(), None)], &self.plan.machine.local(local).unique)
    }

    /// Sets a variable that the state may hold: what it holds is dropped once the new value is there, and before the
    /// temporaries of that.
    pub(super) fn replace_optional(
        &self,
        local: LocalId,
        value: &Expr,
        context: &mut Context<'a>,
    ) -> TokenStream {
        let take = self.take_optional(local, context);
        let is_literal = matches!(value, Expr::Struct(_));
        let value = self.expr(value, context);
        let value = if is_literal { quote!((#value)) } else { value };
        let (held, declaration) = self.become_plain(local, context);
        let name = super::state::field(self.plan, local);
        let target = declaration.unwrap_or_else(|| quote!(#name));
        let new = Ident::new("value", Span::mixed_site());
        quote! {
            #take
            #target = match #value { #new => { ::core::mem::drop(#held); #new } };
        }
    }

    /// `local`, which is there as an `Option`, is a plain variable from here on. Returned are the name of the option, and the
    /// declaration of the variable, unless it was declared before.
    pub(super) fn become_plain(
        &self,
        local: LocalId,
        context: &mut Context<'a>,
    ) -> (Ident, Option<TokenStream>) {
        let held = self.name(local, context);
        context.optional.remove(&local);
        context.renamed.remove(&local);
        let declaration = (!context.awaited.remove(&local)).then(|| self.declaration(local, context));
        (held, declaration)
    }

    /// Makes a plain variable, with a value or without, of one that the state may hold: rustc knows from then on where it
    /// holds one.
    pub(super) fn unwrap_optional(&self, local: LocalId, context: &mut Context<'a>) -> TokenStream {
        let take = self.take_optional(local, context);
        let (taken, declaration) = self.become_plain(local, context);
        let name = super::state::field(self.plan, local);
        let held = Ident::new("value", Span::mixed_site());
        quote! {
            #take
            let #held = #taken;
            #declaration;
            if let ::core::option::Option::Some(#held) = #held {
                #name = #held;
            }
        }
    }

    /// Takes a variable that the state may hold out of it, as an `Option`.
    pub(super) fn take_optional(&self, local: LocalId, context: &mut Context<'a>) -> Option<TokenStream> {
        let level = context.level(local).filter(|_| context.is_maybe_in_place(local));
        level.map(|level| self.take(level, context, None))
    }

    /// `let mut x: T`
    pub(super) fn declaration(&self, local: LocalId, context: &mut Context<'a>) -> TokenStream {
        context.declare([local]);
        let name = super::state::field(self.plan, local);
        let local = self.plan.machine.local(local);
        let ty = local.ty.as_ref().map(|ty| quote!(: #ty));
        let mutability = local.mutability;
        quote! { let #mutability #name #ty }
    }

    /// Declares the variables that `stmt` sets, and that the section doesn't hold, or holds as an `Option`.
    pub(super) fn declare_assigned(&self, stmt: &Stmt, context: &mut Context<'a>) -> TokenStream {
        let (mut set, mut inside) = (Vec::new(), HashSet::default());
        self.assigned(stmt, &mut set, &mut inside);
        // `x = value;` declares `x` itself.
        inside.extend(self.set_by_itself(stmt));
        let mut tokens = TokenStream::new();
        for local in set.into_iter().filter(|local| !inside.contains(local)) {
            let is_own = self.plan.saved.assigned.get(&stmt.id).is_some_and(|own| own.contains(&local));
            if context.is_optional(local) && is_own {
                tokens.extend(self.unwrap_optional(local, context));
            } else if context.is_optional(local) {
                // A branch that doesn't set it may leave the section with what it holds.
                if !context.awaited.contains(&local) {
                    tokens.extend(self.set_aside(local, context));
                    let declaration = self.declaration(local, context);
                    tokens.extend(quote! { #declaration; });
                }
            } else if !context.declared.contains(local) && !context.is_in_place(local) {
                let declaration = self.declaration(local, context);
                tokens.extend(quote! { #declaration; });
            }
        }
        tokens
    }

    /// The variables that `stmt` sets, itself or in a branch that comes back, and those that it declares.
    pub(super) fn assigned(&self, stmt: &Stmt, set: &mut Vec<LocalId>, inside: &mut HashSet<LocalId>) {
        let saved = self.plan.saved;
        let declared = saved.declared.get(&stmt.id).map_or(&[][..], Vec::as_slice);
        let own = saved.assigned.get(&stmt.id).into_iter().flatten();
        set.extend(own.filter(|local| !declared.contains(local)));
        inside.extend(declared);
        for branch in stmt.kind.branches().filter(|branch| !self.always_exits(branch)) {
            branch.iter().for_each(|stmt| self.assigned(stmt, set, inside));
        }
    }

    /// The variable that `stmt` is an assignment to.
    pub(super) fn set_by_itself(&self, stmt: &Stmt) -> Option<LocalId> {
        match &stmt.kind {
            StmtKind::Plain(source) => self.plan.names.variable(assignment(source)?.0),
            _ => None,
        }
    }
}
