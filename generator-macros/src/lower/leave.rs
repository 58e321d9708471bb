//! Jumps to a join or into a loop that don't stand at an end of their section: they leave, by a label, the code that follows.
//!
//! `let Some(x) = next else { go to J }; f(x);` → `'leave: { let Some(x) = next else { go to J, break 'leave }; f(x); }`. Without
//! the label, control would go on in `f(x)` as well.

use super::Lowerer;
use super::falls::{has_goto, stmt_has_goto};
use crate::ir::marks::Placeholder;
use crate::jumps::{label_bare_jumps, label_of};
use proc_macro2::Span;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Lifetime, Stmt};

impl Lowerer {
    /// Gives the jumps in `code`, all of a section or one of its ends, the labels that they need.
    pub(super) fn leave_by_labels(&mut self, code: &mut Vec<Stmt>) {
        let Some(first) = code.iter().position(stmt_has_goto) else { return };
        let mut inside = code.split_off(first);
        let mut end = inside.pop();
        let mut is_left = !inside.is_empty();
        match &mut end {
            Some(Stmt::Expr(expr, _)) if ends(expr) => self.leave_at_ends(expr),
            end => {
                is_left = true;
                inside.extend(end.take());
            }
        }
        if is_left {
            let name = format!("'{}", self.names.unused("leave"));
            let leave = Lifetime::new(&name, Span::mixed_site());
            inside.iter_mut().for_each(|stmt| LeaveBy(&leave).visit_stmt_mut(stmt));
            inside.extend(end);
            self.label_jumps(&mut inside);
            let span = Span::call_site();
            let label = syn::Label { name: leave, colon_token: syn::Token![:](span) };
            let block = crate::syntax::block(inside, span);
            let block = Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: Some(label), block });
            code.push(Stmt::Expr(block, Some(syn::Token![;](span))));
        } else {
            code.extend(end);
        }
    }

    /// Rust wants a label on each jump out of a block with a label.
    fn label_jumps(&mut self, code: &mut [Stmt]) {
        let Some(around) = self.around else { return };
        let (names, own) = (&mut self.names, &mut self.machine.loops[around.0].label);
        let mut unused = || Lifetime::new(&format!("'{}", names.unused("round")), Span::mixed_site());
        label_bare_jumps(code, || own.get_or_insert_with(|| label_of(unused())).name.clone());
    }

    fn leave_at_ends(&mut self, expr: &mut Expr) {
        match expr {
            Expr::If(conditional) => {
                self.leave_by_labels(&mut conditional.then_branch.stmts);
                if let Some((_, otherwise)) = &mut conditional.else_branch {
                    self.leave_at_ends(otherwise);
                }
            }
            Expr::Match(matched) => matched.arms.iter_mut().for_each(|arm| self.leave_at_ends(&mut arm.body)),
            Expr::Block(syn::ExprBlock { block, .. }) | Expr::Unsafe(syn::ExprUnsafe { block, .. }) => {
                self.leave_by_labels(&mut block.stmts);
            }
            _ => {}
        }
    }
}

/// Whether control that comes to an end of a block in `expr` comes to the end of `expr`.
fn ends(expr: &Expr) -> bool {
    match expr {
        Expr::If(conditional) => !has_goto(&conditional.cond),
        Expr::Match(matched) => !has_goto(&matched.expr),
        Expr::Block(_) | Expr::Unsafe(_) => true,
        _ => Placeholder::of(expr).is_some(),
    }
}

/// Lets each jump to a join leave the code around by a label.
struct LeaveBy<'l>(&'l Lifetime);

impl VisitMut for LeaveBy<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Some(Placeholder::Goto(exit, _)) = Placeholder::of(expr) {
            *expr = Placeholder::Goto(exit, Some(self.0.clone())).expr();
        } else {
            visit_mut::visit_expr_mut(self, expr);
        }
    }
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
