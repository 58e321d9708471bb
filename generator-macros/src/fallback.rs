//! What is emitted with an error: the function with its signature, and a body that types, so that callers see
//! no second error and editors go on completing.

use crate::parse::item::RawFunction;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{ReturnType, Type};

/// `error`, then the function with a body that never returns.
pub fn fallback(function: &RawFunction, error: &syn::Error) -> TokenStream {
    let error = error.to_compile_error();
    let RawFunction { attrs, vis, defaultness, sig, .. } = function;
    if function.body.is_none() {
        return quote! { #error #(#attrs)* #vis #defaultness #sig; };
    }
    let body = body(&sig.output);
    // The parameters are of use in the real body.
    quote! {
        #error
        #(#attrs)*
        #[allow(unused, unreachable_code, clippy::all, clippy::pedantic)]
        #vis #defaultness #sig { #body }
    }
}

fn body(output: &ReturnType) -> TokenStream {
    let iterator = match output {
        ReturnType::Type(_, ty) => matches!(**ty, Type::ImplTrait(_)),
        ReturnType::Default => false,
    };
    if iterator {
        // An `impl Iterator` needs a type that is one.
        quote!(::core::iter::from_fn(|| ::core::unreachable!()))
    } else {
        quote!(::core::unreachable!())
    }
}
