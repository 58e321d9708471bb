//! Closures: called on the spot, once, or many times.

use super::Grower;
use super::argument::Holds;
use super::env::State;
use crate::ast::{Expr, Kind, Stmt, Ty};
use crate::features::Feature;

/// What a closure does with a variable that it owns.
#[derive(Clone, Copy)]
enum Owned {
    Nothing,
    /// It is called once.
    Moved(usize),
    /// It is called many times.
    Seen(usize),
}

impl Grower {
    /// `(|x: i64| -> i64 { … })(e)`
    pub(super) fn closure_call(&mut self) -> Expr {
        let is_move = self.chance(0.5);
        let before = self.env.states();
        let (closure, captured) = self.closure(is_move, Owned::Nothing);
        let now = self.env.states();
        let once = before.iter().zip(&now).any(|(before, now)| before != now);
        // Called by reference, it would be borrowed over the yield.
        let moves_noisy = captured.iter().any(|index| self.env.vars[*index].ty.is_noisy());
        let may_yield = !moves_noisy || self.has(Feature::MovedWhenCalled);
        let argument = if once && is_move && may_yield {
            self.with_yields(Feature::YieldInClosureCall, |this| this.calm_unless_owned(&captured))
        } else {
            let mut holds = Holds::default();
            captured.iter().for_each(|index| self.hold(*index, true, &mut holds));
            let argument = self.without_yields(|this| this.expr(Ty::Int));
            self.release(&holds);
            argument
        };
        // Called by reference, it is a temporary of the statement, which yields after the call perhaps.
        let template = if may_yield { "({0})({1})" } else { "{{ let n = ({0})({1}); n }}" };
        Expr::op(Ty::Int, template, [closure, argument])
    }

    /// The argument of a closure that owns what it captured, unless that is a reference.
    fn calm_unless_owned(&mut self, captured: &[usize]) -> Expr {
        let borrows = captured.iter().any(|index| self.env.vars[*index].ty.is_borrow());
        if borrows { self.without_yields(|this| this.expr(Ty::Int)) } else { self.expr(Ty::Int) }
    }

    /// A closure from number to number, and what it captures.
    fn closure(&mut self, is_move: bool, owned: Owned) -> (Expr, Vec<usize>) {
        let inside = self.env.vars.len();
        let outer = self.here;
        self.forbid_yields();
        self.here.may_die = false;
        self.env.enter_closure(is_move);
        let first = match owned {
            Owned::Nothing => None,
            Owned::Moved(index) => Some(Expr::op(Ty::Int, "eat({0})", [self.moved(index)])),
            Owned::Seen(index) => {
                self.env.touch(index, false);
                Some(Expr::op(Ty::Int, "peek(&{0})", [self.place(index)]))
            }
        };
        let param = self.fresh_name();
        self.declare(&param, Ty::Int, false, State::Full);
        let mut body = self.block(Some(Ty::Int));
        body.stmts.splice(0..0, first.map(Stmt::Expr));
        self.env.leave_scope(inside);
        self.env.closure = None;
        self.here = outer;
        let mut captured = std::mem::take(&mut self.env.captured);
        captured.sort_unstable();
        captured.dedup();
        if is_move {
            captured.iter().for_each(|index| self.env.take(*index));
        }
        let param = format!("{param}: i64");
        (Expr::new(Ty::Int, Kind::Closure { is_move, param, body }), captured)
    }

    /// A variable that a closure is to own; it is declared if there is none.
    fn owned(&mut self, stmts: &mut Vec<Stmt>) -> usize {
        let capturable = self.capturable(Ty::Noisy);
        self.one_of(&capturable).unwrap_or_else(|| {
            let (name, init) = (self.fresh_name(), self.leaf(Ty::Noisy));
            stmts.push(Stmt::Let { pat: name.clone(), ty: None, init: Some(init), otherwise: None });
            self.declare(&name, Ty::Noisy, false, State::Full)
        })
    }

    /// What a closure that is kept outlives.
    fn hold_borrows(&mut self) -> Holds {
        let mut holds = Holds::default();
        let all = 0..self.env.vars.len();
        let borrows: Vec<usize> = all.filter(|index| !self.env.vars[*index].loans.is_empty()).collect();
        borrows.into_iter().for_each(|index| {
            let loan = super::Loan { of: index, is_exclusive: true };
            self.keep_lent(loan, &mut holds);
        });
        holds
    }

    /// `let f = move |x| { eat(noisy); … };`
    pub(super) fn held_closure(&mut self, stmts: &mut Vec<Stmt>) {
        let index = self.owned(stmts);
        let holds = self.hold_borrows();
        let (closure, _) = self.closure(true, Owned::Moved(index));
        self.release(&holds);
        self.bind_closure(Ty::Once, closure, stmts);
    }

    /// `let f = move |x| { peek(&noisy); … };` or `let f = |x| …;`: it moves nothing that it captures.
    pub(super) fn kept_closure(&mut self, stmts: &mut Vec<Stmt>) {
        let is_move = self.chance(0.5);
        let owned = if is_move { Owned::Seen(self.owned(stmts)) } else { Owned::Nothing };
        let holds = self.hold_borrows();
        let outer = std::mem::replace(&mut self.here.floor, self.env.vars.len());
        let (closure, captured) = self.closure(is_move, owned);
        self.here.floor = outer;
        self.release(&holds);
        let ty = if is_move { Ty::Keeper } else { Ty::Lender };
        let index = self.bind_closure(ty, closure, stmts);
        if !is_move {
            let loans = captured.into_iter().map(|of| super::Loan { of, is_exclusive: false });
            self.env.vars[index].loans = loans.collect();
        }
    }

    fn bind_closure(&mut self, ty: Ty, closure: Expr, stmts: &mut Vec<Stmt>) -> usize {
        let name = self.name();
        stmts.push(Stmt::Let { pat: name.clone(), ty: None, init: Some(closure), otherwise: None });
        self.declare(&name, ty, false, State::Full)
    }
}
