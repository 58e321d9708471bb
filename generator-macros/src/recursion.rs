//! The body of a generator that runs others in its place → one in which each `yield_from!` is a yield of what is to run.
//!
//! `yield_from!(walk(left))` → `yield Callable::call(Delegate(walk(left)).into_source())`, marked as a call.

use crate::parse::delegates::{is_delegate, mark_call};
use crate::parse::std_macros;
use crate::parse::yields::names_yield;
use crate::spans::Spans;
use proc_macro2::Span;
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprYield, Path, Token};

/// Makes calls of what `body` yields from.
pub fn call(krate: &Path, body: &mut Block) {
    Calls { krate }.visit_block_mut(body);
}

struct Calls<'a> {
    krate: &'a Path,
}

impl VisitMut for Calls<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let Expr::ForLoop(delegate) = expr else { return };
        if !is_delegate(delegate) {
            return;
        }
        let (krate, iterable) = (self.krate, &delegate.expr);
        let spans = Spans::of(iterable);
        let delegated = spans.call(quote!(#krate::__private::Delegate), quote!(#iterable));
        let source = spans.put(quote!(.into_source()));
        let called = spans.call(quote!(#krate::__private::Callable::call), quote!(#delegated #source));
        let called = syn::parse2(called).unwrap_or_else(|error| Expr::Verbatim(error.to_compile_error()));
        let place = delegate.for_token.span;
        let mut call =
            ExprYield { attrs: Vec::new(), yield_token: Token![yield](place), expr: Some(Box::new(called)) };
        mark_call(&mut call, Span::mixed_site().located_at(place));
        *expr = Expr::Yield(call);
    }

    /// The arguments of std's macros are expressions.
    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        if names_yield(mac.tokens.clone())
            && let Some(mut read) = std_macros::parse(mac)
        {
            read.arguments_mut().for_each(|argument| self.visit_expr_mut(argument));
            mac.tokens = read.into_tokens();
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
