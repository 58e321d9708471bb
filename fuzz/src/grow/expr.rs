//! Expressions: literals, variables, operations, and what control flow has a value.

use super::Grower;
use super::env::State;
use crate::ast::{Block, Expr, Kind, Stmt, Ty};
use crate::features::Feature;
use crate::ops::{Arg, OPS, Op};

/// What an expression may be.
#[derive(Clone, Copy)]
enum Choice {
    Leaf,
    Var(usize),
    Op(&'static Op),
    Block,
    AfterYield,
    If,
    Match,
    Loop,
    LabelledBlock,
    Try,
    Closure,
    BareYield,
}

impl Grower {
    /// An expression of a type.
    pub(super) fn expr(&mut self, ty: Ty) -> Expr {
        self.budget -= 1;
        if self.env.dead {
            return Expr::leaf(ty, ty.simplest().unwrap_or("()"));
        }
        let outer = self.here.borrows;
        // What is made with a borrow is taken for one.
        self.here.borrows &= !ty.is_noisy() || self.has(Feature::MadeFromBorrow);
        self.here.depth += 1;
        let choice = self.choose(ty);
        let expr = self.chosen(choice, ty);
        self.here.depth -= 1;
        self.here.borrows = outer;
        expr
    }

    fn choose(&mut self, ty: Ty) -> Choice {
        let needs_variable = ty == Ty::Borrowed && !self.here.temporaries && !self.env.usable(ty).is_empty();
        let mut choices = if needs_variable { Vec::new() } else { vec![(Choice::Leaf, 3)] };
        let outside =
            self.env.targets.iter().filter(|target| target.is_loop).map(|target| target.outside).max();
        for index in self.movable(ty) {
            // It is set again at the loop's end, or the loop ends.
            let is_missed = !ty.is_copy() && index < outside.unwrap_or(0) && !self.env.vars[index].mutable;
            choices.push((Choice::Var(index), if is_missed { 1 } else { 6 }));
        }
        if self.budget > 0 && self.here.depth <= 4 {
            let ops: Vec<&'static Op> = OPS.iter().filter(|op| op.result == ty && self.can(op)).collect();
            let weight = |op: &Op| {
                // What needs a variable of its own is rare enough, a closure above all.
                let extra = match op.args.first() {
                    Some(Arg::Whole(Ty::Once)) => 20,
                    Some(Arg::Whole(_) | Arg::Name(_) | Arg::Target(_)) => 4,
                    _ => 1,
                };
                op.feature.weight() * 6 / ops.len() as u32 + extra
            };
            choices.extend(ops.iter().map(|op| (Choice::Op(op), weight(op))));
            self.push_control(ty, &mut choices);
        }
        if ty == Ty::Unit && self.here.yields {
            choices.push((Choice::BareYield, 20));
        }
        let total: u32 = choices.iter().map(|(_, weight)| weight).sum();
        let mut at = rand::Rng::random_range(&mut self.rng, 0..total);
        for (choice, weight) in choices {
            if at < weight {
                return choice;
            }
            at -= weight;
        }
        Choice::Leaf
    }

    fn push_control(&self, ty: Ty, choices: &mut Vec<(Choice, u32)>) {
        let fails_with = if self.item == Ty::Checked { Ty::Checked } else { Ty::MaybeInt };
        let may_nest = self.nesting <= 4 && self.here.depth <= 2;
        let can_fail = matches!(self.item, Ty::Checked | Ty::MaybeInt) && self.env.closure.is_none();
        debug_assert!(!can_fail || fails_with == self.item);
        for (choice, feature, weight, can) in [
            (Choice::Block, Feature::Block, 1, may_nest),
            (Choice::AfterYield, Feature::Block, 9, self.here.yields && self.here.depth <= 3),
            (Choice::If, Feature::If, 2, may_nest),
            (Choice::Match, Feature::Match, 2, may_nest),
            (Choice::Loop, Feature::Loop, 1, may_nest),
            (Choice::LabelledBlock, Feature::LabelledBlock, 1, may_nest),
            (Choice::Try, Feature::Try, 4, can_fail && ty == Ty::Int),
            (Choice::Closure, Feature::Closure, 1, may_nest && ty == Ty::Int && self.env.closure.is_none()),
        ] {
            if can && ty != Ty::Unit && ty != Ty::Once && ty != Ty::Borrowed && self.has(feature) {
                choices.push((choice, weight));
            }
        }
    }

