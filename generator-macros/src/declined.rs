//! Which bodies the second lowering leaves to the first for now, as it can't take them: those of blocks nested very deep, and
//! loops in which a block ends with a panic.

use crate::parse::std_macros;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Stmt};

/// How deep blocks may be nested: the time that the second lowering takes grows with the third power of that.
const DEEPEST: usize = 16;

/// Whether `body` is left to the first lowering.
pub fn is_declined(body: &Block) -> bool {
    let mut survey = Survey { is_beyond: false, loops: 0, blocks: 0 };
    survey.visit_block(body);
    survey.is_beyond
}

struct Survey {
    /// Whether the second lowering can't take it.
    is_beyond: bool,
    /// How many loops are around.
    loops: usize,
    /// How many blocks are around.
    blocks: usize,
}

impl Visit<'_> for Survey {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => return,
            Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => {
                self.loops += 1;
                visit::visit_expr(self, expr);
                self.loops -= 1;
                return;
            }
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_block(&mut self, block: &Block) {
        self.blocks += 1;
        self.is_beyond |= self.blocks > DEEPEST;
        let panics = match block.stmts.last() {
            Some(Stmt::Macro(stmt)) => Some(&stmt.mac),
            Some(Stmt::Expr(Expr::Macro(call), _)) => Some(&call.mac),
            _ => None,
        };
        // What was moved before it panics stays in place for the next round.
        let panics = panics.is_some_and(std_macros::diverges);
        self.is_beyond |= panics && block.stmts.len() > 1 && self.loops > 0;
        visit::visit_block(self, block);
        self.blocks -= 1;
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}
