//! A body that stays as it is written: a function that makes it an `async` closure, in which each yield is awaited.
//!
//! `fn f(n: u32) -> … { yield_!(n); }` → `boxed((n,), Unknown, async |(n,), mut yielder: Yielder<'_, u32>| { … },
//! |(n,), sink| { … })`, the second closure the same body for `fold`.

use super::protocol::{Protocol, named};
use super::this::This;
use super::written::{Bound, Written, Yields, is_shared};
use super::{OWN_NAMES, own};
use crate::ir::fresh::Fresh;
use crate::length::Length;
use crate::parse::Function;
use crate::signature::{Form, Parameter, Shape};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Block, Path, Token};

/// Everything that the emission of one function reads.
pub struct Awaited<'a> {
    pub krate: &'a Path,
    pub shape: &'a Shape,
    pub protocol: Protocol<'a>,
    pub body: &'a Block,
    /// How many items it hands out, if something is known of that.
    pub length: Option<Length>,
}

/// Writes the function.
pub fn emit(function: &Function, awaited: &Awaited<'_>) -> TokenStream {
    let Awaited { krate, shape, .. } = awaited;
    let items = awaited.body.stmts.iter().filter(|stmt| is_shared(stmt));
    let (args, body) = (awaited.in_tuple(|parameter| parameter.ident.clone()), awaited.body());
    let (name, arguments) = match shape.form {
        Form::Boxed if shape.returned.coroutine().is_some() => {
            (quote!(boxed_coroutine), quote!(#args, #body))
        }
        Form::Boxed => {
            let (length, run) = (awaited.length(), awaited.run());
            (quote!(boxed), quote!(#args, #length, #body, #run))
        }
        Form::Pinned => (quote!(pinned), quote!(#args, #body)),
        Form::Stream | Form::Machine => (quote!(stream), quote!(#args, #body)),
    };
    super::function(function, shape, &quote!(#(#items)*), quote!(#krate::__private::#name), arguments)
}

/// Writes an expression, which captures as the closure does that its author wrote.
pub fn emit_expression(awaited: &Awaited<'_>, captures: Option<Token![move]>) -> TokenStream {
    let Awaited { krate, shape, protocol, .. } = awaited;
    let items = awaited.body.stmts.iter().filter(|stmt| is_shared(stmt));
    let name = if shape.form.awaits() { quote!(stream_expression) } else { quote!(boxed_expression) };
    let (yielder, item) = (own("yielder"), protocol.item());
    let yielder = quote!(mut #yielder: #krate::__private::Yielder<'_, #item>);
    let before = protocol.item_type().map(|items| quote!(let #items = #krate::__private::Kind::new();));
    let (yields, bound) = (Yields::Awaited, Bound::Behind);
    let code = Written { protocol, shape, this: This(None), yields, bound }.code(awaited.body);
    let returned = protocol.returned();
    let allow = shape.allowed();
    quote! {
        {
            #(#items)*
            #allow
            #krate::__private::#name(async #captures |#yielder| #returned {
                #before
                #code
            })
        }
    }
}

impl Awaited<'_> {
    /// `(b, a,)`, as the parameters `a` and `b` drop.
    fn in_tuple(&self, name: impl Fn(&Parameter) -> Ident) -> TokenStream {
        let names = self.shape.parameters.iter().rev().map(name);
        quote!((#(#names,)*))
    }

    /// The async closure.
    fn body(&self) -> TokenStream {
        let (krate, item) = (self.krate, self.protocol.item());
        let yielder = own("yielder");
        let Some(coroutine) = self.protocol.coroutine() else {
            let yielder = quote!(mut #yielder: #krate::__private::Yielder<'_, #item>);
            let returned = self.protocol.returned();
            return self.closure(&quote!(async), &yielder, &quote!(), returned, Yields::Awaited);
        };
        let (ty, argument) = (&coroutine.argument, self.protocol.argument);
        let first = own("first");
        let yielder = quote!(mut #yielder: #krate::__private::Yielder<'_, #item, #ty>, #first: #ty);
        let before = quote! {
            #[allow(unused)]
            let mut #argument = #krate::__private::Argument::new(#first);
        };
        let returned = named(coroutine.returned.as_ref());
        self.closure(&quote!(async), &yielder, &before, quote!(-> #returned), Yields::Awaited)
    }

    /// The closure that `fold` runs.
    fn run(&self) -> TokenStream {
        let sink = own("sink");
        let sink = quote!(#sink: &mut dyn ::core::ops::FnMut(_));
        self.closure(&quote!(), &sink, &quote!(), self.protocol.returned(), Yields::Called)
    }

    /// `|(b, a,), handing_out| -> returned { before; let a = a; let b = b; … }`
    fn closure(
        &self,
        asyncness: &TokenStream,
        handing_out: &TokenStream,
        before: &TokenStream,
        returned: TokenStream,
        yields: Yields,
    ) -> TokenStream {
        let (protocol, shape, this) = (&self.protocol, self.shape, self.this());
        let written = Written { protocol, shape, this, yields, bound: Bound::Behind };
        let args = self.in_tuple(|parameter| own(&written.name(parameter).to_string()));
        let code = written.code(self.body);
        let site = Span::call_site().located_at(self.shape.sig.ident.span());
        let returned = if returned.is_empty() { quote_spanned!(site=> -> ()) } else { returned };
        quote_spanned! { site=>
            #asyncness |#args, #handing_out| #returned {
                #before
                #code
            }
        }
    }

    /// What `self` is called in the body.
    fn this(&self) -> This {
        let receiver = self.shape.parameters.iter().find_map(|parameter| parameter.receiver.as_ref());
        This(receiver.map(|receiver| {
            let name = Fresh::of(self.shape, self.body, &OWN_NAMES).name("this");
            Ident::new(&name, receiver.self_token.span)
        }))
    }

    /// What is known of the number of items.
    fn length(&self) -> TokenStream {
        let krate = self.krate;
        let Some(Length { hint, names }) = &self.length else {
            return quote!(#krate::__private::Unknown);
        };
        let asked =
            |parameter: &Parameter| hint.rounds.keys().any(|iter| names.get(iter) == Some(&parameter.ident));
        let args = self
            .shape
            .parameters
            .iter()
            .rev()
            .map(|parameter| if asked(parameter) { own(&parameter.ident.to_string()) } else { own("_") });
        let sum = super::size_hint::sum(krate, hint, |iter| own(&names[&iter].to_string()));
        quote!(#krate::__private::Known(|(#(#args,)*): &_| #sum))
    }
}
