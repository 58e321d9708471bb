//! A scrutinee that the state keeps, of a type that only later code tells: its type is noted in the body as written, which rustc
//! checks first, for the step to know it from the start.
//!
//! `match text.parse() { Ok(n) => n, Err(_) => { yield_!(0); 1 } }` → `match late.note(text.parse()) { … }`, in both copies.
//! Were it not noted, the step would ask of `Result<_, E>` whether its drop does something, before the `_` is known.

use crate::suspends::suspends;
use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr};

/// Notes the types of such scrutinees in `block`. Returned are the names of what notes them.
pub fn note_types(block: &mut Block) -> Vec<Ident> {
    let mut notes = Notes(Vec::new());
    notes.visit_block_mut(block);
    notes.0
}

struct Notes(Vec<Ident>);

impl VisitMut for Notes {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let Expr::Match(matched) = expr else { return };
        if is_known_late(&matched.expr) && matched.arms.iter().any(|arm| suspends(&arm.body)) {
            let name = format_ident!("late_{}", self.0.len(), span = Span::mixed_site());
            let scrutinee = &matched.expr;
            *matched.expr = syn::parse_quote!(#name.note(#scrutinee));
            self.0.push(name);
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// Whether the type of `expr` may be known only from what is done with it: the step asks about it before that.
fn is_known_late(expr: &Expr) -> bool {
    const LATE: [&str; 7] = ["collect", "default", "into", "parse", "product", "sum", "try_into"];
    match expr {
        Expr::MethodCall(call) => {
            call.turbofish.is_none() && LATE.iter().any(|name| call.method == name)
                || is_known_late(&call.receiver)
        }
        Expr::Call(call) => matches!(&*call.func, Expr::Path(path)
            if path.path.segments.last().is_some_and(|last| LATE.iter().any(|name| last.ident == name))),
        _ => false,
    }
}
