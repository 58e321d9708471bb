//! Sections, and statements that are passed through → nodes.

use super::{Builder, Event, Sink, UseKind};
use crate::check::may_be_left_out;
use crate::old::ir::{Code, Section, Stmt, StmtKind};
use syn::{Block, Pat, Stmt as Source};

impl Builder<'_> {
    pub(super) fn region(&mut self, region: &[Section]) {
        for section in region {
            match section {
                Section::Code { point, code } => {
                    self.scope = self.machine.point(*point).scope;
                    self.current = Some(self.graph.entry(*point));
                    self.code(code);
                }
                Section::Container { region, .. } => self.region(region),
            }
        }
    }

    fn code(&mut self, code: &Code) {
        for stmt in code {
            self.statement(stmt);
        }
    }

    fn scoped_code(&mut self, code: &Code) {
        self.in_scope(|this| this.code(code));
    }

    fn statement(&mut self, stmt: &Stmt) {
        self.stmt = stmt.id;
        match &stmt.kind {
            StmtKind::Plain(source) => self.source(source),
            StmtKind::IntoIter { iter, iterable } => {
                let sink = self.sink(vec![*iter]);
                self.value(iterable, sink);
                self.declare(*iter);
                self.graph.evidence.iterator(*iter, iterable, self.known());
            }
            StmtKind::Next { iter, pat, then, otherwise, .. } => {
                self.event(Event::Use(*iter, UseKind::Borrow));
                self.graph.evidence.item(*iter, pat, self.names);
                self.either(
                    |this| {
                        this.in_scope(|this| {
                            this.declare_all(pat);
                            this.code(then);
                        });
                    },
                    |this| this.scoped_code(otherwise),
                );
            }
            StmtKind::Block { code, .. } => self.scoped_code(code),
            StmtKind::If { cond, then, otherwise } => {
                let outer = self.scope;
                let falls = self.condition(cond);
                self.code(then);
                self.leave_to(outer);
                let end = self.current.take();
                self.land(&falls, outer);
                self.scoped_code(otherwise);
                self.meet(end);
            }
            StmtKind::Match { scrutinee, arms } => {
                let arms = arms.iter().map(|arm| (&arm.pat, arm.guard.as_ref(), &arm.code));
                self.match_arms(scrutinee, arms, Self::code);
            }
            StmtKind::Suspend { value, exit } => {
                self.value(value, Sink::Caller);
                self.exit(*exit);
            }
            StmtKind::Goto(exit) => self.exit(*exit),
        }
    }

    pub(super) fn sink(&mut self, locals: Vec<crate::old::ir::LocalId>) -> Sink {
        if locals.is_empty() {
            return Sink::Statement;
        }
        self.graph.sinks.push(locals);
        Sink::Locals(self.graph.sinks.len() - 1)
    }

    pub(super) fn declare_all(&mut self, pat: &Pat) {
        for local in self.names.bindings(pat) {
            self.declare(local);
        }
    }

    pub(super) fn block(&mut self, block: &Block, sink: Sink) {
        self.in_scope(|this| {
            let Some((last, before)) = block.stmts.split_last() else { return };
            before.iter().for_each(|stmt| this.source(stmt));
            match last {
                Source::Expr(tail, None) => this.value(tail, sink),
                last => this.source(last),
            }
        });
    }

    fn source(&mut self, stmt: &Source) {
        let before = self.current;
        match stmt {
            Source::Local(local) => self.local(local),
            Source::Expr(expr, _) => self.value(expr, Sink::Statement),
            Source::Macro(mac) => self.macro_call(&mac.mac, Sink::Statement),
            Source::Item(_) => {}
        }
        if self.current.is_none() && may_be_left_out(stmt) {
            self.current = before;
        }
    }

    fn local(&mut self, local: &syn::Local) {
        let Some(init) = &local.init else {
            for bound in self.names.bindings(&local.pat) {
                self.scope = self.scopes.declare(self.scope, bound);
                self.event(Event::DeclareEmpty(bound));
            }
            return;
        };
        self.scrutinee(&init.expr, &local.pat);
        self.graph.evidence.initialiser(&local.pat, &init.expr, self.names);
        self.graph.evidence.iterator_variable(&local.pat, &init.expr, self.known());
        if let Some((_, diverge)) = &init.diverge {
            let fork = self.current;
            self.value(diverge, Sink::Statement);
            self.current = fork;
        }
        self.declare_all(&local.pat);
    }
}
