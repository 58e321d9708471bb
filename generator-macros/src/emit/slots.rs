//! Variables that wait in `Option`s of the loops around: taken out where the section begins, put back where control leaves it, or
//! used in place.

use super::code::SectionCode;
use super::rest::place;
use super::shape::{wants_semicolon, without_braces};
use crate::analyse::graph::BlockId;
use crate::analyse::{Held, Member};
use crate::ir::marks::use_of;
use crate::ir::{LocalId, LoopId};
use crate::plan::{Field, Form};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Expr;

/// What stands in an `Option` for certain: the value of `taken`, which looks into it.
pub(super) fn out_of(taken: TokenStream) -> TokenStream {
    quote! {
        match #taken {
            ::core::option::Option::Some(value) => value,
            ::core::option::Option::None => ::core::unreachable!(),
        }
    }
}

impl SectionCode<'_, '_> {
    /// The code of the section up to its end, where what it has taken out is put back.
    ///
    /// A jump to a join comes to that end as well, and leaves the rest to it: what is put back twice would have been moved by then.
    pub fn whole_code(&mut self) -> TokenStream {
        let plan = self.writer.plan;
        let at = plan.end_of(self.section);
        let head = plan.machine.sections[self.section.0].around.map(|id| plan.graph.heads[id.0]);
        let back = plan.back_at(self.section, at, head);
        if back.is_empty() {
            let code = without_braces(self.statements());
            // In a loop something follows it. What has another value than `()` is an error in the body as written.
            let own = &plan.machine.sections[self.section.0];
            let is_open = own.around.is_some() && wants_semicolon(&own.code);
            let end = is_open.then(|| quote!(;));
            return quote! { #code #end };
        }
        self.puts_back_at_end = true;
        let code = self.statements();
        let back: TokenStream = back.into_iter().map(|local| self.put_back(local)).collect();
        quote! { #code #back }
    }

    /// What is put back where the condition of a loop ends it.
    pub fn put_back_after(&self, id: LoopId) -> TokenStream {
        let plan = self.writer.plan;
        let after = plan.graph.takes[id.0];
        let taken = plan.sections[self.section.0].taken.iter().copied();
        let back = taken
            .filter(|local| plan.live.at(after, *local) || plan.held_at(*local, after) == &Held::All)
            .map(|local| self.put_back(local));
        back.collect()
    }

    /// What is put back before a jump with these attributes.
    pub fn back_before(&self, attrs: &[syn::Attribute]) -> TokenStream {
        let plan = self.writer.plan;
        let jump = use_of(attrs).and_then(|id| plan.graph.jumps.get(&id));
        let Some((at, to)) = jump else { return TokenStream::new() };
        // A jump within the section's own code doesn't leave it.
        if to.is_none_or(|to| plan.graph.sections[to.0] == self.section && !self.is_head_of(to)) {
            return TokenStream::new();
        }
        plan.back_at(self.section, *at, *to).into_iter().map(|local| self.put_back(local)).collect()
    }

    fn is_head_of(&self, block: BlockId) -> bool {
        self.writer.plan.graph.heads.contains(&block)
    }

    /// The variables that wait in slots of the loops around: taken out, or used in place.
    pub(super) fn slots(&self) -> TokenStream {
        let plan = self.writer.plan;
        let mut tokens = TokenStream::new();
        for id in plan.loops_around(self.section) {
            for field in plan.kept[id.0].iter().filter(|field| field.form == Form::Slot) {
                let local = field.local;
                let is_here =
                    plan.graph.events_of[local.0].iter().any(|event| plan.section_of(*event) == self.section);
                if is_here {
                    tokens.extend(self.parts_of_slot(local));
                }
                if !is_here || self.is_slot(local) || plan.taken_throughout.contains(&(id, local)) {
                    continue;
                }
                let slot = self.writer.field_name(field);
                let name = &plan.machine.local(local).unique;
                if plan.own_form(self.section, local) == Some(Form::Raw) {
                    continue;
                }
                let held = plan.held_at(local, plan.graph.entries[self.section.0]);
                let is_taken = plan.sections[self.section.0].taken.contains(&local);
                tokens.extend(match (is_taken, held) {
                    (true, Held::Nothing | Held::Unreached | Held::Unknown | Held::After(_) | Held::Parts(_)) => {
                        let (declared, old) = (self.declaration(local), self.old_value(local));
                        quote! { #declared #old }
                    }
                    (true, _) => {
                        quote! {
                            let ::core::option::Option::Some(mut #name) = #slot.take() else {
                                ::core::unreachable!()
                            };
                        }
                    }
                    (false, _) => quote! {
                        let ::core::option::Option::Some(#name) = #slot.as_mut() else { ::core::unreachable!() };
                    },
                });
            }
        }
        tokens
    }

    /// A macro that isn't known may jump: what the section has taken out of the loops around is put back before it, and taken
    /// again behind it. What the macro names itself stays out.
    pub(super) fn around_macro(&self, call: &syn::ExprMacro) -> (TokenStream, TokenStream) {
        let plan = self.writer.plan;
        let Some((at, to)) = use_of(&call.attrs).and_then(|id| plan.graph.jumps.get(&id)) else {
            return (TokenStream::new(), TokenStream::new());
        };
        let mut back = plan.back_at(self.section, *at, *to);
        back.retain(|local| !self.is_slot(*local) && !plan.is_named(*at, *local));
        let put_back = back.iter().map(|local| self.put_back(*local)).collect();
        let take_again = back.iter().filter_map(|local| {
            let (_, field) = plan.place_of(self.section, *local)?;
            let (slot, name) = (self.writer.field_name(field), &plan.machine.local(*local).unique);
            let value = out_of(quote!(#slot.take()));
            Some(quote! { #name = #value; })
        });
        (put_back, take_again.collect())
    }

    /// Whether `local` is an `Option` in this section: its own, or one in place.
    pub fn is_slot(&self, local: LocalId) -> bool {
        self.writer.plan.sections[self.section.0].slots.contains(&local)
    }

    /// Whether the variable `place` is an `Option` in a loop around.
    pub fn in_slot(&self, place: &Expr) -> bool {
        let local = self.writer.plan.names.variable(place);
        local.is_some_and(|local| self.writer.plan.place_of(self.section, local).is_some())
    }

    /// What that is called.
    pub fn slot_name(&self, local: LocalId) -> Ident {
        self.writer.field_name(&Field { local, form: Form::Slot })
    }

    /// The variables among `bound` that are `Option`s in this section, and none of a loop's: made so where they are declared.
    pub(super) fn slotted(&self, bound: &[LocalId]) -> TokenStream {
        let slots = self.own_slots(bound).into_iter();
        let slots = slots.map(|(slot, name)| quote! { let mut #slot = ::core::option::Option::Some(#name); });
        slots.chain(bound.iter().map(|local| self.parts_of_slot(*local))).collect()
    }

    /// The `Option`s of the parts of `local` that are used once another part was moved.
    fn parts_of_slot(&self, local: LocalId) -> TokenStream {
        let parts = self.writer.plan.sections[self.section.0].parts.get(&local).into_iter().flatten();
        let (krate, slot) = (self.writer.krate, self.slot_name(local));
        let whole = &self.writer.plan.machine.local(local).unique;
        let declared = parts.map(|path| {
            let (name, part) = (self.part_slot(local, path), place(quote!(#whole), path));
            quote! { let mut #name = #krate::__private::later_part!(#slot, #whole, #part); }
        });
        declared.collect()
    }

    /// What the `Option` of a part is called.
    pub fn part_slot(&self, local: LocalId, path: &[Member]) -> Ident {
        let fields = path.iter().map(|member| match member {
            Member::Field(name) => format!("_{name}"),
            Member::Deref => String::new(),
        });
        let (slot, fields) = (self.slot_name(local), fields.collect::<String>());
        Ident::new(&format!("{slot}{fields}"), slot.span())
    }

    /// Those `Option`s, and the names of the variables.
    pub(super) fn own_slots(&self, bound: &[LocalId]) -> Vec<(Ident, Ident)> {
        let plan = self.writer.plan;
        let own = bound
            .iter()
            .filter(|local| self.is_slot(**local) && plan.place_of(self.section, **local).is_none());
        own.map(|local| (self.slot_name(*local), plan.machine.local(*local).unique.clone())).collect()
    }

    /// Whether `local` stays in place in a loop around, behind a reference.
    pub fn is_in_place(&self, local: LocalId) -> bool {
        if self.writer.plan.own_form(self.section, local) == Some(Form::Raw) && self.own_loop.is_none() {
            return false;
        }
        match self.writer.plan.place_of(self.section, local) {
            Some((id, _)) if self.writer.plan.taken_throughout.contains(&(id, local)) => false,
            Some((_, field)) => match field.form {
                Form::Raw => true,
                Form::Slot => !self.writer.plan.sections[self.section.0].taken.contains(&local),
                _ => false,
            },
            None => false,
        }
    }
}
