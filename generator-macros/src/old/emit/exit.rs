//! Leaving a section: the next state is written, what ends is dropped in Rust's order, and control goes on,
//! by falling through to a later section, by a native `break` or `continue`, or by returning an item.
//!
//! Only the part of the state that differs is written: an exit that stays in a loop sets the loop's `at`.

use super::context::Context;
use super::step::Writer;
use crate::old::initialised::Presence;
use crate::old::ir::{ContainerId, ContainerKind, ExitId, LocalId, PointId, PointKind};
use crate::old::layout::VariantId;
use crate::old::placement::Field;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;
use syn::Expr;

impl<'a> Writer<'a> {
    /// Hands out `value`, and resumes at the exit's target.
    pub fn suspend(&self, value: &Expr, exit: ExitId, context: &mut Context<'a>) -> TokenStream {
        let value = self.expr(value, context);
        let (item, name) = super::item(self.plan.shape, &value);
        let write = self.write(exit, context);
        quote! { #item #write return ::core::option::Option::Some(#name); }
    }

    /// Goes to the exit's target. `from` is the container that control is in.
    pub fn leave(
        &self,
        exit: ExitId,
        context: &mut Context<'a>,
        tail: bool,
        from: Option<ContainerId>,
    ) -> TokenStream {
        if from.is_some_and(|container| self.natural.get(&container) == Some(&exit)) {
            return quote!(break;);
        }
        if self.plan.machine.exit(exit).target == PointId::DONE {
            let before = self.end_later_first(exit, context);
            let falls = tail && context.is_last && from.is_none();
            let end = if falls { TokenStream::new() } else { self.end() };
            return quote! { #before #end };
        }
        let left = self.left_from(exit, from);
        if left.is_some_and(|left| self.natural.contains_key(&left)) {
            return self.break_out(exit, left, from);
        }
        let write = self.write(exit, context);
        let jump = self.jump(exit, context, tail, from);
        quote! { #write #jump }
    }

    /// The outermost container that the exit leaves, from inside `from`.
    fn left_from(&self, exit: ExitId, from: Option<ContainerId>) -> Option<ContainerId> {
        self.nesting.left(self.plan.machine, from, self.plan.machine.exit(exit).target)
    }

    fn jump(
        &self,
        exit: ExitId,
        context: &Context<'_>,
        tail: bool,
        from: Option<ContainerId>,
    ) -> TokenStream {
        let machine = self.plan.machine;
        let (target, embedded) = (machine.exit(exit).target, machine.exit(exit).embedded);
        // The head of a loop around is reached by continuing that loop.
        if let PointKind::Head(head) = machine.point(target).kind
            && machine.containers_around(from).any(|container| container == head)
        {
            let falls = tail && context.is_last && !embedded && from == Some(head);
            if falls {
                return TokenStream::new();
            }
            let label = self.label(exit, head, from);
            return quote!(continue #label;);
        }
        let left = self.left_from(exit, from);
        let is_scope = left.is_some_and(|left| machine.container(left).kind == ContainerKind::Scope);
        if is_scope && left == from && tail && context.is_last {
            return TokenStream::new();
        }
        self.break_out(exit, left, from)
    }

    fn break_out(&self, exit: ExitId, left: Option<ContainerId>, from: Option<ContainerId>) -> TokenStream {
        let Some(left) = left else { return TokenStream::new() };
        let label = self.label(exit, left, from);
        quote!(break #label;)
    }

    /// The label that a jump out of, or to the head of, `container` needs.
    fn label(&self, exit: ExitId, container: ContainerId, from: Option<ContainerId>) -> TokenStream {
        let machine = self.plan.machine;
        let is_loop =
            !matches!(machine.container(container).kind, ContainerKind::Block | ContainerKind::Scope);
        if !machine.exit(exit).embedded && is_loop && from == Some(container) {
            return TokenStream::new();
        }
        self.labelled.borrow_mut().insert(container);
        let label = &self.plan.display.labels[container.0];
        quote!(#label)
    }

    /// Ends the machine: what the section holds is dropped on the way to its end, what the state holds is dropped there.
    pub fn end(&self) -> TokenStream {
        self.ends_early.set(true);
        let done = &self.plan.display.done;
        quote!(break #done;)
    }

    /// Writes the state of the exit's target, from the level on at which it differs.
    fn write(&self, exit: ExitId, context: &mut Context<'a>) -> TokenStream {
        let layout = self.plan.layout;
        let target = layout.path(self.plan.machine.exit(exit).target);
        let shared = context.shared(target);
        let mut level = shared.min(context.owned_from);
        if level >= target.len() {
            return TokenStream::new();
        }
        let drops = self.drop_first(exit, context, level);
        let needed = |from: usize| layout.fields(&target[from..]);
        let held = needed(level).filter(|field| self.must_take(*field, exit, context));
        let take = held.filter_map(|(local, _)| context.level(local)).min();
        let mut tokens = drops;
        if let Some(take) = take {
            level = level.min(take);
            let at_once = level == take && layout.variant(target[level]).is_unit();
            let leave = at_once.then(|| target[level]);
            tokens.extend(self.take(take, context, leave));
            if at_once {
                return tokens;
            }
        }
        if target.len() == level + 1 && level == context.owned_from && context.left == Some(target[level]) {
            return tokens;
        }
        let slot = self.slot(level);
        let state = self.construct(&target[level..], exit, context);
        tokens.extend(quote! { *#slot = #state; });
        tokens
    }

    /// Whether the value of a field of the next state is still in the state, and can't be copied out.
    fn must_take(&self, (local, _): Field, exit: ExitId, context: &Context<'_>) -> bool {
        let held = self.plan.saved.at_exits[exit.0].contains_key(&local);
        let in_place = context.is_in_place(local) && !self.plan.machine.local(local).is_copy;
        held && (in_place || context.is_maybe_in_place(local))
    }

    fn construct(&self, path: &[VariantId], exit: ExitId, context: &Context<'_>) -> TokenStream {
        let Some((first, inner)) = path.split_first() else { return TokenStream::new() };
        let variant = self.plan.layout.variant(*first);
        let name = self.variant_path(*first);
        if variant.is_unit() {
            return name;
        }
        let one = |field: Field| self.field_value(field, exit, context);
        let before = variant.before.iter().copied().map(one);
        let at = variant.at.map(|_| {
            let inner = self.construct(inner, exit, context);
            let at = &self.plan.display.at;
            quote!(#at: #inner)
        });
        let after = variant.after.iter().copied().map(one);
        let fields = before.chain(at).chain(after);
        quote!(#name { #(#fields),* })
    }

    fn field_value(&self, (local, presence): Field, exit: ExitId, context: &Context<'_>) -> TokenStream {
        let name = super::state::field(self.plan, local);
        let in_place = context.is_in_place(local);
        if in_place {
            self.in_place.borrow_mut().insert(local);
        }
        let own = self.name(local, context);
        let value = if in_place && !self.is_copied(local) { quote!(*#name) } else { quote!(#own) };
        let is_short = own == name && !in_place;
        match (presence, self.plan.saved.at_exits[exit.0].get(&local)) {
            (Presence::Always, _) if is_short || self.is_copied(local) && own == name => value,
            (Presence::Always, _) => quote!(#name: #value),
            (Presence::Maybe, Some(Presence::Always)) => quote!(#name: ::core::option::Option::Some(#value)),
            (Presence::Maybe, Some(Presence::Maybe)) if is_short => value,
            (Presence::Maybe, Some(Presence::Maybe)) => quote!(#name: #value),
            (Presence::Maybe, None) => quote!(#name: ::core::option::Option::None),
        }
    }

    /// At the end of the machine the section's own variables drop before those in the state. Where one was set anew that
    /// was declared before one in the state, that is the other way round.
    pub(super) fn end_later_first(&self, exit: ExitId, context: &mut Context<'a>) -> TokenStream {
        let drops = |local: &LocalId| !self.plan.machine.local(*local).drops_nothing();
        let fields = self.plan.layout.fields(&context.path[..context.owned_from]);
        let held: BTreeSet<LocalId> = fields.map(|(local, _)| local).filter(drops).collect();
        let present = &self.plan.saved.at_exits[exit.0];
        let is_own = |local: &LocalId| drops(local) && !context.is_held(*local) && !context.owns_nothing;
        let first = present.keys().copied().filter(is_own).min();
        let mut ending = self.own(exit, context, drops);
        let Some(first) = first.filter(|first| held.last() > Some(first)) else {
            return self.drop_in_turn(ending, context);
        };
        ending.extend(held.into_iter().filter(|local| *local > first));
        let take = self.take(0, context, None);
        let ending = ending.into_iter().rev().map(|local| self.name(local, context));
        quote! { #take #(::core::mem::drop(#ending);)* }
    }

    /// Of the section's own variables that end, drops those that would drop too late, and all that were declared after one of
    /// them in the source.
    fn drop_in_turn(&self, mut own: BTreeSet<LocalId>, context: &Context<'_>) -> TokenStream {
        if own.len() < 2 {
            return TokenStream::new();
        }
        let positions = context.declared.positions();
        let positions = own.iter().rev().filter_map(|local| Some((*local, *positions.get(local)?)));
        let (mut earliest, mut first) = (None, None);
        for (local, position) in positions {
            if earliest.is_some_and(|earliest| position > earliest) {
                first = Some(local);
            }
            earliest = earliest.map_or(Some(position), |earliest| Some(position.min(earliest)));
        }
        let Some(first) = first else { return TokenStream::new() };
        let ending = own.split_off(&first).into_iter().rev().map(|local| self.name(local, context));
        quote! { #(::core::mem::drop(#ending);)* }
    }

    /// The section's own variables among those that `ends` names, as far as they can be named at `exit`: one that may have
    /// been moved can't, unless it is an `Option`.
    fn own(&self, exit: ExitId, context: &Context<'_>, ends: impl Fn(&LocalId) -> bool) -> BTreeSet<LocalId> {
        if context.owns_nothing {
            return BTreeSet::new();
        }
        let present = self.plan.saved.at_exits[exit.0].iter();
        let named = present
            .filter(|(local, presence)| **presence == Presence::Always || context.optional.contains(local));
        named.map(|(local, _)| *local).filter(|local| ends(local) && !context.is_held(*local)).collect()
    }

    /// Drops the section's own variables that end here before earlier ones that the write drops in place.
    fn drop_first(&self, exit: ExitId, context: &mut Context<'a>, level: usize) -> TokenStream {
        let (machine, saved) = (self.plan.machine, self.plan.saved);
        let target = machine.exit(exit).target;
        let ends = |local: &LocalId| saved.ends(machine, *local, target);
        let overwritten = &context.path[level.min(context.owned_from)..context.owned_from];
        let fields = self.plan.layout.fields(overwritten);
        let in_place: BTreeSet<LocalId> = fields.map(|(local, _)| local).filter(&ends).collect();
        let mut own = self.own(exit, context, ends);
        let (Some(first), Some(last)) = (in_place.first(), in_place.last()) else {
            return self.drop_in_turn(own, context);
        };
        let mut own = own.split_off(first);
        // One amid those in place: all of them are taken out, to drop in their turn.
        let is_amid = own.first().is_some_and(|own| own < last);
        let take = is_amid.then(|| self.take(level, context, None));
        if is_amid {
            own.extend(&in_place);
        }
        let own = own.into_iter().rev().map(|local| self.name(local, context));
        quote! { #take #(::core::mem::drop(#own);)* }
    }
}
