//! Control flow, as statements and as values: conditions, `match`, loops, labelled blocks, jumps.

use super::Grower;
use super::env::{Ends, State, Target};
use super::pattern::Pattern;
use crate::ast::{Arm, Block, Expr, FUEL, Kind, NO_FUEL, Stmt, Test, Ty};
use crate::features::Feature;
use crate::ops::ASSIGN;
use rand::Rng;

impl Grower {
    /// `if … { … } else { … }`
    pub(super) fn conditional(&mut self, wanted: Option<Ty>) -> Expr {
        let outside = self.env.vars.len();
        let frozen = self.frozen();
        let (tests, falls) = self.tests(false);
        let outer = std::mem::replace(&mut self.here.may_die, true);
        let then = self.on_some_path(|this| this.block(wanted));
        self.env.vars.truncate(outside);
        self.refreeze(&frozen);
        let ends = self.env.ends();
        self.env.join(&falls);
        self.here.may_die = outer || ends.is_some();
        let otherwise = match wanted {
            None if self.chance(0.5) => None,
            None if self.budget > 0 && self.chance(0.3) => {
                Some(self.on_some_path(|this| this.conditional(None)))
            }
            None => {
                let block = self.on_some_path(|this| this.block(None));
                Some(Expr::block(Ty::Unit, block))
            }
            Some(ty) if self.here.may_die && self.chance(0.15) => {
                let mut block = Block::default();
                match self.jump() {
                    Some(jump) => block.stmts.push(jump),
                    None => block.tail = Some(Box::new(self.on_some_path(|this| this.expr(ty)))),
                }
                Some(Expr::block(ty, block))
            }
            Some(ty) => {
                let block = self.on_some_path(|this| this.block(wanted));
                Some(Expr::block(ty, block))
            }
        };
        self.here.may_die = outer;
        let otherwise_ends = self.env.ends();
        self.env.join(&[ends, otherwise_ends]);
        let otherwise = otherwise.map(Box::new);
        Expr::new(wanted.unwrap_or(Ty::Unit), Kind::If { tests, then, otherwise })
    }

    /// A condition; the states in which it may fail. What it binds is in scope after it.
    fn tests(&mut self, in_loop: bool) -> (Vec<Test>, Vec<Ends>) {
        let outside = self.env.vars.len();
        let mut tests = Vec::new();
        let mut falls = Vec::new();
        let can_let = if in_loop { Feature::WhileLet } else { Feature::IfLet };
        let mut has_let = false;
        let count = if self.has(Feature::LetChain) { self.rng.random_range(1..=3) } else { 1 };
        for _ in 0..count {
            // The fuel comes first, where there is a place for it.
            let is_fuel = in_loop && tests.is_empty() && (count > 1 || !self.has(can_let));
            if is_fuel {
                tests.push(Test::Holds(Expr::leaf(Ty::Bool, FUEL)));
                falls.push(self.env.ends());
            }
            let is_certain = tests.is_empty() && !in_loop;
            let test = if self.chance_of(can_let, 0.5) {
                has_let = true;
                if is_certain { self.let_test() } else { self.on_some_path(Self::let_test) }
            } else if is_certain {
                self.holds()
            } else {
                self.on_some_path(Self::holds)
            };
            tests.push(test);
            falls.push(self.env.ends().map(|mut states| {
                states.truncate(outside);
                states
            }));
        }
        if in_loop
            && !has_let
            && !matches!(&tests[0], Test::Holds(first) if *first == Expr::leaf(Ty::Bool, FUEL))
        {
            tests.insert(0, Test::Holds(Expr::leaf(Ty::Bool, FUEL)));
        }
        (tests, falls)
    }

    fn holds(&mut self) -> Test {
        let outer = self.here;
        (self.here.borrows, self.here.temporaries, self.here.in_head) = (true, true, false);
        let holds = self.with_yields(Feature::YieldInCondition, |this| this.expr(Ty::Bool));
        self.here = outer;
        Test::Holds(holds)
    }

    fn let_test(&mut self) -> Test {
        let (value, pattern) = self.refutable_scrutinee();
        self.declare_all(&pattern);
        Test::Let(pattern.text, value)
    }

    /// A scrutinee and a pattern that takes what is noisy in it, or nothing.
    fn refutable_scrutinee(&mut self) -> (Expr, Pattern) {
        if self.chance_of(Feature::Borrows, 0.2)
            && let Some((value, pattern)) = self.by_reference_scrutinee()
        {
            return (value, pattern);
        }
        let ty =
            self.one_of(&[Ty::MaybeNoisy, Ty::MaybeNoisy, Ty::MaybeInt, Ty::Checked]).unwrap_or(Ty::MaybeInt);
        let value = self.scrutinee(ty);
        let pattern = self.refutable(ty).unwrap_or_else(|| Pattern::plain("_"));
        (value, pattern)
    }

