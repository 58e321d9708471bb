//! Jumps without a label, to the head or the end of the loop around them: in a block with a label Rust wants one on them.
//!
//! `'chosen: { … break; }` in `loop { … }` → `'chosen: { … break 'round; }` in `'round: loop { … }`.

use proc_macro2::Span;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Label, Lifetime, Stmt};

/// Whether such a jump stands in `code`.
pub fn has_bare_jumps(code: &[Stmt]) -> bool {
    struct Finder(bool);
    impl Visit<'_> for Finder {
        fn visit_expr_break(&mut self, jump: &syn::ExprBreak) {
            self.0 |= jump.label.is_none();
            visit::visit_expr_break(self, jump);
        }
        fn visit_expr_continue(&mut self, jump: &syn::ExprContinue) {
            self.0 |= jump.label.is_none();
        }
        fn visit_expr(&mut self, expr: &Expr) {
            match own_part(expr) {
                OwnPart::All => visit::visit_expr(self, expr),
                OwnPart::Head(head) => self.visit_expr(head),
                OwnPart::Nothing => {}
            }
        }
        fn visit_item(&mut self, _: &syn::Item) {}
    }
    let mut finder = Finder(false);
    code.iter().for_each(|stmt| finder.visit_stmt(stmt));
    finder.0
}

/// What in an expression may jump so out of it.
enum OwnPart<'e> {
    All,
    Head(&'e Expr),
    Nothing,
}

fn own_part(expr: &Expr) -> OwnPart<'_> {
    match expr {
        Expr::Loop(_) | Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => OwnPart::Nothing,
        Expr::While(repeated) => OwnPart::Head(&repeated.cond),
        Expr::ForLoop(repeated) => OwnPart::Head(&repeated.expr),
        _ => OwnPart::All,
    }
}

/// Gives such jumps in `code` a label.
pub fn label_bare_jumps(code: &mut [Stmt], label: &Lifetime) {
    struct Labels<'l>(&'l Lifetime);
    impl VisitMut for Labels<'_> {
        fn visit_expr_break_mut(&mut self, jump: &mut syn::ExprBreak) {
            visit_mut::visit_expr_break_mut(self, jump);
            jump.label.get_or_insert_with(|| self.0.clone());
        }
        fn visit_expr_continue_mut(&mut self, jump: &mut syn::ExprContinue) {
            jump.label.get_or_insert_with(|| self.0.clone());
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
