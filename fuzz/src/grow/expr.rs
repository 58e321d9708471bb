//! Expressions: literals, variables, operations, and what control flow has a value.

use super::Grower;
use super::env::{Loan, TEMPORARY};
use crate::ast::{Block, Expr, Kind, Ty};
use crate::features::Feature;
use crate::ops::{Arg, OPS, Op};

/// What an expression may be.
#[derive(Clone, Copy)]
enum Choice {
    Leaf,
    Var(usize),
    Op(&'static Op),
    Block,
    AfterYield,
    If,
    Match,
    Loop,
    LabelledBlock,
    Try,
    Closure,
    BareYield,
}

impl Grower {
    /// An expression of a type.
    pub(super) fn expr(&mut self, ty: Ty) -> Expr {
        self.budget -= 1;
        if self.env.dead {
            return Expr::leaf(ty, ty.simplest().unwrap_or("()"));
        }
        let outer = self.here.borrows;
        // What is made with a borrow is taken for one.
        self.here.borrows &=
            !ty.is_noisy() || self.has(Feature::MadeFromBorrow) || self.has(Feature::FromBorrows);
        self.here.depth += 1;
        let choice = self.choose(ty);
        let expr = self.chosen(choice, ty);
        self.here.depth -= 1;
        self.here.borrows = outer;
        if !ty.is_borrow() {
            self.lent.clear();
        }
        expr
    }

    fn choose(&mut self, ty: Ty) -> Choice {
        let mut choices = vec![(Choice::Leaf, 3)];
        // What is taken apart, or gone through, is a variable often enough.
        let likely = if self.here.in_head && self.here.depth == 1 { 18 } else { 6 };
        let outside =
            self.env.targets.iter().filter(|target| target.repeats).map(|target| target.outside).max();
        for index in self.movable(ty) {
            // It is set again at the loop's end, or the loop ends.
            let is_missed = !ty.is_copy() && index < outside.unwrap_or(0) && !self.env.vars[index].mutable;
            choices.push((Choice::Var(index), if is_missed { 1 } else { likely }));
        }
        if self.budget > 0 && self.here.depth <= 4 {
            let ops: Vec<&'static Op> = OPS.iter().filter(|op| op.result == ty && self.can(op)).collect();
            choices.extend(ops.iter().map(|op| (Choice::Op(op), self.weight(op, ops.len()))));
            self.push_control(ty, &mut choices);
        }
        if ty == Ty::Unit && self.here.yields {
            choices.push((Choice::BareYield, 20));
        }
        let total: u32 = choices.iter().map(|(_, weight)| weight).sum();
        let mut at = rand::Rng::random_range(&mut self.rng, 0..total);
        for (choice, weight) in choices {
            if at < weight {
                return choice;
            }
            at -= weight;
        }
        Choice::Leaf
    }

    /// How likely an operation is among so many that would do. What needs a variable is rare enough.
    fn weight(&self, op: &Op, among: usize) -> u32 {
        let extra = match op.args.first() {
            Some(Arg::B(Ty::Lender)) => 60,
            Some(Arg::Whole(Ty::Once) | Arg::B(Ty::Keeper)) => 20,
            Some(Arg::Whole(_) | Arg::Name(_) | Arg::Target(_)) => 4,
            Some(Arg::M(ty) | Arg::Reborrow(ty)) if self.is_about(*ty) => 12,
            Some(Arg::B(ty)) if self.is_about(*ty) && !self.env.lendable(*ty).is_empty() => 12,
            Some(Arg::V(ty) | Arg::Receiver(ty)) if self.is_about(*ty) && !self.movable(*ty).is_empty() => 6,
            _ => 1,
        };
        op.feature.weight() * 6 / among as u32 + extra
    }

    /// Whether it is a type that the body has much of, or borrows.
    fn is_about(&self, ty: Ty) -> bool {
        self.themes.contains(&ty) || ty.is_borrow() && ty != Ty::Borrowed
    }

