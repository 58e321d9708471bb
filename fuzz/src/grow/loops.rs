//! Loops and labelled blocks, as statements and as values.

use super::argument::Holds;
use super::env::{Ends, Hold, Target};
use super::pattern::Pattern;
use super::{Grower, Here};
use crate::ast::{Block, Expr, FUEL, Kind, NO_FUEL, Stmt, Test, Ty};
use crate::features::Feature;
use crate::ops::ASSIGN;
use rand::Rng;

/// What was before a loop or labelled block.
pub(super) struct Entered {
    pub label: Option<String>,
    here: Here,
    holds: Vec<Hold>,
}

impl Grower {
    /// Begins a loop or labelled block. In one that is calm, borrows from outside are still used.
    pub(super) fn enter(&mut self, is_loop: bool, value: Option<Ty>, is_calm: bool) -> Entered {
        let label = (!is_loop || self.chance_of(Feature::Jumps, 0.6)).then(|| self.label());
        let entered = Entered { label: label.clone(), here: self.here, holds: self.all_holds() };
        let index = self.env.targets.len();
        if is_loop {
            let borrows = self.env.borrowers();
            let keeps = !borrows.is_empty() && self.here.beyond.is_none();
            if is_calm || keeps && self.chance_of(Feature::LoopBorrows, 0.6) {
                let (beyond, calm) = (self.here.yields || self.here.yields_beyond, self.here.calm);
                self.forbid_yields();
                self.here.yields_beyond = beyond && self.here.beyond.is_none();
                self.here.calm = calm.or(Some(index));
                self.hold_lenders_of(&borrows);
            } else {
                // A reference would live to the next time.
                self.env.suspend();
            }
        }
        self.env.targets.push(Target {
            label,
            is_loop,
            repeats: is_loop,
            value: value.unwrap_or(Ty::Unit),
            outside: self.env.vars.len(),
            entry: self.env.states(),
            exits: Vec::new(),
            macros: None,
        });
        entered
    }

    /// What variables borrow stays as it is until the end of a loop.
    fn hold_lenders_of(&mut self, borrows: &[usize]) {
        let mut holds = Holds::default();
        for index in borrows {
            let loans = self.env.vars[*index].loans.clone();
            loans.into_iter().for_each(|loan| self.keep_lent(loan, &mut holds));
        }
    }

    /// Whether the innermost target can be left as a loop, and by which name.
    fn make_loop(&mut self, is_loop: bool, label: Option<String>) {
        if let Some(target) = self.env.targets.last_mut() {
            (target.is_loop, target.label) = (is_loop, label);
        }
    }

    pub(super) fn leave(&mut self, entered: &Entered) -> Vec<Ends> {
        self.here = entered.here;
        self.reset_holds(&entered.holds);
        self.env.targets.pop().map(|target| target.exits).unwrap_or_default()
    }

    /// The body of the innermost loop. At its end, what the next time needs is there again.
    pub(super) fn loop_body(&mut self, first: Vec<Stmt>, pattern: Option<&Pattern>) -> Block {
        let outside = self.env.vars.len();
        let outer = self.here;
        self.here.may_die = true;
        if let Some(target) = self.env.targets.last()
            && !self.has(Feature::SomePaths)
        {
            self.here.floor = target.outside;
        }
        self.nesting += 1;
        if let Some(pattern) = pattern {
            self.declare_all(pattern);
        }
        let mut stmts = first;
        stmts.extend(self.jump_macros());
        let most = if self.budget < 0 { 1 } else { 4 };
        for _ in 0..self.rng.random_range(1..=most) {
            if self.env.dead {
                break;
            }
            self.begin_stmt();
            self.stmt(&mut stmts);
        }
        if !self.env.dead
            && let Some(target) = self.env.targets.last().cloned()
        {
            while let (false, Some(index)) = (self.env.dead, self.env.missing(&target).first().copied()) {
                let stmt = self.set_again(index, &target);
                stmts.push(stmt);
            }
        }
        self.here = outer;
        self.nesting -= 1;
        self.env.leave_scope(outside);
        Block { stmts, tail: None }
    }

