//! How a body hands out its items and how it ends, for whichever copy of it is written.
//!
//! In a body with a `?`, whose items are `io::Result<T>`: `yield x` → `let item: io::Result<T> = x;`, and the copy returns
//! `<io::Result<T> as Fails>::Ends`, which tells of a failure.

use super::own;
use crate::parse::delegates::{hands_on, taken};
use crate::signature::{Coroutine, Returned, Shape};
use crate::spans::Spans;
use crate::syntax::regrouped;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprYield, Path, Type};

/// What a body and those who run it agree on.
pub struct Protocol<'a> {
    pub(super) krate: &'a Path,
    returned: &'a Returned,
    /// Whether rustc infers the type of the items, where it has no name.
    infers: bool,
    /// The variable of the closures that holds the argument of a coroutine.
    pub(super) argument: Option<&'a Ident>,
    ending: Ending,
}

impl<'a> Protocol<'a> {
    /// Of `body`, the body of a generator of this shape.
    pub fn of(krate: &'a Path, shape: &'a Shape, argument: Option<&'a Ident>, body: &Block) -> Self {
        let (returned, infers) = (&shape.returned, shape.is_expression);
        Protocol { krate, returned, infers, argument, ending: Ending::of(returned.ended_by(), infers, body) }
    }

    /// What knows the type of the items, where it is inferred.
    pub(super) fn item_type(&self) -> Option<Ident> {
        (self.infers && self.returned.item.is_none()).then(|| own("item_type"))
    }

