//! `#[generator]` as a thin spelling of rustc's `gen` blocks. Everything that is hard about a
//! generator is left to rustc: that is what makes it an oracle.

mod body;
mod signature;

use proc_macro::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{ItemFn, parse_macro_input};

#[proc_macro_attribute]
pub fn generator(_args: TokenStream, item: TokenStream) -> TokenStream {
    signature::expand(parse_macro_input!(item as ItemFn)).into()
}

struct Functions(Vec<ItemFn>);

impl Parse for Functions {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut functions = Vec::new();
        while !input.is_empty() {
            functions.push(input.parse()?);
        }
        Ok(Functions(functions))
    }
}

#[proc_macro]
pub fn generator_items(items: TokenStream) -> TokenStream {
    let Functions(functions) = parse_macro_input!(items as Functions);
    let functions = functions.into_iter().map(signature::expand);
    quote!(#(#functions)*).into()
}
