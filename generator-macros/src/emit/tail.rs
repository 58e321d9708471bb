//! Where nothing of the body is left: a generator that runs others in its place isn't kept behind a call there.
//!
//! Behind the last `yield_from!(walk(right))` of a body → `Self::Yield3 { node_kept } => has_no_drop(node_kept)`.

use super::Writer;
use super::shape::is_empty;
use crate::ir::marks::Placeholder;
use crate::ir::{Entry, Section, SectionId, Target};
use proc_macro2::TokenStream;
use quote::quote;
use syn::Stmt;

/// Writes what the runtime asks of the state of such a generator, of the type `state`.
pub(super) fn tail(writer: &Writer<'_>, generics: &[TokenStream], state: &TokenStream) -> TokenStream {
    if writer.protocol.recursion().is_none() {
        return TokenStream::new();
    }
    let (krate, root) = (writer.krate, &writer.plan.display.root);
    let arms = writer.plan.machine.root.iter().filter_map(|section| {
        let Entry::Point(_) = writer.plan.entry(*section) else { return None };
        if !writer.plan.sections[section.0].is_reached || !is_at_the_end(writer, *section) {
            return None;
        }
        let variant = writer.variant(*section)?;
        let fields: Vec<_> =
            writer.fields(*section).into_iter().map(|field| writer.field_name(field)).collect();
        Some(if fields.is_empty() {
            quote!(#root::#variant => true,)
        } else {
            let drops = fields.iter().map(|field| quote!(#krate::__private::has_no_drop(#field)));
            quote!(#root::#variant { #(#fields),* } => #(#drops)&&*,)
        })
    });
    let arms: Vec<TokenStream> = arms.collect();
    quote! {
        #[automatically_derived]
        impl<#(#generics),*> #krate::__private::Tail for #state {
            fn is_over(&self) -> ::core::primitive::bool {
                match self {
                    #(#arms)*
                    #root::Done => true,
                    _ => false,
                }
            }
        }
    }
}

/// Whether a section does nothing but end, maybe where paths meet.
fn is_at_the_end(writer: &Writer<'_>, section: SectionId) -> bool {
    let machine = writer.plan.machine;
    let Section { code, around, .. } = &machine.sections[section.0];
    let (last, before) = match code.split_last() {
        Some((Stmt::Expr(last, _), before)) => (Placeholder::of(last), before),
        _ => (None, &code[..]),
    };
    let ends = match last {
        Some(Placeholder::Goto(exit, _)) => match machine.exits[exit.0].target {
            Target::Join(_) => is_at_the_end(writer, writer.plan.target_section(exit)),
            Target::Point(_) | Target::Loop(_) => false,
        },
        _ => return around.is_none() && is_empty(code),
    };
    around.is_none() && ends && is_empty(before)
}