    fn chosen(&mut self, choice: Choice, ty: Ty) -> Expr {
        match choice {
            Choice::Leaf => self.leaf(ty),
            Choice::Var(index) => self.moved(index),
            Choice::Op(op) => self.operation(op),
            Choice::Block => {
                let block = self.block(Some(ty));
                Expr::block(ty, block)
            }
            Choice::AfterYield => {
                let first = self.yield_stmt();
                let tail = Some(Box::new(self.expr(ty)));
                Expr::block(ty, Block { stmts: vec![first], tail })
            }
            Choice::If => self.conditional(Some(ty)),
            Choice::Match => self.matched(Some(ty)),
            Choice::Loop => self.looped(Some(ty)),
            Choice::LabelledBlock => self.labelled(Some(ty)),
            Choice::Try => {
                let value = self.with_yields(Feature::YieldInTry, |this| this.expr(this.item));
                Expr::new(ty, Kind::Try(Box::new(value)))
            }
            Choice::Closure => self.closure_call(),
            Choice::BareYield => self.yielding(),
        }
    }

    pub(super) fn leaf(&mut self, ty: Ty) -> Expr {
        let is_none = self.makes % 4 == 3;
        let mut noisy = || {
            self.makes += 1;
            format!("make({})", self.makes)
        };
        let text = match ty {
            Ty::Noisy => noisy(),
            Ty::Borrowed => format!("&{}", noisy()),
            Ty::Boxed => format!("Box::new({})", noisy()),
            Ty::Pair => format!("({}, {})", noisy(), noisy()),
            Ty::Two => format!("two({}, {})", noisy(), noisy()),
            Ty::Mixed => format!("mixed(3, {})", noisy()),
            Ty::Noisies => format!("vec![{}, {}]", noisy(), noisy()),
            Ty::MaybeNoisy if is_none => "None::<Noisy>".to_owned(),
            Ty::MaybeNoisy => format!("Some({})", noisy()),
            Ty::Int => format!("{}i64", self.one_of(&[0, 1, 2, 3, 4, 7]).unwrap_or(0)),
            Ty::Bool => self.one_of(&["true", "false", "flag(true)", "more()"]).unwrap_or("true").to_owned(),
            Ty::MaybeInt => self.one_of(&["Some(4i64)", "None::<i64>"]).unwrap_or("Some(4i64)").to_owned(),
            Ty::Checked => self
                .one_of(&["check(2)", "check(3)", "Ok::<i64, String>(5)"])
                .unwrap_or("check(2)")
                .to_owned(),
            Ty::Unit | Ty::Text | Ty::Ints | Ty::Array | Ty::Shared | Ty::Exclusive | Ty::Once => {
                ty.simplest().unwrap_or("()").to_owned()
            }
        };
        Expr::leaf(ty, text)
    }

    /// A variable by value.
    pub(super) fn moved(&mut self, index: usize) -> Expr {
        let var = &self.env.vars[index];
        let expr = Expr::new(var.ty, Kind::Var(var.name.clone()));
        self.env.take(index);
        expr
    }

    /// A variable where it stands.
    fn place(&mut self, index: usize) -> Expr {
        self.env.capture(index);
        let var = &self.env.vars[index];
        Expr::new(var.ty, Kind::Var(var.name.clone()))
    }

