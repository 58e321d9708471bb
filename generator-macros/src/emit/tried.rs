//! `value?` in either copy of the body: a `match` that goes on with the output, or hands the failure out and ends.

use super::respan;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::{Arm, Expr, ExprMatch, ExprTry, Pat, Path, Token};

/// The `match` for `tried`. `fail` makes the code that ends with the failure of the given name.
///
/// It is a `match` in the syntax tree as well, so that it is put in parentheses where it begins a statement.
pub fn tried(krate: &Path, tried: &ExprTry, fail: impl FnOnce(&Ident, &TokenStream) -> TokenStream) -> Expr {
    let span = tried.question_token.spans[0];
    let krate = respan(krate, span);
    // The parentheses of `(*x)?` would be idle in a call.
    let value = match &*tried.expr {
        Expr::Paren(paren) => &paren.expr,
        _ => &tried.expr,
    };
    let hidden = |name| Ident::new(name, Span::mixed_site().located_at(span));
    let (output, failure) = (hidden("output"), hidden("failure"));
    let fail = fail(&failure, &krate);
    let branch = quote_spanned!(span=> #krate::__private::Branch::branch(#value));
    let goes_on = quote_spanned!(span=> ::core::ops::ControlFlow::Continue(#output));
    let fails = quote_spanned!(span=> ::core::ops::ControlFlow::Break(#failure));
    Expr::Match(ExprMatch {
        attrs: Vec::new(),
        match_token: Token![match](span),
        expr: Box::new(Expr::Verbatim(branch)),
        brace_token: syn::token::Brace(span),
        arms: vec![
            arm(goes_on, quote_spanned!(span=> #output), span),
            arm(fails, quote_spanned!(span=> { #fail }), span),
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
