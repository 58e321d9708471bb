//! Expressions → nodes, in Rust's order of evaluation.

use super::{Builder, Event, Frame, Sink, UseKind};
use crate::ir::scopes::ScopeId;
use crate::old::ir::{ExitId, LocalId, PointId, failure_exit};
use crate::old::moves;
use crate::syntax::{is_place, wild};
use syn::{BinOp, Block, Expr, Lifetime};

/// How a place is accessed.
#[derive(Clone, Copy, PartialEq)]
enum Access {
    Borrow,
    Address,
    MayMove,
    Part,
    Value,
    Argument,
    Assign,
}

impl Access {
    /// How the whole is accessed when a part is.
    fn of_whole(self) -> Self {
        match self {
            Access::Borrow | Access::Address | Access::Assign => Access::Borrow,
            Access::MayMove => Access::MayMove,
            // Where an exclusive reference in it is reborrowed, nothing of the whole's own is borrowed.
            Access::Value | Access::Argument | Access::Part => Access::Part,
        }
    }
}

impl Builder<'_> {
    pub(super) fn borrow(&mut self, place: &Expr, sink: Sink) {
        self.place(place, Access::Borrow, sink);
    }

    pub(super) fn may_move(&mut self, place: &Expr, sink: Sink) {
        self.place(place, Access::MayMove, sink);
    }

    fn place(&mut self, expr: &Expr, access: Access, sink: Sink) {
        match expr {
            Expr::Path(_) => {
                if let Some(local) = self.names.variable(expr) {
                    self.access(local, access, sink);
                }
            }
            Expr::Paren(paren) => self.place(&paren.expr, access, sink),
            Expr::Group(group) => self.place(&group.expr, access, sink),
            Expr::Field(field) if self.graph.evidence.is_copy_part(field, self.names) => {
                self.part(&field.base, Access::Borrow, Sink::Statement);
            }
            Expr::Field(field) => self.part(&field.base, access, sink),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => {
                let guard = self.names.variable(&unary.expr);
                let is_guard = guard.is_some_and(|local| self.graph.evidence.guards.contains(&local));
                if is_guard && access.of_whole() != Access::Borrow {
                    self.part(&unary.expr, Access::Borrow, Sink::Statement);
                } else {
                    self.part(&unary.expr, access, sink);
                }
            }
            Expr::Index(index) => {
                let borrowed = if access.of_whole() == Access::Borrow { sink } else { Sink::Statement };
                self.place(&index.expr, Access::Borrow, borrowed);
                self.value(&index.index, Sink::Statement);
            }
            other => self.value(other, sink),
        }
    }

    /// The whole of which a part is accessed.
    fn part(&mut self, whole: &Expr, access: Access, sink: Sink) {
        // A closure captures the part alone, so that nothing follows for the whole.
        if let Some(local) = self.names.variable(whole)
            && let Some(closure) = self.captures(local)
        {
            let kind = match access.of_whole() {
                Access::MayMove | Access::Part => UseKind::MayMove,
                _ if closure.is_move => UseKind::MayMove,
                _ => borrow_kind(closure.sink),
            };
            self.use_event(Event::Use(local, kind), sink);
            return;
        }
        let outer = std::mem::replace(&mut self.in_part, true);
        self.place(whole, access.of_whole(), sink);
        self.in_part = outer;
    }

    fn access(&mut self, local: LocalId, access: Access, sink: Sink) {
        let closure = self.captures(local);
        let borrow = borrow_kind(closure.map_or(sink, |closure| closure.sink));
        let event = match access {
            _ if closure.is_some_and(|closure| closure.is_move) => Event::Use(local, UseKind::Value),
            Access::Assign if closure.is_none() => Event::Assign(local),
            Access::Borrow | Access::Assign => Event::Use(local, borrow),
            Access::Address => match borrow {
                UseKind::Escape(sink) => Event::Use(local, UseKind::Address(sink)),
                kind => Event::Use(local, kind),
            },
            Access::MayMove => Event::Use(local, UseKind::MayMove),
            Access::Part => Event::Use(local, UseKind::Part),
            Access::Value => Event::Use(local, UseKind::Value),
            Access::Argument => Event::Use(local, UseKind::Argument),
        };
        self.use_event(event, sink);
    }

    fn values<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>, sink: Sink) {
        for expr in exprs {
            self.value(expr, sink);
        }
    }

    fn arguments<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>, sink: Sink) {
        for expr in exprs {
            if is_place(expr) {
                self.place(expr, Access::Argument, sink);
            } else {
                self.value(expr, sink);
            }
        }
    }

    /// An expression whose value goes to `sink`.
    pub(super) fn value(&mut self, expr: &Expr, sink: Sink) {
        self.in_part = false;
        match expr {
            _ if is_place(expr) => self.place(expr, Access::Value, sink),
            Expr::Array(array) => self.values(&array.elems, sink),
            Expr::Tuple(tuple) => self.values(&tuple.elems, sink),
            Expr::Repeat(repeat) => self.value(&repeat.expr, sink),
            Expr::Paren(paren) => self.value(&paren.expr, sink),
            Expr::Group(group) => self.value(&group.expr, sink),
            Expr::Cast(cast) => self.value(&cast.expr, Sink::Statement),
            Expr::Unary(unary) => self.value(&unary.expr, sink),
            Expr::Reference(reference) => {
                // A shared borrow that goes to the caller is of data that outlives the generator.
                let outlives = sink == Sink::Caller && reference.mutability.is_none();
                let sink = if outlives { Sink::Statement } else { sink };
                self.place(&reference.expr, Access::Address, sink);
            }
            Expr::RawAddr(reference) => self.place(&reference.expr, Access::Borrow, Sink::Statement),
            Expr::Range(range) => {
                self.values([&range.start, &range.end].into_iter().filter_map(Option::as_deref), sink);
            }
            Expr::Struct(literal) => {
                self.arguments(literal.fields.iter().map(|field| &field.expr), sink);
                if let Some(rest) = &literal.rest {
                    self.place(rest, Access::MayMove, sink);
                }
            }
            Expr::Call(call) => {
                // A closure is called by reference or by value, as its type decides.
                self.place(&call.func, Access::MayMove, Sink::Statement);
                self.arguments(&call.args, sink);
                self.diverge_if(moves::never_returns(&call.func));
            }
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                let sink = if moves::returns_owned(&method) { Sink::Statement } else { sink };
                let access =
                    if moves::takes_by_reference(&method) { Access::Borrow } else { Access::MayMove };
                self.place(&call.receiver, access, sink);
                self.arguments(&call.args, sink);
                self.graph.evidence.pushed(call, self.names);
            }
            Expr::Binary(binary) => self.binary(binary, sink),
            Expr::Assign(assign) => self.assign(assign),
            Expr::Try(tried) => {
                self.value(&tried.expr, sink);
                self.leave_on_failure(failure_exit(tried));
            }
            Expr::Macro(mac) => self.macro_call(&mac.mac, sink),
            Expr::Closure(closure) => self.closure_expr(closure, sink),
            Expr::Async(block) => self.captured(block.capture.is_some(), sink, |this| {
                this.block(&block.block, Sink::Statement);
            }),
            _ => self.control(expr, sink),
        }
    }

    /// Expressions that branch, loop or jump.
    fn control(&mut self, expr: &Expr, sink: Sink) {
        match expr {
            Expr::Block(block) => match &block.label {
                None => self.block(&block.block, sink),
                Some(label) => self.labelled(Some(&label.name), &block.block, sink),
            },
            Expr::Unsafe(block) => self.block(&block.block, sink),
            Expr::If(conditional) => {
                let outer = self.scope;
                let falls = self.condition(&conditional.cond);
                self.block(&conditional.then_branch, sink);
                self.leave_to(outer);
                let end = self.current.take();
                self.land(&falls, outer);
                if let Some((_, otherwise)) = &conditional.else_branch {
                    self.value(otherwise, sink);
                }
                self.meet(end);
            }
            Expr::Match(matched) => {
                let arms = matched
                    .arms
                    .iter()
                    .map(|arm| (&arm.pat, arm.guard.as_ref().map(|(_, guard)| &**guard), &*arm.body));
                self.match_arms(&matched.expr, arms, |this, body: &Expr| this.value(body, sink));
            }
            // A `let` outside a condition is an error of the user's that rustc reports.
            Expr::Let(_) => drop(self.condition(expr)),
            Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => self.repeated(expr),
            Expr::Break(jump) => {
                self.values(jump.expr.as_deref(), Sink::Statement);
                self.native_jump(jump.label.as_ref(), |frame| frame.after);
            }
            Expr::Continue(jump) => self.native_jump(jump.label.as_ref(), |frame| frame.head),
            Expr::Return(returned) => {
                self.values(returned.expr.as_deref(), Sink::Statement);
                // Outside closures `lower` has replaced it by an exit.
                if let Some(closure) = self.closure {
                    self.jump(closure.end, closure.scope);
                }
            }
            _ => {}
        }
    }

    fn binary(&mut self, binary: &syn::ExprBinary, sink: Sink) {
        match binary.op {
            BinOp::And(_) | BinOp::Or(_) => {
                self.value(&binary.left, Sink::Statement);
                self.either(|this| this.value(&binary.right, Sink::Statement), |_| {});
            }
            BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                self.place(&binary.left, Access::Borrow, Sink::Statement);
                self.place(&binary.right, Access::Borrow, Sink::Statement);
            }
            BinOp::Add(_)
            | BinOp::Sub(_)
            | BinOp::Mul(_)
            | BinOp::Div(_)
            | BinOp::Rem(_)
            | BinOp::BitXor(_)
            | BinOp::BitAnd(_)
            | BinOp::BitOr(_)
            | BinOp::Shl(_)
            | BinOp::Shr(_) => {
                self.value(&binary.left, sink);
                self.value(&binary.right, sink);
            }
            // The compound assignments: of primitive types, the right side is evaluated first.
            _ => {
                self.graph.evidence.counted.extend(self.names.variable(&binary.left));
                self.value(&binary.right, Sink::Statement);
                self.place(&binary.left, Access::Borrow, Sink::Statement);
            }
        }
    }

    fn assign(&mut self, assign: &syn::ExprAssign) {
        if let Expr::Infer(ignored) = &*assign.left {
            return self.scrutinee(&assign.right, &wild(ignored.underscore_token.span));
        }
        let mut targets = Vec::new();
        assigned(&assign.left, &mut targets);
        let locals: Vec<_> = targets.iter().filter_map(|target| self.names.variable(target)).collect();
        let holders = targets.iter().filter_map(|target| root(target, self.names)).collect();
        let sink = self.sink(holders);
        self.value(&assign.right, sink);
        if let [local] = locals[..] {
            self.graph.evidence.assigned(local, &assign.right, self.names);
        }
        for target in targets {
            self.place(target, Access::Assign, Sink::Statement);
        }
    }

    /// Control doesn't come back from here. In a closure it does, to where the closure stands.
    pub(super) fn diverge_if(&mut self, diverges: bool) {
        if diverges && self.closure.is_none() {
            self.current = None;
        }
    }

    /// Control may leave the generator here.
    fn leave_on_failure(&mut self, exit: Option<ExitId>) {
        let here = Some(self.event(Event::Nothing));
        match (self.closure, exit) {
            (Some(closure), _) => self.jump(closure.end, closure.scope),
            (None, Some(exit)) => self.exit(exit),
            (None, None) => self.jump(self.graph.entry(PointId::DONE), ScopeId::ROOT),
        }
        self.current = here;
    }

    fn labelled(&mut self, label: Option<&Lifetime>, block: &Block, sink: Sink) {
        let after = self.detached();
        self.frames.push(Frame {
            label: label.cloned(),
            is_loop: false,
            after,
            head: after,
            scope: self.scope,
        });
        self.block(block, sink);
        self.frames.pop();
        self.join(after);
    }

    fn repeated(&mut self, expr: &Expr) {
        let (outer, after) = (self.scope, self.detached());
        if let Expr::ForLoop(repeated) = expr {
            self.value(&repeated.expr, Sink::Statement);
        }
        let head = self.event(Event::Nothing);
        let (label, body) = match expr {
            Expr::Loop(repeated) => (&repeated.label, &repeated.body),
            Expr::While(repeated) => (&repeated.label, &repeated.body),
            Expr::ForLoop(repeated) => (&repeated.label, &repeated.body),
            _ => return,
        };
        let label = label.as_ref().map(|label| label.name.clone());
        self.frames.push(Frame { label, is_loop: true, after, head, scope: outer });
        match expr {
            Expr::While(repeated) => {
                let falls = self.condition(&repeated.cond);
                let (holds, inside) = (self.current, self.scope);
                self.land(&falls, outer);
                self.link(after);
                (self.current, self.scope) = (holds, inside);
            }
            Expr::ForLoop(repeated) => {
                self.graph.nodes[head.0].successors.push(after);
                self.declare_all(&repeated.pat);
            }
            _ => {}
        }
        self.block(body, Sink::Statement);
        self.leave_to(outer);
        self.link(head);
        self.frames.pop();
        self.current = Some(after);
    }

    fn native_jump(&mut self, label: Option<&Lifetime>, target: impl FnOnce(&Frame) -> super::NodeId) {
        let frame = self.frames.iter().rev().find(|frame| match label {
            Some(label) => frame.label.as_ref().is_some_and(|name| name.ident == label.ident),
            None => frame.is_loop,
        });
        if let Some(frame) = frame {
            let (target, scope) = (target(frame), frame.scope);
            self.jump(target, scope);
        }
    }
}

