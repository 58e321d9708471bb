//! The method of the state that tells how many items are left, from the hints of the analysis.
//!
//! `for x in xs { yield_!(x); }` →
//! `match self { Self::ForX { iter, .. } => Iterator::size_hint(iter), _ => (0, None) }`

use super::Writer;
use crate::analyse::{Hint, hints};
use crate::collections::HashSet;
use crate::ir::{Entry, LocalId, LoopId, SectionId};
use crate::plan::Form;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The method, and what it asks.
#[derive(Default)]
pub(super) struct SizeHint {
    /// Nothing, where nothing is known.
    pub method: TokenStream,
    /// The iterators that it asks, and the region in whose enum each is.
    pub asked: HashSet<(Option<LoopId>, LocalId)>,
}

/// A state that a machine can be suspended in.
enum Place {
    /// A section, by a variant of its own.
    Section(SectionId),
    /// The head of a loop.
    Head(LoopId),
}

/// Writes the method.
pub(super) fn size_hint(writer: &Writer<'_>) -> SizeHint {
    let plan = writer.plan;
    let hints = hints(plan.machine, plan.names, &writer.shape.sig.generics);
    let mut written = SizeHint::default();
    let mut arms = Vec::new();
    for section in (0..plan.machine.sections.len()).map(SectionId) {
        if !plan.sections[section.0].is_reached {
            continue;
        }
        let place = match plan.entry(section) {
            Entry::Point(point) if plan.at_head.contains(&point.0) => continue,
            Entry::Start | Entry::Point(_) => Place::Section(section),
            Entry::Loop(id) if is_suspended_at_head(writer, id) => Place::Head(id),
            Entry::Loop(_) | Entry::Head(_) | Entry::Join(_) => continue,
        };
        let hint = match place {
            Place::Section(section) => &hints.sections[section.0],
            Place::Head(id) => &hints.heads[id.0],
        };
        arms.extend(arm(writer, &place, hint, &mut written.asked));
    }
    if !arms.is_empty() {
        written.method = quote! {
            fn size_hint(&self) -> (::core::primitive::usize, ::core::option::Option<::core::primitive::usize>) {
                match self { #(#arms,)* _ => (0, ::core::option::Option::None) }
            }
        };
    }
    written
}

/// Whether a yield in a loop goes on at its head.
fn is_suspended_at_head(writer: &Writer<'_>, id: LoopId) -> bool {
    let plan = writer.plan;
    writer.region(Some(id)).iter().any(|section| match plan.entry(*section) {
        Entry::Point(point) => plan.at_head.contains(&point.0) && plan.sections[section.0].is_reached,
        _ => false,
    })
}

/// `State::Here { iter, .. } => hint`, where something is known of it.
fn arm(
    writer: &Writer<'_>,
    place: &Place,
    hint: &Hint,
    asked: &mut HashSet<(Option<LoopId>, LocalId)>,
) -> Option<TokenStream> {
    let variants = variants(writer, place);
    let held = variants.iter().flat_map(|section| iterators(writer, *section, hint));
    let held: HashSet<LocalId> = held.collect();
    let unmade = hint.rounds.keys().filter(|iter| !held.contains(iter));
    let hint = unmade.fold(hint.clone(), |hint, iter| hint.without(*iter));
    if (hint.lower, hint.upper) == (0, None) && held.is_empty() {
        return None;
    }
    let innermost = match place {
        Place::Head(id) if writer.has_states(*id) => {
            let name = writer.enum_of(Some(*id));
            Some(quote!(#name::Next))
        }
        _ => None,
    };
    let pattern = variants.iter().rev().fold(innermost, |at, section| {
        let around = writer.plan.machine.sections[section.0].around;
        let iters = iterators(writer, *section, &hint);
        asked.extend(iters.iter().map(|iter| (around, *iter)));
        Some(pattern(writer, *section, at.as_ref(), &iters))
    });
    let sum = sum(writer.krate, &hint, |iter| writer.plan.machine.local(iter).unique.clone());
    pattern.map(|pattern| quote!(#pattern => #sum))
}

/// The variants in each other that the state has at a place, by their sections, the outermost first.
fn variants(writer: &Writer<'_>, place: &Place) -> Vec<SectionId> {
    let plan = writer.plan;
    let (last, around) = match place {
        Place::Section(section) => (*section, plan.loops_around(*section)),
        Place::Head(id) => {
            let section = plan.machine.loops[id.0].section;
            (section, plan.loops_around(section))
        }
    };
    around.iter().map(|id| plan.machine.loops[id.0].section).chain([last]).collect()
}

/// The iterators that are asked and that a section's variant holds for certain, in order.
fn iterators(writer: &Writer<'_>, section: SectionId, hint: &Hint) -> Vec<LocalId> {
    let fields = writer.fields(section).into_iter().filter(|field| {
        field.form == Form::Raw && hint.rounds.get(&field.local).is_some_and(|rounds| *rounds != (0, 0))
    });
    fields.map(|field| field.local).collect()
}

/// The pattern of a section's variant, which binds `iters`, and in which the state of its loop is `at`.
fn pattern(
    writer: &Writer<'_>,
    section: SectionId,
    at: Option<&TokenStream>,
    iters: &[LocalId],
) -> TokenStream {
    let plan = writer.plan;
    let name = writer.enum_of(plan.machine.sections[section.0].around);
    let variant = writer.variant(section);
    let at = at.map(|at| {
        let field = writer.at_field();
        quote!(#field: #at)
    });
    let has_at = matches!(plan.entry(section), Entry::Loop(id) if writer.has_states(id));
    let others = writer.fields(section).len() + usize::from(has_at) > iters.len() + usize::from(at.is_some());
    let iters = iters.iter().map(|iter| {
        let name = &plan.machine.local(*iter).unique;
        quote!(#name)
    });
    let rest = others.then(|| quote!(..));
    let fields: Vec<TokenStream> = at.into_iter().chain(iters).chain(rest).collect();
    if fields.is_empty() { quote!(#name::#variant) } else { quote!(#name::#variant { #(#fields),* }) }
}

/// What the hint adds up to, where each of its iterators is bound to its `name`.
pub fn sum(krate: &syn::Path, hint: &Hint, name: impl Fn(LocalId) -> Ident) -> TokenStream {
    let rounds = hint.rounds.iter().filter(|(_, rounds)| **rounds != (0, 0)).map(|(iter, rounds)| {
        let name = name(*iter);
        let of_iterator = quote!(::core::iter::Iterator::size_hint(#name));
        match rounds {
            (1, 1) => of_iterator,
            (least, most) => {
                let (least, most) = (literal(*least), literal(*most));
                quote!(#krate::__private::in_rounds(#of_iterator, #least, #most))
            }
        }
    });
    let rounds: Vec<TokenStream> = rounds.collect();
    let (lower, upper) = (literal(hint.lower), hint.upper.map(literal));
    let upper = upper.map_or_else(
        || quote!(::core::option::Option::None),
        |upper| quote!(::core::option::Option::Some(#upper)),
    );
    let beside = (hint.lower, hint.upper) != (0, Some(0)) || rounds.is_empty();
    let beside = beside.then(|| quote!((#lower, #upper)));
    let parts = beside.into_iter().chain(rounds);
    parts.reduce(|one, other| quote!(#krate::__private::both(#one, #other))).unwrap_or_default()
}

fn literal(count: usize) -> TokenStream {
    if count == usize::MAX {
        return quote!(::core::primitive::usize::MAX);
    }
    let count = proc_macro2::Literal::usize_unsuffixed(count);
    quote!(#count)
}
