//! A function that yields from itself, and returns an `impl Trait`, whose type would hold itself → an error on the call.
//!
//! `fn f(n: u32) -> impl Iterator<Item = u32> { yield_from!(f(n - 1)); }`: rustc's own error doesn't say what to do.

use crate::errors::{Errors, text};
use crate::parse::Function;
use crate::parse::delegates::is_delegate;
use crate::signature::Shape;
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Expr, Ident, ReturnType, Type};

/// Checks what the function yields from.
pub fn check(function: &Function, shape: &Shape, errors: &Errors) {
    let is_opaque =
        matches!(&function.sig.output, ReturnType::Type(_, ty) if matches!(**ty, Type::ImplTrait(_)));
    // In an `impl` it may be a function outside that is called by this name: a method isn't called so.
    if !is_opaque || function.sig.receiver().is_some() {
        return;
    }
    let mut calls = Calls { name: &function.sig.ident, found: Vec::new(), is_shadowed: false };
    shape.parameters.iter().for_each(|parameter| calls.is_shadowed |= parameter.ident == function.sig.ident);
    shape.destructure.iter().for_each(|stmt| calls.visit_stmt(stmt));
    calls.visit_block(&function.block);
    if !calls.is_shadowed {
        calls.found.iter().for_each(|call| errors.error(call, text::RECURSION_WITHOUT_BOX));
    }
}

struct Calls<'a> {
    name: &'a Ident,
    found: Vec<&'a Expr>,
    /// Whether something else in the function has its name.
    is_shadowed: bool,
}

impl<'a> Visit<'a> for Calls<'a> {
    fn visit_expr_for_loop(&mut self, delegate: &'a syn::ExprForLoop) {
        if is_delegate(delegate)
            && let Expr::Call(call) = &*delegate.expr
            && let Expr::Path(path) = &*call.func
            && path.path.is_ident(self.name)
        {
            self.found.push(&delegate.expr);
        }
        visit::visit_expr_for_loop(self, delegate);
    }

    fn visit_pat_ident(&mut self, pat: &'a syn::PatIdent) {
        self.is_shadowed |= pat.ident == *self.name;
        visit::visit_pat_ident(self, pat);
    }

    fn visit_item(&mut self, item: &'a syn::Item) {
        self.is_shadowed |= item.to_token_stream().into_iter().any(|token| *self.name == token.to_string());
    }
}
