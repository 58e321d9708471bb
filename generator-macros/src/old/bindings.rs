//! The variables that patterns bind: of `(a, Some(b))`, `a` and `b`.

use crate::old::ir::LocalId;
use crate::old::resolve::Names;
use syn::visit::Visit;
use syn::{Expr, Pat};

/// The variables that `pat` binds, in order.
pub fn bindings(pat: &Pat, names: &Names) -> Vec<LocalId> {
    struct Bindings<'a> {
        names: &'a Names,
        found: Vec<LocalId>,
    }
    impl Visit<'_> for Bindings<'_> {
        fn visit_pat_ident(&mut self, pat: &syn::PatIdent) {
            if let Some(local) = self.names.local(&pat.ident)
                && !self.found.contains(&local)
            {
                self.found.push(local);
            }
            if let Some((_, subpat)) = &pat.subpat {
                self.visit_pat(subpat);
            }
        }
        fn visit_expr(&mut self, _: &Expr) {}
    }
    let mut bindings = Bindings { names, found: Vec::new() };
    bindings.visit_pat(pat);
    bindings.found
}

/// The variables that the `let`s of a condition bind, in order.
pub fn condition_bindings(cond: &Expr, names: &Names) -> Vec<LocalId> {
    match cond {
        Expr::Let(scrutinee) => bindings(&scrutinee.pat, names),
        Expr::Binary(binary) if matches!(binary.op, syn::BinOp::And(_)) => {
            let mut found = condition_bindings(&binary.left, names);
            found.extend(condition_bindings(&binary.right, names));
            found
        }
        Expr::Group(group) => condition_bindings(&group.expr, names),
        _ => Vec::new(),
    }
}
