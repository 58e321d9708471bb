//! Guards on variables, and branches that leave a loop in which borrows are in use.

use super::Grower;
use super::argument::Holds;
use super::env::State;
use crate::ast::{Block, Expr, Kind, Stmt, Test, Ty};
use rand::Rng;

impl Grower {
    /// `{ let guard = watch(&variable); … }`, where no yield stands.
    pub(super) fn watched(&mut self) -> Stmt {
        let lendable = self.env.lendable(Ty::Noisy);
        let Some(index) = self.one_of(&lendable) else { return self.let_stmt() };
        let (outside, outer) = (self.env.vars.len(), self.here);
        let mut holds = Holds::default();
        self.hold(index, false, &mut holds);
        let place = self.place(index);
        let guard = Expr::op(Ty::LocalWatch, "watch(&{0})", [place]);
        let name = self.fresh_name();
        let watch = self.declare(&name, Ty::LocalWatch, false, State::Full);
        self.env.vars[watch].loans.clone_from(&holds.loans);
        let mut stmts = vec![Stmt::Let { pat: name, ty: None, init: Some(guard), otherwise: None }];
        self.forbid_yields();
        self.here.may_try = false;
        self.nesting += 1;
        for _ in 0..self.rng.random_range(1..4) {
            if !self.env.dead {
                self.begin_stmt();
                self.stmt(&mut stmts);
            }
        }
        self.nesting -= 1;
        self.here = outer;
        self.env.leave_scope(outside);
        self.release(&holds);
        Stmt::Expr(Expr::block(Ty::Unit, Block { stmts, tail: None }))
    }

    /// `if … { …; break; }`
    pub(super) fn leave_on_condition(&mut self) -> Stmt {
        let condition = self.without_yields(|this| this.expr(Ty::Bool));
        let before = self.env.ends();
        let then = self.on_some_path(Self::leaving_block);
        self.env.join(&[before]);
        let tests = vec![Test::Holds(condition)];
        Stmt::Expr(Expr::new(Ty::Unit, Kind::If { tests, then, otherwise: None }))
    }
}
