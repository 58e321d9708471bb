//! Macros of std that evaluate an argument on a condition only, or print its text: they are spelled out as std
//! defines them, so that a yield among the arguments stands where it is evaluated.
//!
//! `assert!(ok, "{}", { yield_!(1); why })` → `if !ok { ::core::panic!("{}", { yield_!(1); why }) }`

use super::std_macros::is;
use super::yields::names_yield;
use crate::syntax::{
    arm, in_block, in_parentheses, literal_bool, macro_call, only_if, plain, variable, wild,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, Macro, Pat, Stmt, Token};

/// What `mac` stands for, if it is such a macro.
pub fn spelled_out(mac: &Macro) -> Option<Expr> {
    matches(mac)
        .or_else(|| debug_assertion(mac))
        .or_else(|| assertion(mac))
        .or_else(|| comparison(mac))
        .or_else(|| debug_print(mac))
}

/// `matches!(value, pattern if guard)` → `match value { pattern if guard => true, _ => false }`
pub fn matches(mac: &Macro) -> Option<Expr> {
    let read = read_matches(mac)?;
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

/// Reads a `matches!`.
pub fn read_matches(mac: &Macro) -> Option<Matches> {
    is(mac, "matches").then(|| mac.parse_body().ok())?
}

/// The input of `matches!(value, pattern if guard)`.
pub struct Matches {
    pub value: Expr,
    pub pattern: Pat,
    pub guard: Option<(Token![if], Expr)>,
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
    Some(only_if(not(condition, span), vec![Stmt::Expr(panic, Some(Token![;](span)))], span))
}

/// `assert_eq!(a, b, message)` → `match (&a, &b) { (left, right) => if !(*left == *right) { ::core::panic!(…) } }`
fn comparison(mac: &Macro) -> Option<Expr> {
    struct Comparison(Expr, Expr, TokenStream);
    impl Parse for Comparison {
        fn parse(input: ParseStream) -> syn::Result<Self> {
            let left = input.parse()?;
            input.parse::<Token![,]>()?;
            let right = input.parse()?;
            input.parse::<Option<Token![,]>>()?;
            Ok(Comparison(left, right, input.parse()?))
        }
    }
    let is_equality = is(mac, "assert_eq");
    let is_comparison = is_equality || is(mac, "assert_ne");
    let Comparison(one, other, message) = is_comparison.then(|| mac.parse_body().ok())??;
    // What is compared is evaluated in any case.
    if !names_yield(message.clone()) {
        return None;
    }
    let span = mac.span();
    let place = Span::mixed_site().located_at(span);
    let (left, right) = (Ident::new("left", place), Ident::new("right", place));
    let compared = Expr::Tuple(syn::ExprTuple {
        attrs: Vec::new(),
        paren_token: syn::token::Paren(span),
        elems: [one, other].map(reference).into_iter().collect(),
    });
    let equal = Expr::Binary(syn::ExprBinary {
        attrs: Vec::new(),
        left: Box::new(dereferenced(&left)),
        op: syn::BinOp::Eq(Token![==](span)),
        right: Box::new(dereferenced(&right)),
    });
    let fails = if is_equality { not(equal, span) } else { equal };
    let operator = if is_equality { "==" } else { "!=" };
    let text = format!("assertion `left {operator} right` failed: {{}}\n  left: {{:?}}\n right: {{:?}}");
    let arguments = [
        Expr::Lit(syn::ExprLit { attrs: Vec::new(), lit: syn::LitStr::new(&text, span).into() }),
        macro_call("std::format", message, span),
        dereferenced(&left),
        dereferenced(&right),
    ];
    let arguments: Punctuated<Expr, Token![,]> = arguments.into_iter().collect();
    let arguments = arguments.into_token_stream();
    let panic = Stmt::Expr(macro_call("core::panic", arguments, span), Some(Token![;](span)));
    let names = [&left, &right].map(plain).into_iter().collect();
    let pair =
        Pat::Tuple(syn::PatTuple { attrs: Vec::new(), paren_token: syn::token::Paren(span), elems: names });
    Some(Expr::Match(syn::ExprMatch {
        attrs: Vec::new(),
        match_token: Token![match](span),
        expr: Box::new(compared),
        brace_token: syn::token::Brace(span),
        arms: vec![arm(pair, only_if(fails, vec![panic], span))],
    }))
}

/// `!(condition)`
fn not(condition: Expr, span: Span) -> Expr {
    Expr::Unary(syn::ExprUnary {
        attrs: Vec::new(),
        op: syn::UnOp::Not(Token![!](span)),
        expr: Box::new(in_parentheses(condition, span)),
    })
}

/// `&value`
fn reference(value: Expr) -> Expr {
    let span = value.span();
    Expr::Reference(syn::ExprReference {
        attrs: Vec::new(),
        and_token: Token![&](span),
        mutability: None,
        expr: Box::new(value),
    })
}

/// `*name`
fn dereferenced(name: &Ident) -> Expr {
    Expr::Unary(syn::ExprUnary {
        attrs: Vec::new(),
        op: syn::UnOp::Deref(Token![*](name.span())),
        expr: Box::new(variable(name)),
    })
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
