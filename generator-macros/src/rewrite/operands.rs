//! Operands, in Rust's order of evaluation: what stands before a yield is spilled.
//!
//! `f(a(), { yield_!(1); b })`: the first operand goes into a variable when the second turns out to suspend.

use super::Spiller;
use super::places::{holds_reference, is_constant, is_temporary, root};
use crate::parse::spelled_out;
use crate::rewrite::assigned::assigns;
use crate::suspends::stmt_suspends;
use crate::syntax::{is_compound, is_place, named_like_a_constant};
use proc_macro2::Span;
use syn::{BinOp, Expr, Pat, Stmt, UnOp};

/// What an expression does with an operand.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Taking {
    /// It moves or copies it.
    Value,
    /// It borrows it: a value there is a temporary, which lives to the end of the statement.
    Borrow,
    /// It borrows or moves it, as its type decides.
    Receiver,
}

type Operands<'e> = Vec<(&'e mut Expr, Taking)>;

/// The operands of `expr`, of which the expression around it makes use as `taking` says, in Rust's order of
/// evaluation. What is evaluated on a condition isn't among them.
fn operands(expr: &mut Expr, taking: Taking) -> Operands<'_> {
    use Taking::{Borrow, Receiver, Value};
    match expr {
        Expr::Array(array) => array.elems.iter_mut().map(|elem| (elem, Value)).collect(),
        Expr::Tuple(tuple) => tuple.elems.iter_mut().map(|elem| (elem, Value)).collect(),
        Expr::Repeat(repeat) => vec![(&mut repeat.expr, Value)],
        Expr::Paren(paren) => vec![(&mut paren.expr, taking)],
        Expr::Group(group) => vec![(&mut group.expr, taking)],
        Expr::Cast(cast) => vec![(&mut cast.expr, Value)],
        Expr::Try(tried) => vec![(&mut tried.expr, Value)],
        Expr::Unary(unary) => {
            let looks_through = matches!(unary.op, UnOp::Deref(_));
            vec![(&mut unary.expr, if looks_through { Borrow } else { Value })]
        }
        Expr::Reference(reference) => vec![(&mut reference.expr, Borrow)],
        Expr::RawAddr(address) => vec![(&mut address.expr, Borrow)],
        Expr::Field(field) => {
            vec![(&mut field.base, if taking == Borrow { Borrow } else { Receiver })]
        }
        Expr::Index(index) => vec![(&mut index.expr, Borrow), (&mut index.index, Value)],
        Expr::Range(range) => {
            let ends = [&mut range.start, &mut range.end].into_iter().flatten();
            ends.map(|end| (&mut **end, Value)).collect()
        }
        Expr::Struct(literal) => {
            let fields = literal.fields.iter_mut().map(|field| (&mut field.expr, Value));
            fields.chain(literal.rest.as_deref_mut().map(|rest| (rest, Receiver))).collect()
        }
        Expr::Call(call) => {
            let arguments = call.args.iter_mut().map(|argument| (argument, Value));
            std::iter::once((&mut *call.func, Receiver)).chain(arguments).collect()
        }
        Expr::MethodCall(call) => {
            let arguments = call.args.iter_mut().map(|argument| (argument, Value));
            std::iter::once((&mut *call.receiver, Receiver)).chain(arguments).collect()
        }
        Expr::Binary(binary) => binary_operands(binary),
        Expr::Match(matched) => vec![(&mut matched.expr, Borrow)],
        Expr::Assign(assign) => vec![(&mut assign.right, Value), (&mut assign.left, Borrow)],
        _ => Vec::new(),
    }
}

fn binary_operands(binary: &mut syn::ExprBinary) -> Operands<'_> {
    use Taking::{Borrow, Value};
    let (left, right) = (&mut *binary.left, &mut *binary.right);
    match binary.op {
        BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
            vec![(left, Borrow), (right, Borrow)]
        }
        BinOp::And(_) | BinOp::Or(_) => Vec::new(),
        // Of primitive types the right side is evaluated first, of others the left: `check` takes care that it
        // makes no difference.
        op if is_compound(&op) => vec![(right, Value), (left, Borrow)],
        _ => vec![(left, Value), (right, Value)],
    }
}

