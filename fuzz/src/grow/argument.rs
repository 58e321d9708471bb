//! Operations: which are possible, and their arguments, grown in the order of evaluation.

use super::Grower;
use super::env::{Hold, Loan, TEMPORARY};
use crate::ast::{Expr, Kind, Ty};
use crate::features::Feature;
use crate::ops::{Arg, Op};

/// What is out of reach while an operation or a loop grows, and what its arguments borrow.
#[derive(Default)]
pub(super) struct Holds {
    /// The variables, and how far they were out of reach before.
    before: Vec<(usize, Hold)>,
    pub loans: Vec<Loan>,
}

impl Grower {
    /// Whether an operation is allowed here, and has the variables that it needs.
    pub(super) fn can(&self, op: &Op) -> bool {
        let has_what_it_needs = |arg: &Arg| match arg {
            // A temporary may be kept, and what is made with a borrow of it is taken for one.
            Arg::B(ty) if ty.is_noisy() && !self.here.borrows => false,
            Arg::V(Ty::Borrowed) if !self.here.borrows => false,
            Arg::B(ty) if self.needs_variable(op, *ty) => !self.env.lendable(*ty).is_empty(),
            Arg::Whole(ty) => !self.movable(*ty).is_empty(),
            Arg::Captured(ty) => !self.capturable(*ty).is_empty(),
            // What it gives is taken for a borrow of the variable.
            Arg::Reborrow(ty) => self.here.borrows && !self.reborrowable(*ty).is_empty(),
            Arg::Stays(ty) => !self.env.lendable(*ty).is_empty(),
            Arg::Name(ty) => !self.env.named(*ty).is_empty(),
            Arg::M(ty) | Arg::Target(ty) => !self.env.changeable(*ty).is_empty(),
            _ => true,
        };
        let has_room = op.feature != Feature::PartOfTemporary || !self.here.in_head;
        has_room && self.has(op.feature) && op.args.iter().all(has_what_it_needs)
    }

    /// Whether a temporary wouldn't do where something is borrowed.
    fn needs_variable(&self, op: &Op, ty: Ty) -> bool {
        op.result.is_borrow()
            || op.keeps_borrows()
            || ty.is_noisy() && !self.here.temporaries
            || matches!(ty, Ty::Keeper | Ty::Lender)
    }

    /// Variables that a closure may own.
    pub(super) fn capturable(&self, ty: Ty) -> Vec<usize> {
        self.movable(ty).into_iter().filter(|index| !self.env.is_behind_pointer(*index)).collect()
    }

    fn reborrowable(&self, ty: Ty) -> Vec<usize> {
        let inside = self.env.closure.map_or(0, |(first, _)| first);
        self.env.usable(ty).into_iter().filter(|index| *index >= inside).collect()
    }

    /// An operation with its arguments.
    pub(super) fn operation(&mut self, op: &'static Op) -> Expr {
        let outer = self.here;
        let mut holds = Holds::default();
        let mut args: Vec<Expr> = Vec::new();
        let is_late = |arg: &Arg| matches!(arg, Arg::Target(_));
        // What it gives, or keeps, outlives the statement's temporaries.
        self.here.temporaries &= !op.result.is_borrow() && !op.keeps_borrows();
        for arg in op.args.iter().filter(|arg| !is_late(arg)) {
            let arg = self.argument(op, *arg, &mut holds);
            args.push(arg);
        }
        if op.keeps_borrows() {
            self.keep_loans(&holds);
        }
        self.release(&holds);
        self.here = outer;
        self.lent.clear();
        if op.result.is_borrow() {
            self.lent = holds.loans;
        }
        if let Some(Arg::Target(ty)) = op.args.iter().find(|arg| is_late(arg)) {
            let targets = self.env.changeable(*ty);
            match self.one_of(&targets) {
                Some(target) => {
                    self.env.touch(target, true);
                    let target = self.place(target);
                    args.insert(0, target);
                }
                // What has grown for it stays, as it may have set what is used later.
                None => return Expr::op(Ty::Unit, "drop({0})", args),
            }
        }
        let templates: Vec<&'static str> = op.templates().collect();
        Expr::op(op.result, self.one_of(&templates).unwrap_or(op.template), args)
    }

    /// The variable that is lent exclusively has borrowed the others from now on.
    fn keep_loans(&mut self, holds: &Holds) {
        let keeper = holds.loans.iter().find(|loan| loan.is_exclusive && loan.of != TEMPORARY);
        let Some(keeper) = keeper.map(|loan| loan.of) else { return };
        let others = holds.loans.iter().filter(|loan| loan.of != keeper).copied();
        self.env.vars[keeper].loans.extend(others);
    }

