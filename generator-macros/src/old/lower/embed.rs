//! Jumps inside code that is passed through: `break`, `continue` and `return` that leave the section become
//! [placeholders](crate::old::ir::placeholder) of exits, for `emit` to spell out. Each `?` is marked with an exit of its own.

use super::Lowerer;
use super::destination::Destination;
use crate::old::ir::{PointId, mark_failure, placeholder};
use crate::old::places::may_drop;
use crate::parse::std_macros;
use crate::syntax::{assign_statement, plain, start, unit, variable};
use proc_macro2::Span;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Lifetime, Stmt};

impl Lowerer<'_> {
    pub(super) fn embed_expr(&mut self, expr: &Expr) -> Expr {
        let mut expr = expr.clone();
        Embedder { lowerer: self, plain: Vec::new() }.visit_expr_mut(&mut expr);
        expr
    }

    pub(super) fn embed_stmt(&mut self, stmt: &Stmt) -> Stmt {
        let mut stmt = stmt.clone();
        Embedder { lowerer: self, plain: Vec::new() }.visit_stmt_mut(&mut stmt);
        stmt
    }
}

struct Embedder<'l, 'a> {
    lowerer: &'l mut Lowerer<'a>,
    /// The loops and labelled blocks inside the code, which keep their jumps: label, and whether it is a loop.
    plain: Vec<(Option<Lifetime>, bool)>,
}

impl Embedder<'_, '_> {
    /// Walks a loop or labelled block. The loop has a label afterwards if some jump in it needs one.
    fn inside(&mut self, label: &mut Option<syn::Label>, is_loop: bool, walk: impl FnOnce(&mut Self)) {
        self.plain.push((label.as_ref().map(|label| label.name.clone()), is_loop));
        walk(self);
        let name = self.plain.pop().and_then(|(name, _)| name);
        if label.is_none() {
            *label = name.map(|name| syn::Label { colon_token: syn::Token![:](name.span()), name });
        }
    }

    /// The label for a jump that stays and has none: rustc wants one out of a labelled block.
    fn label_out_of_block(&mut self, span: Span) -> Option<Lifetime> {
        let around = self.plain.iter().rposition(|(_, is_loop)| *is_loop)?;
        if around + 1 == self.plain.len() {
            return None;
        }
        if self.plain[around].0.is_none() {
            let name = format!("'{}", self.lowerer.names.unused("around"));
            self.plain[around].0 = Some(Lifetime::new(&name, Span::mixed_site().located_at(span)));
        }
        self.plain[around].0.clone()
    }

    fn stays(&self, label: Option<&Lifetime>) -> bool {
        self.plain.iter().any(|(name, is_loop)| match label {
            Some(label) => name.as_ref().is_some_and(|name| name.ident == label.ident),
            None => *is_loop,
        })
    }

    /// `held = value;`, where `held` is declared before the whole statement: what stands in it is dropped first.
    fn held(&mut self, value: Expr) -> Stmt {
        let span = start(&value);
        let held = self.lowerer.hidden("value", span);
        let name = self.lowerer.machine.local(held).unique.clone();
        self.lowerer.plain(&Stmt::Local(syn::Local {
            attrs: Vec::new(),
            let_token: syn::Token![let](span),
            pat: plain(&name),
            init: None,
            semi_token: syn::Token![;](span),
        }));
        self.lowerer.declare(held);
        assign_statement(variable(&name), value)
    }

    /// The exit of a jump, with the value that it carries.
    fn break_out(&mut self, jump: &syn::ExprBreak) -> Option<Expr> {
        let frame = self.lowerer.frame(jump.label.as_ref())?;
        let span = jump.break_token.span;
        let (container, destination) = (frame.container?, frame.destination.clone());
        let after = self.lowerer.machine.container(container).after;
        let leave = placeholder(self.lowerer.exit(after, true), span);
        let value = jump.expr.as_deref().cloned();
        let keep = match (destination, value) {
            (destination, None) if destination.is_statement() => return Some(leave),
            (Destination::Drop(_), Some(value)) if may_drop(&value) => self.held(value),
            (destination, value) => destination.statement(value.unwrap_or_else(|| unit(span))),
        };
        let block =
            syn::Block { brace_token: syn::token::Brace(span), stmts: vec![keep, Stmt::Expr(leave, None)] };
        Some(Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block }))
    }
}

impl VisitMut for Embedder<'_, '_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Return(returned) => {
                *expr = placeholder(self.lowerer.exit(PointId::DONE, true), returned.return_token.span);
            }
            Expr::Break(jump) => {
                let stays = self.stays(jump.label.as_ref());
                visit_mut::visit_expr_break_mut(self, jump);
                if stays && jump.label.is_none() {
                    jump.label = self.label_out_of_block(jump.break_token.span);
                } else if !stays && let Some(leave) = self.break_out(jump) {
                    *expr = leave;
                }
            }
            Expr::Continue(jump) if self.stays(jump.label.as_ref()) => {
                if jump.label.is_none() {
                    jump.label = self.label_out_of_block(jump.continue_token.span);
                }
            }
            Expr::Continue(jump) => {
                let container = self.lowerer.frame(jump.label.as_ref()).and_then(|frame| frame.container);
                let head = container.and_then(|container| self.lowerer.machine.container(container).head);
                if let Some(head) = head {
                    *expr = placeholder(self.lowerer.exit(head, true), jump.continue_token.span);
                }
            }
            Expr::Block(block) if block.label.is_some() => {
                let body = &mut block.block;
                self.inside(&mut block.label, false, |this| this.visit_block_mut(body));
            }
            Expr::Loop(repeated) => {
                let body = &mut repeated.body;
                self.inside(&mut repeated.label, true, |this| this.visit_block_mut(body));
            }
            Expr::While(repeated) => {
                let (cond, body) = (&mut repeated.cond, &mut repeated.body);
                self.inside(&mut repeated.label, true, |this| {
                    this.visit_expr_mut(cond);
                    this.visit_block_mut(body);
                });
            }
            Expr::ForLoop(repeated) => {
                self.visit_expr_mut(&mut repeated.expr);
                let body = &mut repeated.body;
                self.inside(&mut repeated.label, true, |this| this.visit_block_mut(body));
            }
            Expr::Try(tried) => {
                visit_mut::visit_expr_try_mut(self, tried);
                mark_failure(tried, self.lowerer.exit(PointId::DONE, true));
            }
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => {}
            other => visit_mut::visit_expr_mut(self, other),
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        if let Some(mut read) = std_macros::parse(mac) {
            read.arguments_mut().for_each(|argument| self.visit_expr_mut(argument));
            mac.tokens = read.into_tokens();
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
