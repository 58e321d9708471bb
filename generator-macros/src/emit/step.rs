//! The step: the sections of the body, in source order, each behind the test for its state.

use super::code::SectionCode;
use super::{Writer, own, parameter};
use crate::ir::{Entry, Head, LocalId, LoopId, SectionId, Target};
use crate::lower::next;
use crate::plan::Form;
use crate::syntax::variable;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

/// Writes the step closure.
pub(super) fn step(writer: &Writer<'_>) -> TokenStream {
    let sections = writer.sections(None);
    let krate = writer.krate;
    let types = (0..writer.plan.machine.locals.len()).filter_map(|local| writer.type_name(LocalId(local)));
    let types: Vec<Ident> = types.collect();
    let (parameters, returned, end) =
        (writer.step_parameters(), writer.protocol.returned(), writer.protocol.end());
    let state = parameter(writer, "state");
    let has_states = (0..writer.plan.machine.loops.len()).any(|id| writer.has_states(LoopId(id)));
    let emptied = writer.emptied(None);
    let done = has_states.then(|| quote!(*#state = #emptied;));
    let site = Span::call_site().located_at(writer.shape.sig.ident.span());
    let returned = if returned.is_empty() { quote_spanned!(site=> -> ()) } else { returned };
    let capture = writer.capture();
    quote_spanned! { site=>
        #capture |#parameters| #returned {
            #[allow(
                warnings, unused, nonstandard_style, unused_qualifications, unused_results, let_underscore_drop,
                single_use_lifetimes, trivial_casts, trivial_numeric_casts, elided_lifetimes_in_paths,
                explicit_outlives_requirements, unreachable_pub, clippy::all, clippy::pedantic, clippy::nursery,
                clippy::restriction
            )]
            {
                #(let #types = #krate::__private::Kind::new();)*
                #sections
                #done
                #end
            }
        }
    }
}