    fn push_control(&self, ty: Ty, choices: &mut Vec<(Choice, u32)>) {
        let fails_with = if self.item == Ty::Checked { Ty::Checked } else { Ty::MaybeInt };
        let may_nest = self.nesting <= 4 && self.here.depth <= 2;
        let has_failures = matches!(self.item, Ty::Checked | Ty::MaybeInt);
        let can_fail = has_failures && self.env.closure.is_none() && self.here.may_try;
        debug_assert!(!can_fail || fails_with == self.item);
        for (choice, feature, weight, can) in [
            (Choice::Block, Feature::Block, 1, may_nest),
            (Choice::AfterYield, Feature::Block, 9, self.here.yields && self.here.depth <= 3),
            (Choice::If, Feature::If, 2, may_nest),
            (Choice::Match, Feature::Match, 2, may_nest),
            (Choice::Loop, Feature::Loop, 1, may_nest),
            (Choice::LabelledBlock, Feature::LabelledBlock, 1, may_nest),
            (Choice::Try, Feature::Try, 4, can_fail && ty == Ty::Int),
            (Choice::Closure, Feature::Closure, 1, may_nest && ty == Ty::Int && self.env.closure.is_none()),
        ] {
            if can && ty != Ty::Unit && !ty.is_borrow() && self.has(feature) {
                choices.push((choice, weight));
            }
        }
    }

    fn chosen(&mut self, choice: Choice, ty: Ty) -> Expr {
        match choice {
            Choice::Leaf => self.leaf(ty),
            Choice::Var(index) => self.moved(index),
            Choice::Op(op) => self.operation(op),
            Choice::Block => {
                let block = self.block(Some(ty));
                Expr::block(ty, block)
            }
            Choice::AfterYield => {
                let first = self.yield_stmt();
                let tail = Some(Box::new(self.expr(ty)));
                Expr::block(ty, Block { stmts: vec![first], tail })
            }
            Choice::If => self.conditional(Some(ty)),
            Choice::Match => self.matched(Some(ty)),
            Choice::Loop => self.looped(Some(ty)),
            Choice::LabelledBlock => self.labelled(Some(ty)),
            Choice::Try => {
                if self.chance_of(Feature::TryMacros, 0.5) {
                    let value = self.without_yields(|this| this.expr(this.item));
                    return Expr::new(ty, Kind::HiddenTry(Box::new(value)));
                }
                let value = self.with_yields(Feature::YieldInTry, |this| this.expr(this.item));
                Expr::new(ty, Kind::Try(Box::new(value)))
            }
            Choice::Closure => self.closure_call(),
            Choice::BareYield => self.yielding(),
        }
    }

    /// The simplest value, with numbers of its own, or one of a few others.
    pub(super) fn leaf(&mut self, ty: Ty) -> Expr {
        self.lent.clear();
        let is_none = self.makes % 4 == 3;
        let text = match ty {
            Ty::MaybeNoisy if is_none => "None::<Noisy>",
            Ty::MaybeLink if is_none => "None::<Box<Link>>",
            Ty::Noisies => "vec![make(0), make(0)]",
            Ty::Int => self.one_of(&["0i64", "1i64", "2i64", "3i64", "4i64", "7i64"]).unwrap_or("0i64"),
            Ty::Bool => self.one_of(&["true", "false", "flag(true)", "more()"]).unwrap_or("true"),
            Ty::MaybeInt => self.one_of(&["Some(4i64)", "None::<i64>"]).unwrap_or("Some(4i64)"),
            Ty::Checked => {
                self.one_of(&["check(2)", "check(3)", "Ok::<i64, String>(5)"]).unwrap_or("check(2)")
            }
            // What borrows it would be left with nothing.
            Ty::Borrowed if !self.here.temporaries => "shared(0)",
            Ty::Borrowed => {
                self.lent.push(Loan { of: TEMPORARY, is_exclusive: false });
                "&make(0)"
            }
            _ => ty.simplest().unwrap_or("()"),
        };
        Expr::leaf(ty, self.numbered(text))
    }

    /// Gives each noisy value that is made a number of its own.
    fn numbered(&mut self, text: &str) -> String {
        let mut pieces = text.split("make(");
        let mut numbered = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            self.makes += 1;
            let rest = piece.trim_start_matches(|c: char| c.is_ascii_digit());
            numbered += &format!("make({}{rest}", self.makes);
        }
        numbered
    }

    /// A variable by value.
    pub(super) fn moved(&mut self, index: usize) -> Expr {
        let var = &self.env.vars[index];
        let expr = Expr::new(var.ty, Kind::Var(var.name.clone()));
        self.lent.clone_from(&var.loans);
        self.env.take(index);
        expr
    }

    /// A variable where it stands.
    pub(super) fn place(&mut self, index: usize) -> Expr {
        let var = &self.env.vars[index];
        Expr::new(var.ty, Kind::Var(var.name.clone()))
    }
}
