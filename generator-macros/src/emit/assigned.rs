//! Assignments to several places at once, one of which is an `Option` in the section: a statement for each, as rustc makes them.
//!
//! `(a, b.c) = pair()` → `{ let (assigned_0, assigned_1) = pair(); a = assigned_0; b.c = assigned_1; }`

use crate::syntax::{assign_statement, in_block, let_statement, start, variable, wild};
use proc_macro2::{Ident, Span};
use syn::punctuated::Punctuated;
use syn::{Expr, Pat, Stmt};

/// The places that `target` assigns to, if it isn't one itself.
pub(super) fn places(target: &Expr) -> Vec<&Expr> {
    match target {
        Expr::Tuple(tuple) => tuple.elems.iter().flat_map(inner_places).collect(),
        Expr::Array(array) => array.elems.iter().flat_map(inner_places).collect(),
        Expr::Call(call) => call.args.iter().flat_map(inner_places).collect(),
        Expr::Struct(literal) => literal.fields.iter().flat_map(|field| inner_places(&field.expr)).collect(),
        Expr::Paren(paren) => places(&paren.expr),
        Expr::Group(group) => places(&group.expr),
        _ => Vec::new(),
    }
}

fn inner_places(target: &Expr) -> Vec<&Expr> {
    let inner = places(target);
    if inner.is_empty() { vec![target] } else { inner }
}

/// `target = value`, taken apart.
pub(super) fn apart(target: &Expr, value: Expr) -> Expr {
    let span = start(target);
    let mut sets = Vec::new();
    let pattern = pattern(target, &mut sets);
    let stmts = std::iter::once(let_statement(pattern, value)).chain(sets).collect();
    in_block(stmts, span)
}

fn pattern(target: &Expr, sets: &mut Vec<Stmt>) -> Pat {
    match target {
        Expr::Tuple(tuple) => Pat::Tuple(syn::PatTuple {
            attrs: Vec::new(),
            paren_token: tuple.paren_token,
            elems: patterns(&tuple.elems, sets),
        }),
        Expr::Array(array) => Pat::Slice(syn::PatSlice {
            attrs: Vec::new(),
            bracket_token: array.bracket_token,
            elems: patterns(&array.elems, sets),
        }),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => Pat::TupleStruct(syn::PatTupleStruct {
                attrs: Vec::new(),
                qself: path.qself.clone(),
                path: path.path.clone(),
                paren_token: call.paren_token,
                elems: patterns(&call.args, sets),
            }),
            _ => wild(call.paren_token.span.join()),
        },
        Expr::Struct(literal) => Pat::Struct(syn::PatStruct {
            attrs: Vec::new(),
            qself: literal.qself.clone(),
            path: literal.path.clone(),
            brace_token: literal.brace_token,
            fields: literal.fields.iter().map(|field| field_pattern(field, sets)).collect(),
            rest: literal.dot2_token.map(|dots| syn::PatRest { attrs: Vec::new(), dot2_token: dots }),
        }),
        Expr::Paren(paren) => pattern(&paren.expr, sets),
        Expr::Group(group) => pattern(&group.expr, sets),
        Expr::Infer(infer) => wild(infer.underscore_token.span),
        Expr::Range(syn::ExprRange {
            start: None,
            end: None,
            limits: syn::RangeLimits::HalfOpen(dots),
            ..
        }) => Pat::Rest(syn::PatRest { attrs: Vec::new(), dot2_token: *dots }),
        place => {
            let name = Ident::new(&format!("assigned_{}", sets.len()), Span::mixed_site());
            sets.push(assign_statement(place.clone(), variable(&name)));
            crate::syntax::plain(&name)
        }
    }
}

fn patterns(
    targets: &Punctuated<Expr, syn::Token![,]>,
    sets: &mut Vec<Stmt>,
) -> Punctuated<Pat, syn::Token![,]> {
    let mut patterns: Punctuated<Pat, syn::Token![,]> =
        targets.iter().map(|target| pattern(target, sets)).collect();
    // `(a,)` isn't `(a)`.
    if targets.trailing_punct() {
        patterns.push_punct(Default::default());
    }
    patterns
}

fn field_pattern(field: &syn::FieldValue, sets: &mut Vec<Stmt>) -> syn::FieldPat {
    syn::FieldPat {
        attrs: Vec::new(),
        member: field.member.clone(),
        colon_token: Some(field.colon_token.unwrap_or_default()),
        pat: Box::new(pattern(&field.expr, sets)),
    }
}
