//! What the two copies of a body take and give, and the machine that they make: of an iterator, or of a coroutine.
//!
//! The step of `impl Coroutine<R, Yield = Y, Return = Z>` is `|state, argument, out|`, of which the `argument` is an `Argument<R>`,
//! and `out` an `Option<CoroutineState<Y, Z>>`.

use super::{Writer, located, own, parameter};
use crate::parse::delegates::{hands_on, taken};
use crate::signature::Coroutine;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Expr, ExprReturn, ExprYield};

impl Writer<'_> {
    fn coroutine(&self) -> Option<&Coroutine> {
        self.shape.returned.coroutine()
    }

    /// The function that makes the machine. It is told what a coroutine takes, of which its closures then know: a lifetime that is
    /// left out is one of the function's there, and in the types of their parameters it would be any.
    pub(super) fn constructor(&self) -> TokenStream {
        let krate = self.krate;
        match self.coroutine() {
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

    /// The trait of types that tell of a failure.
    pub(super) fn fails(&self) -> TokenStream {
        if self.coroutine().is_some() { quote!(MayFail) } else { quote!(Fails) }
    }

    /// The parameters of the step.
    pub(super) fn step_parameters(&self) -> TokenStream {
        let (state, out) = (parameter(self, "state"), parameter(self, "out"));
        if let Some(argument) = self.argument {
            return quote!(#state, #argument, #out);
        }
        let item = self.item();
        // Where a variable isn't known, its type isn't.
        let of = self.shape.is_expression.then(|| quote!(: &mut _));
        quote!(#state #of, #out: &mut ::core::option::Option<#item>)
    }

    /// `*out = Some(item);`
    pub(super) fn handed_out(&self, item: &Ident) -> TokenStream {
        let (krate, out) = (self.krate, own("out"));
        if self.coroutine().is_none() {
            return quote!(*#out = ::core::option::Option::Some(#item););
        }
        quote!(*#out = ::core::option::Option::Some(#krate::CoroutineState::Yielded(#item));)
    }

    /// The parameters of the body as written.
    pub(super) fn run_parameters(&self) -> TokenStream {
        let (start, sink) = (parameter(self, "start"), parameter(self, "sink"));
        match self.argument {
            Some(argument) => quote!(#start, #argument, #sink),
            None => quote!(#start, #sink: &mut dyn ::core::ops::FnMut(_)),
        }
    }

    /// What sets the state at a yield. An argument of some lifetime can't be kept there: that is an error at the yield.
    pub(super) fn kept_at(&self, goes: TokenStream, suspension: &ExprYield) -> TokenStream {
        match self.coroutine() {
            Some(Coroutine { lifetimes: Some(_), .. }) => located(goes, suspension.yield_token.span),
            _ => goes,
        }
    }

    /// The body as written, which rustc only checks.
    pub(super) fn checked(&self, code: &TokenStream) -> TokenStream {
        let (krate, sink, returned) = (self.krate, own("sink"), self.returned());
        let (Some(coroutine), Some(argument)) = (self.coroutine(), self.argument) else {
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

    /// What a yield gives in the body as written.
    pub(super) fn resumed(&self, suspension: &ExprYield) -> Option<Expr> {
        let argument = self.argument.filter(|_| !self.shape.returned.gives_nothing())?;
        (!hands_on(suspension)).then(|| taken(argument, suspension.yield_token.span))
    }

    /// `return value` in the body as written. Both copies write the value so, and rustc shows an error that they share once.
    pub(super) fn returned_from_run(&self, returned: &ExprReturn) -> Expr {
        let value = self.value_of(&own("_value"), returned.expr.as_deref());
        let (token, end) = (&returned.return_token, self.end());
        Expr::Verbatim(quote! {
            {
                #[allow(clippy::diverging_sub_expression)]
                #value
                #[allow(unreachable_code)]
                #token #end
            }
        })
    }

    /// `return value` in the step.
    pub(super) fn returned_from_step(&self, returned: &ExprReturn) -> Expr {
        let name = own("value");
        let value = self.value_of(&name, returned.expr.as_deref());
        let (krate, out, token, end) = (self.krate, own("out"), &returned.return_token, self.end());
        Expr::Verbatim(quote! {
            {
                #value
                *#out = ::core::option::Option::Some(#krate::CoroutineState::Complete(#name));
                #token #end
            }
        })
    }

    /// `let value: Z = …;`
    fn value_of(&self, name: &Ident, value: Option<&Expr>) -> TokenStream {
        let value = value.map_or_else(|| quote!(()), ToTokens::to_token_stream);
        self.value(name, &value)
    }

    /// The same, of the value of the body.
    pub(super) fn value(&self, name: &Ident, value: &TokenStream) -> TokenStream {
        let ty = self.coroutine().and_then(|coroutine| coroutine.returned.as_ref());
        let ty = ty.map(|ty| quote!(: #ty));
        quote! { let #name #ty = #value; }
    }
}
