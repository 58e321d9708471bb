//! Expressions that suspend, in a position where a yield can stand: each becomes its native text, and the texts that follow
//! the yields in it, each as a value in place of the expression.

use super::falls::{falls, has_goto, has_loop, text_falls};
use super::statement::as_block;
use super::{Flows, Lowerer, Text};
use crate::ir::marks::{Placeholder, mark_exit};
use crate::ir::{LocalId, Target};
use crate::parse::delegates::{hands_on, taken};
use crate::suspends::suspends;
use crate::syntax::{self, in_block, is_unit, let_statement, start, unit, variable};
use proc_macro2::Span;
use syn::{Expr, Stmt};

impl Lowerer {
    /// Lowers `expr`.
    pub(super) fn expr(&mut self, expr: Expr) -> Flows<Expr> {
        if !suspends(&expr) {
            return Flows { native: expr, resumed: Vec::new() };
        }
        match expr {
            Expr::Yield(suspension) => self.suspend(suspension),
            Expr::Paren(paren) => self.expr(*paren.expr),
            Expr::Group(group) => self.expr(*group.expr),
            Expr::Block(block) => self.block_expr(block),
            Expr::Unsafe(mut block) => {
                let Flows { native, resumed } = self.block(std::mem::take(&mut block.block.stmts));
                let outside = block.clone();
                block.block.stmts = native;
                let wrap = |code| {
                    let mut block = outside.clone();
                    block.block.stmts = code;
                    Stmt::Expr(Expr::Unsafe(block), None)
                };
                Flows { native: Expr::Unsafe(block), resumed: wrapped(resumed, wrap) }
            }
            Expr::If(conditional) => self.conditional(conditional),
            Expr::Match(matched) => self.matched(matched),
            Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => self.repeated(expr),
            Expr::Assign(mut assign) => {
                let right = std::mem::replace(&mut *assign.right, unit(Span::call_site()));
                let lowered = self.expr(right);
                self.then(lowered, move |value| {
                    let mut assign = assign.clone();
                    *assign.right = value;
                    Expr::Assign(assign)
                })
            }
            Expr::Break(mut jump) => {
                let Some(value) = jump.expr.take() else { return plain(Expr::Break(jump)) };
                let lowered = self.expr(*value);
                self.then(lowered, move |value| {
                    let mut jump = jump.clone();
                    jump.expr = (!is_unit(&value)).then(|| Box::new(value));
                    Expr::Break(jump)
                })
            }
            // `check` and `rewrite` leave no yield elsewhere.
            other => plain(other),
        }
    }

    fn suspend(&mut self, mut suspension: syn::ExprYield) -> Flows<Expr> {
        let point = self.point();
        let exit = self.exit(Target::Point(point));
        suspension.attrs.push(mark_exit(exit, suspension.yield_token.span));
        let section = self.machine.points[point.0].section;
        let place = suspension.yield_token.span;
        let argument = self.argument.as_ref().filter(|_| !hands_on(&suspension));
        let value = argument.map(|argument| Stmt::Expr(taken(argument, place), None));
        let text = Text { section, code: value.into_iter().collect() };
        Flows { native: Expr::Yield(suspension), resumed: vec![text] }
    }

    /// An expression that does something with the value of the one that suspends.
    fn then(&mut self, lowered: Flows<Expr>, with: impl Fn(Expr) -> Expr) -> Flows<Expr> {
        let mut bring = |this: &mut Self, value: Expr| this.used(value, &with);
        let native = match lowered.native {
            native if !falls(&native) => native,
            native if has_goto(&native) => self.deliver(native, &mut bring),
            native => with(native),
        };
        let mut resumed = lowered.resumed;
        for text in resumed.iter_mut().filter(|text| text_falls(&text.code)) {
            text.code = self.delivered(std::mem::take(&mut text.code), &mut bring);
        }
        Flows { native, resumed }
    }

