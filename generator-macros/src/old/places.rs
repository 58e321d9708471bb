//! Questions asked of an expression's syntax: whether something of it may have a drop.

use crate::old::ir::{Stmt, StmtKind};
use crate::old::moves;
use crate::parse::std_macros;
use crate::rewrite::{gives_references, is_temporary as is_value, is_truth};
use crate::syntax::is_compound;
use syn::Expr;
use syn::visit::{self, Visit};

/// Whether `expr`, where it is borrowed, is a value that may have a drop.
fn is_temporary(expr: &Expr) -> bool {
    is_value(expr) && !moves::gives_view(expr)
}

/// Whether `expr` gives a value with a drop, as far as its syntax tells.
pub fn may_drop(expr: &Expr) -> bool {
    match expr {
        Expr::Binary(binary) => !is_compound(&binary.op),
        Expr::Macro(mac) => std_macros::may_drop(&mac.mac),
        Expr::Assign(_)
        | Expr::Break(_)
        | Expr::Continue(_)
        | Expr::Return(_)
        | Expr::Lit(_)
        | Expr::ForLoop(_)
        | Expr::While(_) => false,
        Expr::Tuple(tuple) => !tuple.elems.is_empty(),
        Expr::Paren(paren) => may_drop(&paren.expr),
        Expr::Block(block) if block.label.is_none() => value_may_drop(&block.block),
        Expr::Unsafe(block) => value_may_drop(&block.block),
        Expr::If(conditional) => conditional
            .else_branch
            .as_ref()
            .is_some_and(|(_, otherwise)| value_may_drop(&conditional.then_branch) || may_drop(otherwise)),
        Expr::Match(matched) => matched.arms.iter().any(|arm| may_drop(&arm.body)),
        _ => true,
    }
}

/// The same of the value of `block`.
fn value_may_drop(block: &syn::Block) -> bool {
    matches!(block.stmts.last(), Some(syn::Stmt::Expr(value, None)) if may_drop(value))
}

/// Whether temporaries that may have a drop live on when `expr` is evaluated, to the end of what it stands in.
pub fn leaves_temporaries(expr: &Expr) -> bool {
    struct Temporaries(bool);
    impl Visit<'_> for Temporaries {
        fn visit_expr(&mut self, expr: &Expr) {
            self.0 |= match expr {
                Expr::Reference(reference) => is_temporary(&reference.expr),
                Expr::MethodCall(call) => is_temporary(&call.receiver),
                Expr::Field(field) => is_temporary(&field.base),
                Expr::Index(index) => is_temporary(&index.expr),
                Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => is_temporary(&unary.expr),
                Expr::Binary(binary) if is_truth(&binary.op) => {
                    is_temporary(&binary.left) || is_temporary(&binary.right)
                }
                Expr::Match(matched) => is_temporary(&matched.expr),
                _ => false,
            };
            match expr {
                Expr::Match(matched) => self.visit_expr(&matched.expr),
                // Their temporaries end inside.
                Expr::Block(_)
                | Expr::Unsafe(_)
                | Expr::If(_)
                | Expr::Loop(_)
                | Expr::While(_)
                | Expr::ForLoop(_)
                | Expr::Closure(_)
                | Expr::Async(_)
                | Expr::Const(_) => {}
                expr => visit::visit_expr(self, expr),
            }
        }
    }
    let mut temporaries = Temporaries(false);
    temporaries.visit_expr(expr);
    temporaries.0
}

/// Whether temporaries that may have a drop, or the iterator of a `for`, live on where control leaves `stmt` from inside.
pub fn hides_values(stmt: &Stmt) -> bool {
    struct Hidden(bool);
    impl Visit<'_> for Hidden {
        fn visit_expr(&mut self, expr: &Expr) {
            self.0 |= match expr {
                Expr::ForLoop(repeated) => !gives_references(&repeated.expr),
                Expr::Match(matched) => scrutinee(&matched.expr),
                Expr::If(conditional) => condition(&conditional.cond),
                Expr::While(repeated) => condition(&repeated.cond),
                _ => false,
            };
            visit::visit_expr(self, expr);
        }
        fn visit_expr_closure(&mut self, _: &syn::ExprClosure) {}
        fn visit_item(&mut self, _: &syn::Item) {}
    }
    match &stmt.kind {
        StmtKind::If { cond, .. } => condition(cond),
        StmtKind::Match { scrutinee: matched, .. } => scrutinee(matched),
        StmtKind::Plain(source) if !stmt.embedded.is_empty() => {
            let mut hidden = Hidden(false);
            hidden.visit_stmt(source);
            hidden.0
        }
        _ => false,
    }
}

fn scrutinee(scrutinee: &Expr) -> bool {
    is_temporary(scrutinee) || leaves_temporaries(scrutinee)
}

fn condition(cond: &Expr) -> bool {
    match cond {
        Expr::Let(tested) => scrutinee(&tested.expr),
        Expr::Binary(binary) => condition(&binary.left) || condition(&binary.right),
        Expr::Paren(paren) => condition(&paren.expr),
        Expr::Group(group) => condition(&group.expr),
        _ => false,
    }
}
