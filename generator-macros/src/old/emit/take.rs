//! Taking variables out of the state, to be plain variables of the section: as late as may be, and in the order of their
//! declarations, so that they drop in their turn.
//!
//! `let Body::Yield1 { mut list, name } = mem::replace(state, Body::Done) else { unreachable!() };`

use super::context::Context;
use super::step::Writer;
use crate::collections::HashSet;
use crate::old::initialised::Presence;
use crate::old::ir::{Code, LocalId, Stmt};
use crate::old::layout::{Layout, VariantId};
use crate::old::walk::each_statement;
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Writer<'a> {
    /// Whether what follows must be declared before `stmt`: it declares a variable with a drop, or takes or sets one.
    pub(super) fn is_in_turn(&self, stmt: &Stmt, context: &Context<'_>) -> bool {
        let takes = context.needed(stmt).any(|local| context.is_in_place(local));
        takes || self.declares_drop(stmt) || self.sets_drop_anew(stmt, context)
    }

    /// Makes plain variables of all that `code` needs by value or sets anew, in the order of their declarations: they drop
    /// after what `code` declares, the last of them first.
    pub(super) fn declare_in_order(&self, code: &[Stmt], context: &mut Context<'a>) -> TokenStream {
        let mut anew = self.set_anew(code, context);
        let held = context.owned_from;
        let mut take = self.take_needed(code, context);
        let optional: Vec<LocalId> =
            anew.iter().copied().filter(|local| context.is_optional(*local)).collect();
        for local in optional {
            take.extend(self.set_aside(local, context));
        }
        let layout = self.plan.layout;
        let fields = layout.fields(&context.path[context.owned_from..held]);
        let drops = |local: &LocalId| !self.plan.machine.local(*local).drops_nothing();
        let taken: BTreeSet<LocalId> = fields.map(|(local, _)| local).filter(drops).collect();
        // The last of all is declared where the first statement sets it.
        let is_last = anew.last().max(taken.last()) == anew.last();
        if is_last && anew.last().copied() == code.first().and_then(|stmt| self.set_by_itself(stmt)) {
            anew.pop_last().map(|last| context.awaited.remove(&last));
        }
        let is_first = |local: &LocalId| taken.first().is_none_or(|first| local < first);
        let (before, amid): (BTreeSet<LocalId>, BTreeSet<LocalId>) = anew.into_iter().partition(is_first);
        let before: Vec<TokenStream> = before.iter().map(|local| self.declaration(*local, context)).collect();
        let behind = amid.first().map(|first| taken.range(first..).copied()).into_iter().flatten();
        let after =
            behind.chain(amid.iter().copied()).collect::<BTreeSet<LocalId>>().into_iter().map(|local| {
                if amid.contains(&local) {
                    return self.declaration(local, context);
                }
                self.anew(local, context)
            });
        let after: Vec<TokenStream> = after.collect();
        // What the heads of the branches bind is declared behind them all.
        let first = taken.first().copied();
        let is_behind = |local: &LocalId| first.is_some_and(|first| *local > first);
        let bound = std::mem::take(&mut context.bound).into_iter();
        let bound = bound.filter(|local| drops(local) && is_behind(local));
        let bound: Vec<TokenStream> = bound.map(|local| self.anew(local, context)).collect();
        quote! { #(#before;)* #take #(#after;)* #(#bound;)* }
    }

    /// `let x = x`
    fn anew(&self, local: LocalId, context: &mut Context<'a>) -> TokenStream {
        context.declare([local]);
        let (name, mutability) = (self.name(local, context), self.plan.machine.local(local).mutability);
        quote!(let #mutability #name = #name)
    }

    /// After the last statement of `code`, which `next` follows: declares anew what was taken out, and not used yet, but
    /// belongs behind what the statement declares, a part of a parameter.
    pub(super) fn declare_behind(
        &self,
        code: &[Stmt],
        next: Option<&Stmt>,
        context: &mut Context<'a>,
    ) -> TokenStream {
        let drops = |local: &LocalId| !self.plan.machine.local(*local).drops_nothing();
        let last = self.plan.machine.parameters.last();
        let declared = |stmt: &Stmt| {
            let declared = self.plan.saved.declared.get(&stmt.id).into_iter().flatten().copied();
            declared.filter(drops).min().filter(|first| Some(first) < last)
        };
        let is_last = next.and_then(declared).is_none();
        let Some(first) = code.last().and_then(declared).filter(|_| is_last) else {
            return TokenStream::new();
        };
        let layout = self.plan.layout;
        let fields = layout.fields(&context.path[context.owned_from..]);
        let taken: BTreeSet<LocalId> = fields.map(|(local, _)| local).filter(drops).collect();
        let mut so_far = HashSet::default();
        each_statement(code, &mut |stmt| {
            so_far.insert(stmt);
        });
        let used =
            |local: &LocalId| self.plan.saved.used.get(local).is_some_and(|used| !used.is_disjoint(&so_far));
        let behind = taken.range(first..).filter(|local| !used(local));
        let anew: Vec<TokenStream> = behind.map(|local| self.anew(*local, context)).collect();
        quote! { #(#anew;)* }
    }

    /// Takes a variable that the state may hold out of it, under another name than the one that is to be set.
    pub(super) fn set_aside(&self, local: LocalId, context: &mut Context<'a>) -> TokenStream {
        let was_taken = !context.is_maybe_in_place(local);
        let held = self.name(local, context);
        let aside =
            format_ident!("{}_before", self.plan.machine.local(local).unique, span = Span::mixed_site());
        context.renamed.insert(local, aside.clone());
        context.awaited.insert(local);
        if was_taken {
            quote!(let #aside = #held;)
        } else {
            self.take_optional(local, context).unwrap_or_default()
        }
    }

    /// The variables with a drop that `code` sets, and that the section doesn't hold for certain.
    pub(super) fn set_anew(&self, code: &[Stmt], context: &Context<'_>) -> BTreeSet<LocalId> {
        let saved = self.plan.saved;
        let (mut set, mut inside) = (BTreeSet::new(), HashSet::default());
        each_statement(code, &mut |stmt| {
            set.extend(saved.assigned.get(&stmt).into_iter().flatten().copied());
            inside.extend(saved.declared.get(&stmt).into_iter().flatten().copied());
        });
        set.retain(|local| !inside.contains(local) && self.is_anew(*local, context));
        set
    }

    /// Whether `local`, which is set, has a drop and isn't there for certain.
    pub(super) fn is_anew(&self, local: LocalId, context: &Context<'_>) -> bool {
        let is_held = match context.is_optional(local) {
            true => context.awaited.contains(&local),
            false => context.declared.contains(local) || context.is_in_place(local),
        };
        !is_held && !self.plan.machine.local(local).drops_nothing()
    }

    /// Whether `stmt` itself, or a branch that comes back, sets a variable anew that has a drop.
    pub(super) fn sets_drop_anew(&self, stmt: &Stmt, context: &Context<'_>) -> bool {
        let (mut set, mut inside) = (Vec::new(), HashSet::default());
        self.assigned(stmt, &mut set, &mut inside);
        set.into_iter().any(|local| !inside.contains(&local) && self.is_anew(local, context))
    }

    /// Whether `stmt` itself declares a variable that may have a drop.
    pub(super) fn declares_drop(&self, stmt: &Stmt) -> bool {
        let declared = self.plan.saved.declared.get(&stmt.id).into_iter().flatten();
        declared.into_iter().any(|local| !self.plan.machine.local(*local).drops_nothing())
    }

    /// Takes out what `stmts` need by value: themselves, or in a branch that comes back.
    pub(super) fn take_needed(&self, stmts: &[Stmt], context: &mut Context<'a>) -> TokenStream {
        let needed = stmts.iter().flat_map(|stmt| context.needed(stmt));
        let held = needed.filter(|local| context.is_in_place(*local));
        match held.filter_map(|local| context.level(local)).min() {
            Some(level) => self.take(level, context, None),
            None => TokenStream::new(),
        }
    }

    /// Takes everything out, if some statement of `code` needs some of it by value.
    pub fn take_if_needed(&self, code: &Code, context: &mut Context<'a>) -> Option<TokenStream> {
        let mut needs = false;
        each_statement(code, &mut |stmt| {
            let owned = self.plan.saved.owned.get(&stmt).into_iter().flatten();
            needs |= owned.into_iter().any(|local| context.is_in_place(*local));
        });
        needs.then(|| self.take(0, context, None))
    }

    /// Takes the variant at `level` out of the state, and makes its fields plain variables.
    pub fn take(&self, level: usize, context: &mut Context<'a>, leave: Option<VariantId>) -> TokenStream {
        let path = &context.path[level..context.owned_from];
        let Some(first) = path.first() else { return TokenStream::new() };
        self.rename(path, context);
        let pattern = self.owned_pattern(path, context);
        let slot = self.slot(level);
        context.left = leave.or_else(|| self.unit_beside(*first));
        let leave = context.left.map_or_else(|| self.emptied(*first), |unit| self.variant_path(unit));
        context.owned_from = level;
        let layout = self.plan.layout;
        let taken: BTreeMap<LocalId, Presence> = layout.fields(path).collect();
        for (local, presence) in taken {
            context.declare([local]);
            if presence == Presence::Maybe {
                context.optional.insert(local);
            }
        }
        quote! {
            let #pattern = ::core::mem::replace(#slot, #leave) else { ::core::unreachable!() };
        }
    }

    /// Names the variables of `path`, which is taken out, apart from others that hide them: those inside, and the section's
    /// own.
    pub(super) fn rename(&self, path: &[VariantId], context: &mut Context<'a>) {
        let mut inside = context.noted().names.clone();
        for id in path.iter().rev() {
            for (local, _) in self.plan.layout.variant(*id).fields() {
                let name = super::state::field(self.plan, local);
                if inside.insert(name, local).is_some_and(|other| other != local) {
                    let unique = &self.plan.machine.local(local).unique;
                    let renamed = format_ident!("{}_outer", unique, span = Span::mixed_site());
                    context.renamed.insert(local, renamed);
                }
            }
        }
    }

    pub(super) fn owned_pattern(&self, path: &[VariantId], context: &Context<'a>) -> TokenStream {
        let Some((first, inner)) = path.split_first() else { return quote!(_) };
        let variant = self.plan.layout.variant(*first);
        let name = self.variant_path(*first);
        let one = |(local, _): (LocalId, Presence)| {
            let (field, name) = (super::state::field(self.plan, local), self.name(local, context));
            let mutability = self.plan.machine.local(local).mutability;
            if name == field { quote!(#mutability #name) } else { quote!(#field: #mutability #name) }
        };
        // The variables of a pattern drop in reverse: these in the order of their declaration.
        let before = variant.before.iter().rev().copied().map(one);
        let at = variant.at.map(|_| {
            let inner = self.owned_pattern(inner, context);
            let at = &self.plan.display.at;
            quote!(#at: #inner)
        });
        let after = variant.after.iter().rev().copied().map(one);
        let fields = after.chain(at).chain(before);
        quote!(#name { #(#fields),* })
    }

    /// A variant beside `variant` that holds nothing.
    pub(super) fn unit_beside(&self, variant: VariantId) -> Option<VariantId> {
        let layout = self.plan.layout;
        let of = layout.variant(variant).of;
        let units = layout.enums[of.0].iter().find(|id| layout.variant(**id).is_unit());
        units.copied().filter(|_| of != Layout::ROOT)
    }

    /// A value for the place of `variant` that says that it was taken out.
    pub(super) fn emptied(&self, variant: VariantId) -> TokenStream {
        let of = self.plan.layout.variant(variant).of;
        let name = &self.plan.display.enums[of.0];
        if of == Layout::ROOT {
            return quote!(#name::Done);
        }
        self.emptied.borrow_mut().insert(of);
        quote!(#name::Taken)
    }
}
