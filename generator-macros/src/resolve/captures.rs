//! What a generator in the middle of a function captures: the names in its body that nothing in it binds.
//!
//! `for item in items { yield!(item * factor) }` → `items` and `factor`.
//!
//! What is called, as the `f` of `f(x)`, isn't among them: it may be a function, of which each call has a type of its own. Nor is
//! what a macro names that isn't known. rustc captures those, if they are variables.

use super::Resolver;
use crate::ir::fresh::Fresh;
use crate::parse::std_macros;
use crate::syntax::{named_like_a_constant, unit};
use proc_macro2::Ident;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Stmt};

/// The names, in the order in which they first stand there.
pub fn captures(body: &Block) -> Vec<Ident> {
    let mut values = body.clone();
    OnlyValues.visit_block_mut(&mut values);
    let mut fresh = Fresh::separated_by("_");
    fresh.note_all(values.to_token_stream());
    let mut resolver = Resolver::new(fresh);
    resolver.visit_block_mut(&mut values);
    let mut found: Vec<Ident> = Vec::new();
    for name in resolver.others.into_inner() {
        // A constant isn't moved.
        if !named_like_a_constant(&name) && !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// Leaves out what names no captured value for certain.
struct OnlyValues;

impl VisitMut for OnlyValues {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Call(call) if matches!(&*call.func, Expr::Path(path) if path.path.get_ident().is_some()) => {
                let nothing = unit(call.func.span());
                *call.func = nothing;
            }
            Expr::Macro(call) if std_macros::parse(&call.mac).is_none() => {
                *expr = unit(expr.span());
            }
            _ => {}
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Stmt::Macro(call) = stmt
            && std_macros::parse(&call.mac).is_none()
        {
            *stmt = Stmt::Expr(unit(call.span()), None);
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }

    /// The arguments of std's macros are expressions.
    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        if let Some(mut read) = std_macros::parse(mac) {
            read.arguments_mut().for_each(|argument| self.visit_expr_mut(argument));
            mac.tokens = read.into_tokens();
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