    /// `with(value);`, where a loop has ended before: behind it the variables are taken out that were kept in it.
    fn used(&mut self, value: Expr, with: &impl Fn(Expr) -> Expr) -> Vec<Stmt> {
        let semi = Some(syn::Token![;](Span::call_site()));
        if !has_loop(&value) {
            return vec![Stmt::Expr(with(value), semi)];
        }
        let brought = self.names.hidden("value", start(&value));
        let name = self.names.locals[brought.0].unique.clone();
        let kept = let_statement(syntax::plain(&name), value);
        vec![kept, Stmt::Expr(with(variable(&name)), semi)]
    }

    fn block_expr(&mut self, mut outside: syn::ExprBlock) -> Flows<Expr> {
        let stmts = std::mem::take(&mut outside.block.stmts);
        let Flows { native, resumed } = self.block(stmts);
        let wrap = |code| {
            let mut block = outside.clone();
            block.block.stmts = code;
            Stmt::Expr(Expr::Block(block), None)
        };
        let resumed = wrapped(resumed, wrap);
        let mut block = outside.clone();
        block.block.stmts = native;
        Flows { native: Expr::Block(block), resumed }
    }

    /// A block with the variables that something in front of it has bound.
    pub(super) fn inside(&mut self, bound: Vec<LocalId>, stmts: Vec<Stmt>) -> Flows<Vec<Stmt>> {
        let outer = self.scope;
        bound.iter().for_each(|local| self.declare(*local));
        let Flows { native, resumed } = self.block(stmts);
        self.scope = outer;
        let wrap = |code| Stmt::Expr(in_block(code, Span::call_site()), None);
        let mut resumed = wrapped(resumed, wrap);
        if !bound.is_empty() {
            for text in &mut resumed {
                text.code.insert(0, Placeholder::Scope(bound.clone()).stmt());
                let code = std::mem::take(&mut text.code);
                text.code = vec![wrap(code)];
            }
        }
        Flows { native, resumed }
    }

    fn conditional(&mut self, mut conditional: syn::ExprIf) -> Flows<Expr> {
        let bound = self.names.condition_bindings(&conditional.cond);
        let stmts = std::mem::take(&mut conditional.then_branch.stmts);
        let mut then = self.inside(bound, stmts);
        conditional.then_branch.stmts = then.native;
        if let Some((token, otherwise)) = conditional.else_branch.take() {
            let Flows { native, resumed } = self.expr(*otherwise);
            then.resumed.extend(resumed);
            let native = if let Expr::If(_) = native { native } else { as_block(native) };
            conditional.else_branch = Some((token, Box::new(native)));
        }
        Flows { native: Expr::If(conditional), resumed: then.resumed }
    }

    fn matched(&mut self, mut matched: syn::ExprMatch) -> Flows<Expr> {
        let mut resumed = Vec::new();
        for arm in &mut matched.arms {
            if !suspends(&arm.body) {
                continue;
            }
            let span = start(&arm.body);
            let bound = self.names.bindings(&arm.pat);
            let body = std::mem::replace(&mut *arm.body, unit(span));
            let flows = self.inside(bound, vec![Stmt::Expr(body, None)]);
            *arm.body = as_arm(flows.native, span);
            arm.comma.get_or_insert_with(|| syn::Token![,](span));
            resumed.extend(flows.resumed);
        }
        Flows { native: Expr::Match(matched), resumed }
    }
}

fn as_arm(mut code: Vec<Stmt>, span: Span) -> Expr {
    match code.pop() {
        Some(Stmt::Expr(value @ Expr::Block(_), None)) if code.is_empty() => value,
        last => {
            code.extend(last);
            in_block(code, span)
        }
    }
}

fn plain(expr: Expr) -> Flows<Expr> {
    Flows { native: expr, resumed: Vec::new() }
}

/// Each text in what `wrap` puts around it.
pub(super) fn wrapped(resumed: Vec<Text>, wrap: impl Fn(Vec<Stmt>) -> Stmt) -> Vec<Text> {
    let wrapped = resumed.into_iter().map(|text| Text { section: text.section, code: vec![wrap(text.code)] });
    wrapped.collect()
}
