//! Macros of std that evaluate an argument on a condition only, or print its text: they are spelled out as std
//! defines them, so that a yield among the arguments stands where it is evaluated.
//!
//! `assert!(ok, "{}", { yield_!(1); why })` → `if !ok { ::core::panic!("{}", { yield_!(1); why }) }`

use super::std_macros::is;
use crate::syntax::{arm, in_block, literal_bool, macro_call, only_if, plain, variable, wild};
use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, Macro, Pat, Stmt, Token};

/// What `mac` stands for, if it is such a macro.
pub fn spelled_out(mac: &Macro) -> Option<Expr> {
    matches(mac).or_else(|| debug_assertion(mac)).or_else(|| assertion(mac)).or_else(|| debug_print(mac))
}

/// `matches!(value, pattern if guard)` → `match value { pattern if guard => true, _ => false }`
pub fn matches(mac: &Macro) -> Option<Expr> {
    let read: Matches = is(mac, "matches").then(|| mac.parse_body().ok())??;
    let span = mac.span();
    let guard = read.guard.map(|(if_token, guard)| (if_token, Box::new(guard)));
    let matched = syn::Arm { guard, ..arm(read.pattern, literal_bool(true, span)) };
    Some(Expr::Match(syn::ExprMatch {
        attrs: Vec::new(),
        match_token: Token![match](span),
        expr: Box::new(read.value),
        brace_token: syn::token::Brace(span),
        arms: vec![matched, arm(wild(span), literal_bool(false, span))],
    }))
}

/// The input of `matches!(value, pattern if guard)`.
struct Matches {
    value: Expr,
    pattern: Pat,
    guard: Option<(Token![if], Expr)>,
}

impl Parse for Matches {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let value = input.parse()?;
        input.parse::<Token![,]>()?;
        let pattern = input.call(Pat::parse_multi_with_leading_vert)?;
        let guard = if input.peek(Token![if]) { Some((input.parse()?, input.parse()?)) } else { None };
        input.parse::<Option<Token![,]>>()?;
        Ok(Matches { value, pattern, guard })
    }
}

/// `debug_assert!(…)` → `if ::core::cfg!(debug_assertions) { ::core::assert!(…); }`
fn debug_assertion(mac: &Macro) -> Option<Expr> {
    let name =
        ["assert", "assert_eq", "assert_ne"].into_iter().find(|name| is(mac, &format!("debug_{name}")))?;
    let span = mac.span();
    let condition = macro_call("core::cfg", written("debug_assertions", span), span);
    let assertion =
        Stmt::Expr(macro_call(&format!("core::{name}"), mac.tokens.clone(), span), Some(Token![;](span)));
    Some(only_if(condition, vec![assertion], span))
}

/// `assert!(condition, message)` → `if !condition { ::core::panic!(message) }`
fn assertion(mac: &Macro) -> Option<Expr> {
    struct Assertion(Expr, TokenStream);
    impl Parse for Assertion {
        fn parse(input: ParseStream) -> syn::Result<Self> {
            let condition = input.parse()?;
            input.parse::<Option<Token![,]>>()?;
            Ok(Assertion(condition, input.parse()?))
        }
    }
    let Assertion(condition, mut message) = is(mac, "assert").then(|| mac.parse_body().ok())??;
    let span = mac.span();
    if message.is_empty() {
        let text = macro_call("core::stringify", condition.to_token_stream(), span);
        let mut parts = written("\"assertion failed: \",", span);
        text.to_tokens(&mut parts);
        message = written("\"{}\",", span);
        macro_call("core::concat", parts, span).to_tokens(&mut message);
    }
    let panic = macro_call("core::panic", message, span);
    let fails = Expr::Unary(syn::ExprUnary {
        attrs: Vec::new(),
        op: syn::UnOp::Not(Token![!](span)),
        expr: Box::new(Expr::Paren(syn::ExprParen {
            attrs: Vec::new(),
            paren_token: syn::token::Paren(span),
            expr: Box::new(condition),
        })),
    });
    Some(only_if(fails, vec![Stmt::Expr(panic, Some(Token![;](span)))], span))
}

/// `dbg!(value)` → `match value { value => { ::std::eprintln!("[{}:{}:{}] {} = {:#?}", …); value } }`; several values
/// are a tuple of such.
fn debug_print(mac: &Macro) -> Option<Expr> {
    let values: Punctuated<Expr, Token![,]> =
        is(mac, "dbg").then(|| mac.parse_body_with(Punctuated::parse_terminated).ok())??;
    let span = mac.span();
    if values.len() == 1 {
        return values.into_iter().next().map(|value| printed(value, span));
    }
    Some(Expr::Tuple(syn::ExprTuple {
        attrs: Vec::new(),
        paren_token: syn::token::Paren(span),
        elems: values.into_iter().map(|value| printed(value, span)).collect(),
    }))
}

fn printed(value: Expr, span: Span) -> Expr {
    let name = Ident::new("value", Span::mixed_site().located_at(span));
    let mut arguments =
        written("\"[{}:{}:{}] {} = {:#?}\", ::core::file!(), ::core::line!(), ::core::column!(),", span);
    macro_call("core::stringify", value.to_token_stream(), span).to_tokens(&mut arguments);
    Token![,](span).to_tokens(&mut arguments);
    name.to_tokens(&mut arguments);
    let print = Stmt::Expr(macro_call("std::eprintln", arguments, span), Some(Token![;](span)));
    let body = in_block(vec![print, Stmt::Expr(variable(&name), None)], span);
    Expr::Match(syn::ExprMatch {
        attrs: Vec::new(),
        match_token: Token![match](span),
        expr: Box::new(value),
        brace_token: syn::token::Brace(span),
        arms: vec![arm(plain(&name), body)],
    })
}

/// The tokens of `text`, as if they stood at `span`.
fn written(text: &str, span: Span) -> TokenStream {
    let tokens: TokenStream = text.parse().unwrap_or_default();
    let placed = tokens.into_iter().map(|mut token| {
        token.set_span(span);
        token
    });
    placed.collect()
}
