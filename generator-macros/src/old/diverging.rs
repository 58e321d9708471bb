//! Whether control never comes out of the end of a statement that is passed through, as its syntax tells.
//!
//! It doesn't in `panic!("no");`, `let n = { f(); process::exit(1) };`, and where every branch of an `if` jumps out of the
//! section.

use crate::check::may_be_left_out;
use crate::old::ir::placeholder_exit;
use crate::old::moves::never_returns;
use crate::parse::std_macros;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Macro, Stmt};

/// Whether `stmt`, in which jumps out of the section are placeholders, never ends.
pub fn is_diverging(stmt: &Stmt) -> bool {
    match stmt {
        _ if may_be_left_out(stmt) => false,
        Stmt::Local(local) => local.init.as_ref().is_some_and(|init| diverges(&init.expr)),
        Stmt::Expr(expr, _) => diverges(expr),
        Stmt::Macro(mac) => macro_diverges(&mac.mac),
        Stmt::Item(_) => false,
    }
}

/// Whether `expr`, in which jumps out of the section are placeholders, never gives a value.
pub fn diverges(expr: &Expr) -> bool {
    match expr {
        Expr::Macro(mac) => macro_diverges(&mac.mac),
        Expr::Call(call) => never_returns(&call.func),
        Expr::Paren(paren) => diverges(&paren.expr),
        Expr::Group(group) => diverges(&group.expr),
        Expr::Assign(assign) => diverges(&assign.right),
        Expr::Block(block) => {
            block_diverges(&block.block) && !is_left(&block.block, block.label.as_ref(), false)
        }
        Expr::Loop(repeated) => !is_left(&repeated.body, repeated.label.as_ref(), true),
        Expr::Unsafe(block) => block_diverges(&block.block),
        Expr::If(conditional) => {
            let otherwise = conditional.else_branch.as_ref();
            block_diverges(&conditional.then_branch)
                && otherwise.is_some_and(|(_, otherwise)| diverges(otherwise))
        }
        Expr::Match(matched) => {
            !matched.arms.is_empty() && matched.arms.iter().all(|arm| diverges(&arm.body))
        }
        _ => false,
    }
}

fn block_diverges(block: &Block) -> bool {
    block.stmts.iter().any(is_diverging)
}

/// Whether a `break` in `block`, the body of a loop or of a block with a label, ends it.
fn is_left(block: &Block, label: Option<&syn::Label>, is_loop: bool) -> bool {
    struct Breaks<'l> {
        label: Option<&'l syn::Lifetime>,
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
                Some(label) => self.label == Some(label),
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
        fn visit_macro(&mut self, mac: &Macro) {
            // What isn't read may hold anything.
            self.found |= mac.tokens.clone().into_iter().any(|token| token.to_string().contains("break"));
        }
        fn visit_expr_closure(&mut self, _: &syn::ExprClosure) {}
        fn visit_item(&mut self, _: &syn::Item) {}
    }
    let mut breaks = Breaks { label: label.map(|label| &label.name), bare: is_loop, found: false };
    breaks.visit_block(block);
    breaks.found
}

fn macro_diverges(mac: &Macro) -> bool {
    placeholder_exit(mac).is_some() || std_macros::diverges(mac)
}
