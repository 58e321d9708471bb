//! Whether control comes to the end of some lowered code, and whether it may leave it for a join or a loop on the way.

use crate::ir::marks::Placeholder;
use crate::syntax::labels_among;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Lifetime, Stmt};

/// Whether control may come to the end of `expr`, as far as its syntax tells.
pub fn falls(expr: &Expr) -> bool {
    match expr {
        Expr::Yield(_) | Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => false,
        Expr::Paren(paren) => falls(&paren.expr),
        Expr::Group(group) => falls(&group.expr),
        Expr::Macro(_) => !matches!(Placeholder::of(expr), Some(Placeholder::Goto(..))),
        Expr::Assign(assign) => falls(&assign.right),
        Expr::Block(block) => {
            let label = block.label.as_ref().map(|label| &label.name);
            text_falls(&block.block.stmts) || label.is_some() && is_left(&block.block, label, false)
        }
        Expr::Unsafe(block) => text_falls(&block.block.stmts),
        Expr::Loop(repeated) => {
            is_left(&repeated.body, repeated.label.as_ref().map(|label| &label.name), true)
        }
        Expr::If(conditional) => {
            let otherwise = conditional.else_branch.as_ref();
            text_falls(&conditional.then_branch.stmts)
                || otherwise.is_none_or(|(_, otherwise)| falls(otherwise))
        }
        Expr::Match(matched) => matched.arms.is_empty() || matched.arms.iter().any(|arm| falls(&arm.body)),
        _ => true,
    }
}

/// Whether control may come to the end of `code`.
pub(super) fn text_falls(code: &[Stmt]) -> bool {
    code.iter().all(|stmt| match stmt {
        Stmt::Local(local) => local.init.as_ref().is_none_or(|init| falls(&init.expr)),
        Stmt::Expr(expr, _) => falls(expr),
        Stmt::Item(_) | Stmt::Macro(_) => true,
    })
}

/// Whether a placeholder that is `wanted` stands in `expr`.
fn has(expr: &Expr, wanted: fn(&Placeholder) -> bool) -> bool {
    struct Finder(fn(&Placeholder) -> bool, bool);
    impl Visit<'_> for Finder {
        fn visit_expr(&mut self, expr: &Expr) {
            match Placeholder::of(expr) {
                Some(placeholder) => self.1 |= (self.0)(&placeholder),
                None if !self.1 && !matches!(expr, Expr::Closure(_) | Expr::Async(_)) => {
                    visit::visit_expr(self, expr);
                }
                None => {}
            }
        }
        fn visit_item(&mut self, _: &syn::Item) {}
    }
    let mut finder = Finder(wanted, false);
    finder.visit_expr(expr);
    finder.1
}

/// Whether a jump to a join or into a loop stands in `expr`.
pub(super) fn has_goto(expr: &Expr) -> bool {
    has(expr, |placeholder| matches!(placeholder, Placeholder::Goto(..)))
}

/// Whether a loop that control comes back into stands in `expr`.
pub(super) fn has_loop(expr: &Expr) -> bool {
    has(expr, |placeholder| matches!(placeholder, Placeholder::Loop(..)))
}

/// The same of a statement.
pub(super) fn stmt_has_goto(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Expr(expr, _) => has_goto(expr),
        Stmt::Local(local) => local.init.as_ref().is_some_and(|init| {
            has_goto(&init.expr) || init.diverge.as_ref().is_some_and(|(_, diverge)| has_goto(diverge))
        }),
        _ => false,
    }
}

/// Whether a `break` in `block`, the body of a loop or of a block with a label, ends it, or a macro may hold one.
pub(super) fn is_left(block: &Block, label: Option<&Lifetime>, is_loop: bool) -> bool {
    struct Breaks<'l> {
        label: Option<&'l Lifetime>,
        /// Whether a `break` without a label ends it.
        bare: bool,
        found: bool,
    }
    impl Breaks<'_> {
        fn inside(&mut self, walk: impl FnOnce(&mut Self)) {
            let bare = std::mem::replace(&mut self.bare, false);
            walk(self);
            self.bare = bare;
        }
    }
    impl Visit<'_> for Breaks<'_> {
        fn visit_expr_break(&mut self, jump: &syn::ExprBreak) {
            self.found |= match &jump.label {
                Some(label) => self.label.is_some_and(|own| own.ident == label.ident),
                None => self.bare,
            };
            visit::visit_expr_break(self, jump);
        }
        fn visit_expr_loop(&mut self, repeated: &syn::ExprLoop) {
            self.inside(|this| this.visit_block(&repeated.body));
        }
        fn visit_expr_while(&mut self, repeated: &syn::ExprWhile) {
            self.inside(|this| visit::visit_expr_while(this, repeated));
        }
        fn visit_expr_for_loop(&mut self, repeated: &syn::ExprForLoop) {
            self.visit_expr(&repeated.expr);
            self.inside(|this| this.visit_block(&repeated.body));
        }
        fn visit_macro(&mut self, mac: &syn::Macro) {
            self.found |= match Placeholder::read(mac) {
                Some(Placeholder::Loop(_, labels)) => {
                    self.label.is_some_and(|own| labels.iter().any(|label| own.ident == label.ident))
                }
                Some(_) => false,
                // What isn't read may hold anything.
                None => self.bare || self.label.is_some(),
            };
        }
        fn visit_expr_closure(&mut self, _: &syn::ExprClosure) {}
        fn visit_item(&mut self, _: &syn::Item) {}
    }
    let mut breaks = Breaks { label, bare: is_loop, found: false };
    breaks.visit_block(block);
    breaks.found
}

/// The labels by which `body` may be left for what is around it.
pub(super) fn labels_left(body: &[Stmt]) -> Vec<Lifetime> {
    #[derive(Default)]
    struct Labels {
        own: Vec<Lifetime>,
        left: Vec<Lifetime>,
    }
    impl Labels {
        fn jump(&mut self, label: &Lifetime) {
            let is_known = |labels: &[Lifetime]| labels.iter().any(|known| known.ident == label.ident);
            if !is_known(&self.own) && !is_known(&self.left) {
                self.left.push(label.clone());
            }
        }
        fn tokens(&mut self, mac: &syn::Macro) {
            labels_among(mac.tokens.clone()).iter().for_each(|label| self.jump(label));
        }
    }
    impl Visit<'_> for Labels {
        fn visit_label(&mut self, label: &syn::Label) {
            self.own.push(label.name.clone());
        }
        fn visit_expr_break(&mut self, jump: &syn::ExprBreak) {
            visit::visit_expr_break(self, jump);
            jump.label.iter().for_each(|label| self.jump(label));
        }
        fn visit_macro(&mut self, mac: &syn::Macro) {
            self.tokens(mac);
        }
        fn visit_item(&mut self, item: &syn::Item) {
            if let syn::Item::Macro(item) = item {
                self.tokens(&item.mac);
            }
        }
    }
    let mut labels = Labels::default();
    body.iter().for_each(|stmt| labels.visit_stmt(stmt));
    labels.left
}
