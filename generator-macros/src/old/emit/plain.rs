//! A function with an error, as a plain function: the body as the user wrote it, each yield a call, for rustc to
//! check. Whatever else is wrong in it is shown too, once, as in any function.

use super::fold::{Run, run};
use crate::emit::this::This;
use crate::errors::text;
use crate::fallback;
use crate::parse::Function;
use crate::signature::Shape;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

/// Writes the function, after `error`. Without one it is up to rustc to find what is wrong.
pub fn plain(function: &Function, krate: &Path, shape: &Shape, error: Option<&syn::Error>) -> TokenStream {
    let Function { attrs, vis, defaultness, sig, block, .. } = function;
    let error = error.map(syn::Error::to_compile_error);
    let Run { body, sink, fails } = run(krate, shape, &This(None), block.clone());
    let last = super::step::last_ident();
    let declared = fails.then(|| quote!(let mut #last = ::core::option::Option::None;));
    let handed_out = fails.then(|| quote!(#last.map(#sink);));
    let unseen = text::MOVED_UNSEEN;
    let value = fallback::value(&sig.output, &quote!(#krate::__private::Failed::of(#sink)));
    quote! {
        #error
        #(#attrs)*
        #vis #defaultness #sig {
            let #sink = |_| ();
            #declared
            #body
            #[allow(unreachable_code)]
            {
                #handed_out
                // Where rustc finds nothing wrong, the function still can't be used.
                const { ::core::panic!(#unseen) };
                #value
            }
        }
    }
}
