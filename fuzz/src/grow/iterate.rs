//! `for` loops: over values, and over what is borrowed.

use super::Grower;
use super::argument::Holds;
use super::env::Loan;
use super::pattern::Pattern;
use crate::ast::{Expr, Kind, Ty};
use crate::features::Feature;
use rand::Rng;

/// What a `for` loop goes over.
struct Source {
    iter: Expr,
    pattern: Pattern,
    /// What is out of reach in its body.
    holds: Holds,
    /// No yield may stand in its body, as the iterator borrows a variable.
    is_calm: bool,
}

/// A variable by value.
const MOVED: &str = "{0}";

impl From<(Expr, Pattern)> for Source {
    fn from((iter, pattern): (Expr, Pattern)) -> Self {
        Source { iter, pattern, holds: Holds::default(), is_calm: false }
    }
}

impl Grower {
    /// `for … in … { … }`
    pub(super) fn for_loop(&mut self) -> Expr {
        let source = match self.source_in_variable() {
            Some(source) => source,
            None => self.in_head(Feature::YieldInIterator, Self::iterator).into(),
        };
        let entered = self.enter(true, None, source.is_calm);
        let before = self.env.ends();
        let body = self.loop_body(Vec::new(), Some(&source.pattern));
        let mut exits = self.leave(&entered);
        self.release(&source.holds);
        exits.push(before);
        self.env.join(&exits);
        let (pat, iter) = (source.pattern.text, Box::new(source.iter));
        Expr::new(Ty::Unit, Kind::For { label: entered.label, pat, iter, body })
    }

    /// What lies in a variable, which is moved, or borrowed for as long as the loop goes on.
    fn source_in_variable(&mut self) -> Option<Source> {
        let mut choices = Vec::new();
        let lists = self.env.lendable(Ty::Noisies);
        if self.has(Feature::ReturnedBorrows) {
            choices.extend(lists.iter().map(|index| (*index, "&{0}")));
            choices.extend(lists.iter().map(|index| (*index, "<0>.iter().rev()")));
        }
        let outside = self.env.changeable(Ty::Noisies);
        let outside = outside.into_iter().filter(|index| self.env.vars[*index].is_fixed);
        choices.extend(outside.map(|index| (index, "<0>.drain(..)")));
        if self.has(Feature::Parts) || self.has(Feature::Iterators) {
            let moved = self.movable(Ty::Noisies).into_iter().chain(self.movable(Ty::Rest));
            choices.extend(moved.map(|index| (index, MOVED)));
        }
        if choices.is_empty() || !self.chance(0.5) {
            return None;
        }
        let (index, template) = self.one_of(&choices)?;
        if template == MOVED {
            let (iter, pattern) = (self.moved(index), self.binding(Ty::Noisy));
            return Some((iter, pattern).into());
        }
        let is_drained = template.ends_with("drain(..)");
        let mut holds = Holds::default();
        self.hold(index, is_drained, &mut holds);
        let place = self.place(index);
        let iter = Expr::op(Ty::Unit, template, [place]);
        let pattern = if is_drained {
            self.binding(Ty::Noisy)
        } else {
            self.lent = vec![Loan { of: index, is_exclusive: false }];
            self.binding(Ty::Borrowed)
        };
        Some(Source { iter, pattern, holds, is_calm: !is_drained })
    }

    fn iterator(&mut self) -> (Expr, Pattern) {
        let most = if self.has(Feature::Iterators) { 11 } else { 9 };
        let choice = self.rng.random_range(0..most);
        let item = if matches!(choice, 3..=5 | 9) { Ty::Noisy } else { Ty::Int };
        let outer = std::mem::replace(&mut self.here.borrows, item == Ty::Int);
        let iter = match choice {
            0 => {
                let (from, to) = (self.expr(Ty::Int), self.expr(Ty::Int));
                Expr::op(Ty::Unit, "<0> % 3..<1> % 4", [from, to])
            }
            1 => {
                let to = self.expr(Ty::Int);
                Expr::op(Ty::Unit, "(0..<0> % 4).rev()", [to])
            }
            2 => self.expr(Ty::Ints),
            3 => self.expr(Ty::Noisies),
            4 => {
                let (a, b) = (self.expr(Ty::Noisy), self.expr(Ty::Noisy));
                Expr::op(Ty::Unit, "[{0}, {1}]", [a, b])
            }
            5 => self.expr(Ty::MaybeNoisy),
            6 => self.expr(Ty::Array),
            7 => {
                let (n, noisy) = (self.expr(Ty::Int), self.expr(Ty::Noisy));
                Expr::op(Ty::Unit, "upto({0}, {1})", [n, noisy])
            }
            9 => self.expr(Ty::Rest),
            10 => self.expr(Ty::Ahead),
            _ => {
                let items = self.expr(Ty::Ints);
                self.here.borrows = outer;
                let inner = self.binding(Ty::Int);
                let pattern = Pattern { text: format!("(_, {})", inner.text), ..inner };
                return (Expr::op(Ty::Unit, "<0>.into_iter().enumerate()", [items]), pattern);
            }
        };
        self.here.borrows = outer;
        let pattern = if self.chance(0.2) { Pattern::plain("_") } else { self.binding(item) };
        (iter, pattern)
    }
}
