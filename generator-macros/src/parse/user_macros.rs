//! Macros that the user names in `#[generator(macros(name))]`: their arguments are expressions, so that such a macro is
//! a call to every later stage, and a macro again when it is written.
//!
//! `max!(a, { yield_!(1); b })` ↔ the call `_(a, { yield_!(1); b })`, marked with the macro's name.

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprCall, Ident, Macro, MacroDelimiter, Meta, Token};

/// The attribute on the call that a macro becomes. Its delimiter is the macro's, its tokens are the macro's path.
const MARK: &str = "__generator_macro";

/// The call that stands for `mac`.
pub fn as_call(mac: &Macro) -> syn::Result<Expr> {
    let args = mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated)?;
    let span = mac.path.span();
    let mark = syn::MetaList {
        path: Ident::new(MARK, span).into(),
        delimiter: mac.delimiter.clone(),
        tokens: mac.path.to_token_stream(),
    };
    Ok(Expr::Call(ExprCall {
        attrs: vec![Attribute {
            pound_token: Token![#](span),
            style: syn::AttrStyle::Outer,
            bracket_token: syn::token::Bracket(span),
            meta: Meta::List(mark),
        }],
        func: Box::new(Expr::Infer(syn::ExprInfer { attrs: Vec::new(), underscore_token: Token![_](span) })),
        paren_token: syn::token::Paren(span),
        args,
    }))
}

/// Makes `expr` the macro again, if it is a call that stands for one.
pub fn restore_macro(expr: &mut Expr) {
    let Expr::Call(call) = expr else { return };
    let mark = call.attrs.iter().find_map(|attr| match &attr.meta {
        Meta::List(mark) if mark.path.is_ident(MARK) => Some(mark),
        _ => None,
    });
    let Some(mark) = mark else { return };
    let Ok(path) = syn::parse2(mark.tokens.clone()) else { return };
    let delimiter = match &mark.delimiter {
        // A macro in braces would end a statement.
        MacroDelimiter::Brace(brace) => MacroDelimiter::Paren(syn::token::Paren(brace.span.join())),
        delimiter => delimiter.clone(),
    };
    let bang_token = Token![!](mark.path.span());
    let mac = Macro { path, bang_token, delimiter, tokens: call.args.to_token_stream() };
    *expr = Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac });
}
