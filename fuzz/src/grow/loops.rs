//! Loops and labelled blocks, as statements and as values.

use super::Grower;
use super::env::{Ends, State, Target};
use super::pattern::Pattern;
use crate::ast::{Block, Expr, FUEL, Kind, NO_FUEL, Stmt, Test, Ty};
use crate::features::Feature;
use crate::ops::ASSIGN;
use rand::Rng;

impl Grower {
    fn enter(&mut self, is_loop: bool, value: Option<Ty>) -> Option<String> {
        let label = (!is_loop || self.chance_of(Feature::Jumps, 0.6)).then(|| self.label());
        if is_loop {
            // A reference would live to the next time.
            self.env.suspend();
        }
        self.env.targets.push(Target {
            label: label.clone(),
            is_loop,
            value: value.unwrap_or(Ty::Unit),
            outside: self.env.vars.len(),
            entry: self.env.states(),
            exits: Vec::new(),
        });
        label
    }

    /// Whether the innermost target can be left as a loop, and by which name.
    fn make_loop(&mut self, is_loop: bool, label: Option<String>) {
        if let Some(target) = self.env.targets.last_mut() {
            (target.is_loop, target.label) = (is_loop, label);
        }
    }

    fn leave(&mut self) -> Vec<Ends> {
        self.env.targets.pop().map(|target| target.exits).unwrap_or_default()
    }

    /// The body of the innermost loop. At its end, what the next time needs is there again.
    fn loop_body(&mut self, first: Vec<Stmt>, pattern: Option<&Pattern>) -> Block {
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
            for index in self.env.missing(&target) {
                if self.env.dead {
                    break;
                }
                let stmt = self.set_again(index, &target);
                stmts.push(stmt);
            }
        }
        self.here = outer;
        self.nesting -= 1;
        self.env.vars.truncate(outside);
        Block { stmts, tail: None }
    }

    fn set_again(&mut self, index: usize, target: &Target) -> Stmt {
        if self.settable().contains(&index) {
            let var = self.env.vars[index].clone();
            // Nothing else may be missing after it.
            let outer = std::mem::replace(&mut self.here.floor, self.env.vars.len());
            let value = self.with_yields(Feature::YieldInAssign, |this| this.expr(var.ty));
            self.here.floor = outer;
            self.env.vars[index].state = State::Full;
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
        let label = self.enter(true, wanted);
        let fuel = self.fuel(wanted);
        let body = self.loop_body(vec![fuel], None);
        let exits = self.leave();
        self.env.join(&exits);
        Expr::new(wanted.unwrap_or(Ty::Unit), Kind::Loop { label, body })
    }

    /// `while … { … }`
    pub(super) fn while_loop(&mut self) -> Expr {
        let outside = self.env.vars.len();
        let frozen = self.frozen();
        let label = self.enter(true, None);
        // In its condition there is no loop to leave, and all others need their labels.
        self.make_loop(false, None);
        let (tests, falls) = self.tests(true);
        self.make_loop(true, label.clone());
        let is_fuelled = matches!(&tests[0], Test::Holds(first) if *first == Expr::leaf(Ty::Bool, FUEL));
        let first = if is_fuelled { Vec::new() } else { vec![self.fuel(None)] };
        let body = self.loop_body(first, None);
        self.env.vars.truncate(outside);
        self.refreeze(&frozen);
        let mut exits = self.leave();
        exits.extend(falls);
        self.env.join(&exits);
        Expr::new(Ty::Unit, Kind::While { label, tests, body })
    }

    /// `for … in … { … }`
    pub(super) fn for_loop(&mut self) -> Expr {
        let (iter, pattern) = self.in_head(Feature::YieldInIterator, Self::iterator);
        let label = self.enter(true, None);
        let before = self.env.ends();
        let body = self.loop_body(Vec::new(), Some(&pattern));
        let mut exits = self.leave();
        exits.push(before);
        self.env.join(&exits);
        Expr::new(Ty::Unit, Kind::For { label, pat: pattern.text, iter: Box::new(iter), body })
    }

    fn iterator(&mut self) -> (Expr, Pattern) {
        let choice = self.rng.random_range(0..9);
        let item = if (3..6).contains(&choice) { Ty::Noisy } else { Ty::Int };
        let outer = std::mem::replace(&mut self.here.borrows, item == Ty::Int);
        let iter = match choice {
            0 => {
                let (from, to) = (self.expr(Ty::Int), self.expr(Ty::Int));
                Expr::op(Ty::Unit, "<0> % 3..<1> % 4", [from, to])
            }
            1 => {
                let to = self.expr(Ty::Int);
                Expr::op(Ty::Unit, "(0..<0> % 4).rev()", [to])
            }
            2 => self.expr(Ty::Ints),
            3 => self.expr(Ty::Noisies),
            4 => {
                let (a, b) = (self.expr(Ty::Noisy), self.expr(Ty::Noisy));
                Expr::op(Ty::Unit, "[{0}, {1}]", [a, b])
            }
            5 => self.expr(Ty::MaybeNoisy),
            6 => self.expr(Ty::Array),
            7 => {
                let (n, noisy) = (self.expr(Ty::Int), self.expr(Ty::Noisy));
                Expr::op(Ty::Unit, "upto({0}, {1})", [n, noisy])
            }
            _ => {
                let items = self.expr(Ty::Ints);
                self.here.borrows = outer;
                let inner = self.binding(Ty::Int);
                let pattern = Pattern { text: format!("(_, {})", inner.text), bound: inner.bound };
                return (Expr::op(Ty::Unit, "<0>.into_iter().enumerate()", [items]), pattern);
            }
        };
        self.here.borrows = outer;
        let pattern = if self.chance(0.2) { Pattern::plain("_") } else { self.binding(item) };
        (iter, pattern)
    }

    /// `'a: { … }`
    pub(super) fn labelled(&mut self, wanted: Option<Ty>) -> Expr {
        let label = self.enter(false, wanted);
        let block = self.on_some_path(|this| this.block(wanted));
        let outside = self.env.vars.len();
        let end = self.env.ends();
        let mut exits = self.leave();
        exits.push(end);
        self.env.join(&exits);
        debug_assert!(self.env.vars.len() == outside);
        Expr::new(wanted.unwrap_or(Ty::Unit), Kind::Block { label, is_unsafe: false, block })
    }
}