    fn argument(&mut self, op: &Op, arg: Arg, holds: &mut Holds) -> Expr {
        let allowed = match (arg, op.yields) {
            (_, None) => false,
            (Arg::Receiver(_), _) => self.has(Feature::YieldInReceiver),
            (_, Some(feature)) => self.has(feature),
        };
        let outer = self.here;
        if !allowed {
            self.forbid_yields();
        }
        let mut held = false;
        let grown = match arg {
            Arg::V(ty) => self.expr(ty),
            Arg::Receiver(ty) => {
                let receiver = self.expr(ty);
                let is_moved = ty.is_noisy() && matches!(receiver.kind, Kind::Var(_));
                held = is_moved && !self.has(Feature::MovedWhenCalled);
                receiver
            }
            Arg::Temporary(ty) => match self.expr(ty) {
                Expr { kind: Kind::Var(_), .. } => self.leaf(ty),
                other => other,
            },
            Arg::Lazy(ty) => {
                let before = self.env.ends();
                let grown = self.on_some_path(|this| this.expr(ty));
                let after = self.env.ends();
                self.env.join(&[before, after]);
                grown
            }
            Arg::B(ty) => {
                held = true;
                self.borrowed(op, ty, holds)
            }
            Arg::Name(_) | Arg::Stays(_) | Arg::Reborrow(_) | Arg::M(_) => {
                held = true;
                self.variable(arg, holds)
            }
            Arg::Whole(ty) | Arg::Captured(ty) => {
                let is_captured = matches!(arg, Arg::Captured(_));
                let all = if is_captured { self.capturable(ty) } else { self.movable(ty) };
                match self.one_of(&all) {
                    Some(index) => self.moved(index),
                    None => self.stand_in(ty),
                }
            }
            Arg::Target(ty) => self.stand_in(ty),
        };
        held |= self.hold_lenders(&grown, holds);
        let temporaries = self.here.temporaries;
        self.here = outer;
        self.here.temporaries = temporaries;
        if held {
            self.forbid_yields();
        }
        grown
    }

    /// What a value borrows that has grown as an argument.
    fn hold_lenders(&mut self, grown: &Expr, holds: &mut Holds) -> bool {
        let loans = std::mem::take(&mut self.lent);
        if !grown.ty.is_borrow() || loans.is_empty() {
            return false;
        }
        loans.into_iter().for_each(|loan| self.keep_lent(loan, holds));
        true
    }

    /// A variable that is used where it is.
    fn variable(&mut self, arg: Arg, holds: &mut Holds) -> Expr {
        let (all, ty) = match arg {
            Arg::Name(ty) => (self.env.named(ty), ty),
            Arg::Reborrow(ty) => (self.reborrowable(ty), ty),
            Arg::M(ty) => (self.env.changeable(ty), ty),
            Arg::Stays(ty) | Arg::B(ty) => (self.env.lendable(ty), ty),
            _ => (Vec::new(), Ty::Unit),
        };
        match self.one_of(&all) {
            Some(index) => {
                self.hold(index, matches!(arg, Arg::M(_) | Arg::Reborrow(_)), holds);
                self.place(index)
            }
            // An argument before it has it: another variable would do, but there may be none.
            None => self.stand_in(ty),
        }
    }

    /// In place of a variable that isn't there after all: the body won't compile, and is counted as such.
    fn stand_in(&mut self, ty: Ty) -> Expr {
        Expr::leaf(ty, "no_such_variable")
    }

    /// Lends a variable.
    pub(super) fn hold(&mut self, index: usize, is_exclusive: bool, holds: &mut Holds) {
        self.env.touch(index, is_exclusive);
        self.keep_lent(Loan { of: index, is_exclusive }, holds);
        let loans = self.env.vars[index].loans.clone();
        loans.into_iter().for_each(|loan| self.keep_lent(loan, holds));
    }

    pub(super) fn keep_lent(&mut self, loan: Loan, holds: &mut Holds) {
        holds.loans.push(loan);
        if let Some(var) = self.env.vars.get_mut(loan.of) {
            holds.before.push((loan.of, var.hold));
            let level = if loan.is_exclusive { Hold::Exclusive } else { Hold::Shared };
            var.hold = var.hold.max(level);
        }
    }

    /// What was out of reach is within it again.
    pub(super) fn release(&mut self, holds: &Holds) {
        for (index, before) in holds.before.iter().rev() {
            if let Some(var) = self.env.vars.get_mut(*index) {
                var.hold = *before;
            }
        }
    }

    /// What is borrowed for an operation: a variable, or a temporary.
    fn borrowed(&mut self, op: &Op, ty: Ty, holds: &mut Holds) -> Expr {
        let lendable = self.env.lendable(ty);
        let lends = op.feature != Feature::Borrows || self.here.borrows;
        let no_other = self.needs_variable(op, ty);
        if (lends && self.chance(0.7) || no_other) && !lendable.is_empty() {
            return self.variable(Arg::B(ty), holds);
        }
        if no_other && (op.result.is_borrow() || op.keeps_borrows()) {
            return self.stand_in(ty);
        }
        match self.expr(ty) {
            // It would be borrowed, not moved.
            Expr { kind: Kind::Var(_), .. } => self.leaf(ty),
            other => other,
        }
    }
}
