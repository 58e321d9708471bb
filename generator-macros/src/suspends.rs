//! Whether a yield of the function itself stands in some code: in `|| { … }` it would be the closure's.

use syn::visit::{self, Visit};
use syn::{Expr, Stmt};

/// Whether a yield of the function itself stands in what is visited.
#[derive(Default)]
struct Yields(bool);

impl Visit<'_> for Yields {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Yield(_) => self.0 = true,
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => {}
            expr if !self.0 => visit::visit_expr(self, expr),
            _ => {}
        }
    }
    fn visit_item(&mut self, _: &syn::Item) {}
}

/// Whether `expr` suspends.
pub fn suspends(expr: &Expr) -> bool {
    let mut yields = Yields(false);
    yields.visit_expr(expr);
    yields.0
}

/// Whether `stmt` suspends.
pub fn stmt_suspends(stmt: &Stmt) -> bool {
    let mut yields = Yields(false);
    yields.visit_stmt(stmt);
    yields.0
}
