//! What leaves for good: `break`, `continue`, `return`, a panic.

use super::Grower;
use crate::ast::{Expr, Kind, Stmt, Ty};
use crate::features::Feature;

impl Grower {
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