    fn by_reference_scrutinee(&mut self) -> Option<(Expr, Pattern)> {
        let ty = self.one_of(&[Ty::MaybeNoisy, Ty::Pair])?;
        let usable = self.env.usable(ty);
        let value = match self.one_of(&usable) {
            Some(index) if self.chance(0.6) => {
                self.env.capture(index);
                self.env.vars[index].frozen = true;
                Expr::new(ty, Kind::Var(self.env.vars[index].name.clone()))
            }
            _ if self.has(Feature::Temporaries) => self.leaf(ty),
            _ => return None,
        };
        let pattern = self.by_reference(ty)?;
        Some((Expr::op(ty, "&{0}", [value]), pattern))
    }

    pub(super) fn scrutinee(&mut self, ty: Ty) -> Expr {
        let outer = self.here;
        self.here.borrows = !ty.is_noisy();
        let value = self.in_head(Feature::YieldInScrutinee, |this| this.expr(ty));
        self.here = outer;
        value
    }

    fn frozen(&self) -> Vec<bool> {
        self.env.vars.iter().map(|var| var.frozen).collect()
    }

    fn refreeze(&mut self, frozen: &[bool]) {
        for (var, frozen) in self.env.vars.iter_mut().zip(frozen) {
            var.frozen = *frozen;
        }
    }

    /// `match … { … }`
    pub(super) fn matched(&mut self, wanted: Option<Ty>) -> Expr {
        let frozen = self.frozen();
        let tys = [
            Ty::Int,
            Ty::Bool,
            Ty::MaybeInt,
            Ty::MaybeNoisy,
            Ty::MaybeNoisy,
            Ty::Checked,
            Ty::Pair,
            Ty::Two,
            Ty::Mixed,
        ];
        let mut patterns: Vec<(Pattern, bool)> = Vec::new();
        let scrutinee;
        let mut yields_in_guards = false;
        if self.chance_of(Feature::Borrows, 0.15)
            && let Some((value, pattern)) = self.by_reference_scrutinee()
        {
            scrutinee = value;
            patterns.push((pattern, false));
            patterns.push((Pattern::plain("_"), false));
        } else if self.here.yields && self.has(Feature::Guard) && self.chance_of(Feature::YieldInGuard, 0.3) {
            // Other patterns are borrowed over the guard.
            yields_in_guards = true;
            scrutinee = self.scrutinee(Ty::Int);
            patterns.push((Pattern::plain("_"), true));
            let rest = self.rest(Ty::Int);
            patterns.push((rest, false));
        } else {
            let ty = self.one_of(&tys).unwrap_or(Ty::Int);
            scrutinee = self.scrutinee(ty);
            self.arm_patterns(ty, &mut patterns);
        }
        let outer = self.here.may_die;
        let mut ends = Vec::new();
        let before = self.env.states();
        let mut before = if self.env.dead { None } else { Some(before) };
        let mut arms = Vec::new();
        for (pattern, is_guarded) in patterns {
            let outside = self.env.vars.len();
            self.env.join(&[before.clone()]);
            self.declare_all(&pattern);
            let guard = is_guarded.then(|| {
                let guard = self.guard(&pattern, yields_in_guards);
                before = self.env.ends().map(|mut states| {
                    states.truncate(outside);
                    states
                });
                guard
            });
            self.here.may_die = outer || ends.iter().any(Option::is_some);
            let body = match wanted {
                Some(ty) => self.arm_body(outside, |this| this.expr(ty)),
                None => {
                    let block = self.arm_body(outside, |this| this.block(None));
                    Expr::block(Ty::Unit, block)
                }
            };
            self.env.vars.truncate(outside);
            ends.push(self.env.ends());
            arms.push(Arm { pat: pattern.text, guard, body });
        }
        self.here.may_die = outer;
        self.env.join(&ends);
        self.refreeze(&frozen);
        Expr::new(wanted.unwrap_or(Ty::Unit), Kind::Match { scrutinee: Box::new(scrutinee), arms })
    }

    /// Grows an arm, in which the variables of its pattern are free to be moved.
    fn arm_body<T>(&mut self, outside: usize, grow: impl FnOnce(&mut Self) -> T) -> T {
        self.on_some_path(|this| {
            this.here.floor = this.here.floor.min(outside);
            grow(this)
        })
    }

