//! Which variables change between an operand and the rest of its expression, and which are exclusive references.
//!
//! In `f(x, { x += 1; yield_!(x); 2 })` the variable `x` changes: its first use is a copy, made before.

use super::places::root;
use crate::collections::HashSet;
use crate::signature::Shape;
use crate::syntax::is_compound;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Ident, Pat, Stmt, Type};

/// Whether `stmts` assign to the variable `name`, or borrow it exclusively.
pub fn assigns(stmts: &[Stmt], name: &Ident) -> bool {
    struct Assigns<'n>(&'n Ident, bool);
    impl Visit<'_> for Assigns<'_> {
        fn visit_expr(&mut self, expr: &Expr) {
            let place = match expr {
                Expr::Assign(assign) => Some(&assign.left),
                Expr::Binary(binary) if is_compound(&binary.op) => Some(&binary.left),
                Expr::Reference(reference) if reference.mutability.is_some() => Some(&reference.expr),
                _ => None,
            };
            self.1 |= place.and_then(|place| root(place)).is_some_and(|root| root == self.0);
            visit::visit_expr(self, expr);
        }
    }
    let mut assigns = Assigns(name, false);
    stmts.iter().for_each(|stmt| assigns.visit_stmt(stmt));
    assigns.1
}

/// The names of variables that are exclusive references, as far as the source tells.
pub fn exclusive_references(shape: &Shape, block: &Block) -> HashSet<String> {
    let mut found = Exclusive(HashSet::default());
    for parameter in &shape.parameters {
        let receiver = parameter.receiver.as_ref();
        let by_receiver = receiver.is_some_and(|r| r.reference.is_some() && r.mutability.is_some());
        if by_receiver || parameter.ty.as_ref().is_some_and(is_exclusive) {
            found.0.insert(parameter.ident.to_string());
        }
    }
    found.visit_block(block);
    found.0
}

fn is_exclusive(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => reference.mutability.is_some(),
        Type::Group(group) => is_exclusive(&group.elem),
        Type::Paren(paren) => is_exclusive(&paren.elem),
        _ => false,
    }
}

struct Exclusive(HashSet<String>);

impl Visit<'_> for Exclusive {
    fn visit_local(&mut self, local: &syn::Local) {
        let (pat, typed) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, is_exclusive(&typed.ty)),
            pat => (pat, false),
        };
        let made = local.init.as_ref().is_some_and(
            |init| matches!(&*init.expr, Expr::Reference(reference) if reference.mutability.is_some()),
        );
        if let Pat::Ident(pat) = pat
            && (typed || made)
        {
            self.0.insert(pat.ident.to_string());
        }
        visit::visit_local(self, local);
    }
}