    /// Whether an operation is allowed here, and has the variables that it needs.
    pub(super) fn can(&self, op: &Op) -> bool {
        let has_what_it_needs = |arg: &Arg| match arg {
            // A temporary may be kept, and what is made with a borrow of it is taken for one.
            Arg::B(ty) if ty.is_noisy() && !self.here.borrows => false,
            Arg::V(Ty::Borrowed) if !self.here.borrows => false,
            Arg::B(ty) if ty.is_noisy() && !self.here.temporaries => !self.env.usable(*ty).is_empty(),
            Arg::V(Ty::Borrowed) if !self.here.temporaries => !self.env.usable(Ty::Borrowed).is_empty(),
            Arg::Whole(ty) => !self.movable(*ty).is_empty(),
            // What it gives is taken for a borrow of the variable.
            Arg::Reborrow(ty) => self.here.borrows && !self.env.usable(*ty).is_empty(),
            Arg::Name(ty) | Arg::Stays(ty) => !self.env.usable(*ty).is_empty(),
            Arg::M(ty) | Arg::Target(ty) => !self.env.changeable(*ty).is_empty(),
            _ => true,
        };
        let has_room = op.feature != Feature::PartOfTemporary || !self.here.in_head;
        has_room && self.has(op.feature) && op.args.iter().all(has_what_it_needs)
    }

    /// An operation with its arguments, grown in the order of evaluation.
    pub(super) fn operation(&mut self, op: &'static Op) -> Expr {
        let outer = self.here.yields;
        let mut frozen = Vec::new();
        let mut args: Vec<Expr> = Vec::new();
        let is_late = |arg: &Arg| matches!(arg, Arg::Target(_));
        for arg in op.args.iter().filter(|arg| !is_late(arg)) {
            let arg = self.argument(op, *arg, &mut frozen);
            args.push(arg);
        }
        for index in frozen {
            self.env.vars[index].frozen = false;
        }
        self.here.yields = outer;
        if let Some(Arg::Target(ty)) = op.args.iter().find(|arg| is_late(arg)) {
            let targets = self.env.changeable(*ty);
            match self.one_of(&targets) {
                Some(target) => {
                    let target = self.place(target);
                    args.insert(0, target);
                }
                // What has grown for it stays, as it may have set what is used later.
                None => return Expr::op(Ty::Unit, "drop({0})", args),
            }
        }
        Expr::op(op.result, op.template, args)
    }