    pub(super) fn coroutine(&self) -> Option<&'a Coroutine> {
        self.returned.coroutine()
    }

    /// The type of generators that run each other, if it is one of those.
    pub(super) fn recursion(&self) -> Option<&'a Ident> {
        self.returned.recursion()
    }

    /// Whether the value of the body isn't `()`: each `return` of it hands it out.
    pub(super) fn has_value(&self) -> bool {
        self.returned.has_value()
    }

    /// Whether a failure may end the body.
    pub(super) fn may_fail(&self) -> bool {
        matches!(self.ending, Ending::Failing(_))
    }

    /// The trait of types that tell of a failure.
    fn fails(&self) -> TokenStream {
        if self.coroutine().is_some() { quote!(MayFail) } else { quote!(Fails) }
    }

    /// The type of what a copy of the body returns.
    pub(super) fn returned(&self) -> TokenStream {
        let krate = self.krate;
        match (self.returned.ended_by(), self.ending) {
            (Some(item), Ending::Failing(place)) => {
                let item = located(item.to_token_stream(), place);
                let fails = self.fails();
                quote_spanned!(place=> -> <#item as #krate::__private::#fails>::Ends)
            }
            (None, Ending::Failing(_)) => quote!(-> _),
            _ if self.has_value() => quote!(-> #krate::__private::Stopped),
            _ => quote!(),
        }
    }

    /// The value of a body that ends without a failure.
    pub(super) fn end(&self) -> TokenStream {
        let krate = self.krate;
        match (self.returned.ended_by(), self.ending) {
            (Some(item), Ending::Failing(place)) => {
                let item = located(item.to_token_stream(), place);
                let fails = self.fails();
                quote_spanned!(place=> <#item as #krate::__private::#fails>::end())
            }
            (None, Ending::Failing(place)) => {
                let items = Ident::new("item_type", Span::mixed_site().located_at(place));
                quote_spanned!(place=> #items.end())
            }
            _ if self.has_value() => quote!(#krate::__private::Stopped),
            _ => quote!(),
        }
    }

    /// `let item: T = value;` and the name `item`: what is yielded, out of which every temporary of `value` is gone.
    /// Both copies of the body write it so, and rustc shows an error that they share once.
    pub(super) fn item_of(&self, value: &impl ToTokens) -> (TokenStream, Ident) {
        let name = own("item");
        if let Some(items) = self.item_type() {
            // An error about its type is one about the value.
            let noted = Spans::of(value).generated().call(quote!(note), value.to_token_stream());
            return (quote! { let #name = #items.#noted; }, name);
        }
        let ty = self.returned.item.as_ref().map(|ty| quote!(: #ty));
        (quote! { let #name #ty = #value; }, name)
    }

    /// The same, of what is to run.
    pub(super) fn call_of(&self, value: &impl ToTokens) -> (TokenStream, Ident) {
        let (krate, name, item) = (self.krate, own("call"), self.item());
        let ty = self.recursion().map(|generator| quote!(: #krate::#generator<'_, #item>));
        (quote! { let #name #ty = #value; }, name)
    }

    pub(super) fn item(&self) -> TokenStream {
        named(self.returned.item.as_ref())
    }

    /// What a yield gives, in a copy that goes on behind it.
    pub(super) fn resumed(&self, suspension: &ExprYield) -> Option<Expr> {
        let argument = self.argument.filter(|_| !self.returned.gives_nothing())?;
        (!hands_on(suspension)).then(|| taken(argument, suspension.yield_token.span))
    }

    /// `let value: Z = …;`
    pub(super) fn value_of(&self, name: &Ident, value: Option<&Expr>) -> TokenStream {
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

/// `T`, or `_` where a closure can't name it.
pub(super) fn named(ty: Option<&Type>) -> TokenStream {
    ty.map_or_else(|| quote!(_), ToTokens::to_token_stream)
}

/// How a body ends.
#[derive(Clone, Copy)]
enum Ending {
    Unit,
    /// The items tell of failures: `?` and `return Err(…)` hand one out as the last item. An error about that is shown
    /// there.
    Failing(Span),
}

impl Ending {
    /// Of `body`, whose items have the type `item`: what it is called tells, or that the body fails. Where the type has no name,
    /// that can be told of an expression only, in which rustc `infers` it.
    fn of(item: Option<&Type>, infers: bool, body: &Block) -> Self {
        if item.is_none() && !infers {
            return Ending::Unit;
        }
        let failures = Failures::of(body);
        let is_named = match item.map(crate::types::strip_groups) {
            Some(Type::Path(path)) => path.path.segments.last().is_some_and(|last| {
                // A type of the user's own may be called `TestResult`. An alias is, too, and a macro may fail.
                let is_alike = || last.ident.to_string().ends_with("Result");
                last.ident == "Option" || last.ident == "Result" || failures.in_macros && is_alike()
            }),
            _ => false,
        };
        match failures.place {
            Some(place) => Ending::Failing(place),
            None if is_named => Ending::Failing(item.map_or_else(Span::call_site, Spanned::span)),
            None => Ending::Unit,
        }
    }
}

/// Whether `value` is spelled like one that tells of a failure or none.
fn is_failure(value: &Expr) -> bool {
    let name = match value {
        Expr::Call(call) => &*call.func,
        value => value,
    };
    matches!(name, Expr::Path(path) if path.path.segments.last().is_some_and(|last| {
        ["Err", "None", "Ok", "Some"].iter().any(|name| last.ident == name)
    }))
}

/// The failures of a function itself.
#[derive(Default)]
struct Failures {
    /// Where the first `?` stands, or the first `return` with one.
    place: Option<Span>,
    /// Whether there may be some in macros.
    in_macros: bool,
}

impl Failures {
    fn of(body: &Block) -> Self {
        let mut failures = Failures::default();
        failures.visit_block(body);
        failures
    }
}

impl Visit<'_> for Failures {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Try(tried) => {
                self.place.get_or_insert(tried.question_token.span);
            }
            Expr::Return(returned) if returned.expr.as_ref().is_some_and(|value| is_failure(value)) => {
                self.place.get_or_insert(returned.return_token.span);
            }
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => return,
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_macro(&mut self, mac: &syn::Macro) {
        match crate::parse::std_macros::parse(mac) {
            Some(mut read) => read.arguments_mut().for_each(|argument| self.visit_expr(argument)),
            None => self.in_macros = true,
        }
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}

/// `tokens`, which name what they did, and are shown at `place`.
pub(super) fn located(tokens: TokenStream, place: Span) -> TokenStream {
    let located = tokens.into_iter().map(|mut token| {
        if let TokenTree::Group(group) = &token {
            token = regrouped(group, located(group.stream(), place));
        }
        token.set_span(token.span().located_at(place));
        token
    });
    located.collect()
}
