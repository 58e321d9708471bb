//! Jumps without a label, to the head or the end of the loop around them: in a block with a label Rust wants one on them.
//!
//! `'chosen: { … break; }` in `loop { … }` → `'chosen: { … break 'round; }` in `'round: loop { … }`.

use proc_macro2::Span;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Label, Lifetime, Stmt};

/// Gives such jumps in `code` a label, which is asked for where there is one.
pub fn label_bare_jumps(code: &mut [Stmt], label: impl FnMut() -> Lifetime) {
    struct Labels<F>(F);
    impl<F: FnMut() -> Lifetime> VisitMut for Labels<F> {
        fn visit_expr_break_mut(&mut self, jump: &mut syn::ExprBreak) {
            visit_mut::visit_expr_break_mut(self, jump);
            jump.label.get_or_insert_with(&mut self.0);
        }
        fn visit_expr_continue_mut(&mut self, jump: &mut syn::ExprContinue) {
            jump.label.get_or_insert_with(&mut self.0);
        }
        fn visit_expr_mut(&mut self, expr: &mut Expr) {
            match expr {
                Expr::Loop(_) | Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => {}
                Expr::While(repeated) => self.visit_expr_mut(&mut repeated.cond),
                Expr::ForLoop(repeated) => self.visit_expr_mut(&mut repeated.expr),
                other => visit_mut::visit_expr_mut(self, other),
            }
        }
        fn visit_item_mut(&mut self, _: &mut syn::Item) {}
    }
    let mut labels = Labels(label);
    code.iter_mut().for_each(|stmt| labels.visit_stmt_mut(stmt));
}

/// `'name:`
pub fn label_of(name: Lifetime) -> Label {
    Label { name, colon_token: syn::Token![:](Span::call_site()) }
}
