//! What the two copies of a body take and give, and the machine that they make: of an iterator, or of a coroutine.
//!
//! The step of `impl Coroutine<R, Yield = Y, Return = Z>` is `|state, argument, out|`, of which the `argument` is an `Argument<R>`,
//! and `out` an `Option<CoroutineState<Y, Z>>`.

use super::protocol::located;
use super::{Writer, own, parameter};
use crate::parse::delegates::is_call;
use crate::signature::Coroutine;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Expr, ExprReturn, ExprYield};

impl Writer<'_> {
    /// The function that makes the machine. It is told what a coroutine takes, of which its closures then know: a lifetime that is
    /// left out is one of the function's there, and in the types of their parameters it would be any.
    pub(super) fn constructor(&self) -> TokenStream {
        let krate = self.krate;
        if let Some(recursion) = self.protocol.recursion() {
            return quote!(#krate::#recursion::new);
        }
        match self.protocol.coroutine() {
            None => quote!(#krate::__private::Resumed::new),
            Some(Coroutine { lifetimes: None, argument, .. }) => {
                quote!(#krate::__private::Resumable::new::<#argument, _, _>)
            }
            Some(coroutine) => {
                let of = self.of(coroutine);
                quote!(#krate::__private::Resumable::higher_ranked::<#of, _, _>)
            }
        }
    }

    /// The parameters of the step.
    pub(super) fn step_parameters(&self) -> TokenStream {
        let (state, out) = (parameter(self, "state"), parameter(self, "out"));
        if let Some(argument) = self.protocol.argument {
            return quote!(#state, #argument, #out);
        }
        let (krate, item) = (self.krate, self.protocol.item());
        if self.protocol.recursion().is_some() {
            return quote!(#state, #out: &mut ::core::option::Option<#krate::__private::Handed<#item, _>>);
        }
        // Where a variable isn't known, its type isn't.
        let of = self.shape.is_expression.then(|| quote!(: &mut _));
        quote!(#state #of, #out: &mut ::core::option::Option<#item>)
    }

    /// `*out = Some(item);`
    pub(super) fn handed_out(&self, item: &Ident, suspension: &ExprYield) -> TokenStream {
        let (krate, out) = (self.krate, own("out"));
        let handed = match self.protocol.recursion() {
            Some(_) if is_call(suspension) => quote!(#krate::__private::Handed::Call(#item)),
            Some(_) => quote!(#krate::__private::Handed::Item(#item)),
            None if self.protocol.coroutine().is_some() => quote!(#krate::CoroutineState::Yielded(#item)),
            None => quote!(#item),
        };
        quote!(*#out = ::core::option::Option::Some(#handed);)
    }

    /// The parameters of the body as written.
    pub(super) fn run_parameters(&self) -> TokenStream {
        let (start, sink) = (parameter(self, "start"), parameter(self, "sink"));
        match self.protocol.argument {
            Some(argument) => quote!(#start, #argument, #sink),
            None => quote!(#start, #sink: &mut dyn ::core::ops::FnMut(_)),
        }
    }

    /// What sets the state at a yield. An argument of some lifetime can't be kept there: that is an error at the yield.
    pub(super) fn kept_at(&self, goes: TokenStream, suspension: &ExprYield) -> TokenStream {
        match self.protocol.coroutine() {
            Some(Coroutine { lifetimes: Some(_), .. }) => located(goes, suspension.yield_token.span),
            _ => goes,
        }
    }

    /// The body as written, which rustc only checks.
    pub(super) fn checked(&self, code: &TokenStream) -> TokenStream {
        let (krate, sink, returned) = (self.krate, own("sink"), self.protocol.returned());
        let (Some(coroutine), Some(argument)) = (self.protocol.coroutine(), self.protocol.argument) else {
            return quote!(let _ = |#sink: &mut dyn ::core::ops::FnMut(_)| #returned { #code };);
        };
        let of = self.of(coroutine);
        quote! {
            #krate::__private::checked_coroutine::<#of, _, _, _>(|#argument, #sink| #returned { #code });
        }
    }

    /// The type of the arguments, for any lifetime.
    fn of(&self, coroutine: &Coroutine) -> TokenStream {
        let (krate, argument) = (self.krate, &coroutine.argument);
        let lifetimes = coroutine.lifetimes.as_ref();
        match lifetimes.and_then(|lifetimes| lifetimes.lifetimes.first()) {
            Some(lifetime) => quote!(dyn #lifetimes #krate::__private::Of<#lifetime, At = #argument>),
            None => quote!(dyn for<'__generator> #krate::__private::Of<'__generator, At = #argument>),
        }
    }

    /// `return value` in the step.
    pub(super) fn returned_from_step(&self, returned: &ExprReturn) -> Expr {
        let name = own("value");
        let value = self.protocol.value_of(&name, returned.expr.as_deref());
        let (krate, out, token, end) = (self.krate, own("out"), &returned.return_token, self.protocol.end());
        Expr::Verbatim(quote! {
            {
                #value
                *#out = ::core::option::Option::Some(#krate::CoroutineState::Complete(#name));
                #token #end
            }
        })
    }
}
