//! Exits: a yield hands its item out and sets the state; a jump sets what its join is handed, or the state of its loop.

use super::Writer;
use super::code::SectionCode;
use super::own;
use crate::analyse::Kind;
use crate::analyse::graph::EventId;
use crate::ir::marks::use_of;
use crate::ir::{ExitId, LocalId, SectionId, Target, UseId};
use crate::plan::{Field, Form, Value};
use crate::resolve::iterators;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Expr;

impl SectionCode<'_, '_> {
    /// `{ *out = Some(value); *state = …; return }`
    pub(super) fn suspend(&self, exit: ExitId, suspension: &syn::ExprYield) -> TokenStream {
        let out = own("out");
        let value = &suspension.expr;
        let goes = self.goto(exit);
        let end = self.writer.end();
        let (item, name) = self.writer.item_of(value);
        quote! {
            {
                #item
                *#out = ::core::option::Option::Some(#name);
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
        let back = plan.exits[&exit].put_back.iter().map(|local| self.put_back(*local));
        let back: Vec<TokenStream> = back.collect();
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
            (Form::Rest, Value::Pass) if super::rest::is_met(self.writer, exit) => quote!(#passed.either()),
            (Form::Rest, Value::Raw) => quote!(#krate::__private::Either::Whole(#name)),
            (Form::Option, Value::Pass) if own_form == Some(Form::Rest) => {
                let rest = self.writer.field_name(&Field { local: field.local, form: Form::Rest });
                let kind = super::rest::kind_name(self.writer, field.local);
                let tag = self.rest_tag(field.local).map(|tag| quote!(#tag, #kind,));
                quote!(#krate::__private::rest_option!(#tag #rest))
            }
            (Form::Rest, Value::Pass) => quote!(#passed),
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
            (Form::Rest, Value::Bound) => super::rest::bound_again(self, field.local, exit),
            (_, Value::Bound) => none,
            (Form::Rest, Value::Rest(events)) => super::rest::rest(self, field.local, events, exit),
            (Form::Rest, _) => quote!(#name),
        }
    }

    /// What tells whether something is left of `local`, where parts of it are bound.
    fn rest_tag(&self, local: LocalId) -> Option<Ident> {
        let binds = self.writer.plan.binds_parts(self.section, local);
        binds.then(|| super::rest::tag_name(self.writer, local))
    }

    /// What the last use of a variable has left of it, as its type tells.
    fn left(&self, event: EventId, function: TokenStream, name: &Ident) -> TokenStream {
        let plan = self.writer.plan;
        let krate = self.writer.krate;
        let Some(used) = plan.graph.used(event) else { return quote!(#name) };
        match (&used.kind, used.id) {
            (Kind::Receiver { method }, Some(id)) => {
                let found = found(self, id, quote!(#name), method);
                quote!(#krate::__private::#function!(#found, #name))
            }
            // Calling a closure, or capturing a variable, leaves it, as far as can be seen.
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
    let (call, arguments) = (witness(id), arguments(code.writer, code.section, id));
    let found =
        if iterators::is_by_reference(method) { quote!(found) } else { quote!(found_unless_iterator) };
    quote!(#krate::__private::#found!(#call, (#place), #method(#(#arguments),*)))
}

/// What stands for the call that a variable's last use is the receiver of.
pub(super) fn witness(id: UseId) -> Ident {
    Ident::new(&format!("call_{}", id.0), Span::mixed_site())
}

fn argument_witness(id: UseId, index: usize) -> Ident {
    Ident::new(&format!("argument_{}_{index}", id.0), Span::mixed_site())
}

/// The occurrences of variables whose calls some exit of `section` asks about.
fn asked(writer: &Writer<'_>, section: SectionId) -> Vec<UseId> {
    let plan = writer.plan;
    let mut asked = Vec::new();
    for (exit, at) in &plan.graph.exits {
        if plan.section_of(*at) != section {
            continue;
        }
        for (_, value) in &plan.exits[exit].values {
            let events: &[EventId] = match value {
                Value::Left(event) => std::slice::from_ref(event),
                Value::Rest(events) => events,
                _ => &[],
            };
            for event in events {
                if let Some(used) = plan.graph.used(*event)
                    && let (Kind::Receiver { .. }, Some(id)) = (&used.kind, used.id)
                    && plan.section_of(*event) == section
                    && !asked.contains(&id)
                {
                    asked.push(id);
                }
            }
        }
    }
    asked.sort();
    asked
}

/// The call on the occurrence `id`, in the code of `section`.
fn call_of(writer: &Writer<'_>, section: SectionId, id: UseId) -> Option<syn::ExprMethodCall> {
    use syn::visit::{self, Visit};
    struct Finder(UseId, Option<syn::ExprMethodCall>);
    impl Visit<'_> for Finder {
        fn visit_expr_method_call(&mut self, call: &syn::ExprMethodCall) {
            if receiver_use(&call.receiver) == Some(self.0) {
                self.1 = Some(call.clone());
            }
            visit::visit_expr_method_call(self, call);
        }
    }
    let mut finder = Finder(id, None);
    writer.plan.machine.sections[section.0].code.iter().for_each(|stmt| finder.visit_stmt(stmt));
    if let crate::ir::Entry::Head(id) = writer.plan.entry(section)
        && let crate::ir::Head::While(cond) = &writer.plan.machine.loops[id.0].head
    {
        finder.visit_expr(cond);
    }
    finder.1
}

fn receiver_use(receiver: &Expr) -> Option<UseId> {
    match receiver {
        Expr::Path(path) => use_of(&path.attrs),
        Expr::Paren(paren) => receiver_use(&paren.expr),
        Expr::Field(field) => receiver_use(&field.base),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => receiver_use(&unary.expr),
        Expr::Group(group) => receiver_use(&group.expr),
        _ => None,
    }
}

pub(super) fn arguments(writer: &Writer<'_>, section: SectionId, id: UseId) -> Vec<Ident> {
    let call = call_of(writer, section, id);
    let count = call.map_or(0, |call| call.args.len());
    (0..count).map(|index| argument_witness(id, index)).collect()
}

/// Whether the call on the occurrence `id` stands in `section`, and its type is remembered.
pub(super) fn is_called(writer: &Writer<'_>, section: SectionId, id: UseId) -> bool {
    asked(writer, section).contains(&id) && call_of(writer, section, id).is_some()
}

/// What remembers the types of the calls that the exits of a section ask about.
pub(super) fn witnesses(writer: &Writer<'_>, section: SectionId) -> TokenStream {
    let krate = writer.krate;
    let names = asked(writer, section)
        .into_iter()
        .flat_map(|id| std::iter::once(witness(id)).chain(arguments(writer, section, id)));
    let names: Vec<Ident> = names.collect();
    quote! { #(let #names = #krate::__private::Kind::new();)* }
}

/// A call whose type is remembered.
pub(super) struct Noted {
    call: Ident,
    arguments: Vec<Ident>,
}

/// Whether the type of the call `expr` is to be remembered.
pub(super) fn noted(writer: &Writer<'_>, section: SectionId, expr: &Expr) -> Option<Noted> {
    let Expr::MethodCall(call) = expr else { return None };
    let id = receiver_use(&call.receiver)?;
    asked(writer, section).contains(&id).then(|| Noted {
        call: witness(id),
        arguments: (0..call.args.len()).map(|index| argument_witness(id, index)).collect(),
    })
}

impl Noted {
    pub(super) fn apply(&self, expr: &mut Expr) {
        let Expr::MethodCall(call) = expr else { return };
        for (argument, name) in call.args.iter_mut().zip(&self.arguments) {
            *argument = Expr::Verbatim(match &argument {
                // It keeps what the method tells of its parameters' types.
                Expr::Closure(_) => quote!(loop { break #argument; break #name.get(); }),
                _ => quote!(#name.note(#argument)),
            });
        }
        let name = &self.call;
        *expr = Expr::Verbatim(quote!(#name.note(#call)));
    }
}
