//! What stands in some code of the function itself: in `|| { … }` a yield or a `?` would be the closure's.

use syn::visit::{self, Visit};
use syn::{Expr, Stmt};

/// Whether such an expression stands in what is visited.
struct Finder {
    wanted: fn(&Expr) -> bool,
    found: bool,
}

impl Finder {
    fn finds(wanted: fn(&Expr) -> bool, visit: impl FnOnce(&mut Self)) -> bool {
        let mut finder = Finder { wanted, found: false };
        visit(&mut finder);
        finder.found
    }
}

impl Visit<'_> for Finder {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            _ if self.found => {}
            expr if (self.wanted)(expr) => self.found = true,
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => {}
            expr => visit::visit_expr(self, expr),
        }
    }
    fn visit_item(&mut self, _: &syn::Item) {}
}

fn is_yield(expr: &Expr) -> bool {
    matches!(expr, Expr::Yield(_))
}

/// Whether `expr` suspends.
pub fn suspends(expr: &Expr) -> bool {
    Finder::finds(is_yield, |finder| finder.visit_expr(expr))
}

/// Whether `stmt` suspends.
pub fn stmt_suspends(stmt: &Stmt) -> bool {
    Finder::finds(is_yield, |finder| finder.visit_stmt(stmt))
}

/// Whether a `return` or a `?` stands in `code`.
pub fn leaves_early(code: &[Stmt]) -> bool {
    let leaves = |expr: &Expr| matches!(expr, Expr::Try(_) | Expr::Return(_));
    Finder::finds(leaves, |finder| code.iter().for_each(|stmt| finder.visit_stmt(stmt)))
}
