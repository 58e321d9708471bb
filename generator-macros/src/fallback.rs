//! What is emitted with an error: the function with its signature, and a body that types, so that callers see
//! no second error and editors go on completing.

use crate::features::Feature;
use crate::parse::item::RawFunction;
use crate::signature::{Kind, Returned};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Path, ReturnType, Signature, Type};

/// `error`, then the item as it was.
pub fn unread(error: &syn::Error, item: TokenStream) -> TokenStream {
    let error = error.to_compile_error();
    quote!(#error #item)
}

/// `error`, then the function with a body that does nothing.
pub fn fallback(function: &RawFunction, krate: &Path, error: &syn::Error) -> TokenStream {
    let error = error.to_compile_error();
    let RawFunction { attrs, vis, defaultness, sig, .. } = function;
    if function.body.is_none() {
        return quote! { #error #(#attrs)* #vis #defaultness #sig; };
    }
    let (mut sig, _) = crate::signature::for_callers(sig);
    sig.constness = None;
    sig.asyncness = None;
    if is_stream_without_its_feature(&sig) {
        // What isn't known to be a stream is none.
        let item = Returned::of(&sig).ok().and_then(|returned| returned.item);
        sig.output = syn::parse_quote!(-> impl ::core::iter::Iterator<Item = #item>);
    }
    let summary = Returned::of(&sig).map_or_else(|_| syn::parse_quote!(()), |returned| returned.summary());
    let value = value(&sig.output, &quote!(#krate::__private::Failed::<#summary>::new()));
    // The parameters are of use in the real body.
    quote! {
        #error
        #(#attrs)*
        #[allow(unused, unreachable_code, clippy::all, clippy::pedantic)]
        #vis #defaultness #sig { #value }
    }
}

fn is_stream_without_its_feature(sig: &Signature) -> bool {
    let is_stream = Returned::of(sig).is_ok_and(|returned| matches!(returned.kind, Kind::Stream(_)));
    is_stream && Feature::Stream.require(&sig.ident).is_err()
}

/// A value of the type `output`: an `impl Iterator` needs a type that is one, such as that of `failed`.
pub fn value(output: &ReturnType, failed: &TokenStream) -> TokenStream {
    match output {
        ReturnType::Type(_, ty) if matches!(**ty, Type::ImplTrait(_)) => failed.clone(),
        _ => quote!(const { ::core::unreachable!() }),
    }
}
