//! Control flow that branches, as statements and as values: conditions, `if`, `match`.

use super::Grower;
use super::argument::Holds;
use super::env::{Ends, Hold, Loan, TEMPORARY};
use super::pattern::Pattern;
use crate::ast::{Arm, Block, Expr, FUEL, Kind, Test, Ty};
use crate::features::Feature;
use crate::ops::{Arg, OPS, Op};
use rand::Rng;

impl Grower {
    /// `if … { … } else { … }`
    pub(super) fn conditional(&mut self, wanted: Option<Ty>) -> Expr {
        let outside = self.env.vars.len();
        let holds = self.all_holds();
        let (tests, falls) = self.tests(false);
        let outer = std::mem::replace(&mut self.here.may_die, true);
        let then = self.on_some_path(|this| match wanted {
            None if this.chance_of(Feature::LeavingBranches, 0.2) => this.leaving_block(),
            _ => this.block(wanted),
        });
        self.env.leave_scope(outside);
        self.reset_holds(&holds);
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
                let block = self.on_some_path(Self::leaving_block);
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
    pub(super) fn tests(&mut self, in_loop: bool) -> (Vec<Test>, Vec<Ends>) {
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
        let variables = self.optional_variables();
        let value = match (self.one_of(&variables), self.stepping()) {
            (Some(index), _) if self.chance(0.35) => self.moved(index),
            (_, Some(op)) if self.chance(0.5) => {
                self.in_head(Feature::YieldInScrutinee, |this| this.operation(op))
            }
            _ => {
                let ty = self.refutable_ty();
                self.scrutinee(ty)
            }
        };
        let pattern = self.refutable(value.ty).unwrap_or_else(|| Pattern::plain("_"));
        (value, pattern)
    }

    /// A type of values of several kinds, one of which is that nothing is there.
    pub(super) fn refutable_ty(&mut self) -> Ty {
        let strange = self.strange_tys(is_optional);
        if !strange.is_empty() && self.chance(0.4) {
            return self.one_of(&strange).unwrap_or(Ty::MaybeInt);
        }
        self.one_of(&[Ty::MaybeNoisy, Ty::MaybeNoisy, Ty::MaybeInt, Ty::Checked]).unwrap_or(Ty::MaybeInt)
    }

    /// Variables whose values may not be there, and which may be moved.
    fn optional_variables(&self) -> Vec<usize> {
        let tys =
            [Ty::MaybeNoisy, Ty::MaybeInt, Ty::Checked, Ty::MaybeLink, Ty::MaybeLock, Ty::MaybeBorrowed];
        let all = tys.iter().flat_map(|ty| self.movable(*ty));
        all.filter(|index| !self.env.is_behind_pointer(*index)).collect()
    }

    /// What takes a value out of a variable, as long as there is one: `rest.next()`.
    fn stepping(&mut self) -> Option<&'static Op> {
        let gives_some = |ty: Ty| is_optional(ty) || matches!(ty, Ty::MaybeNoisy | Ty::MaybeInt);
        let steps =
            |op: &&'static Op| gives_some(op.result) && matches!(op.args, [Arg::M(_), ..]) && self.can(op);
        let all: Vec<&'static Op> = OPS.iter().filter(steps).collect();
        self.one_of(&all)
    }

