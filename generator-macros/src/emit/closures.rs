//! Closures of a section: what they take out of an `Option`, or out of a place, is taken before.
//!
//! `|| drop(x)`, where `x` is an `Option` in the section → `{ let mut x = x_slot.take().unwrap(); || drop(x) }`.

use super::rewrite::{Rewrite, finish};
use crate::ir::marks::use_of;
use proc_macro2::Ident;
use quote::quote;
use syn::Expr;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};

impl Rewrite<'_, '_, '_> {
    pub(super) fn closure(&mut self, expr: &mut Expr) {
        let (body, is_move) = match &*expr {
            Expr::Closure(closure) => (closure.body.clone(), closure.capture.is_some()),
            Expr::Async(block) => {
                let block = syn::ExprBlock { attrs: Vec::new(), label: None, block: block.block.clone() };
                (Box::new(Expr::Block(block)), expr_is_move(expr))
            }
            _ => return,
        };
        let taken = self.taken_by(&body);
        if !taken.is_empty() {
            let slots: Vec<Ident> = taken.iter().map(|(slot, _)| slot.clone()).collect();
            let names: Vec<Ident> = taken.into_iter().map(|(_, name)| name).collect();
            OwnNames.visit_expr_mut(expr);
            let closure = &*expr;
            *expr = Expr::Verbatim(quote!({
                #(let mut #names = ::core::option::Option::unwrap(#slots.take());)*
                #closure
            }));
            return;
        }
        let copies = if is_move { self.copies(&body) } else { Vec::new() };
        let outer = std::mem::replace(&mut self.in_closure, true);
        if copies.is_empty() {
            visit_mut::visit_expr_mut(self, expr);
        } else {
            // The names stand for the copies inside.
            OwnNames.visit_expr_mut(expr);
            let closure = &*expr;
            *expr = Expr::Verbatim(quote!({ #(let #copies = *#copies;)* #closure }));
        }
        self.in_closure = outer;
    }

    /// The `Option`s out of which a closure takes variables, and those.
    fn taken_by(&self, body: &Expr) -> Vec<(Ident, Ident)> {
        struct Taken<'s, 'c, 'w, 'a>(&'s Rewrite<'c, 'w, 'a>, Vec<(Ident, Ident)>);
        impl Visit<'_> for Taken<'_, '_, '_, '_> {
            fn visit_expr_path(&mut self, path: &syn::ExprPath) {
                let plan = self.0.code.writer.plan;
                if let Some(ident) = path.path.get_ident()
                    && let Some(local) = plan.names.local(ident)
                    && self.0.is_slot(local)
                    && use_of(&path.attrs).is_some_and(|id| plan.is_taking(id))
                {
                    self.1.push((self.0.code.slot_name(local), ident.clone()));
                }
            }
            fn visit_item(&mut self, _: &syn::Item) {}
        }
        let mut taken = Taken(self, Vec::new());
        taken.visit_expr(body);
        taken.1
    }

    /// A `move` closure takes copies of what is in place.
    fn copies(&self, body: &Expr) -> Vec<Ident> {
        struct Captured<'s, 'c, 'w, 'a>(&'s Rewrite<'c, 'w, 'a>, Vec<Ident>);
        impl Visit<'_> for Captured<'_, '_, '_, '_> {
            fn visit_expr_path(&mut self, path: &syn::ExprPath) {
                if let Some(ident) = path.path.get_ident()
                    && let Some(local) = self.0.code.writer.plan.names.local(ident)
                    && self.0.code.is_in_place(local)
                    && !self.1.contains(ident)
                {
                    self.1.push(ident.clone());
                }
            }
            fn visit_item(&mut self, _: &syn::Item) {}
        }
        let mut captured = Captured(self, Vec::new());
        captured.visit_expr(body);
        captured.1
    }
}

fn expr_is_move(expr: &Expr) -> bool {
    matches!(expr, Expr::Async(block) if block.capture.is_some())
}

/// Restores macros where variables keep their names.
pub(super) struct OwnNames;

impl VisitMut for OwnNames {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        finish(expr);
    }
}
