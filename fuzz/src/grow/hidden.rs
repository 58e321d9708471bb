//! Jumps that macros of a program's own hide, in their definitions or in their arguments.

use super::Grower;
use crate::ast::{Expr, Stmt, Ty};
use crate::features::Feature;

/// A macro that may jump, and goes on otherwise.
#[derive(Clone, Copy)]
enum Hidden {
    Skip,
    SkipTo(usize),
    Leave,
    LeaveTo(usize),
    LeaveWith(Ty),
    Stop,
}

impl Grower {
    /// `skip_if!(…);`, `let x = some!(…, else continue);` and their like.
    pub(super) fn hidden_jump(&mut self) -> Stmt {
        if self.chance(0.5) { self.value_or_jump() } else { self.jump_if() }
    }

    fn jump_if(&mut self) -> Stmt {
        let condition = self.unseen(|this| this.expr(Ty::Bool));
        let possible = self.possible_jumps();
        let Some(hidden) = self.one_of(&possible) else { return Stmt::Expr(condition) };
        let label = |this: &Self, index: usize| {
            Expr::leaf(Ty::Unit, this.env.targets[index].label.clone().unwrap_or_default())
        };
        let innermost = self.env.targets.len().saturating_sub(1);
        let expr = match hidden {
            Hidden::Skip => Expr::op(Ty::Unit, "skip_if!({0})", [condition]),
            Hidden::SkipTo(index) => {
                Expr::op(Ty::Unit, "skip_if!({0} if {1})", [label(self, index), condition])
            }
            Hidden::Stop => Expr::op(Ty::Unit, "stop_if!({0})", [condition]),
            Hidden::Leave => {
                self.record_exit(innermost);
                Expr::op(Ty::Unit, "leave_if!({0})", [condition])
            }
            Hidden::LeaveTo(index) => {
                self.record_exit(index);
                Expr::op(Ty::Unit, "leave_if!({0} if {1})", [label(self, index), condition])
            }
            Hidden::LeaveWith(ty) => {
                let before = self.env.ends();
                let value = self.on_some_path(|this| this.unseen(|this| this.expr(ty)));
                self.record_exit(innermost);
                self.env.join(&[before]);
                Expr::op(Ty::Unit, "leave_if!({0}, {1})", [condition, value])
            }
        };
        Stmt::Expr(expr)
    }

    /// Where such a macro can lead here.
    fn possible_jumps(&self) -> Vec<Hidden> {
        let mut possible = Vec::new();
        for (index, target) in self.env.targets.iter().enumerate() {
            let is_innermost = index + 1 == self.env.targets.len();
            if !self.may_go_to(index) || !is_innermost && !self.has(Feature::Jumps) {
                continue;
            }
            let (goes_on, is_plain) = (target.is_loop && self.may_go_on(index), target.value == Ty::Unit);
            if is_innermost && target.is_loop {
                possible.push(if is_plain { Hidden::Leave } else { Hidden::LeaveWith(target.value) });
                possible.extend(goes_on.then_some(Hidden::Skip));
            }
            if target.label.is_some() {
                possible.extend(is_plain.then_some(Hidden::LeaveTo(index)));
                possible.extend(goes_on.then_some(Hidden::SkipTo(index)));
            }
        }
        if self.has(Feature::Return) && possible.len() < 4 {
            possible.push(Hidden::Stop);
        }
        possible
    }

    /// `let x = some!(…, else continue);`
    fn value_or_jump(&mut self) -> Stmt {
        let (from, ty, template) = self
            .one_of(&[
                (Ty::MaybeNoisy, Ty::Noisy, "some!({0}, else {1})"),
                (Ty::MaybeInt, Ty::Int, "some!({0}, else {1})"),
                (Ty::Checked, Ty::Int, "or_else!({1}; {0})"),
            ])
            .unwrap_or((Ty::MaybeInt, Ty::Int, "some!({0}, else {1})"));
        let value = self.without_yields(|this| this.expr(from));
        let before = self.env.ends();
        let jump = self.unseen(|this| match this.jump() {
            Some(Stmt::Expr(jump)) => jump,
            _ => Expr::leaf(Ty::Unit, "panic!()"),
        });
        self.env.join(&[before]);
        let init = Expr::op(ty, template, [value, jump]);
        let pattern = self.binding(ty);
        self.declare_all(&pattern);
        Stmt::Let { pat: pattern.text, ty: None, init: Some(init), otherwise: None }
    }

    /// Macros that leave the innermost loop or go on with it, defined in its body.
    pub(super) fn jump_macros(&mut self) -> Vec<Stmt> {
        let is_hidden = self.chance_of(Feature::LocalMacros, 0.7);
        let name = self.labels;
        let Some(target) = self.env.targets.last_mut() else { return Vec::new() };
        let Some(label) = target.label.clone().filter(|_| is_hidden) else { return Vec::new() };
        let (leave, again) = (format!("leave{name}"), format!("again{name}"));
        let define = |name: &str, jump: &str| {
            Stmt::Item(format!("macro_rules! {name} {{ () => {{ {jump} {label} }} }}"))
        };
        let items = vec![define(&leave, "break"), define(&again, "continue")];
        target.macros = Some((leave, again));
        items
    }
}
