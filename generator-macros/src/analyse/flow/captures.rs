//! Closures: what they capture is used where they are made.
//!
//! `move || eat(noisy)` takes `noisy`, there and then.

use super::{Builder, Context};
use crate::analyse::graph::{Closure, Event};
use crate::analyse::uses::{Kind, Member, Use};
use crate::ir::LocalId;
use crate::resolve::{Names, iterators};
use crate::types::is_copy;
use syn::Expr;
use syn::visit::{self, Visit};

impl Builder<'_> {
    /// What kind of closure `expr` is, if it is one.
    pub(super) fn closure_kind(&mut self, expr: &Expr) -> Option<Closure> {
        let Expr::Closure(closure) = expr else { return None };
        let uses = self.captures(&closure.body);
        let takes = uses.iter().any(|used| matches!(used.kind, Kind::Value) && used.path.is_empty())
            && self.is_consuming(&closure.body);
        Some(if takes {
            Closure::Consumes
        } else if closure.capture.is_some() {
            Closure::Owns
        } else {
            Closure::Borrows
        })
    }

    fn is_consuming(&self, body: &Expr) -> bool {
        is_consuming(body, self.names, |id| {
            let local = self.machine.local(id);
            let is_copied = self.numbers.contains(&id) || local.ty.as_ref().is_some_and(is_copy);
            !local.is_inner && !is_copied
        })
    }

    /// The uses of what a closure captures. Its own control flow is none of the function's: that goes on where the closure is made.
    fn captures(&mut self, body: &Expr) -> Vec<Use> {
        let current = self.current;
        let outer = self.captured.replace(Vec::new());
        self.expr(body, Context::Value);
        self.current = current;
        std::mem::replace(&mut self.captured, outer).unwrap_or_default()
    }

    /// What a closure captures is used where it is made.
    pub(super) fn closure(&mut self, body: &Expr, is_move: bool) {
        if self.captured.is_some() {
            return self.expr(body, Context::Value);
        }
        let uses = self.captures(body);
        let consumes = self.is_consuming(body);
        let mut by_local: Vec<(LocalId, Vec<Use>)> = Vec::new();
        for used in uses {
            match by_local.iter_mut().find(|(local, _)| *local == used.local) {
                Some((_, uses)) => uses.push(used),
                None => by_local.push((used.local, vec![used])),
            }
        }
        for (local, uses) in by_local {
            if self.keeps_paths && self.machine.local(local).is_exclusive && !is_move {
                // A closure captures the paths that it uses.
                for used in uses {
                    let kind = if used.is_shared() { Kind::Shared } else { Kind::Reference };
                    self.event(Event::Use(Use { kind, ..used }));
                }
            } else {
                self.event(Event::Use(capture(&uses, is_move, consumes)));
            }
        }
    }
}

/// Whether a variable that may be moved is passed on in the body of a closure, rather than only reckoned with or looked at.
fn is_consuming(body: &Expr, names: &Names, may_move: impl Fn(LocalId) -> bool) -> bool {
    struct Passed<'n, F> {
        names: &'n Names,
        may_move: F,
        found: bool,
    }
    impl<F: Fn(LocalId) -> bool> Passed<'_, F> {
        /// What isn't taken, if it is a variable.
        fn looked_at(&mut self, expr: &Expr) {
            if !matches!(expr, Expr::Path(_)) {
                self.visit_expr(expr);
            }
        }
    }
    impl<F: Fn(LocalId) -> bool> Visit<'_> for Passed<'_, F> {
        fn visit_expr(&mut self, expr: &Expr) {
            match expr {
                Expr::Path(_) => {
                    let local = self.names.variable(expr);
                    self.found |= local.is_some_and(&self.may_move);
                }
                Expr::Binary(binary) => {
                    self.looked_at(&binary.left);
                    self.looked_at(&binary.right);
                }
                Expr::Unary(unary) => self.looked_at(&unary.expr),
                Expr::Cast(cast) => self.looked_at(&cast.expr),
                Expr::Reference(reference) => self.looked_at(&reference.expr),
                Expr::Field(field) => self.looked_at(&field.base),
                Expr::Index(index) => {
                    self.looked_at(&index.expr);
                    self.looked_at(&index.index);
                }
                Expr::Range(range) => {
                    let ends = [&range.start, &range.end].into_iter().flatten();
                    ends.for_each(|end| self.looked_at(end));
                }
                Expr::MethodCall(call) => {
                    if iterators::takes(&call.method) {
                        self.visit_expr(&call.receiver);
                    } else {
                        self.looked_at(&call.receiver);
                    }
                    call.args.iter().for_each(|argument| self.visit_expr(argument));
                }
                Expr::Call(call) => {
                    self.looked_at(&call.func);
                    call.args.iter().for_each(|argument| self.visit_expr(argument));
                }
                Expr::Assign(assign) => {
                    self.looked_at(&assign.left);
                    self.visit_expr(&assign.right);
                }
                Expr::Match(matched) => {
                    self.looked_at(&matched.expr);
                    matched.arms.iter().for_each(|arm| self.visit_arm(arm));
                }
                Expr::If(conditional) => {
                    self.looked_at(&conditional.cond);
                    self.visit_block(&conditional.then_branch);
                    conditional.else_branch.iter().for_each(|(_, otherwise)| self.visit_expr(otherwise));
                }
                expr => visit::visit_expr(self, expr),
            }
        }
        fn visit_item(&mut self, _: &syn::Item) {}
    }
    let mut passed = Passed { names, may_move, found: false };
    passed.visit_expr(body);
    passed.found
}

/// How a closure captures a variable that it uses so.
fn capture(uses: &[Use], is_move: bool, consumes: bool) -> Use {
    let mut path = uses[0].path.clone();
    for used in uses {
        let same = path.iter().zip(&used.path).take_while(|(one, other)| one == other).count();
        path.truncate(same);
    }
    let derefs = path.iter().position(|member| *member == Member::Deref);
    if let Some(first) = derefs
        && is_move
    {
        path.truncate(first);
    }
    let kind = if is_move || consumes && uses.iter().any(|used| matches!(used.kind, Kind::Value)) {
        Kind::Taken
    } else if uses.iter().any(|used| matches!(used.kind, Kind::Receiver { .. } | Kind::Callee)) {
        Kind::Captured
    } else if uses.iter().any(|used| matches!(used.kind, Kind::Reborrowed)) {
        Kind::Reborrowed
    } else {
        Kind::Reference
    };
    Use { path, kind, ..uses[0].clone() }
}
