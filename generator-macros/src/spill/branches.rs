//! Operands that branch, and move a variable on some path only: they are spilled as if they suspended, so that each
//! of their paths is known to move the variable or not.
//!
//! In `let n = f(if c { eat(noisy) } else { 2 }); yield_!(n);` the `else` leaves `noisy` to be dropped at the end of its
//! scope. That this matters only the analysis can tell: each operand that branches is marked with a number, and the
//! body is spilled anew with the numbers that it asks for.

use super::is_lazy;
use proc_macro2::{Literal, Span, TokenTree};
use std::collections::HashSet;
use syn::visit::Visit;
use syn::{Attribute, Expr, Ident, Meta};

/// The number of an operand that branches: its place among others, behind the numbers of the macros that it came out of.
pub type Number = Vec<usize>;

/// The attribute on an operand that branches.
const MARK: &str = "__generator_branch";

/// The attributes of `expr`, if control takes one of several paths in it.
pub(super) fn attributes(expr: &mut Expr) -> Option<&mut Vec<Attribute>> {
    match expr {
        Expr::If(conditional) => Some(&mut conditional.attrs),
        Expr::Match(matched) => Some(&mut matched.attrs),
        Expr::Loop(repeated) => Some(&mut repeated.attrs),
        Expr::While(repeated) => Some(&mut repeated.attrs),
        Expr::ForLoop(repeated) => Some(&mut repeated.attrs),
        Expr::Block(block) => Some(&mut block.attrs),
        Expr::Unsafe(block) => Some(&mut block.attrs),
        Expr::Binary(binary) if is_lazy(&binary.op) => Some(&mut binary.attrs),
        _ => None,
    }
}

/// The mark with `number` of an operand that branches.
pub(super) fn mark(number: &[usize], span: Span) -> Attribute {
    Attribute {
        pound_token: syn::Token![#](span),
        style: syn::AttrStyle::Outer,
        bracket_token: syn::token::Bracket(span),
        meta: Meta::List(syn::MetaList {
            path: Ident::new(MARK, span).into(),
            delimiter: syn::MacroDelimiter::Paren(syn::token::Paren(span)),
            tokens: number.iter().map(|part| TokenTree::from(Literal::usize_unsuffixed(*part))).collect(),
        }),
    }
}

fn number(attr: &Attribute) -> Option<Number> {
    match &attr.meta {
        Meta::List(mark) if mark.path.is_ident(MARK) => {
            mark.tokens.clone().into_iter().map(|part| part.to_string().parse().ok()).collect()
        }
        _ => None,
    }
}

/// Collects the numbers of the operands that branch in what it visits.
#[derive(Default)]
pub struct Marked(pub HashSet<Number>);

impl Visit<'_> for Marked {
    fn visit_attribute(&mut self, attr: &Attribute) {
        self.0.extend(number(attr));
    }

    fn visit_expr_closure(&mut self, _: &syn::ExprClosure) {}
    fn visit_item(&mut self, _: &syn::Item) {}
}

/// Takes marks away, for the code to be written.
pub fn clear(attrs: &mut Vec<Attribute>) {
    attrs.retain(|attr| number(attr).is_none());
}
