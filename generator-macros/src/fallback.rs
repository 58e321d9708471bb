//! What is emitted with an error: the function with its signature, and a body that types, so that callers see
//! no second error and editors go on completing.

use crate::parse::item::RawFunction;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{ReturnType, Type};

/// `error`, then the item as it was.
pub fn unread(error: &syn::Error, item: TokenStream) -> TokenStream {
    let error = error.to_compile_error();
    quote!(#error #item)
}

/// `error`, then the function with a body that never returns.
pub fn fallback(function: &RawFunction, error: &syn::Error) -> TokenStream {
    let error = error.to_compile_error();
    let RawFunction { attrs, vis, defaultness, sig, .. } = function;
    if function.body.is_none() {
        return quote! { #error #(#attrs)* #vis #defaultness #sig; };
    }
    let mut sig = sig.clone();
    sig.constness = None;
    sig.asyncness = None;
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
    let ReturnType::Type(_, ty) = output else { return quote!(::core::unreachable!()) };
    if !matches!(**ty, Type::ImplTrait(_)) {
        return quote!(::core::unreachable!());
    }
    // An `impl Iterator` needs a type that is one.
    let item = crate::signature::item(output).map_or_else(|| quote!(()), |item| quote!(#item));
    quote! {
        ::core::iter::Iterator::fuse(::core::iter::from_fn(|| -> ::core::option::Option<#item> {
            ::core::unreachable!()
        }))
    }
}
