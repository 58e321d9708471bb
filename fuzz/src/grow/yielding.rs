//! Yields.

use super::Grower;
use crate::ast::{Expr, Kind, Stmt, Ty};
use crate::features::Feature;

impl Grower {
    pub(super) fn yield_stmt(&mut self) -> Stmt {
        Stmt::Expr(self.yielding())
    }

    /// `yield_!(e)` or `yield_from!(e)`.
    pub(super) fn yielding(&mut self) -> Expr {
        let outer = std::mem::replace(&mut self.here.borrows, true);
        let is_from = matches!(self.item, Ty::Int | Ty::Noisy);
        let kind = if is_from && self.chance_of(Feature::YieldFrom, 0.15) {
            Kind::YieldFrom(Box::new(self.in_head(Feature::YieldInYield, Self::items)))
        } else {
            let value = self.in_head(Feature::YieldInYield, |this| this.expr(this.item));
            Kind::Yield(Box::new(value))
        };
        self.here.borrows = outer;
        if !self.has(Feature::BorrowedAcrossYields) {
            self.env.suspend();
        }
        Expr::new(Ty::Unit, kind)
    }

    /// What gives items of the body's type.
    fn items(&mut self) -> Expr {
        if self.item == Ty::Noisy {
            if self.chance(0.5) {
                return self.expr(Ty::Noisies);
            }
            let (n, noisy) = (self.expr(Ty::Int), self.expr(Ty::Noisy));
            return Expr::op(Ty::Unit, "supply({0}, {1})", [n, noisy]);
        }
        if self.chance(0.5) {
            return self.expr(Ty::Ints);
        }
        let (n, noisy) = (self.expr(Ty::Int), self.expr(Ty::Noisy));
        Expr::op(Ty::Unit, "upto({0}, {1})", [n, noisy])
    }
}
