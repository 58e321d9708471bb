//! Expressions that suspend, or leave their section, → sections; the value goes to a [`Destination`].

use super::Lowerer;
use super::destination::Destination;
use crate::ir::scopes::ScopeId;
use crate::old::diverging::diverges;
use crate::old::ir::{Arm, Code, ContainerKind, PointId, PointKind, StmtKind};
use crate::old::leaps::{Key, key};
use crate::old::places::{leaves_temporaries, may_drop};
use crate::spans::Spans;
use crate::syntax::{in_block, let_statement, plain, start, unit, variable};
use proc_macro2::Span;
use std::rc::Rc;
use syn::{Block, Expr, Pat, Stmt};

/// What `expr`, and an expression in its parentheses or whose value it assigns, are known by, if it can be lowered to
/// sections.
pub(super) fn branching(expr: &Expr) -> Vec<Key> {
    match expr {
        Expr::If(_)
        | Expr::Match(_)
        | Expr::Loop(_)
        | Expr::While(_)
        | Expr::ForLoop(_)
        | Expr::Block(_)
        | Expr::Unsafe(_) => vec![key(expr)],
        Expr::Paren(syn::ExprParen { expr: inner, .. }) | Expr::Group(syn::ExprGroup { expr: inner, .. }) => {
            branching_in(inner, key(expr))
        }
        Expr::Assign(assign) => branching_in(&assign.right, key(expr)),
        _ => Vec::new(),
    }
}

/// What `value` is known by, and the node around it, if it can be lowered to sections.
pub(super) fn branching_in(value: &Expr, around: Key) -> Vec<Key> {
    let mut keys = branching(value);
    if !keys.is_empty() {
        keys.push(around);
    }
    keys
}

impl<'a> Lowerer<'a> {
    /// Lowers `expr`. After it, the variables of the destination are in scope.
    pub(super) fn expression(&mut self, expr: &'a Expr, destination: &Destination) {
        if !self.is_open() {
            return;
        }
        if self.leaps.suspends(expr) {
            self.suspending(expr, destination);
        } else {
            self.around(&branching(expr), |this| this.leaving(expr, destination));
        }
    }

    /// The value of a block or an arm: its temporaries end with it, before a value that is dropped or replaced.
    pub(super) fn tail(&mut self, expr: &'a Expr, destination: &Destination) {
        let outlives = matches!(destination, Destination::Drop(_) | Destination::Assign(..));
        let is_plain = !self.leaps.suspends(expr) && !self.leaps.leaves(expr);
        if !(outlives && is_plain && may_drop(expr) && leaves_temporaries(expr)) {
            return self.expression(expr, destination);
        }
        if self.is_open() {
            let closed = in_block(vec![Stmt::Expr(expr.clone(), None)], start(expr));
            self.around(&branching(expr), |this| this.leaf(&closed, destination));
        }
    }

    fn suspending(&mut self, expr: &'a Expr, destination: &Destination) {
        match expr {
            Expr::Yield(suspension) => {
                if let Some(value) = &suspension.expr {
                    self.suspend(value);
                }
                self.unit(destination);
            }
            Expr::Paren(paren) => self.expression(&paren.expr, destination),
            Expr::Group(group) => self.expression(&group.expr, destination),
            Expr::Block(block) => match &block.label {
                None => {
                    let points = self.machine.points.len();
                    self.block(&block.block, destination, false);
                    if self.machine.points.len() == points && self.is_open() {
                        self.leave_block();
                    }
                }
                Some(label) => self.labelled_block(label, &block.block, destination),
            },
            Expr::Unsafe(block) => self.block(&block.block, destination, true),
            Expr::If(conditional) => self.conditional(conditional, destination),
            Expr::Match(matched) => self.matched(matched, destination),
            Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => self.repeated(expr, destination),
            Expr::Assign(assign) if matches!(*assign.left, Expr::Infer(_)) => {
                self.expression(&assign.right, &Destination::Drop(self.scope));
                self.unit(destination);
            }
            Expr::Assign(assign) => {
                let place = Rc::new((*assign.left).clone());
                self.expression(&assign.right, &Destination::Assign(place, self.scope));
                self.unit(destination);
            }
            Expr::Break(jump) => self.break_out(jump),
            // `check` rejects a yield anywhere else.
            _ => self.leaf(expr, destination),
        }
    }

