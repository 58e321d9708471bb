//! What leaves for good: `break`, `continue`, `return`, a panic.

use super::Grower;
use crate::ast::{Block, Expr, Kind, Stmt, Ty};
use crate::features::Feature;
use rand::Rng;

impl Grower {
    /// A statement that leaves for good, if there is one.
    pub(super) fn jump(&mut self) -> Option<Stmt> {
        let first = self.env.closure.map_or(0, |(_, first)| first);
        let last = self.env.targets.len();
        let mut jumps = Vec::new();
        for index in first..last {
            let target = &self.env.targets[index];
            if !self.may_go_to(index) {
                continue;
            }
            let is_innermost = index + 1 == last;
            if (is_innermost && target.is_loop)
                || (target.label.is_some() && (is_innermost || self.has(Feature::Jumps)))
            {
                jumps.extend([Jump::Break(index), Jump::Break(index)]);
                if target.is_loop && self.may_go_on(index) {
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
        let kind = self.spell(jump);
        self.env.dead = true;
        Some(Stmt::Expr(Expr::new(Ty::Unit, kind)))
    }

    /// Whether a jump out of a target leaves the calm loop around, if it has to.
    pub(super) fn may_go_to(&self, index: usize) -> bool {
        self.here.beyond.is_none_or(|(calm, inside)| index <= calm || index >= inside)
    }

    /// Whether a loop may begin its next round here.
    pub(super) fn may_go_on(&self, index: usize) -> bool {
        let is_left = self.here.beyond.is_some_and(|(calm, _)| calm == index);
        !is_left && self.env.missing(&self.env.targets[index]).is_empty()
    }

    /// Statements, and then a jump, or a panic.
    pub(super) fn leaving_block(&mut self) -> Block {
        let (outside, outer) = (self.env.vars.len(), self.here);
        let mut block = Block::default();
        self.here.may_die = true;
        if self.has(Feature::LeavingBranches) {
            if let (true, Some(calm)) = (self.here.yields_beyond, self.here.calm) {
                self.here.yields = true;
                self.here.beyond = Some((calm, self.env.targets.len()));
            }
            self.nesting += 1;
            for _ in 0..self.rng.random_range(0..=2) {
                if !self.env.dead {
                    self.begin_stmt();
                    self.stmt(&mut block.stmts);
                }
            }
            self.nesting -= 1;
        }
        if !self.env.dead {
            let panic = || Stmt::Expr(Expr::leaf(Ty::Unit, "panic!()"));
            let jump = self.jump().unwrap_or_else(panic);
            block.stmts.push(jump);
            self.env.dead = true;
        }
        self.here = outer;
        self.env.leave_scope(outside);
        block
    }

    /// Without a label only the innermost loop can be meant.
    fn label_of(&mut self, index: usize) -> Option<String> {
        let target = self.env.targets[index].clone();
        let is_plain = index + 1 == self.env.targets.len() && target.is_loop && self.chance(0.6);
        if is_plain { None } else { target.label }
    }

    fn spell(&mut self, jump: Jump) -> Kind {
        let is_hidden = self.chance_of(Feature::JumpMacros, 0.3);
        match jump {
            Jump::Break(index) => self.spell_break(index, is_hidden),
            Jump::Continue(index) => match self.env.targets[index].macros.clone() {
                Some((_, again)) if self.chance(0.6) => Kind::Leaf(format!("{again}!()")),
                _ => match self.label_of(index) {
                    label if is_hidden => Kind::Leaf(format!("again!({})", label.unwrap_or_default())),
                    label => Kind::Continue(label),
                },
            },
            Jump::Return if is_hidden => Kind::Leaf("stop!()".to_owned()),
            Jump::Return => Kind::Return,
            Jump::Panic => Kind::Leaf("panic!(\"on purpose\")".to_owned()),
        }
    }

    fn spell_break(&mut self, index: usize, is_hidden: bool) -> Kind {
        let ty = self.env.targets[index].value;
        let value = (ty != Ty::Unit).then(|| {
            let outer = self.here;
            self.here.borrows = !ty.is_noisy();
            if is_hidden {
                self.forbid_yields();
                self.here.may_try = false;
            }
            let value = self.with_yields(Feature::YieldInBreak, |this| this.expr(ty));
            self.here = outer;
            Box::new(value)
        });
        self.record_exit(index);
        let target = self.env.targets[index].clone();
        match (target.macros, value) {
            (Some((leave, _)), None) if self.chance(0.6) => Kind::Leaf(format!("{leave}!()")),
            (_, None) if is_hidden => {
                let label = self.label_of(index);
                Kind::Leaf(format!("leave!({})", label.unwrap_or_default()))
            }
            (_, Some(value)) if is_hidden && target.label.is_some() => {
                let label = Expr::leaf(Ty::Unit, target.label.unwrap_or_default());
                Kind::Op("leave!({0}, {1})", vec![label, *value])
            }
            (_, value) => Kind::Break(self.label_of(index), value),
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
