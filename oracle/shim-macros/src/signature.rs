//! The function around the `gen` block: its parameters are moved in, and drop as a function's do.

use crate::body;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit::{self, Visit};
use syn::{AssocType, FnArg, ItemFn, Pat, ReturnType, Type};

pub fn expand(function: ItemFn) -> TokenStream {
    let ItemFn { attrs, vis, mut sig, mut block } = function;
    let mut names = Vec::new();
    let mut bindings = Vec::new();
    for (index, input) in sig.inputs.iter_mut().enumerate() {
        match input {
            FnArg::Receiver(receiver) => {
                let name = &receiver.self_token;
                names.push(quote!(#name));
            }
            FnArg::Typed(input) => {
                let pat = &input.pat;
                let (name, binding) = match &**pat {
                    Pat::Ident(simple) if simple.by_ref.is_none() && simple.subpat.is_none() => {
                        let name = simple.ident.clone();
                        (name.clone(), quote!(let #pat = #name;))
                    }
                    // As in an `async fn`: the whole argument outlives what the pattern takes of it.
                    _ => {
                        let name = format_ident!("__argument_{index}");
                        (name.clone(), quote!(let #name = #name; let #pat = #name;))
                    }
                };
                bindings.push(binding);
                *input.pat = syn::parse_quote!(#name);
                names.push(quote!(#name));
            }
        }
    }
    // Captures drop in the order of their first mention: last parameter first, as in a function.
    let captures = names.iter().rev();
    let item = item_type(&sig.output);
    body::rewrite(&mut block, &item);
    let wrap = if is_boxed(&sig.output) { quote!(::generator_core::private::Box::new) } else { quote!() };
    quote! {
        #(#attrs)*
        #[allow(unused, unreachable_code, clippy::all)]
        #vis #sig {
            #wrap (::generator_core::Gen::new(gen move {
                let _ = (#(&#captures,)*);
                #(#bindings)*
                #block
            }))
        }
    }
}

/// The `T` of `Item = T` in the return type, where a body may name it.
fn item_type(output: &ReturnType) -> Type {
    struct Find(Option<Type>);
    impl<'ast> Visit<'ast> for Find {
        fn visit_assoc_type(&mut self, assoc: &'ast AssocType) {
            if assoc.ident == "Item" && self.0.is_none() {
                self.0 = Some(assoc.ty.clone());
            }
        }
    }
    struct Opaque(bool);
    impl<'ast> Visit<'ast> for Opaque {
        fn visit_type_impl_trait(&mut self, _: &'ast syn::TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut find = Find(None);
    visit::visit_return_type(&mut find, output);
    let mut opaque = Opaque(false);
    if let Some(item) = &find.0 {
        opaque.visit_type(item);
    }
    find.0.filter(|_| !opaque.0).unwrap_or_else(|| syn::parse_quote!(_))
}

fn is_boxed(output: &ReturnType) -> bool {
    let ReturnType::Type(_, output) = output else { return false };
    matches!(&**output, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Box"))
}