    fn argument(&mut self, op: &Op, arg: Arg, frozen: &mut Vec<usize>) -> Expr {
        let allowed = match (arg, op.yields) {
            (_, None) => false,
            (Arg::Receiver(_), _) => self.has(Feature::YieldInReceiver),
            (_, Some(feature)) => self.has(feature),
        };
        let outer = self.here.yields;
        self.here.yields &= allowed;
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
                self.borrowed(op, ty, frozen)
            }
            Arg::Name(ty) | Arg::Stays(ty) | Arg::Reborrow(ty) => {
                held = true;
                let usable = self.env.usable(ty);
                match self.one_of(&usable) {
                    Some(index) => {
                        self.freeze(index, frozen);
                        self.place(index)
                    }
                    // Frozen by an argument before: an alias would do, but there may be none.
                    None => self.stand_in(ty),
                }
            }
            Arg::Whole(ty) => {
                let usable = self.movable(ty);
                match self.one_of(&usable) {
                    Some(index) => self.moved(index),
                    None => self.stand_in(ty),
                }
            }
            Arg::M(ty) => {
                held = true;
                let changeable = self.env.changeable(ty);
                match self.one_of(&changeable) {
                    Some(index) => {
                        self.freeze(index, frozen);
                        self.place(index)
                    }
                    None => self.stand_in(ty),
                }
            }
            Arg::Target(ty) => self.stand_in(ty),
        };
        self.here.yields = outer && !held;
        grown
    }

    /// In place of a variable that isn't there after all: the body won't compile, and is counted as such.
    fn stand_in(&mut self, ty: Ty) -> Expr {
        Expr::leaf(ty, "no_such_variable")
    }

    fn freeze(&mut self, index: usize, frozen: &mut Vec<usize>) {
        self.env.vars[index].frozen = true;
        frozen.push(index);
    }

    /// What is borrowed for an operation: a variable, or a temporary.
    fn borrowed(&mut self, op: &Op, ty: Ty, frozen: &mut Vec<usize>) -> Expr {
        let usable = self.env.usable(ty);
        let lends = op.feature != Feature::Borrows || self.here.borrows;
        let no_other = ty.is_noisy() && !self.here.temporaries;
        if (lends && self.chance(0.7) || no_other)
            && let Some(index) = self.one_of(&usable)
        {
            self.freeze(index, frozen);
            return self.place(index);
        }
        match self.expr(ty) {
            // It would be borrowed, not moved.
            Expr { kind: Kind::Var(_), .. } => self.leaf(ty),
            other => other,
        }
    }

    /// `yield_!(e)` or `yield_from!(e)`.
    pub(super) fn yielding(&mut self) -> Expr {
        let outer = std::mem::replace(&mut self.here.borrows, true);
        let is_from = self.item != Ty::Checked && self.item != Ty::MaybeInt;
        let kind = if is_from && self.chance_of(Feature::YieldFrom, 0.15) {
            Kind::YieldFrom(Box::new(self.in_head(Feature::YieldInYield, Self::items)))
        } else {
            let value = self.in_head(Feature::YieldInYield, |this| this.expr(this.item));
            Kind::Yield(Box::new(value))
        };
        self.here.borrows = outer;
        self.env.suspend();
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

    /// `(|x: i64| -> i64 { … })(e)`
    fn closure_call(&mut self) -> Expr {
        let is_move = self.chance(0.5);
        let before = self.env.states();
        let (closure, captured) = self.closure(is_move, None);
        let now = self.env.states();
        let once = before.iter().zip(&now).any(|(before, now)| before != now);
        // Called by reference, it would be borrowed over the yield.
        let moves_noisy = captured.iter().any(|index| self.env.vars[*index].ty.is_noisy());
        let may_yield = !moves_noisy || self.has(Feature::MovedWhenCalled);
        let argument = if once && is_move && may_yield {
            self.with_yields(Feature::YieldInClosureCall, |this| this.calm_unless_owned(&captured))
        } else {
            let mut frozen = Vec::new();
            captured.iter().for_each(|index| self.freeze(*index, &mut frozen));
            let argument = self.without_yields(|this| this.expr(Ty::Int));
            frozen.iter().for_each(|index| self.env.vars[*index].frozen = false);
            argument
        };
        // Called by reference, it is a temporary of the statement, which yields after the call perhaps.
        let template = if may_yield { "({0})({1})" } else { "{{ let n = ({0})({1}); n }}" };
        Expr::op(Ty::Int, template, [closure, argument])
    }

    /// The argument of a closure that owns what it captured, unless that is a reference.
    fn calm_unless_owned(&mut self, captured: &[usize]) -> Expr {
        let borrows = captured.iter().any(|index| self.env.vars[*index].ty == Ty::Borrowed);
        if borrows { self.without_yields(|this| this.expr(Ty::Int)) } else { self.expr(Ty::Int) }
    }

    /// A closure from number to number, and what it captures. It moves `owned` out of itself.
    pub(super) fn closure(&mut self, is_move: bool, owned: Option<usize>) -> (Expr, Vec<usize>) {
        let inside = self.env.vars.len();
        let outer = (self.here.yields, self.here.may_die);
        (self.here.yields, self.here.may_die) = (false, false);
        self.env.closure = Some((inside, self.env.targets.len()));
        let first = owned.map(|index| {
            let eaten = self.moved(index);
            Stmt::Expr(Expr::op(Ty::Int, "eat({0})", [eaten]))
        });
        let param = self.fresh_name();
        self.declare(&param, Ty::Int, false, State::Full);
        let mut body = self.block(Some(Ty::Int));
        body.stmts.splice(0..0, first);
        self.env.vars.truncate(inside);
        self.env.closure = None;
        (self.here.yields, self.here.may_die) = outer;
        let mut captured = std::mem::take(&mut self.env.captured);
        captured.sort_unstable();
        captured.dedup();
        if is_move {
            captured.iter().for_each(|index| self.env.take(*index));
        }
        let param = format!("{param}: i64");
        (Expr::new(Ty::Int, Kind::Closure { is_move, param, body }), captured)
    }
}
