//! Statements.

use super::Grower;
use super::env::State;
use crate::ast::{Expr, Kind, Stmt, Ty};
use crate::features::Feature;
use crate::ops::{ASSIGN, Arg, OPS, Op};
use rand::Rng;

#[derive(Clone, Copy)]
enum Choice {
    Yield,
    Let,
    TakeApart,
    LateInit,
    Guard,
    Wildcard,
    Extended,
    LetElse,
    Assign,
    Do,
    Use,
    If,
    Match,
    While,
    Loop,
    For,
    Block,
    LabelledBlock,
    Unsafe,
    Jump,
    HeldClosure,
    KeptClosure,
    LetParts,
    MatchParts,
    Watched,
    HiddenJump,
    Leave,
}

impl Grower {
    /// Grows a statement, or a few that belong together.
    pub(super) fn stmt(&mut self, stmts: &mut Vec<Stmt>) {
        self.budget -= 1;
        let choice = self.choose_stmt();
        match choice {
            Choice::Yield => stmts.push(self.yield_stmt()),
            Choice::Let => stmts.push(self.let_stmt()),
            Choice::TakeApart => stmts.push(self.take_apart()),
            Choice::LateInit => {
                let ty = self.any_ty();
                let (name, mutable) = (self.name(), self.chance(0.5));
                let pat = if mutable { format!("mut {name}") } else { name.clone() };
                self.declare(&name, ty, mutable, State::Empty);
                stmts.push(Stmt::Let { pat, ty: Some(ty), init: None, otherwise: None });
            }
            Choice::Guard => {
                let init = self.expr(Ty::Noisy);
                let name = format!("_{}", self.fresh_name());
                stmts.push(Stmt::Let { pat: name, ty: None, init: Some(init), otherwise: None });
            }
            Choice::Wildcard => stmts.push(self.wildcard()),
            Choice::Extended => {
                let temporary = self.leaf(Ty::Borrowed);
                let name = self.fresh_name();
                let index = self.declare(&name, Ty::Borrowed, false, State::Full);
                self.env.vars[index].loans = std::mem::take(&mut self.lent);
                stmts.push(Stmt::Let { pat: name, ty: None, init: Some(temporary), otherwise: None });
            }
            Choice::LetElse => stmts.push(self.let_else()),
            Choice::Assign => self.assign(stmts),
            Choice::Do => {
                // Writes are rarer than what needs no variable.
                let times = |op: &&Op| if matches!(op.args.first(), Some(Arg::Target(_))) { 3 } else { 1 };
                let ops: Vec<&'static Op> = OPS
                    .iter()
                    .filter(|op| op.result == Ty::Unit && self.can(op))
                    .flat_map(|op| std::iter::repeat_n(op, times(&op)))
                    .collect();
                let expr = match self.one_of(&ops) {
                    Some(op) => self.operation(op),
                    None => self.expr(Ty::Int),
                };
                stmts.push(Stmt::Expr(expr));
            }
            Choice::Use => {
                let expr = self.expr(Ty::Int);
                stmts.push(Stmt::Expr(expr));
            }
            Choice::Jump => {
                if let Some(jump) = self.jump() {
                    stmts.push(jump);
                }
            }
            chosen => self.strange_stmt(chosen, stmts),
        }
    }

    /// What none of std's types is needed for.
    fn strange_stmt(&mut self, choice: Choice, stmts: &mut Vec<Stmt>) {
        match choice {
            Choice::HeldClosure if self.env.closure.is_none() => self.held_closure(stmts),
            Choice::KeptClosure if self.env.closure.is_none() => self.kept_closure(stmts),
            Choice::HeldClosure | Choice::KeptClosure => stmts.push(self.let_stmt()),
            Choice::LetParts => stmts.push(self.let_parts()),
            Choice::MatchParts => stmts.push(self.match_parts()),
            Choice::Watched => stmts.push(self.watched()),
            Choice::HiddenJump => stmts.push(self.hidden_jump()),
            Choice::Leave => stmts.push(self.leave_on_condition()),
            control => {
                let expr = self.control(control);
                stmts.push(Stmt::Expr(expr));
            }
        }
    }

    fn control(&mut self, choice: Choice) -> Expr {
        match choice {
            Choice::If => self.conditional(None),
            Choice::Match => self.matched(None),
            Choice::While => self.while_loop(),
            Choice::Loop => self.looped(None),
            Choice::For => self.for_loop(),
            Choice::LabelledBlock => self.labelled(None),
            Choice::Unsafe => {
                let block = self.with_yields(Feature::YieldInUnsafe, |this| this.block(None));
                Expr::new(Ty::Unit, Kind::Block { label: None, is_unsafe: true, block })
            }
            _ => {
                let block = self.block(None);
                Expr::block(Ty::Unit, block)
            }
        }
    }

