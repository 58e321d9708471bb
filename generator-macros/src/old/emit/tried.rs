//! `value?` in either copy of the body: a `match` that goes on with the output, or hands the failure out and ends.
//!
//! Both copies write it alike but for how they end, at the user's own tokens, so that rustc shows an error that they
//! share once, and at the `?`.

use crate::signature::Shape;
use crate::spans::Spans;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Arm, Expr, ExprMatch, ExprTry, Pat, Path, Token};

/// The `match` for `tried`. `end` makes the code that hands out the item of the given name, and ends.
///
/// It is a `match` in the syntax tree as well, so that it is put in parentheses where it begins a statement.
pub fn tried(krate: &Path, shape: &Shape, tried: &ExprTry, end: impl FnOnce(&Ident) -> TokenStream) -> Expr {
    let span = tried.question_token.spans[0];
    // The parentheses of `(*x)?` would be idle in a call.
    let value = match &*tried.expr {
        Expr::Paren(paren) => &paren.expr,
        _ => &tried.expr,
    };
    let branch = Spans::of(value).call(quote!(#krate::__private::Branch::branch), quote!(#value));
    // No code of the user's stands where these can be seen.
    let (output, failure) = (Ident::new("output", span), Ident::new("failure", span));
    let from_residual =
        Spans::from(span).call(quote!(#krate::__private::FromResidual::from_residual), quote!(#failure));
    let (item, name) = super::item(shape, &from_residual);
    let end = end(&name);
    let goes_on = quote_spanned!(span=> ::core::ops::ControlFlow::Continue(#output));
    let fails = quote_spanned!(span=> ::core::ops::ControlFlow::Break(#failure));
    Expr::Match(ExprMatch {
        attrs: Vec::new(),
        match_token: Token![match](span),
        expr: Box::new(Expr::Verbatim(branch)),
        brace_token: syn::token::Brace(span),
        arms: vec![
            arm(goes_on, quote_spanned!(span=> #output), span),
            arm(fails, quote_spanned!(span=> { #item #end }), span),
        ],
    })
}

fn arm(pat: TokenStream, body: TokenStream, span: Span) -> Arm {
    Arm {
        attrs: Vec::new(),
        pat: Pat::Verbatim(pat),
        guard: None,
        fat_arrow_token: Token![=>](span),
        body: Box::new(Expr::Verbatim(body)),
        comma: Some(Token![,](span)),
    }
}
