//! The body of a coroutine → one that takes its first argument, and hands out its value by a `return`.
//!
//! `#[resume] first: u8` and `… first.len()` → `let first: u8 = argument.take();` and `… return first.len();`
//!
//! What a yield gives is `argument.take()` as well: `lower` begins with it what follows a yield.

use crate::lower::falls;
use crate::parse::delegates::taken;
use crate::signature::Shape;
use crate::syntax::start;
use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Block, Expr, ExprReturn, Stmt, Token};

/// Lets `body` begin with its first argument, which is dropped if there is no parameter for it.
pub fn take_first(shape: &Shape, argument: &Ident, body: &mut Block) {
    let first = match &shape.resume {
        Some(resume) => resume.statements(taken(argument, resume.ty.span())),
        None if shape.returned.gives_nothing() => return,
        None => {
            // What isn't used may be a `Result`.
            let taken = taken(argument, shape.sig.ident.span());
            let taken = Expr::Verbatim(quote!(#[allow(unused_must_use)] #taken));
            vec![Stmt::Expr(taken, Some(Token![;](Span::call_site())))]
        }
    };
    let patterns = shape.destructure.len();
    body.stmts.splice(patterns..patterns, first);
}

/// Makes a `return` of the value that `body` ends with. Where that can only be `()`, or there is none, it stays as it is.
pub fn return_value(shape: &Shape, body: &mut Block) {
    if !shape.returned.has_value() {
        return;
    }
    let value = match body.stmts.pop() {
        Some(Stmt::Expr(value, None)) if has_value(&value) => value,
        Some(Stmt::Macro(call)) if call.semi_token.is_none() => {
            Expr::Macro(syn::ExprMacro { attrs: call.attrs, mac: call.mac })
        }
        last => return body.stmts.extend(last),
    };
    let span = Span::mixed_site().located_at(start(&value));
    let value = Expr::Return(ExprReturn {
        attrs: Vec::new(),
        return_token: Token![return](span),
        expr: Some(Box::new(value)),
    });
    body.stmts.push(Stmt::Expr(value, Some(Token![;](span))));
}

/// Whether `expr` may have a value, and one that isn't `()`.
fn has_value(expr: &Expr) -> bool {
    match expr {
        Expr::ForLoop(_) | Expr::While(_) | Expr::Return(_) => false,
        Expr::Loop(_) => falls(expr),
        _ => true,
    }
}