fn borrow_kind(sink: Sink) -> UseKind {
    if sink == Sink::Statement { UseKind::Borrow } else { UseKind::Escape(sink) }
}

/// The places that an assignment writes to: `(a, b[0], _) = …` → `a`, `b[0]`.
fn assigned<'e>(target: &'e Expr, into: &mut Vec<&'e Expr>) {
    match target {
        Expr::Tuple(tuple) => tuple.elems.iter().for_each(|elem| assigned(elem, into)),
        Expr::Array(array) => array.elems.iter().for_each(|elem| assigned(elem, into)),
        Expr::Call(call) => call.args.iter().for_each(|arg| assigned(arg, into)),
        Expr::Struct(literal) => literal.fields.iter().for_each(|field| assigned(&field.expr, into)),
        Expr::Paren(paren) => assigned(&paren.expr, into),
        Expr::Group(group) => assigned(&group.expr, into),
        Expr::Infer(_) | Expr::Range(_) => {}
        place => into.push(place),
    }
}

/// The variable that a place is a part of.
fn root(place: &Expr, names: &crate::old::resolve::Names) -> Option<crate::old::ir::LocalId> {
    match place {
        Expr::Field(field) => root(&field.base, names),
        Expr::Index(index) => root(&index.expr, names),
        Expr::Unary(unary) => root(&unary.expr, names),
        Expr::Paren(paren) => root(&paren.expr, names),
        other => names.variable(other),
    }
}