    fn by_reference_scrutinee(&mut self) -> Option<(Expr, Pattern)> {
        let ty = self.one_of(&[Ty::MaybeNoisy, Ty::Pair])?;
        let lendable = self.env.lendable(ty);
        let value = match self.one_of(&lendable) {
            Some(index) if self.chance(0.6) => {
                let mut holds = Holds::default();
                self.hold(index, false, &mut holds);
                self.lent = holds.loans;
                self.place(index)
            }
            _ if self.has(Feature::Temporaries) => {
                let value = self.leaf(ty);
                self.lent.push(Loan { of: TEMPORARY, is_exclusive: false });
                value
            }
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
        match &value.kind {
            // A guard borrows all that is in the box.
            Kind::Var(name) if self.env.has_pointer(name) => {
                Expr::block(ty, Block { stmts: Vec::new(), tail: Some(Box::new(value)) })
            }
            _ => value,
        }
    }

    pub(super) fn all_holds(&self) -> Vec<Hold> {
        self.env.vars.iter().map(|var| var.hold).collect()
    }

    pub(super) fn reset_holds(&mut self, holds: &[Hold]) {
        for (var, hold) in self.env.vars.iter_mut().zip(holds) {
            var.hold = *hold;
        }
    }

    /// `match … { … }`
    pub(super) fn matched(&mut self, wanted: Option<Ty>) -> Expr {
        let holds = self.all_holds();
        let (scrutinee, patterns, yields_in_guards) = self.scrutinee_and_patterns();
        let outer = self.here.may_die;
        let mut ends = Vec::new();
        let mut before = self.env.ends();
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
            let lives = ends.iter().any(Option::is_some);
            self.here.may_die = outer || lives;
            let body = self.arm(wanted, outside, lives || wanted.is_none());
            self.env.leave_scope(outside);
            ends.push(self.env.ends());
            arms.push(Arm { pat: pattern.text, guard, body });
        }
        self.here.may_die = outer;
        self.env.join(&ends);
        self.reset_holds(&holds);
        Expr::new(wanted.unwrap_or(Ty::Unit), Kind::Match { scrutinee: Box::new(scrutinee), arms })
    }

    /// What is matched, the patterns with whether they are guarded, and whether the guards yield.
    fn scrutinee_and_patterns(&mut self) -> (Expr, Vec<(Pattern, bool)>, bool) {
        if self.chance_of(Feature::Borrows, 0.15)
            && let Some((value, pattern)) = self.by_reference_scrutinee()
        {
            return (value, vec![(pattern, false), (Pattern::plain("_"), false)], false);
        }
        if self.here.yields && self.has(Feature::Guard) && self.chance_of(Feature::YieldInGuard, 0.3) {
            // Other patterns are borrowed over the guard.
            let scrutinee = self.scrutinee(Ty::Int);
            let rest = self.rest(Ty::Int);
            return (scrutinee, vec![(Pattern::plain("_"), true), (rest, false)], true);
        }
        let ty = self.matchable_ty();
        let scrutinee = self.scrutinee(ty);
        let mut patterns = Vec::new();
        self.arm_patterns(ty, &mut patterns);
        (scrutinee, patterns, false)
    }

    fn matchable_ty(&mut self) -> Ty {
        let mut tys = vec![
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
        let is_matched = |ty: Ty| ty.pattern_name().is_some() || is_optional(ty) || ty == Ty::Slice;
        tys.extend(self.strange_tys(is_matched));
        self.one_of(&tys).unwrap_or(Ty::Int)
    }

    /// The body of an arm. One that leaves may stand in place of a value.
    pub(super) fn arm(&mut self, wanted: Option<Ty>, outside: usize, may_leave: bool) -> Expr {
        let leaves = may_leave && self.here.may_die && self.chance_of(Feature::LeavingBranches, 0.2);
        match wanted {
            Some(ty) if leaves => Expr::block(ty, self.arm_body(outside, Self::leaving_block)),
            Some(ty) => self.arm_body(outside, |this| this.expr(ty)),
            None if leaves => Expr::block(Ty::Unit, self.arm_body(outside, Self::leaving_block)),
            None => Expr::block(Ty::Unit, self.arm_body(outside, |this| this.block(None))),
        }
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
        let takes_all = ty == Ty::Noisy || !ty.fields().is_empty();
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
}

fn is_optional(ty: Ty) -> bool {
    matches!(ty, Ty::MaybeLink | Ty::MaybeLock | Ty::MaybeBorrowed | Ty::Cargo)
}