    /// Patterns that are exhaustive, and whether they are guarded.
    fn arm_patterns(&mut self, ty: Ty, patterns: &mut Vec<(Pattern, bool)>) {
        let guarded = if self.has(Feature::Guard) { self.rng.random_range(0..=2) } else { 0 };
        let takes_all = matches!(ty, Ty::Pair | Ty::Two | Ty::Mixed | Ty::Noisy);
        for _ in 0..guarded {
            let pattern = match self.refutable(ty) {
                Some(pattern) if !takes_all => pattern,
                _ => self.irrefutable(ty),
            };
            patterns.push((pattern, true));
        }
        if !takes_all && let Some(pattern) = self.refutable(ty) {
            patterns.push((pattern, false));
        }
        let rest = if takes_all { self.irrefutable(ty) } else { self.rest(ty) };
        patterns.push((rest, false));
    }

    /// A guard: it looks at what the pattern binds, or at nothing.
    fn guard(&mut self, pattern: &Pattern, yields: bool) -> Expr {
        let can_peek = self.has(Feature::Borrows);
        let look = pattern.bound.iter().find_map(|(name, ty, _)| match ty {
            Ty::Int => Some(Expr::new(Ty::Int, Kind::Var(name.clone()))),
            Ty::Noisy if can_peek => {
                Some(Expr::op(Ty::Int, "peek(&{0})", [Expr::new(*ty, Kind::Var(name.clone()))]))
            }
            Ty::Borrowed if can_peek => {
                Some(Expr::op(Ty::Int, "peek({0})", [Expr::new(*ty, Kind::Var(name.clone()))]))
            }
            _ => None,
        });
        let test = match look {
            Some(look) => Expr::op(Ty::Bool, "(<0> > {1})", [look, Expr::leaf(Ty::Int, "2")]),
            None => {
                Expr::leaf(Ty::Bool, self.one_of(&["flag(true)", "flag(false)", "more()"]).unwrap_or("true"))
            }
        };
        if !yields {
            return test;
        }
        let first = self.yield_stmt();
        Expr::block(Ty::Bool, Block { stmts: vec![first], tail: Some(Box::new(test)) })
    }

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

    fn record_exit(&mut self, target: usize) {
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
        let target = self.env.targets.pop();
        let (tests, falls) = self.tests(true);
        self.env.targets.extend(target);
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

    /// A statement that leaves for good, if there is one.
    pub(super) fn jump(&mut self) -> Option<Stmt> {
        let first = self.env.closure.map_or(0, |(_, first)| first);
        let last = self.env.targets.len();
        let mut jumps = Vec::new();
        for index in first..last {
            let target = &self.env.targets[index];
            let is_innermost = index + 1 == last;
            if (is_innermost && target.is_loop)
                || (target.label.is_some() && (is_innermost || self.has(Feature::Jumps)))
            {
                jumps.extend([Jump::Break(index), Jump::Break(index)]);
                if target.is_loop && self.env.missing(target).is_empty() {
                    jumps.push(Jump::Continue(index));
                }
            }
        }
        if self.env.closure.is_none() && self.has(Feature::Return) {
            jumps.push(Jump::Return);
        }
        if self.has(Feature::Panic) {
            jumps.push(Jump::Panic);
        }
        let jump = self.one_of(&jumps)?;
        let kind = self.spell(jump, last);
        self.env.dead = true;
        Some(Stmt::Expr(Expr::new(Ty::Unit, kind)))
    }

    fn spell(&mut self, jump: Jump, last: usize) -> Kind {
        let label = |this: &mut Self, index: usize| {
            let target = this.env.targets[index].clone();
            // Without a label only the innermost loop can be meant.
            let is_plain = index + 1 == last && target.is_loop && this.chance(0.6);
            if is_plain { None } else { target.label }
        };
        match jump {
            Jump::Break(index) => {
                let ty = self.env.targets[index].value;
                let value = (ty != Ty::Unit).then(|| {
                    let outer = std::mem::replace(&mut self.here.borrows, !ty.is_noisy());
                    let value = self.with_yields(Feature::YieldInBreak, |this| this.expr(ty));
                    self.here.borrows = outer;
                    Box::new(value)
                });
                self.record_exit(index);
                Kind::Break(label(self, index), value)
            }
            Jump::Continue(index) => Kind::Continue(label(self, index)),
            Jump::Return => Kind::Return,
            Jump::Panic => Kind::Leaf("panic!(\"on purpose\")".to_owned()),
        }
    }
}

#[derive(Clone, Copy)]
enum Jump {
    Break(usize),
    Continue(usize),
    Return,
    Panic,
}