    fn choose_stmt(&mut self) -> Choice {
        let small = [
            (Choice::Let, None, 10),
            (Choice::TakeApart, Some(Feature::TakeApart), 3),
            (Choice::LateInit, Some(Feature::LateInit), 2),
            (Choice::Guard, Some(Feature::Guards), 3),
            (Choice::Wildcard, Some(Feature::Wildcard), 2),
            (Choice::Extended, Some(Feature::Extended), 2),
            (Choice::LetElse, Some(Feature::LetElse), 2),
            (Choice::Assign, Some(Feature::Assign), 5),
            (Choice::Do, None, 6),
            (Choice::Use, None, 5),
            (Choice::HeldClosure, Some(Feature::HeldClosure), 2),
            (Choice::KeptClosure, Some(Feature::KeptClosures), 3),
            (Choice::LetParts, Some(Feature::Rests), 4),
        ];
        let large = [
            (Choice::If, Some(Feature::If), 5),
            (Choice::Match, Some(Feature::Match), 6),
            (Choice::While, Some(Feature::While), 6),
            (Choice::Loop, Some(Feature::Loop), 3),
            (Choice::For, Some(Feature::For), 8),
            (Choice::Block, Some(Feature::Block), 2),
            (Choice::LabelledBlock, Some(Feature::LabelledBlock), 2),
            (Choice::Unsafe, Some(Feature::Unsafe), 1),
            (Choice::MatchParts, Some(Feature::Rests), 3),
            (Choice::Watched, Some(Feature::BorrowingGuards), 3),
        ];
        let mut choices: Vec<(Choice, Option<Feature>, u32)> = Vec::from(small);
        if self.here.yields {
            choices.push((Choice::Yield, None, 16));
        }
        if self.budget > 0 && self.nesting <= 5 {
            choices.extend(large);
        }
        if self.env.closure.is_none() {
            let (is_nested, is_calm) = (!self.env.targets.is_empty(), self.here.calm.is_some());
            let likely = if is_nested { 6 } else { 1 };
            choices.push((Choice::HiddenJump, Some(Feature::JumpMacros), likely));
            let likely = if is_calm { 12 } else { likely };
            choices.push((Choice::Leave, Some(Feature::LeavingBranches), likely));
        }
        if self.here.may_die {
            let nested = self.env.targets.len() as u32;
            choices.push((Choice::Jump, None, 1 + 2 * nested.min(2)));
        }
        choices.retain(|(_, feature, _)| feature.is_none_or(|feature| self.has(feature)));
        let total: u32 = choices.iter().map(|(.., weight)| weight).sum();
        let mut at = self.rng.random_range(0..total);
        for (choice, _, weight) in choices {
            if at < weight {
                return choice;
            }
            at -= weight;
        }
        Choice::Use
    }

    pub(super) fn let_stmt(&mut self) -> Stmt {
        let borrows = self.strange_tys(Ty::is_borrow);
        let ty = match self.one_of(&borrows) {
            Some(ty) if self.chance(0.35) => ty,
            _ => self.any_ty(),
        };
        let init = self.expr(ty);
        let pattern = self.binding(ty);
        self.declare_all(&pattern);
        let annotated = self.chance(0.1).then_some(ty);
        Stmt::Let { pat: pattern.text, ty: annotated, init: Some(init), otherwise: None }
    }

    fn take_apart(&mut self) -> Stmt {
        let mut tys = vec![Ty::Pair, Ty::Two, Ty::Mixed, Ty::Array];
        tys.extend(self.strange_tys(|ty| ty.pattern_name().is_some()));
        let ty = self.one_of(&tys).unwrap_or(Ty::Pair);
        let init = self.expr(ty);
        let pattern = self.irrefutable(ty);
        self.declare_all(&pattern);
        Stmt::Let { pat: pattern.text, ty: None, init: Some(init), otherwise: None }
    }

    fn wildcard(&mut self) -> Stmt {
        let ty = self.any_ty();
        let is_let = self.chance(0.5);
        let usable = self.env.usable(ty);
        let value = match self.one_of(&usable) {
            // It stays where it is.
            Some(index) if self.env.closure.is_none() && self.chance(0.3) => {
                Expr::new(ty, Kind::Var(self.env.vars[index].name.clone()))
            }
            _ => match self.ignored(is_let, ty) {
                Expr { kind: Kind::Var(_), .. } => self.leaf(ty),
                other => other,
            },
        };
        if is_let {
            Stmt::Let { pat: "_".to_owned(), ty: None, init: Some(value), otherwise: None }
        } else {
            Stmt::Expr(Expr::op(Ty::Unit, "_ = {0}", [value]))
        }
    }

    fn ignored(&mut self, is_let: bool, ty: Ty) -> Expr {
        if is_let { self.expr(ty) } else { self.with_yields(Feature::YieldInAssign, |this| this.expr(ty)) }
    }

    fn let_else(&mut self) -> Stmt {
        let ty = self.refutable_ty();
        let init = self.scrutinee(ty);
        let Some(pattern) = self.refutable(ty) else { return Stmt::Expr(init) };
        let before = self.env.ends();
        let otherwise = self.leaving_block();
        self.env.join(&[before]);
        self.declare_all(&pattern);
        // A block before `else` is taken for the body of an `if`.
        let init = match init {
            init if init.is_block_like() || init.ends_with_brace() => Expr::op(ty, "({0})", [init]),
            init => init,
        };
        Stmt::Let { pat: pattern.text, ty: None, init: Some(init), otherwise: Some(otherwise) }
    }

    fn assign(&mut self, stmts: &mut Vec<Stmt>) {
        let assignable = self.settable();
        let Some(index) = self.one_of(&assignable) else {
            stmts.push(self.let_stmt());
            return;
        };
        let ty = self.env.vars[index].ty;
        let value = self.with_yields(Feature::YieldInAssign, |this| this.expr(ty));
        if !self.settable().contains(&index) {
            stmts.push(Stmt::Expr(value));
            return;
        }
        let target = Expr::new(ty, Kind::Var(self.env.vars[index].name.clone()));
        if !self.env.dead {
            self.env.put(index);
        }
        stmts.push(Stmt::Expr(Expr::op(Ty::Unit, ASSIGN, [target, value])));
    }
}
