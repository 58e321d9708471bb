//! A generator in the middle of a function: its state, and the step. The body as written is only checked.
//!
//! `move || { yield!(n) }` → `{ enum …; if false { checked(move |sink| sink(n)) } Stepped::new(Start { n }, move |state, out| …) }`
//!
//! Both closures capture what isn't in the state. So the first stands where it is never made: what it would move, the second may.

use super::this::This;
use super::{Writer, own, parameter, run, state, step};
use crate::spans::Spans;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Block;

/// Writes the expression.
pub fn emit_expression(writer: &Writer<'_>, body: &Block) -> TokenStream {
    let krate = writer.krate;
    let hoisted = &writer.plan.machine.items;
    let (state, start, step) = (state::state(writer), state::start(writer), step::step(writer));
    let (sink, items) = (parameter(writer, "sink"), own("item_type"));
    let (returned, code) = (writer.protocol.returned(), run::written(writer, This(None)).code(body));
    let place = Spans::from(Span::call_site().located_at(writer.shape.sig.ident.span()));
    let machine = place.call(quote!(#krate::__private::Stepped::new), quote!(#items, #start, #step));
    let late = writer.late;
    quote! {
        {
            #(#hoisted)*
            #state
            let #items = #krate::__private::Kind::new();
            #(let #late = #krate::__private::Kind::new();)*
            if false {
                #krate::__private::checked(#items, move |#sink: &mut dyn ::core::ops::FnMut(_)| #returned { #code });
                ::core::unreachable!()
            }
            #machine
        }
    }
}