    /// What doesn't suspend is passed through. Where it leaves the section as a statement of its own, the
    /// branches are kept apart, so that each can move the variables that it needs.
    fn leaving(&mut self, expr: &'a Expr, destination: &Destination) {
        // A value is dropped behind what its block holds: as one statement it is.
        let is_statement = destination.is_statement() && destination.drops_in(expr).is_none();
        match expr {
            Expr::Return(_) => self.goto(PointId::DONE),
            Expr::Break(jump) if self.leaps.leaves(expr) => self.break_out(jump),
            Expr::Continue(jump) if self.leaps.leaves(expr) => {
                if let Some(head) = self.frame(jump.label.as_ref()).and_then(|frame| frame.container) {
                    let head = self.machine.container(head).head.unwrap_or(PointId::DONE);
                    self.goto(head);
                }
            }
            Expr::If(conditional) if is_statement && self.leaps.leaves(expr) => {
                let cond = self.embed_expr(&conditional.cond);
                let then = self.native_branch(|this| {
                    this.declare_condition(&conditional.cond);
                    this.block(&conditional.then_branch, destination, false);
                });
                let otherwise = self.native_branch(|this| {
                    if let Some((_, otherwise)) = &conditional.else_branch {
                        this.expression(otherwise, destination);
                    }
                });
                self.push(StmtKind::If { cond, then, otherwise });
            }
            Expr::Match(matched) if is_statement && self.leaps.leaves(expr) => {
                let scrutinee = self.embed_expr(&matched.expr);
                self.native += 1;
                let arms = self.arms(matched, destination, None);
                self.native -= 1;
                self.push(StmtKind::Match { scrutinee, arms });
            }
            Expr::Block(block) if is_statement && block.label.is_none() && self.leaps.leaves(expr) => {
                let code = self.native_branch(|this| this.block(&block.block, destination, false));
                self.push(StmtKind::Block { code, is_unsafe: false });
            }
            _ => self.leaf(expr, destination),
        }
    }

    /// Gives the value of an expression that doesn't suspend to the destination.
    fn leaf(&mut self, expr: &Expr, destination: &Destination) {
        let value = self.embed_expr(expr);
        if diverges(&value) {
            // Its type would tell nothing of the destination's.
            return self.plain(&Destination::Discard.statement(value));
        }
        let value = match destination.drops_in(expr) {
            Some(outside) if outside != self.scope && self.native == 0 => {
                self.brought_out(value, destination, outside)
            }
            _ => value,
        };
        self.plain(&destination.statement(value));
        self.declare_destination(destination);
    }

    /// A variable of the scope outside that holds the value of `expr`, after all else in the inner scopes has ended.
    fn brought_out(&mut self, expr: Expr, destination: &Destination, outside: ScopeId) -> Expr {
        let value = self.hidden("value", start(&expr));
        let name = self.machine.local(value).unique.clone();
        let pattern = match destination {
            Destination::Let(pat, _) => match &**pat {
                Pat::Type(typed) => Pat::Type(syn::PatType { pat: Box::new(plain(&name)), ..typed.clone() }),
                _ => plain(&name),
            },
            _ => plain(&name),
        };
        self.plain(&let_statement(pattern, expr));
        self.scope = outside;
        self.declare(value);
        self.leave_block();
        variable(&name)
    }

    /// Goes on in a section of its own, where what has left scope is gone.
    pub(super) fn leave_block(&mut self) {
        let after = self.point(PointKind::Join("AfterBlock"));
        self.goto(after);
        self.open(after);
    }

    /// `()`, the value of a yield and of a block without a tail.
    pub(super) fn unit(&mut self, destination: &Destination) {
        if self.is_open() && !destination.is_statement() {
            self.leaf(&unit(Span::call_site()), destination);
        }
    }

    fn declare_condition(&mut self, cond: &Expr) {
        for local in self.names.condition_bindings(cond) {
            self.declare(local);
        }
    }

    /// A point at which the branches of a statement meet: what the destination declares is in scope there.
    pub(super) fn join(&mut self, name: &'static str, destination: &Destination) -> PointId {
        let outer = self.scope;
        self.declare_destination(destination);
        let join = self.point(PointKind::Join(name));
        self.scope = outer;
        join
    }

    /// Continues at `join`, after the statement that the cursor ends with.
    pub(super) fn resume_at(&mut self, join: PointId, destination: &Destination) {
        self.close();
        self.declare_destination(destination);
        self.open(join);
    }

    fn conditional(&mut self, conditional: &'a syn::ExprIf, destination: &Destination) {
        let join = self.join("AfterIf", destination);
        let cond = self.embed_expr(&conditional.cond);
        let then = self.branch(|this| {
            this.declare_condition(&conditional.cond);
            this.block(&conditional.then_branch, destination, false);
            this.goto(join);
        });
        let otherwise = self.branch(|this| {
            match &conditional.else_branch {
                Some((_, otherwise)) => this.expression(otherwise, destination),
                None => this.unit(destination),
            }
            this.goto(join);
        });
        self.push(StmtKind::If { cond, then, otherwise });
        self.resume_at(join, destination);
    }

