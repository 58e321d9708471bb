//! The closure that tells how many items are left in a state.
//!
//! `for x in xs { yield_!(x); }` → `|state| match state { State::ForX { iter } => Iterator::size_hint(iter), _ => (0, None) }`

use super::Plan;
use crate::analyse::Hint;
use crate::emit::sum;
use crate::ir::fresh::Fresh;
use crate::old::hints::hints;
use crate::old::initialised::Presence;
use crate::old::ir::LocalId;
use crate::old::layout::VariantId;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use std::collections::BTreeMap;

/// Writes the closure.
pub fn size_hint(plan: &Plan<'_>) -> TokenStream {
    let hints = hints(plan.machine, plan.names);
    let arms = hints.iter().filter_map(|(point, hint)| arm(plan, plan.layout.path(*point), hint));
    let arms: Vec<TokenStream> = arms.collect();
    let unknown = quote!((0, ::core::option::Option::None));
    if arms.is_empty() {
        return quote!(|_| #unknown);
    }
    let state = super::step::state_ident(plan);
    quote! { |#state| match #state { #(#arms,)* _ => #unknown } }
}

/// `State::Here { iter, .. } => hint`, where something is known of it.
fn arm(plan: &Plan<'_>, path: &[VariantId], hint: &Hint) -> Option<TokenStream> {
    let names = iterators(plan, path, hint);
    let unmade = hint.rounds.keys().filter(|iter| !names.contains_key(iter));
    let hint = unmade.fold(hint.clone(), |hint, iter| hint.without(*iter));
    if (hint.lower, hint.upper) == (0, None) && names.is_empty() {
        return None;
    }
    let pattern = pattern(plan, path, &names)?;
    let sum = sum(plan.krate, &hint, |iter| names[&iter].clone());
    Some(quote!(#pattern => #sum))
}

/// The iterators that the state holds on `path` and that are asked, and their names in the pattern.
fn iterators(plan: &Plan<'_>, path: &[VariantId], hint: &Hint) -> BTreeMap<LocalId, Ident> {
    let mut names: BTreeMap<LocalId, Ident> = BTreeMap::new();
    let mut fresh = Fresh::separated_by("_");
    for (iter, presence) in plan.layout.fields(path) {
        let is_asked = hint.rounds.get(&iter).is_some_and(|rounds| *rounds != (0, 0));
        if is_asked && presence == Presence::Always {
            let field = super::state::field(plan, iter);
            let name = format_ident!("{}", fresh.name(&field.to_string()), span = field.span());
            names.insert(iter, name);
        }
    }
    names
}

/// The pattern of the state in the variants of `path`, which binds the iterators `names`.
fn pattern(plan: &Plan<'_>, path: &[VariantId], names: &BTreeMap<LocalId, Ident>) -> Option<TokenStream> {
    let (first, inner) = path.split_first()?;
    let variant = plan.layout.variant(*first);
    let (of, name) = (&plan.display.enums[variant.of.0], &plan.display.variants[first.0]);
    let iters = variant.fields().filter_map(|(local, _)| Some((local, names.get(&local)?)));
    let iters = iters.map(|(local, name)| {
        let field = super::state::field(plan, local);
        if field == *name { quote!(#name) } else { quote!(#field: #name) }
    });
    let at = pattern(plan, inner, names).map(|inner| {
        let at = &plan.display.at;
        quote!(#at: #inner)
    });
    let fields: Vec<TokenStream> = at.into_iter().chain(iters).collect();
    let all = fields.len() == variant.fields().count() + usize::from(variant.at.is_some());
    let rest = (!all).then(|| quote!(..));
    let fields = fields.into_iter().chain(rest);
    Some(if variant.has_braces() { quote!(#of::#name { #(#fields),* }) } else { quote!(#of::#name) })
}
