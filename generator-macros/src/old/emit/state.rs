//! The state: its enums, each generic over the types of its fields, and its first value.

use super::Plan;
use crate::collections::{HashMap, HashSet};
use crate::ir::fresh::Fresh;
use crate::old::initialised::Presence;
use crate::old::ir::LocalId;
use crate::old::layout::{EnumId, Layout, VariantId};
use crate::old::names::camel_case;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;

/// The enums, and what the runtime must know of the first. `emptied` are the enums that need a variant for a
/// place whose value was taken out.
pub fn state(plan: &Plan<'_>, emptied: &HashSet<EnumId>) -> TokenStream {
    let ids = (0..plan.layout.enums.len()).map(EnumId);
    let enums = ids.map(|id| enumeration(plan, id, emptied));
    let root = &plan.display.enums[Layout::ROOT.0];
    let krate = plan.krate;
    let parameters = Parameters::of(plan, Layout::ROOT).names;
    quote! {
        #(#enums)*
        #[automatically_derived]
        impl<#(#parameters),*> #krate::State for #root<#(#parameters),*> {
            const DONE: Self = #root::Done;
            fn status(&self) -> #krate::Status {
                match self {
                    #root::Start { .. } => #krate::Status::Created,
                    #root::Done => #krate::Status::Done,
                    _ => #krate::Status::Suspended,
                }
            }
        }
    }
}

/// `Start { parameter, … }`
pub fn start(plan: &Plan<'_>) -> TokenStream {
    let root = &plan.display.enums[Layout::ROOT.0];
    let fields =
        plan.shape.parameters.iter().zip(&plan.machine.parameters).rev().map(|(parameter, local)| {
            let (field, value) = (field(plan, *local), &parameter.ident);
            if field == *value { quote!(#value) } else { quote!(#field: #value) }
        });
    quote! { #root::Start { #(#fields),* } }
}

/// The name of a variable's field.
pub fn field(plan: &Plan<'_>, local: LocalId) -> Ident {
    plan.display.locals[local.0].clone()
}

/// The type parameters of an enum: one for each variable that it keeps, and one for each enum inside.
struct Parameters {
    of: HashMap<Slot, Ident>,
    names: Vec<Ident>,
    fresh: Fresh,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Slot {
    Local(LocalId),
    At(EnumId),
}

impl Parameters {
    fn of(plan: &Plan<'_>, id: EnumId) -> Self {
        let mut parameters =
            Parameters { of: HashMap::default(), names: Vec::new(), fresh: Fresh::separated_by("") };
        // None of them may hide the enum itself.
        parameters.fresh.note(plan.display.enums[id.0].to_string());
        for variant in plan.layout.enums[id.0].iter().map(|id| plan.layout.variant(*id)) {
            for (local, _) in variant.before.iter().copied() {
                parameters.add(Slot::Local(local), &field(plan, local));
            }
            if let Some(at) = variant.at {
                parameters.add(Slot::At(at), &plan.display.enums[at.0]);
            }
            for (local, _) in variant.after.iter().copied() {
                parameters.add(Slot::Local(local), &field(plan, local));
            }
        }
        parameters
    }

    fn add(&mut self, slot: Slot, name: &Ident) {
        if self.of.contains_key(&slot) {
            return;
        }
        let wanted = camel_case(&name.unraw().to_string());
        let name = Ident::new(&self.fresh.name(&wanted), Span::call_site());
        self.names.push(name.clone());
        self.of.insert(slot, name);
    }

    fn name(&self, slot: Slot) -> Option<&Ident> {
        self.of.get(&slot)
    }
}

fn enumeration(plan: &Plan<'_>, id: EnumId, emptied: &HashSet<EnumId>) -> TokenStream {
    let name = &plan.display.enums[id.0];
    let parameters = Parameters::of(plan, id);
    let variants = plan.layout.enums[id.0].iter().map(|id| variant(plan, *id, &parameters));
    let last =
        if id == Layout::ROOT { Some(quote!(Done)) } else { emptied.contains(&id).then(|| quote!(Taken)) };
    let last = last.into_iter();
    let names = &parameters.names;
    let generics = if names.is_empty() { quote!() } else { quote!(<#(#names),*>) };
    // What isn't promised nobody can use, and rustc would spend time on it.
    let clone = plan.shape.promises("Clone").then(|| quote!(::core::clone::Clone));
    let debug = plan.shape.promises("Debug").then(|| quote!(::core::fmt::Debug));
    let derived: Vec<TokenStream> = clone.into_iter().chain(debug).collect();
    let derive = (!derived.is_empty()).then(|| quote!(#[derive(#(#derived),*)]));
    quote! {
        #derive
        #[allow(dead_code)]
        enum #name #generics {
            #(#variants,)*
            #(#last,)*
        }
    }
}

fn variant(plan: &Plan<'_>, id: VariantId, parameters: &Parameters) -> TokenStream {
    let name = &plan.display.variants[id.0];
    let variant = plan.layout.variant(id);
    if !variant.has_braces() {
        return quote!(#name);
    }
    let one = |(local, presence): &(LocalId, Presence)| {
        let (field, ty) = (field(plan, *local), parameters.name(Slot::Local(*local)));
        match presence {
            Presence::Always => quote!(#field: #ty),
            Presence::Maybe => quote!(#field: ::core::option::Option<#ty>),
        }
    };
    let before = variant.before.iter().map(one);
    let at = variant.at.map(|at| {
        let ty = parameters.name(Slot::At(at));
        let at = &plan.display.at;
        quote!(#at: #ty)
    });
    let after = variant.after.iter().map(one);
    let fields = before.chain(at).chain(after);
    quote!(#name { #(#fields),* })
}
