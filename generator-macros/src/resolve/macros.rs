//! std's macros ↔ calls: later stages see their arguments as a call's, those that a format string borrows as `&argument`.
//!
//! `println!("{x} {}", y)` → `_("{x} {}", &y, &x)`, marked with the macro's path; and back, when the code is written.

use crate::parse::format::{inline_names as names_in_format, rename_self_in_format};
use crate::parse::spelled_out;
use crate::parse::std_macros::{self, Piece, Taking};
use crate::syntax::{arm, plain, regrouped, variable};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprCall, ExprMacro, ExprReference, Macro, MacroDelimiter, Meta, Token};

/// On the call that a macro becomes: its delimiter is the macro's, its tokens are the macro's path.
const MACRO: &str = "__generator_std";
/// On a reference that the macro makes itself.
const BORROWED: &str = "__generator_borrowed";
/// On a reference to a variable that the format string names inline. Its tokens are the name.
const INLINE: &str = "__generator_inline";

fn list(name: &str, delimiter: MacroDelimiter, tokens: TokenStream, span: Span) -> Attribute {
    let meta = syn::MetaList { path: Ident::new(name, span).into(), delimiter, tokens };
    Attribute {
        pound_token: Token![#](span),
        style: syn::AttrStyle::Outer,
        bracket_token: syn::token::Bracket(span),
        meta: Meta::List(meta),
    }
}

fn marked<'a>(attrs: &'a [Attribute], name: &str) -> Option<&'a syn::MetaList> {
    attrs.iter().find_map(|attr| match &attr.meta {
        Meta::List(mark) if mark.path.is_ident(name) => Some(mark),
        _ => None,
    })
}

fn borrowed(expr: Expr, mark: Attribute) -> Expr {
    let and_token = Token![&](Span::mixed_site());
    Expr::Reference(ExprReference { attrs: vec![mark], and_token, mutability: None, expr: Box::new(expr) })
}

/// The call that stands for a macro of std's.
pub fn as_call(call: &ExprMacro) -> Option<ExprCall> {
    let read = std_macros::parse(&call.mac)?;
    let span = call.mac.path.span();
    let paren = || MacroDelimiter::Paren(syn::token::Paren(span));
    let mut args = Punctuated::new();
    if std_macros::is(&call.mac, "matches") {
        // The guard names what the pattern binds.
        let spelled_out::Matches { value, pattern, guard } = spelled_out::read_matches(&call.mac)?;
        args.push(Expr::Let(syn::ExprLet {
            attrs: Vec::new(),
            let_token: Token![let](span),
            pat: Box::new(pattern),
            eq_token: Token![=](span),
            expr: Box::new(value),
        }));
        if let Some((if_token, guard)) = guard {
            args.push(Expr::Verbatim(if_token.into_token_stream()));
            args.push(guard);
        }
    }
    for piece in if args.is_empty() { read.pieces } else { Vec::new() } {
        args.push(match piece {
            Piece::Tokens(tokens) => Expr::Verbatim(tokens),
            Piece::Argument(value, Taking::ByValue) => *value,
            Piece::Argument(value, Taking::ByReference | Taking::BeforePanic) => {
                borrowed(*value, list(BORROWED, paren(), TokenStream::new(), span))
            }
        });
    }
    for name in read.inline {
        let mark = list(INLINE, paren(), name.to_token_stream(), span);
        args.push(borrowed(variable(&name), mark));
    }
    let mut attrs = call.attrs.clone();
    attrs.push(list(MACRO, call.mac.delimiter.clone(), call.mac.path.to_token_stream(), span));
    let func = Expr::Infer(syn::ExprInfer { attrs: Vec::new(), underscore_token: Token![_](span) });
    Some(ExprCall { attrs, func: Box::new(func), paren_token: syn::token::Paren(span), args })
}

/// Whether `call` stands for a macro of std's.
pub fn is_macro(call: &ExprCall) -> bool {
    marked(&call.attrs, MACRO).is_some()
}

/// What a macro of std's does with an argument that it borrows.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Borrow {
    /// It reads it, and keeps nothing of it.
    Reads,
    /// It keeps a reference to it, in its value.
    Keeps,
    /// It writes into it.
    Writes,
}

/// What the macro that `call` stands for does with its argument `reference`, if it borrows that itself.
pub fn borrow(call: &ExprCall, reference: &ExprReference) -> Option<Borrow> {
    let mark = marked(&call.attrs, MACRO)?;
    [BORROWED, INLINE].iter().find_map(|name| marked(&reference.attrs, name))?;
    let path: syn::Path = syn::parse2(mark.tokens.clone()).ok()?;
    let name = &path.segments.last()?.ident;
    let is_first = call
        .args
        .first()
        .is_some_and(|first| matches!(first, Expr::Reference(first) if std::ptr::eq(first, reference)));
    Some(match () {
        () if is_first && (name == "write" || name == "writeln") => Borrow::Writes,
        () if name == "format_args" => Borrow::Keeps,
        () => Borrow::Reads,
    })
}

/// Whether `call` stands for a macro of std's that panics.
pub fn diverges(call: &ExprCall) -> bool {
    restored(call).is_some_and(|mac| std_macros::diverges(&mac))
}

