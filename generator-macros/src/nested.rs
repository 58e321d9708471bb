//! Generators in the middle of a generator's body → what they expand to, for the stages that follow to see what they capture.
//!
//! `yield_from!(generator_fn!(move || { yield!(n) }))` → `yield_from!({ enum … Stepped::new(Start { n }, …) })`

use crate::parse::expression::is_expression;
use crate::parse::std_macros;
use proc_macro2::{TokenStream, TokenTree};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Macro, Stmt};

/// Whether `mac` is a generator of its own, or several: a yield in it is none of the generator's around.
pub fn is_generator(mac: &Macro) -> bool {
    mac.path.segments.last().is_some_and(|last| last.ident == "generator_fn")
}

/// Expands those in `block`, from the tokens of each.
pub fn expand(
    block: &mut Block,
    expression: impl Fn(TokenStream) -> syn::Result<TokenStream>,
) -> syn::Result<()> {
    let mut nested = Nested { expression, errors: Ok(()) };
    nested.visit_block_mut(block);
    nested.errors
}

struct Nested<F> {
    expression: F,
    errors: syn::Result<()>,
}

impl<F: Fn(TokenStream) -> syn::Result<TokenStream>> Nested<F> {
    fn expanded(&mut self, mac: &Macro) -> Option<Expr> {
        if !is_generator(mac) || !is_expression(&mac.tokens) {
            return None;
        }
        let expanded = (self.expression)(mac.tokens.clone()).and_then(syn::parse2);
        expanded.map_err(|error| self.fail(error)).ok()
    }

    fn fail(&mut self, error: syn::Error) {
        match &mut self.errors {
            Ok(()) => self.errors = Err(error),
            Err(errors) => errors.combine(error),
        }
    }
}

impl<F: Fn(TokenStream) -> syn::Result<TokenStream>> VisitMut for Nested<F> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::Macro(call) = expr
            && let Some(expanded) = self.expanded(&call.mac)
        {
            *expr = expanded;
        }
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        visit_mut::visit_stmt_mut(self, stmt);
        if let Stmt::Macro(call) = stmt
            && let Some(expanded) = self.expanded(&call.mac)
        {
            *stmt = Stmt::Expr(expanded, call.semi_token);
        }
    }

    /// The arguments of std's macros are expressions.
    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if let Some(mut read) = std_macros::parse(mac).filter(|_| names_generator(mac.tokens.clone())) {
            read.arguments_mut().for_each(|argument| self.visit_expr_mut(argument));
            mac.tokens = read.into_tokens();
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

fn names_generator(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(name) => name == "generator_fn",
        TokenTree::Group(group) => names_generator(group.stream()),
        _ => false,
    })
}
