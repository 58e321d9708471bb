//! What a `yield_from!` stands for: a loop that yields.
//!
//! `yield_from!(items)` → `for item in items { yield item }`; in a coroutine `yield_from!(inner, first)` → a loop that resumes
//! `inner`, and whose value is what `inner` returns.

use crate::syntax::{plain, start, variable};
use proc_macro2::Span;
use quote::quote_spanned;
use syn::{Attribute, Block, Expr, Ident, Path, Stmt, Token, parse_quote_spanned};

/// The attribute on what a `yield_from!` becomes.
const DELEGATE: &str = "__generator_delegate";

/// The attribute on a yield of what is to run.
const CALL: &str = "__generator_call";

/// Whether a loop stands for a `yield_from!`.
pub fn is_delegate(repeated: &syn::ExprForLoop) -> bool {
    repeated.attrs.iter().any(|attr| attr.path().is_ident(DELEGATE))
}

/// Whether the argument that comes after a yield is left to the coroutine which has yielded.
pub fn hands_on(suspension: &syn::ExprYield) -> bool {
    suspension.attrs.iter().any(|attr| attr.path().is_ident(DELEGATE))
}

/// Whether what is yielded is a generator, which runs in place of the one that yields it.
pub fn is_call(suspension: &syn::ExprYield) -> bool {
    suspension.attrs.iter().any(|attr| attr.path().is_ident(CALL))
}

/// Marks a yield as such a call.
pub fn mark_call(suspension: &mut syn::ExprYield, span: Span) {
    suspension.attrs.push(marker(CALL, span));
}

fn marker(name: &str, span: Span) -> Attribute {
    Attribute {
        pound_token: Token![#](span),
        style: syn::AttrStyle::Outer,
        bracket_token: syn::token::Bracket(span),
        meta: syn::Meta::Path(Ident::new(name, span).into()),
    }
}

/// `for item in iterable { yield item }`. An error about the `item`, which no code of the user's can see, is one
/// about the `arguments`.
pub(super) fn to_iterator(span: Span, iterable: Expr, arguments: Span) -> Expr {
    let item = Ident::new("item", arguments);
    let pat = plain(&item);
    let value = variable(&item);
    let body = Stmt::Expr(super::yields::suspend(Token![yield](span), value), Some(Token![;](span)));
    Expr::ForLoop(syn::ExprForLoop {
        attrs: vec![marker(DELEGATE, span)],
        label: None,
        for_token: Token![for](span),
        pat: Box::new(pat),
        in_token: Token![in](span),
        expr: Box::new(iterable),
        body: Block { brace_token: syn::token::Brace(span), stmts: vec![body] },
    })
}

/// A loop that resumes `coroutine`, first with `first` and then with what each yield is resumed with: that stands in `argument`
/// until it is handed on. No name of the loop's own is seen by the two expressions.
pub(super) fn to_coroutine(
    krate: &Path,
    span: Span,
    coroutine: &Expr,
    first: &Expr,
    argument: &Ident,
) -> Expr {
    let span = Span::mixed_site().located_at(span);
    // That the coroutine is none, or takes another argument, is an error there.
    let place = Span::mixed_site().located_at(start(coroutine));
    let delegate = Ident::new("delegate", place);
    let resumed = quote_spanned!(place=> &mut #delegate);
    let item = Ident::new("item", span);
    let mut suspension = super::yields::suspend(Token![yield](span), variable(&item));
    if let Expr::Yield(suspension) = &mut suspension {
        suspension.attrs.push(marker(DELEGATE, span));
    }
    parse_quote_spanned! {span=>
        {
            let mut #delegate = #argument.begin(#coroutine, #first);
            loop {
                match #argument.resume(#resumed) {
                    #krate::CoroutineState::Yielded(#item) => #suspension,
                    #krate::CoroutineState::Complete(value) => break value,
                }
            }
        }
    }
}

/// `argument.take()`: an error about the argument, or that it is held too long, is one at `place`.
pub fn taken(argument: &Ident, place: Span) -> Expr {
    let place = Span::mixed_site().located_at(place);
    let mut argument = argument.clone();
    argument.set_span(argument.span().located_at(place));
    Expr::Verbatim(quote_spanned!(place=> #argument.take()))
}