impl Writer<'_> {
    /// What remembers the type of `local`, if some section declares it anew and it has none written.
    pub(super) fn type_name(&self, local: LocalId) -> Option<Ident> {
        let of = self.plan.machine.local(local);
        let is_told = self.plan.told.contains(&local) && of.ty.is_none();
        is_told.then(|| format_ident!("{}_type", of.unique, span = Span::mixed_site()))
    }

    /// The place of the state of a region: `state`, or the `at` of the loop's variant.
    pub(super) fn slot(&self, around: Option<LoopId>) -> Ident {
        match self.plan.machine.loops_around(around).count() {
            0 => own("state"),
            1 => own("at"),
            depth => Ident::new(&format!("at_{depth}"), Span::mixed_site()),
        }
    }

    /// What stands in the place of what was taken out of a region's state.
    pub(super) fn emptied(&self, around: Option<LoopId>) -> TokenStream {
        let name = self.enum_of(around);
        if around.is_some() { quote!(#name::Next) } else { quote!(#name::Done) }
    }

    /// The sections of a region.
    fn sections(&self, around: Option<LoopId>) -> TokenStream {
        let joins = self.region(around).iter().filter_map(|section| self.join_declaration(*section));
        let joins: Vec<TokenStream> = joins.collect();
        let sections = self.region(around).iter().map(|section| self.section(*section));
        let sections: Vec<TokenStream> = sections.collect();
        quote! { #(#joins)* #(#sections)* }
    }

    fn join_declaration(&self, section: SectionId) -> Option<TokenStream> {
        let Entry::Join(join) = self.plan.entry(section) else { return None };
        let name = &self.plan.display.joins[join.0];
        let nothing = if self.plan.handed[section.0].is_empty() {
            quote!(false)
        } else {
            quote!(::core::option::Option::None)
        };
        Some(quote! { let mut #name = #nothing; })
    }

    /// The pattern that binds what a join or a suspension point hands on, in the order of declaration.
    pub(super) fn handed_pattern(&self, section: SectionId) -> Vec<TokenStream> {
        let fields = self.plan.handed[section.0].iter().map(|field| {
            let name = self.field_name(field);
            let mutability = self.mutability(field);
            quote!(#mutability #name)
        });
        fields.collect()
    }

    pub(super) fn mutability(&self, field: &crate::plan::Field) -> Option<TokenStream> {
        let is_mutable = match field.form {
            Form::Raw | Form::Slot => {
                self.plan.machine.local(field.local).mutability.is_some()
                    || super::rest::is_vacated(self, field.local)
            }
            Form::Rest => true,
            Form::Kept | Form::Option => false,
        };
        is_mutable.then(|| quote!(mut))
    }

    fn section(&self, section: SectionId) -> TokenStream {
        let around = self.plan.machine.sections[section.0].around;
        if !self.plan.sections[section.0].is_reached {
            return quote!();
        }
        let code = || SectionCode::new(self, section).write();
        let (slot, name) = (self.slot(around), self.enum_of(around));
        match self.plan.entry(section) {
            Entry::Point(point) if self.plan.at_head.contains(&point.0) => quote!(),
            Entry::Start | Entry::Point(_) => {
                let Some(variant) = self.variant(section) else { return quote!() };
                let fields = self.handed_pattern(section);
                let code = code();
                let resumes = self.clears(around);
                if fields.is_empty() {
                    return quote! { if let #name::#variant = #slot { #resumes #code } };
                }
                let emptied = self.emptied(around);
                quote! {
                    if let #name::#variant { .. } = #slot {
                        let #name::#variant { #(#fields),* } = ::core::mem::replace(#slot, #emptied) else {
                            ::core::unreachable!()
                        };
                        #resumes
                        #code
                    }
                }
            }
            Entry::Join(join) => {
                let after = &self.plan.display.joins[join.0];
                let fields = self.handed_pattern(section);
                let code = code();
                match &fields[..] {
                    [] => quote! { if #after { #code } },
                    [one] => quote! { if let ::core::option::Option::Some(#one) = #after { #code } },
                    _ => quote! { if let ::core::option::Option::Some((#(#fields),*)) = #after { #code } },
                }
            }
            Entry::Loop(id) => {
                let Some(variant) = self.variant(section) else { return quote!() };
                let at = self.has_states(id).then(|| {
                    let (field, at) = (self.at_field(), self.slot(Some(id)));
                    if field == at { quote!(#at) } else { quote!(#field: #at) }
                });
                let places = SectionCode::new(self, section).places();
                let fields = self.plan.kept[id.0].iter().map(|field| {
                    let name = self.field_name(field);
                    match places.iter().find(|(_, known)| *known == name) {
                        Some((place, _)) => quote!(#name: #place),
                        None => name.into_token_stream(),
                    }
                });
                let fields: Vec<TokenStream> = at.into_iter().chain(fields).collect();
                let code = code();
                let pattern = if fields.is_empty() { quote!() } else { quote!({ #(#fields),* }) };
                // rustc follows the state better where it is set in the branch that knows it.
                let falls = self.plan.graph.exits.iter().any(|(exit, at)| {
                    self.plan.section_of(*at) == section
                        && matches!(self.plan.machine.exits[exit.0].target, Target::Loop(_))
                });
                let emptied = self.emptied(around);
                let ends = (around.is_some() && !falls).then(|| quote!(*#slot = #emptied;));
                quote! { if let #name::#variant #pattern = #slot { #code #ends } }
            }
            Entry::Head(_) => code(),
        }
    }

    /// Whether the region of a loop tells a round that begins within the body from others.
    pub(super) fn clears(&self, around: Option<LoopId>) -> Option<TokenStream> {
        let around = around.filter(|id| self.has_states(*id))?;
        let resumes = self.resumes(around);
        Some(quote! { #resumes = false; })
    }

    /// Clears the flags of the loops around a section that one of `labels` names: a jump to their heads begins a round.
    pub(super) fn clears_labelled(&self, section: SectionId, labels: &[syn::Lifetime]) -> TokenStream {
        let around = self.plan.loops_around(section);
        let named = around.iter().filter(|id| {
            let label = &self.plan.machine.loops[id.0].label;
            self.has_states(**id)
                && label
                    .as_ref()
                    .is_some_and(|label| labels.iter().any(|named| named.ident == label.name.ident))
        });
        let flags: Vec<Ident> = named.map(|id| self.resumes(*id)).collect();
        quote! { #(#flags = false;)* }
    }

    fn resumes(&self, id: LoopId) -> Ident {
        match self.plan.machine.loops_around(Some(id)).count() {
            1 => own("resumes"),
            depth => Ident::new(&format!("resumes_{depth}"), Span::mixed_site()),
        }
    }

    /// A loop, in the code of its section.
    pub(super) fn machine_loop(&self, id: LoopId) -> TokenStream {
        let own_loop = &self.plan.machine.loops[id.0];
        let label = &own_loop.label;
        let Some((head, rest)) = own_loop.region.split_first() else { return quote!() };
        let rest: Vec<&SectionId> = rest
            .iter()
            .filter(|section| match self.plan.entry(**section) {
                Entry::Point(point) => {
                    !self.plan.at_head.contains(&point.0) && self.plan.sections[section.0].is_reached
                }
                _ => self.plan.sections[section.0].is_reached,
            })
            .collect();
        let mut code = SectionCode::new(self, *head);
        let cond = match &own_loop.head {
            Head::For { iter, pat, iterable } => {
                let name = &self.plan.machine.local(*iter).unique;
                Some(code.head((**pat).clone(), variable(name), *iterable))
            }
            Head::While(cond) => Some(code.condition(cond)),
            Head::Loop => None,
        };
        let beginning = code.beginning();
        let body = code.whole_code();
        let bound = match &own_loop.head {
            Head::For { pat, .. } => self.plan.names.bindings(pat),
            Head::While(cond) => self.plan.names.condition_bindings(cond),
            Head::Loop => Vec::new(),
        };
        let again = code.mutable_again(&bound);
        let body = quote! { #again #body };
        if rest.is_empty() && beginning.is_empty() {
            return match cond {
                Some(cond) => quote! { #label while #cond { #body } },
                None => quote! { #label loop { #body } },
            };
        }
        let leaving = code.put_back_after(id);
        let body = match (&own_loop.head, cond) {
            (Head::For { .. }, Some(cond)) => quote! { #cond else { break }; #beginning #body },
            (_, Some(cond)) => quote! { #beginning if #cond { #body } else { #leaving break } },
            (_, None) => quote! { #beginning #body },
        };
        let joins = own_loop.region.iter().filter_map(|section| self.join_declaration(*section));
        let joins: Vec<TokenStream> = joins.collect();
        let sections: Vec<TokenStream> = rest.iter().map(|section| self.section(**section)).collect();
        if !self.has_states(id) {
            return quote! { #label loop { #(#joins)* { #body } #(#sections)* } };
        }
        let (resumes, at, name) = (self.resumes(id), self.slot(Some(id)), self.enum_of(Some(id)));
        let begin = format_ident!("Next");
        quote! {
            {
                let mut #resumes = !::core::matches!(#at, #name::#begin);
                #label loop {
                    #(#joins)*
                    if !#resumes {
                        *#at = #name::#begin;
                        #body
                    }
                    #(#sections)*
                    #resumes = false;
                }
            }
        }
    }

    /// `let Some(pattern) = Iterator::next(&mut iter)`
    pub(super) fn next_of(&self, pat: syn::Pat, iter: syn::Expr, span: Span) -> syn::Expr {
        next(pat, iter, span)
    }
}
