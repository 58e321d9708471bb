//! The end of the loop that a section stands at: what was kept in the loop is taken out of the state, as far as it is needed.

use super::code::SectionCode;
use super::labels::block_label;
use super::own;
use super::slots::out_of;
use crate::analyse::Held;
use crate::ir::{LocalId, LoopId};
use crate::plan::{Field, Form};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Lifetime;

impl SectionCode<'_, '_> {
    /// The section's own loop. A jump out of it that would pass the place where what was kept in it is taken out ends at a block
    /// of the same label around the loop alone; there it is taken out, and the jump goes on.
    pub(super) fn own_loop(&self, id: LoopId) -> TokenStream {
        let code = self.writer.machine_loop(id);
        let (from, to): (Vec<_>, Vec<_>) = self.places().into_iter().unzip();
        let code = if from.is_empty() { code } else { quote!({ #(let #to = &mut *#from;)* #code }) };
        let value = own("left");
        let taken = self.defers.then(|| (self.take_after(), self.slots_after().1));
        let (taken, slots) = taken.unwrap_or_default();
        self.bypassing.iter().rev().enumerate().fold(code, |code, (depth, label)| {
            let ended = Lifetime::new(&format!("'ended_{depth}"), Span::mixed_site());
            let block = block_label(label);
            quote!(#ended: {
                let #value = #label: { break #ended #code };
                #taken
                #slots
                break #block #value;
            })
        })
    }

    /// Of what was kept in the section's own loop: what is needed after it.
    pub(super) fn needed_after(&self) -> Vec<Field> {
        let plan = self.writer.plan;
        let Some((id, level)) = self.own_loop else { return Vec::new() };
        let after = plan.graph.takes[id.0];
        let is_needed = |field: &&Field| match field.form {
            Form::Raw | Form::Slot => {
                plan.live.at(after, field.local)
                    || !matches!(plan.held_at(field.local, after), Held::Nothing | Held::Unreached)
            }
            _ => true,
        };
        let in_scope = |field: &&Field| {
            // What was declared in a block that has ended is gone.
            let depth = self.marked.get(&field.local).copied().unwrap_or(0);
            level.is_none_or(|level| depth <= level)
        };
        plan.kept[id.0].iter().filter(is_needed).filter(in_scope).cloned().collect()
    }

    /// Takes what was kept in the section's loop out of the state: the loop has ended.
    pub(super) fn take_after(&self) -> TokenStream {
        let Some((id, _)) = self.own_loop else { return TokenStream::new() };
        let around = self.writer.plan.machine.sections[self.section.0].around;
        let needed = self.needed_after();
        let raw: Vec<LocalId> = needed
            .iter()
            .filter(|field| matches!(field.form, Form::Raw | Form::Slot) && !self.stays_slot(field))
            .map(|field| field.local)
            .collect();
        let clears = self.writer.clears(around);
        let declares = (!self.defers).then(|| quote!(let mut));
        let (slots, values): (Vec<_>, Vec<_>) = self.own_slots(&raw).into_iter().unzip();
        let clears = quote! { #clears #(#declares #slots = ::core::option::Option::Some(#values);)* };
        let (slot, name) = (self.writer.slot(around), self.writer.enum_of(around));
        let variant = &self.writer.plan.display.loops[id.0];
        let emptied = self.writer.emptied(around);
        if self.writer.fields(self.section).is_empty() && !self.writer.has_states(id) {
            return quote! { #clears };
        }
        if needed.is_empty() {
            return quote! { *#slot = #emptied; #clears };
        }
        let (kept, taken): (Vec<&Field>, Vec<&Field>) =
            needed.iter().partition(|field| !self.writer.plan.taken_throughout.contains(&(id, field.local)));
        let pattern = kept.iter().map(|field| {
            let (field_name, target) = (self.writer.field_name(field), self.target(field));
            let mutability = (!self.defers).then(|| self.writer.mutability(field));
            match self.is_whole_after(field) {
                true => quote!(#field_name: ::core::option::Option::Some(#mutability #target)),
                false => quote!(#field_name: #mutability #target),
            }
        });
        let pattern: Vec<TokenStream> = pattern.collect();
        if !self.defers && taken.is_empty() {
            return quote! {
                let #name::#variant { #(#pattern,)* .. } = ::core::mem::replace(#slot, #emptied) else {
                    ::core::unreachable!()
                };
                #clears
            };
        }
        // Set where they are declared before the loop; else in the order of declaration, with what was taken out in its turn.
        let bound = if self.defers { kept } else { needed.iter().collect() };
        let targets: Vec<Ident> = bound.iter().map(|field| self.target(field)).collect();
        let declares = (!self.defers).then(|| quote!(let));
        let mutability =
            bound.iter().map(|field| declares.as_ref().and_then(|_| self.writer.mutability(field)));
        quote! {
            #declares (#(#mutability #targets,)*) = match ::core::mem::replace(#slot, #emptied) {
                #name::#variant { #(#pattern,)* .. } => (#(#targets,)*),
                _ => ::core::unreachable!(),
            };
            #clears
        }
    }

    /// `let mut x;` before the loop, for what is taken out of it; and its `Option`, if it is one in the section.
    pub(super) fn declare_before(&self, field: &Field) -> TokenStream {
        let name = self.target(field);
        let slots = self.own_slots(&[field.local]).into_iter().map(|(slot, _)| slot);
        let slots: Vec<Ident> = slots.filter(|slot| *slot != name).collect();
        quote! { let mut #name; #(let mut #slots;)* }
    }

    /// Takes out what the section's own loop needs by value throughout: before it begins.
    pub(super) fn taken_throughout(&self) -> TokenStream {
        let plan = self.writer.plan;
        let Some((id, _)) = self.own_loop else { return TokenStream::new() };
        let needed = self.needed_after();
        let taken = plan.kept[id.0].iter().filter(|field| plan.taken_throughout.contains(&(id, field.local)));
        let taken = taken.map(|field| {
            let (slot, target) = (self.writer.field_name(field), self.target(field));
            if self.defers && needed.contains(field) {
                let value = out_of(quote!(#slot.take()));
                return quote! { #target = #value; };
            }
            let mutability = self.writer.mutability(field);
            quote! {
                let ::core::option::Option::Some(#mutability #target) = #slot.take() else {
                    ::core::unreachable!()
                };
            }
        });
        taken.collect()
    }

    /// The same after the section's own loop: what is declared before it, and what is set behind it.
    pub(super) fn slots_after(&self) -> (TokenStream, TokenStream) {
        let plan = self.writer.plan;
        let (mut declared, mut set) = (TokenStream::new(), TokenStream::new());
        let Some((own, Some(_))) = self.own_loop else { return (declared, set) };
        for id in plan.loops_around(self.section) {
            for field in plan.kept[id.0].iter().filter(|field| field.form == Form::Slot) {
                let local = field.local;
                let is_here =
                    plan.graph.events_of[local.0].iter().any(|event| plan.section_of(*event) == self.section);
                let is_own = plan.own_form(self.section, local) == Some(Form::Raw);
                let is_taken_out = plan.taken_throughout.contains(&(id, local));
                if !is_here || is_own || is_taken_out || self.is_slot(local) {
                    continue;
                }
                let slot = self.writer.field_name(field);
                let name = &plan.machine.local(local).unique;
                let is_taken = plan.sections[self.section.0].taken.contains(&local);
                // In its place it is a reference.
                declared.extend(if is_taken {
                    self.declaration(local)
                } else {
                    quote! { let #name; }
                });
                if !is_taken || plan.held_at(local, plan.graph.takes[own.0]) == &Held::All {
                    let value = out_of(if is_taken { quote!(#slot.take()) } else { quote!(#slot.as_mut()) });
                    set.extend(quote! { #name = #value; });
                }
            }
        }
        (declared, set)
    }

    /// Whether the slot of the section's loop holds its variable for certain once the loop has ended.
    fn is_whole_after(&self, field: &Field) -> bool {
        field.form == Form::Slot && self.writer.plan.is_whole_after_loop(self.section, field.local)
    }

    /// Whether what a loop holds in an `Option` stays one in the section after the loop.
    fn stays_slot(&self, field: &Field) -> bool {
        field.form == Form::Slot && self.is_slot(field.local) && !self.is_whole_after(field)
    }

    /// What a field is called once it is taken out.
    pub(super) fn target(&self, field: &Field) -> Ident {
        if field.form == Form::Slot
            && let Some((old, _)) = self.old_name(field.local)
        {
            return old;
        }
        if field.form == Form::Slot && !self.stays_slot(field) {
            return self.writer.plan.machine.local(field.local).unique.clone();
        }
        self.writer.field_name(field)
    }

    /// What stays in place in the section's loop, where what is taken out of it later is declared before it.
    pub fn places(&self) -> Vec<(Ident, Ident)> {
        if !self.defers {
            return Vec::new();
        }
        let needed = self.needed_after();
        let places =
            needed.iter().filter(|field| self.target(field) == self.writer.field_name(field)).map(|field| {
                let name = self.writer.field_name(field);
                (quote::format_ident!("{name}_place", span = name.span()), name)
            });
        places.collect()
    }
}
