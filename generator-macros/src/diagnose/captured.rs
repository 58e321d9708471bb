//! What a closure that isn't `move` does with the variables that it captures → whether it borrows one of them.
//!
//! `|n| n + list.len()` borrows `list`; `|n| n + offset`, where `offset` is a number, borrows that.

use super::owned::Owned;
use crate::collections::{HashMap, HashSet};
use crate::ir::LocalId;
use crate::resolve::Names;
use syn::visit::{self, Visit};
use syn::{Expr, ExprClosure};

/// Some methods of std's collections and strings that look at them, and give nothing that borrows them.
const LOOKING: [&str; 6] = ["contains", "contains_key", "ends_with", "is_empty", "len", "starts_with"];

/// Whether `closure` borrows a variable that is `owned`, for certain.
pub fn captures_by_reference(names: &Names, owned: &HashMap<LocalId, Owned>, closure: &ExprClosure) -> bool {
    if closure.capture.is_some() {
        return false;
    }
    let mut captured = Captured { names, owned, borrowed: HashSet::default(), other: HashSet::default() };
    captured.visit_expr(&closure.body);
    captured.borrowed.iter().any(|local| !captured.other.contains(local))
}

struct Captured<'a> {
    names: &'a Names,
    owned: &'a HashMap<LocalId, Owned>,
    /// The variables that it uses by reference; a number that it reads is one of them.
    borrowed: HashSet<LocalId>,
    /// The variables that it may move.
    other: HashSet<LocalId>,
}

impl Captured<'_> {
    /// A place that is used by reference.
    fn borrow(&mut self, place: &Expr) {
        match self.names.variable(place) {
            Some(local) if self.owned.contains_key(&local) => drop(self.borrowed.insert(local)),
            _ => self.visit_expr(place),
        }
    }
}

impl Visit<'_> for Captured<'_> {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Path(_) => {
                if let Some(local) = self.names.variable(expr) {
                    let is_number = self.owned.get(&local) == Some(&Owned::Number);
                    let uses = if is_number { &mut self.borrowed } else { &mut self.other };
                    uses.insert(local);
                }
            }
            Expr::Reference(reference) => self.borrow(&reference.expr),
            Expr::Index(index) => {
                self.borrow(&index.expr);
                self.visit_expr(&index.index);
            }
            Expr::MethodCall(call) if LOOKING.iter().any(|method| call.method == method) => {
                self.borrow(&call.receiver);
                call.args.iter().for_each(|argument| self.visit_expr(argument));
            }
            other => visit::visit_expr(self, other),
        }
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}
