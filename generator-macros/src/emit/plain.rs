//! A function with an error, without a machine: the body as the user wrote it, each yield a call, for rustc to check.
//! Whatever else is wrong in it is shown too, once, as in any function.

use super::Writer;
use super::run::{this, written};
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
    let Function { attrs, vis, defaultness, .. } = function;
    let sig = &writer.shape.sig;
    let krate = writer.krate;
    let error = error.map(syn::Error::to_compile_error);
    let (items, late) = (&writer.plan.machine.items, writer.late);
    let this = this(writer);
    let written = written(writer, this);
    let code = written.code(body);
    let of_self = written.this.0.map(|this| quote! { let #this = self; });
    let parameters = writer.shape.parameters.iter().filter(|parameter| parameter.receiver.is_none());
    let own_parameters = parameters.map(|parameter| {
        let (name, mutability) = (&parameter.ident, parameter.mutability);
        quote! { let #mutability #name = #name; }
    });
    let checked = writer.checked(&quote! { #of_self #(#own_parameters)* #code });
    let unseen = text::MOVED_UNSEEN;
    // Where rustc finds nothing wrong, the function still can't be used.
    let unusable = error.is_none().then(|| quote!(const { ::core::panic!(#unseen) };));
    let summary = writer.shape.returned.summary();
    let value = fallback::value(&sig.output, &quote!(#krate::__private::Failed::<#summary>::new()));
    quote! {
        #error
        #(#attrs)*
        #vis #defaultness #sig {
            #(#items)*
            #(let #late = #krate::__private::Kind::new();)*
            #checked
            #[allow(unreachable_code)]
            {
                #unusable
                #value
            }
        }
    }
}