    fn matched(&mut self, matched: &'a syn::ExprMatch, destination: &Destination) {
        let join = self.join("AfterMatch", destination);
        let scrutinee = self.embed_expr(&matched.expr);
        let arms = self.arms(matched, destination, Some(join));
        self.push(StmtKind::Match { scrutinee, arms });
        self.resume_at(join, destination);
    }

    fn arms(
        &mut self,
        matched: &'a syn::ExprMatch,
        destination: &Destination,
        join: Option<PointId>,
    ) -> Vec<Arm> {
        let mut arms = Vec::with_capacity(matched.arms.len());
        for arm in &matched.arms {
            let guard = arm.guard.as_ref().map(|(_, guard)| self.embed_expr(guard));
            let code = self.branch(|this| {
                this.declare_pattern(&arm.pat);
                this.tail(&arm.body, destination);
                if let Some(join) = join {
                    this.goto(join);
                }
            });
            arms.push(Arm { pat: arm.pat.clone(), guard, code });
        }
        arms
    }

    fn labelled_block(&mut self, label: &syn::Label, block: &'a Block, destination: &Destination) {
        let after = self.join("AfterBlock", destination);
        self.container(ContainerKind::Block, Some(label), None, destination.clone(), after, |this, _| {
            this.block(block, destination, false);
            this.goto(after);
        });
        self.resume_at(after, destination);
    }

    fn repeated(&mut self, expr: &'a Expr, destination: &Destination) {
        let outer = self.scope;
        let after;
        match expr {
            Expr::ForLoop(repeated) => {
                after = self.join("AfterFor", destination);
                self.for_loop(repeated, destination, after);
            }
            Expr::While(repeated) => {
                after = self.join("AfterWhile", destination);
                let label = repeated.label.as_ref();
                self.container(ContainerKind::While, label, None, destination.clone(), after, |this, id| {
                    let cond = this.embed_expr(&repeated.cond);
                    let then = this.branch(|this| {
                        this.declare_condition(&repeated.cond);
                        this.body(&repeated.body, id);
                    });
                    let otherwise = this.natural_end(destination, after);
                    this.push(StmtKind::If { cond, then, otherwise });
                    this.close();
                });
            }
            Expr::Loop(repeated) => {
                after = self.join("AfterLoop", destination);
                let label = repeated.label.as_ref();
                self.container(ContainerKind::Loop, label, None, destination.clone(), after, |this, id| {
                    this.body(&repeated.body, id);
                });
            }
            _ => return,
        }
        self.scope = outer;
        self.resume_at(after, destination);
    }

    fn for_loop(&mut self, repeated: &'a syn::ExprForLoop, destination: &Destination, after: PointId) {
        let Some(iter) = self.iterators.get(&crate::old::resolve::loop_key(repeated)).copied() else {
            return;
        };
        let spans = Spans::of(&repeated.expr);
        let iterable = self.embed_expr(&repeated.expr);
        self.push(StmtKind::IntoIter { iter, iterable });
        self.declare(iter);
        let (label, pat) = (repeated.label.as_ref(), &*repeated.pat);
        self.container(ContainerKind::For, label, Some(pat), destination.clone(), after, |this, id| {
            let then = this.branch(|this| {
                this.declare_pattern(pat);
                this.body(&repeated.body, id);
            });
            let otherwise = this.natural_end(destination, after);
            this.push(StmtKind::Next { iter, spans, pat: pat.clone(), then, otherwise });
            this.close();
        });
    }

    /// The body of a loop, and the back edge.
    fn body(&mut self, body: &'a Block, id: crate::old::ir::ContainerId) {
        self.block(body, &Destination::Discard, false);
        let head = self.machine.container(id).head.unwrap_or(PointId::DONE);
        self.goto(head);
    }

    /// Where a `for` or `while` ends by itself.
    fn natural_end(&mut self, destination: &Destination, after: PointId) -> Code {
        self.branch(|this| {
            this.unit(destination);
            this.goto(after);
        })
    }

    fn break_out(&mut self, jump: &'a syn::ExprBreak) {
        let Some(frame) = self.frame(jump.label.as_ref()) else { return };
        let (Some(container), destination) = (frame.container, frame.destination.clone()) else { return };
        let after = self.machine.container(container).after;
        let scope = self.scope;
        match &jump.expr {
            Some(value) => self.tail(value, &destination),
            None => self.unit(&destination),
        }
        self.goto(after);
        self.scope = scope;
    }
}
