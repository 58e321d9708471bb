//! Exits: a yield hands its item out and sets the state; a jump sets what its join is handed, or the state of its loop.

use super::calls::witness;
use super::code::SectionCode;
use crate::analyse::Kind;
use crate::analyse::graph::EventId;
use crate::ir::{ExitId, LocalId, Target, UseId};
use crate::parse::delegates::is_call;
use crate::plan::{Field, Form, Value};
use crate::resolve::iterators;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

impl SectionCode<'_, '_> {
    /// `{ *out = Some(value); *state = …; return }`
    pub(super) fn suspend(&self, exit: ExitId, suspension: &syn::ExprYield) -> TokenStream {
        let value = &suspension.expr;
        let goes = self.writer.kept_at(self.goto(exit), suspension);
        let end = self.writer.protocol.end();
        let (item, name) = match is_call(suspension) {
            true => self.writer.protocol.call_of(value),
            false => self.writer.protocol.item_of(value),
        };
        let handed_out = self.writer.handed_out(&name, suspension);
        quote! {
            {
                #item
                #handed_out
                #goes
                return #end;
            }
        }
    }

    /// Sets what the target of an exit needs.
    pub(super) fn goto(&self, exit: ExitId) -> TokenStream {
        let plan = self.writer.plan;
        if !plan.graph.exits.contains_key(&exit) {
            return quote!(::core::unreachable!(););
        }
        let to = plan.target_section(exit);
        let around = plan.machine.sections[to.0].around;
        let is_left = self.puts_back_at_end && !matches!(plan.machine.exits[exit.0].target, Target::Point(_));
        let back = plan.exits[&exit].put_back.iter().filter(|_| !is_left);
        let back: Vec<TokenStream> = back.map(|local| self.put_back(*local)).collect();
        let fields: Vec<(&Field, TokenStream)> =
            self.writer.fields(to).into_iter().map(|field| (field, self.value(exit, field))).collect();
        let set = match plan.machine.exits[exit.0].target {
            Target::Join(join) => {
                let name = &plan.display.joins[join.0];
                let values: Vec<&TokenStream> = fields.iter().rev().map(|(_, value)| value).collect();
                match &values[..] {
                    [] => quote! { #name = true; },
                    [one] => quote! { #name = ::core::option::Option::Some(#one); },
                    _ => quote! { #name = ::core::option::Option::Some((#(#values),*)); },
                }
            }
            Target::Point(_) | Target::Loop(_) => {
                let (slot, of) = (self.writer.slot(around), self.writer.enum_of(around));
                let Some(variant) = self.writer.variant(to) else { return quote!() };
                let is_alone = around.is_some_and(|id| !self.writer.has_states(id));
                let at = match plan.machine.exits[exit.0].target {
                    Target::Loop(id) if self.writer.has_states(id) => {
                        let inner = self.writer.enum_of(Some(id));
                        let at = self.writer.at_field();
                        Some(quote!(#at: #inner::Next))
                    }
                    _ => None,
                };
                let fields = fields.iter().map(|(field, value)| {
                    let name = self.writer.field_name(field);
                    if name == value.to_string().as_str() { quote!(#name) } else { quote!(#name: #value) }
                });
                let fields: Vec<TokenStream> = at.into_iter().chain(fields).collect();
                if is_alone {
                    quote!()
                } else if fields.is_empty() {
                    quote! { *#slot = #of::#variant; }
                } else {
                    quote! { *#slot = #of::#variant { #(#fields),* }; }
                }
            }
        };
        quote! { #(#back)* #set }
    }

    /// Puts a variable back where it was taken out.
    pub(super) fn put_back(&self, local: LocalId) -> TokenStream {
        let Some((_, field)) = self.writer.plan.place_of(self.section, local) else { return quote!() };
        let (slot, name) = (self.writer.field_name(field), &self.writer.plan.machine.local(local).unique);
        if self.is_slot(local) {
            return quote!();
        }
        quote! { *#slot = ::core::option::Option::Some(#name); }
    }

    fn value(&self, exit: ExitId, field: &Field) -> TokenStream {
        let plan = self.writer.plan;
        let krate = self.writer.krate;
        let name = &plan.machine.local(field.local).unique;
        let values = &plan.exits[&exit].values;
        let value = values.iter().find(|(local, _)| *local == field.local).map(|(_, value)| value);
        let own_form = plan.own_form(self.section, field.local);
        let passed = own_form.map(|form| self.writer.field_name(&Field { local: field.local, form }));
        let some = |value: TokenStream| quote!(::core::option::Option::Some(#value));
        let none = quote!(::core::option::Option::None);
        match (field.form, value.unwrap_or(&Value::Nothing)) {
            (Form::Raw, _) if self.is_slot(field.local) => {
                let slot = self.slot_name(field.local);
                quote!(::core::option::Option::unwrap(#slot))
            }
            (_, Value::Slot) => {
                let slot = self.slot_name(field.local);
                // rustc doesn't know yet whether a closure is `Copy`.
                if plan.graph.closures.contains_key(&field.local) {
                    return quote!(#slot);
                }
                // Where nothing has set it, what was kept of it is still there.
                let old = self.old_name(field.local).map(|(old, _)| match own_form {
                    Some(Form::Option) => quote!(.or(#old.flatten())),
                    _ => quote!(.or(#old.and_then(|kept| kept.into_option()))),
                });
                quote!(#krate::__private::keep_slot!(#slot)#old)
            }
            (Form::Raw, _) => quote!(#name),
            (Form::Slot, Value::Nothing) => none,
            (Form::Slot, _) => some(quote!(#name)),
            (Form::Kept, Value::Keep) => quote!(#krate::__private::keep!(#name)),
            // It is set again: as it is.
            (Form::Kept, Value::Raw) => quote!(#name),
            (Form::Kept, Value::Left(event)) => self.left(*event, quote!(left), name),
            (Form::Rest, Value::Raw) => quote!(#krate::__private::Either::Whole(#name)),
            (Form::Option, Value::Pass) if own_form == Some(Form::Rest) => {
                let rest = self.writer.field_name(&Field { local: field.local, form: Form::Rest });
                let kind = super::bound::kind_name(self.writer, field.local);
                let tag = self.rest_tag(field.local).map(|tag| quote!(#tag, #kind,));
                quote!(#krate::__private::rest_option!(#tag #rest))
            }
            (Form::Rest, Value::Pass) => super::rest::passed(self, field.local, exit),
            (Form::Kept | Form::Option, Value::Pass) => match (own_form, field.form) {
                (Some(Form::Option), _) | (_, Form::Kept | Form::Rest) => quote!(#passed),
                _ => quote!(#passed.into_option()),
            },
            (Form::Kept, Value::Rest(events)) => super::rest::kept(self, field.local, events),
            (Form::Kept, Value::Nothing) => none,
            (Form::Option, Value::Nothing) => quote!(#krate::__private::nothing!(#name)),
            (Form::Option, Value::Keep | Value::Raw) => quote!(#krate::__private::keep!(#name).into_option()),
            (Form::Option, Value::Left(event)) => {
                let left = self.left(*event, quote!(left), name);
                quote!(#left.into_option())
            }
            (Form::Option, Value::Rest(events)) => {
                let kept = super::rest::kept(self, field.local, events);
                quote!(#kept.into_option())
            }
            (Form::Rest, Value::Bound) => super::bound::bound_again(self, field.local, exit),
            (_, Value::Bound) => none,
            (Form::Rest, Value::Rest(events)) => super::rest::rest(self, field.local, events, exit),
            (Form::Rest, _) => quote!(#name),
        }
    }

    /// What tells whether something is left of `local`, where parts of it are bound.
    fn rest_tag(&self, local: LocalId) -> Option<Ident> {
        let binds = self.writer.plan.binds_parts(self.section, local);
        binds.then(|| super::bound::tag_name(self.writer, local))
    }

    /// What the last use of a variable has left of it, as its type tells.
    fn left(&self, event: EventId, function: TokenStream, name: &Ident) -> TokenStream {
        let plan = self.writer.plan;
        let krate = self.writer.krate;
        let Some(used) = plan.graph.used(event) else { return quote!(#name) };
        match (&used.kind, used.id) {
            (Kind::Receiver { method }, Some(id)) if self.calls.has(id) => {
                let found = found(self, id, quote!(#name), method);
                quote!(#krate::__private::#function!(#found, #name))
            }
            // What another section has called, it has kept. Calling a closure, or capturing a variable, leaves it, as far as can be seen.
            _ => quote!(#krate::__private::keep!(#name)),
        }
    }
}

/// Whether the call on the occurrence `id` leaves its receiver, `place`.
pub(super) fn found(
    code: &SectionCode<'_, '_>,
    id: UseId,
    place: TokenStream,
    method: &Ident,
) -> TokenStream {
    let krate = code.writer.krate;
    let (call, arguments) = (witness(id), code.calls.arguments(id));
    let found =
        if iterators::is_by_reference(method) { quote!(found) } else { quote!(found_unless_iterator) };
    quote!(#krate::__private::#found!(#call, (#place), #method(#(#arguments),*)))
}
