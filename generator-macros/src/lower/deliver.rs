//! Native code from some of whose ends control leaves for a join already: what the others bring is delivered at those ends.
//!
//! `if a { …; go to J2 } else { 5 }`, brought to `n` → `if a { …; go to J2 } else { let n = 5; go to J1 }`.

use super::Lowerer;
use super::falls::{falls, has_goto, text_falls};
use crate::syntax::{in_block, start, unit};
use proc_macro2::Span;
use syn::{Expr, Stmt};

type Bring<'b> = &'b mut dyn FnMut(&mut Lowerer, Expr) -> Vec<Stmt>;

impl Lowerer {
    /// `expr`, with what `bring` makes of its value at each of its ends.
    pub(super) fn deliver(&mut self, expr: Expr, bring: Bring<'_>) -> Expr {
        if !falls(&expr) {
            return expr;
        }
        let span = start(&expr);
        if !has_goto(&expr) {
            return in_block(bring(self, expr), span);
        }
        match expr {
            Expr::If(mut conditional) => {
                let then = std::mem::take(&mut conditional.then_branch.stmts);
                conditional.then_branch.stmts = self.deliver_block(then, bring);
                let (token, otherwise) = conditional
                    .else_branch
                    .take()
                    .unwrap_or_else(|| (syn::Token![else](span), Box::new(unit(span))));
                let otherwise = self.deliver(*otherwise, bring);
                let otherwise = match otherwise {
                    Expr::If(_) => otherwise,
                    otherwise => super::statement::as_block(otherwise),
                };
                conditional.else_branch = Some((token, Box::new(otherwise)));
                Expr::If(conditional)
            }
            Expr::Match(mut matched) => {
                for arm in &mut matched.arms {
                    let body = std::mem::replace(&mut *arm.body, unit(span));
                    *arm.body = self.deliver(body, bring);
                    arm.comma.get_or_insert_with(|| syn::Token![,](span));
                }
                Expr::Match(matched)
            }
            Expr::Block(mut block) if block.label.is_none() => {
                let stmts = std::mem::take(&mut block.block.stmts);
                block.block.stmts = self.deliver_block(stmts, bring);
                Expr::Block(block)
            }
            Expr::Unsafe(mut block) => {
                let stmts = std::mem::take(&mut block.block.stmts);
                block.block.stmts = self.deliver_block(stmts, bring);
                Expr::Unsafe(block)
            }
            other => in_block(bring(self, other), span),
        }
    }

    /// A text, with what `bring` makes of its value at each of its ends.
    pub(super) fn delivered(&mut self, code: Vec<Stmt>, bring: Bring<'_>) -> Vec<Stmt> {
        if code.iter().any(super::falls::stmt_has_goto) {
            let value = super::statement::as_value(code);
            return vec![Stmt::Expr(self.deliver(value, bring), None)];
        }
        bring(self, super::statement::as_value(code))
    }

    /// The same of a block's statements: what is left of it has ended where the value is brought.
    fn deliver_block(&mut self, mut stmts: Vec<Stmt>, bring: Bring<'_>) -> Vec<Stmt> {
        if !text_falls(&stmts) {
            return stmts;
        }
        let goes = |stmt: &Stmt| matches!(stmt, Stmt::Expr(expr, _) if has_goto(expr) );
        let last = stmts.pop();
        match last {
            Some(Stmt::Expr(expr, semi)) if goes(&Stmt::Expr(expr.clone(), semi)) => {
                let delivered = match semi {
                    None => self.deliver(expr, bring),
                    Some(semi) => self.deliver(expr, &mut |this, value| {
                        let mut stmts = vec![Stmt::Expr(value, Some(semi))];
                        stmts.extend(bring(this, unit(Span::call_site())));
                        stmts
                    }),
                };
                stmts.push(Stmt::Expr(delivered, None));
                stmts
            }
            last => {
                stmts.extend(last);
                let value = match &stmts[..] {
                    [Stmt::Expr(_, None)] => match stmts.pop() {
                        Some(Stmt::Expr(value, None)) => value,
                        _ => unit(Span::call_site()),
                    },
                    [] => unit(Span::call_site()),
                    _ => in_block(stmts, Span::call_site()),
                };
                bring(self, value)
            }
        }
    }
}
