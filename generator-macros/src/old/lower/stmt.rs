//! Statements and blocks → sections.

use super::Lowerer;
use super::destination::Destination;
use super::expr::{branching, branching_in};
use crate::old::ir::StmtKind;
use crate::old::leaps::key;
use crate::syntax::{in_block, let_statement, plain, start, variable};
use std::rc::Rc;
use syn::{Block, Expr, Pat, Stmt};

impl<'a> Lowerer<'a> {
    /// A block: its variables leave scope at its end.
    pub(super) fn block(&mut self, block: &'a Block, destination: &Destination, is_unsafe: bool) {
        let items: Vec<Stmt> = super::items(block).cloned().collect();
        if items.is_empty() && !is_unsafe {
            return self.flat_block(block, destination);
        }
        let after = self.join("AfterBlock", destination);
        let points = self.machine.points.len();
        // What is declared in it would end with it.
        let declares = matches!(destination, Destination::Let(..));
        let is_cut = |this: &Self| declares || this.machine.points.len() > points;
        let (outer, outer_unsafe) = (self.items.len(), self.is_unsafe);
        self.items.extend(items.iter().cloned());
        self.is_unsafe |= is_unsafe;
        let code = self.branch(|this| {
            items.into_iter().for_each(|item| this.push(StmtKind::Plain(item)));
            this.flat_block(block, destination);
            if is_cut(this) {
                this.goto(after);
            }
        });
        self.items.truncate(outer);
        self.is_unsafe = outer_unsafe;
        let is_cut = is_cut(self);
        self.push(StmtKind::Block { code, is_unsafe });
        if is_cut {
            self.resume_at(after, destination);
        }
    }

    fn flat_block(&mut self, block: &'a Block, destination: &Destination) {
        let (outer, points) = (self.scope, self.machine.points.len());
        self.statements(&block.stmts, destination);
        let declared = self.scope != outer;
        self.scope = outer;
        self.declare_destination(destination);
        let is_cut = self.machine.points.len() > points;
        if declared && is_cut && self.is_open() {
            self.leave_block();
        }
    }

    pub(super) fn statements(&mut self, stmts: &'a [Stmt], destination: &Destination) {
        let Some((last, before)) = stmts.split_last() else {
            return self.unit(destination);
        };
        for stmt in before {
            self.statement(stmt);
        }
        match last {
            Stmt::Expr(tail, None) => {
                self.tail(tail, destination);
            }
            last => {
                self.statement(last);
                self.unit(destination);
            }
        }
    }

    fn statement(&mut self, stmt: &'a Stmt) {
        if !self.is_open() {
            return;
        }
        match stmt {
            // The items of a block are visible in all of it: they go before.
            Stmt::Item(_) => {}
            Stmt::Local(local) if self.leaps.suspends(stmt) => self.local(local),
            Stmt::Local(local) => {
                let init = local.init.as_ref();
                let mut nodes = init.map_or_else(Vec::new, |init| branching_in(&init.expr, key(stmt)));
                let diverge = init.and_then(|init| init.diverge.as_ref());
                nodes.extend(diverge.into_iter().flat_map(|(_, diverge)| branching_in(diverge, key(stmt))));
                self.around(&nodes, |this| this.plain(stmt));
                self.declare_pattern(&local.pat);
            }
            Stmt::Expr(expr, semi) if self.leaps.suspends(expr) || self.leaps.leaves(expr) => {
                let destination =
                    if semi.is_some() { Destination::Drop(self.scope) } else { Destination::Discard };
                self.expression(expr, &destination);
            }
            Stmt::Expr(expr, _) => {
                self.around(&branching(expr), |this| this.plain(stmt));
            }
            Stmt::Macro(_) => self.plain(stmt),
        }
    }

    /// A `let` that suspends in its initialiser, or in its `else`.
    fn local(&mut self, local: &'a syn::Local) {
        let Some(init) = &local.init else { return };
        let Some((_, diverge)) = &init.diverge else {
            let destination = match &local.pat {
                Pat::Wild(_) => Destination::Drop(self.scope),
                pat => Destination::Let(Rc::new(pat.clone()), self.scope),
            };
            self.expression(&init.expr, &destination);
            return;
        };
        let value = if self.leaps.suspends(init.expr.as_ref()) {
            self.kept_value(&init.expr)
        } else {
            (*init.expr).clone()
        };
        if self.is_open() && self.leaps.suspends(diverge.as_ref()) {
            self.let_suspending_else(local, init, value, diverge);
        } else {
            let diverge = init.diverge.clone();
            let init = Some(syn::LocalInit { eq_token: init.eq_token, expr: Box::new(value), diverge });
            self.plain(&Stmt::Local(syn::Local {
                attrs: local.attrs.clone(),
                let_token: local.let_token,
                pat: local.pat.clone(),
                init,
                semi_token: local.semi_token,
            }));
            self.declare_pattern(&local.pat);
        }
    }

    /// `let pattern = value else { … yield … };` branches on the pattern.
    fn let_suspending_else(
        &mut self,
        local: &syn::Local,
        init: &syn::LocalInit,
        value: Expr,
        diverge: &'a Expr,
    ) {
        // A condition doesn't tell types.
        let (pat, value) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, self.of_type(value, typed)),
            pat => (pat, value),
        };
        let destination = Destination::Let(Rc::new(pat.clone()), self.scope);
        let join = self.join("AfterLet", &destination);
        let matched = syn::ExprLet {
            attrs: Vec::new(),
            let_token: local.let_token,
            pat: Box::new(pat.clone()),
            eq_token: init.eq_token,
            expr: Box::new(value),
        };
        let cond = self.embed_expr(&Expr::Let(matched));
        let then = self.branch(|this| {
            this.declare_pattern(pat);
            this.goto(join);
        });
        let otherwise = self.branch(|this| this.expression(diverge, &Destination::Discard));
        self.push(StmtKind::If { cond, then, otherwise });
        self.resume_at(join, &destination);
    }

    /// `{ let value: T = …; value }`
    fn of_type(&mut self, value: Expr, typed: &syn::PatType) -> Expr {
        let span = start(&value);
        let local = self.hidden("value", span);
        let name = self.machine.local(local).unique.clone();
        let pat = syn::PatType { pat: Box::new(plain(&name)), ..typed.clone() };
        in_block(vec![let_statement(Pat::Type(pat), value), Stmt::Expr(variable(&name), None)], span)
    }

    /// A variable that keeps the value of an expression that suspends.
    fn kept_value(&mut self, expr: &'a Expr) -> Expr {
        let value = self.hidden("value", start(expr));
        let name = self.machine.local(value).unique.clone();
        self.expression(expr, &Destination::Let(Rc::new(plain(&name)), self.scope));
        variable(&name)
    }

    /// A statement that doesn't suspend.
    pub(super) fn plain(&mut self, stmt: &Stmt) {
        let stmt = self.embed_stmt(stmt);
        self.push(StmtKind::Plain(stmt));
    }
}