/// Whether `call` stands for the macro of std's called `name`.
pub fn is(call: &ExprCall, name: &str) -> bool {
    restored(call).is_some_and(|mac| std_macros::is(&mac, name))
}

/// The macro that `call` stands for, without its arguments.
fn restored(call: &ExprCall) -> Option<Macro> {
    let mark = marked(&call.attrs, MACRO)?;
    let path = syn::parse2(mark.tokens.clone()).ok()?;
    let (bang_token, tokens) = (Token![!](Span::mixed_site()), TokenStream::new());
    Some(Macro { path, bang_token, delimiter: mark.delimiter.clone(), tokens })
}

/// How many arguments the assertion that `call` stands for evaluates in any case: the others only where it fails.
pub fn asserts(call: &ExprCall) -> Option<usize> {
    let mark = marked(&call.attrs, MACRO)?;
    let path: syn::Path = syn::parse2(mark.tokens.clone()).ok()?;
    let name = path.segments.last()?.ident.to_string();
    match name.trim_start_matches("debug_") {
        "assert" => Some(1),
        "assert_eq" | "assert_ne" => Some(2),
        _ => None,
    }
}

/// The name under which a format string names the variable that `argument` borrows.
pub fn inline_name(argument: &Expr) -> Option<Ident> {
    match argument {
        Expr::Reference(reference) => {
            syn::parse::Parser::parse2(Ident::parse_any, marked(&reference.attrs, INLINE)?.tokens.clone())
                .ok()
        }
        _ => None,
    }
}

/// Makes `expr` the macro again, if it is a call that stands for one.
pub fn restore(expr: &mut Expr) {
    let Expr::Call(call) = expr else { return };
    let Some(mark) = marked(&call.attrs, MACRO) else { return };
    let Ok(path) = syn::parse2(mark.tokens.clone()) else { return };
    let delimiter = match &mark.delimiter {
        // A macro in braces would end a statement.
        MacroDelimiter::Brace(brace) => MacroDelimiter::Paren(syn::token::Paren(brace.span.join())),
        delimiter => delimiter.clone(),
    };
    let mut tokens = TokenStream::new();
    for argument in &call.args {
        if let Expr::Let(tested) = argument {
            tested.expr.to_tokens(&mut tokens);
            Token![,](path_span(&path)).to_tokens(&mut tokens);
            tested.pat.to_tokens(&mut tokens);
            continue;
        }
        let Expr::Reference(reference) = argument else {
            argument.to_tokens(&mut tokens);
            continue;
        };
        if let Some(name) = inline_name(argument) {
            let value = &reference.expr;
            if name != value.to_token_stream().to_string() {
                let ends = tokens.clone().into_iter().last();
                if !matches!(ends, Some(TokenTree::Punct(last)) if last.as_char() == ',') {
                    Token![,](name.span()).to_tokens(&mut tokens);
                }
                name.to_tokens(&mut tokens);
                Token![=](name.span()).to_tokens(&mut tokens);
                value.to_tokens(&mut tokens);
            }
        } else if marked(&reference.attrs, BORROWED).is_some() {
            reference.expr.to_tokens(&mut tokens);
        } else {
            argument.to_tokens(&mut tokens);
        }
    }
    let attrs = call.attrs.iter().filter(|attr| !attr.path().is_ident(MACRO)).cloned().collect();
    let bang_token = Token![!](path_span(&path));
    *expr = Expr::Macro(ExprMacro { attrs, mac: Macro { path, bang_token, delimiter, tokens } });
}

fn path_span(path: &syn::Path) -> Span {
    path.span()
}

/// The variables that the format strings among `tokens` name inline.
pub fn inline_names(tokens: &TokenStream) -> Vec<Ident> {
    let mut found = Vec::new();
    for token in tokens.clone() {
        match token {
            TokenTree::Literal(literal) => {
                if let Ok(syn::Lit::Str(text)) = syn::parse2(TokenTree::Literal(literal).into()) {
                    let names = names_in_format(&text.value());
                    found.extend(names.iter().filter_map(|name| std_macros::identifier(name, &text)));
                }
            }
            TokenTree::Group(group) => found.extend(inline_names(&group.stream())),
            _ => {}
        }
    }
    found
}

/// `tokens`, in whose format strings `self` has the name `this`.
pub fn rename_self_in_formats(tokens: TokenStream, this: &str) -> TokenStream {
    let renamed = tokens.into_iter().map(|token| match token {
        TokenTree::Literal(literal) => TokenTree::Literal(rename_self_in_format(literal, this)),
        TokenTree::Group(group) => regrouped(&group, rename_self_in_formats(group.stream(), this)),
        token => token,
    });
    renamed.collect()
}

/// A macro in whose format string the variable `value` is called `name`: it stands where that is so.
pub fn under_name(mac: &mut Expr, name: &Ident, value: Expr) {
    let span = name.span();
    let nothing = Expr::Verbatim(TokenStream::new());
    let inner = std::mem::replace(mac, nothing);
    let and_token = Token![&](span);
    let shown = ExprReference { attrs: Vec::new(), and_token, mutability: None, expr: Box::new(value) };
    *mac = Expr::Match(syn::ExprMatch {
        attrs: Vec::new(),
        match_token: Token![match](span),
        expr: Box::new(Expr::Reference(shown)),
        brace_token: syn::token::Brace(span),
        arms: vec![arm(plain(name), inner)],
    });
}
