//! Whether control never comes out of the end of a statement that is passed through, as its syntax tells.
//!
//! It doesn't in `panic!("no");`, `let n = { f(); process::exit(1) };`, and where every branch of an `if` jumps out of the
//! section.

use crate::check::may_be_left_out;
use crate::ir::placeholder_exit;
use crate::moves::never_returns;
use crate::parse::std_macros;
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

/// Whether `expr`, in which jumps out of the section are placeholders, never gives a value. A jump that stays in it may end
/// it: what a label names counts as ending.
pub fn diverges(expr: &Expr) -> bool {
    match expr {
        Expr::Macro(mac) => macro_diverges(&mac.mac),
        Expr::Call(call) => never_returns(&call.func),
        Expr::Paren(paren) => diverges(&paren.expr),
        Expr::Group(group) => diverges(&group.expr),
        Expr::Assign(assign) => diverges(&assign.right),
        Expr::Block(block) => block.label.is_none() && block_diverges(&block.block),
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

fn macro_diverges(mac: &Macro) -> bool {
    placeholder_exit(mac).is_some() || std_macros::diverges(mac)
}