impl Spiller<'_> {
    /// An expression that is evaluated in one go after its operands.
    pub(super) fn walk_operands(&mut self, expr: &mut Expr) -> bool {
        self.in_order(operands(expr, Taking::Value), |this, operand, _| this.operand(operand))
    }

    /// Walks `operands`. Where something must go before one of them, those in front of it must go before that.
    pub(super) fn in_order(
        &mut self,
        mut operands: Operands<'_>,
        mut walk: impl FnMut(&mut Self, &mut Expr, Taking) -> bool,
    ) -> bool {
        let mut suspends = false;
        for index in 0..operands.len() {
            let mark = self.before.len();
            let (operand, taking) = &mut operands[index];
            suspends |= walk(self, operand, *taking);
            if self.before.len() > mark {
                let later = self.before.split_off(mark);
                for (earlier, taking) in &mut operands[..index] {
                    self.spill(earlier, *taking, &later);
                }
                self.before.extend(later);
            }
        }
        suspends
    }

    /// Evaluates `expr`, which doesn't suspend, before `later`; what is left of it has no effect.
    pub(super) fn spill(&mut self, expr: &mut Expr, taking: Taking, later: &[Stmt]) {
        match expr {
            Expr::Paren(paren) => self.spill(&mut paren.expr, taking, later),
            Expr::Group(group) => self.spill(&mut group.expr, taking, later),
            Expr::Closure(_) | Expr::Infer(_) => {}
            constant if is_constant(constant) => {}
            Expr::Break(_) | Expr::Continue(_) | Expr::Return(_) => {}
            Expr::Path(_) => self.spill_variable(expr, taking, later),
            Expr::Field(_) if root(expr).is_some_and(|root| assigns(later, root)) => {
                self.keep("operand", expr, None);
            }
            // A place is borrowed, or moved out of, where the whole expression is evaluated.
            Expr::Field(_) | Expr::Reference(_) | Expr::RawAddr(_) => {
                self.spill_operands(expr, taking, later);
            }
            _ if taking != Taking::Value && is_place(expr) => self.spill_operands(expr, taking, later),
            Expr::Tuple(_) | Expr::Array(_) | Expr::Struct(_) | Expr::Range(_) | Expr::Cast(_)
                if taking == Taking::Value && holds_reference(expr) =>
            {
                self.spill_operands(expr, taking, later);
            }
            _ => {
                self.keep_temporaries(expr, Taking::Value);
                match taking {
                    Taking::Value => self.keep("operand", expr, None),
                    Taking::Borrow => self.keep_temporary(expr),
                    // Most often the method takes it.
                    Taking::Receiver => {
                        self.keep("operand", expr, Some(syn::Token![mut](Span::mixed_site())));
                    }
                }
            }
        }
    }

    fn spill_operands(&mut self, expr: &mut Expr, taking: Taking, later: &[Stmt]) {
        for (operand, taking) in operands(expr, taking) {
            self.spill(operand, taking, later);
        }
    }

    /// A variable that is moved is moved now. One that is borrowed can't change, or it is `Copy` and was copied.
    fn spill_variable(&mut self, expr: &mut Expr, taking: Taking, later: &[Stmt]) {
        let Some(name) = root(expr) else { return };
        if self.made.contains(&name.to_string()) || named_like_a_constant(name) {
            return;
        }
        // Where nothing suspends in between, it may as well move with the others; a reference is reborrowed then.
        let moves = taking == Taking::Value
            && !self.exclusive.contains(&name.to_string())
            && later.iter().any(stmt_suspends);
        if moves || assigns(later, name) {
            self.keep("operand", expr, None);
        }
    }

    /// Makes variables of the temporaries of `expr`, which is evaluated next: they live across a suspension.
    pub(super) fn keep_temporaries(&mut self, expr: &mut Expr, taking: Taking) {
        if let Expr::Macro(call) = expr {
            let Some(matched) = spelled_out::matches(&call.mac) else {
                return self.keep_temporaries_of_macro(&mut call.mac);
            };
            *expr = matched;
        }
        // Its value lives as long as a temporary, but for what the chosen arm takes of it.
        if let Expr::Match(matched) = expr {
            self.keep_temporaries(&mut matched.expr, Taking::Borrow);
            let pats: Vec<&Pat> = matched.arms.iter().map(|arm| &arm.pat).collect();
            return self.keep_scrutinee(&mut matched.expr, &pats);
        }
        self.in_order(operands(expr, taking), Self::keep_temporary_operand);
    }

    /// Makes a variable of an operand that is a temporary, and of those in it. Nothing in it suspends.
    pub(super) fn keep_temporary_operand(&mut self, operand: &mut Expr, taking: Taking) -> bool {
        self.keep_temporaries(operand, taking);
        if taking != Taking::Value && is_temporary(operand) {
            self.keep_temporary(operand);
        }
        false
    }

    pub(super) fn keep_temporary(&mut self, expr: &mut Expr) {
        self.keep("temporary", expr, Some(syn::Token![mut](Span::mixed_site())));
    }

    /// `place = value`: the value is evaluated first.
    pub(super) fn assign(&mut self, expr: &mut Expr) -> bool {
        let Expr::Assign(assign) = expr else { return false };
        if matches!(*assign.left, Expr::Infer(_)) {
            super::ignore(&mut assign.right);
        }
        let value = self.walk_position(&mut assign.right);
        let mark = self.before.len();
        let place = self.walk_operands(&mut assign.left);
        if self.before.len() > mark {
            let later = self.before.split_off(mark);
            self.keep("operand", &mut assign.right, None);
            self.before.extend(later);
        }
        value | place
    }
}
