//! A function with an error, without a machine: the body as the user wrote it, each yield a call, for rustc to check.
//! Whatever else is wrong in it is shown too, once, as in any function.

use super::run::{eager, in_turn, this, without_items};
use super::{Writer, own};
use crate::errors::text;
use crate::fallback;
use crate::parse::Function;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Block;

/// Writes the function, after `error`. Without one it is up to rustc to find what is wrong.
pub fn plain(
    function: &Function,
    writer: &Writer<'_>,
    body: &Block,
    error: Option<&syn::Error>,
) -> TokenStream {
    let Function { attrs, vis, defaultness, sig, .. } = function;
    let krate = writer.krate;
    let error = error.map(syn::Error::to_compile_error);
    let (items, late) = (&writer.plan.machine.items, writer.late);
    let this = this(writer);
    let mut body = without_items(body);
    eager(writer, &this, &mut body);
    let of_self = this.0.map(|this| quote! { let #this = self; });
    let parameters = writer.shape.parameters.iter().filter(|parameter| parameter.receiver.is_none());
    let own_parameters = parameters.map(|parameter| {
        let (name, mutability) = (&parameter.ident, parameter.mutability);
        quote! { let #mutability #name = #name; }
    });
    let stmts = in_turn(writer, &body.stmts);
    let (sink, returned, end, item) = (own("sink"), writer.returned(), writer.end(), writer.item());
    let unseen = text::MOVED_UNSEEN;
    let value = fallback::value(&sig.output, &quote!(#krate::__private::Failed::<#item>::new()));
    quote! {
        #error
        #(#attrs)*
        #vis #defaultness #sig {
            #(#items)*
            #(let #late = #krate::__private::Kind::new();)*
            let _ = |#sink: &mut dyn ::core::ops::FnMut(_)| #returned {
                #of_self
                #(#own_parameters)*
                { #(#stmts)* };
                #[allow(unreachable_code)]
                { #end }
            };
            #[allow(unreachable_code)]
            {
                // Where rustc finds nothing wrong, the function still can't be used.
                const { ::core::panic!(#unseen) };
                #value
            }
        }
    }
}