    fn set_again(&mut self, index: usize, target: &Target) -> Stmt {
        if self.settable().contains(&index) {
            let var = self.env.vars[index].clone();
            // Nothing else may be missing after it.
            let outer = std::mem::replace(&mut self.here.floor, target.outside);
            let inside = self.movable(var.ty);
            let value = match self.one_of(&inside) {
                Some(inside) if !var.ty.is_copy() && self.chance(0.6) => self.moved(inside),
                _ => self.with_yields(Feature::YieldInAssign, |this| this.expr(var.ty)),
            };
            self.here.floor = outer;
            self.env.put(index);
            let var = Expr::new(var.ty, Kind::Var(var.name));
            return Stmt::Expr(Expr::op(Ty::Unit, ASSIGN, [var, value]));
        }
        let value =
            (target.value != Ty::Unit).then(|| Box::new(self.without_yields(|this| this.expr(target.value))));
        self.record_exit(self.env.targets.len() - 1);
        self.env.dead = true;
        Stmt::Expr(Expr::new(Ty::Unit, Kind::Break(None, value)))
    }

    pub(super) fn record_exit(&mut self, target: usize) {
        let ends = self.env.ends().map(|mut states| {
            states.truncate(self.env.targets[target].outside);
            states
        });
        self.env.targets[target].exits.push(ends);
    }

    /// `if !more() { break … }`
    fn fuel(&mut self, value: Option<Ty>) -> Stmt {
        let before = self.env.states();
        let value =
            value.map(|ty| Box::new(self.on_some_path(|this| this.without_yields(|this| this.expr(ty)))));
        self.record_exit(self.env.targets.len() - 1);
        self.env.restore(&before);
        let leave = Stmt::Expr(Expr::new(Ty::Unit, Kind::Break(None, value)));
        let tests = vec![Test::Holds(Expr::leaf(Ty::Bool, NO_FUEL))];
        let then = Block { stmts: vec![leave], tail: None };
        Stmt::Expr(Expr::new(Ty::Unit, Kind::If { tests, then, otherwise: None }))
    }

    /// `loop { … }`
    pub(super) fn looped(&mut self, wanted: Option<Ty>) -> Expr {
        let entered = self.enter(true, wanted, false);
        let fuel = self.fuel(wanted);
        let body = self.loop_body(vec![fuel], None);
        let exits = self.leave(&entered);
        self.env.join(&exits);
        Expr::new(wanted.unwrap_or(Ty::Unit), Kind::Loop { label: entered.label, body })
    }

    /// `while … { … }`
    pub(super) fn while_loop(&mut self) -> Expr {
        let outside = self.env.vars.len();
        let entered = self.enter(true, None, false);
        // In its condition there is no loop to leave, and all others need their labels.
        self.make_loop(false, None);
        let (tests, falls) = self.tests(true);
        self.make_loop(true, entered.label.clone());
        let is_fuelled = matches!(&tests[0], Test::Holds(first) if *first == Expr::leaf(Ty::Bool, FUEL));
        let first = if is_fuelled { Vec::new() } else { vec![self.fuel(None)] };
        let body = self.loop_body(first, None);
        self.env.leave_scope(outside);
        let mut exits = self.leave(&entered);
        exits.extend(falls);
        self.env.join(&exits);
        Expr::new(Ty::Unit, Kind::While { label: entered.label, tests, body })
    }

    /// `'a: { … }`
    pub(super) fn labelled(&mut self, wanted: Option<Ty>) -> Expr {
        let entered = self.enter(false, wanted, false);
        let block = self.on_some_path(|this| this.block(wanted));
        let outside = self.env.vars.len();
        let end = self.env.ends();
        let mut exits = self.leave(&entered);
        exits.push(end);
        self.env.join(&exits);
        debug_assert!(self.env.vars.len() == outside);
        Expr::new(wanted.unwrap_or(Ty::Unit), Kind::Block { label: entered.label, is_unsafe: false, block })
    }
}
