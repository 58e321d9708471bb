//! Patterns that move some parts of a variable and leave the others where they are.

use super::Grower;
use super::env::{Hold, Loan, State};
use super::pattern::Pattern;
use crate::ast::{Arm, Expr, Kind, Stmt, Ty};
use crate::features::Feature;

/// What a pattern does with the parts of a variable.
struct Taken {
    pattern: Pattern,
    /// The parts that it moves.
    moved: Vec<usize>,
}

impl Grower {
    /// `let Trip { stops, .. } = trip;`
    pub(super) fn let_parts(&mut self) -> Stmt {
        let Some(index) = self.variable_with_parts() else { return self.let_stmt() };
        let value = self.whole_place(index);
        let taken = self.taking(index, true);
        taken.moved.iter().for_each(|part| self.env.take(*part));
        self.declare_all(&taken.pattern);
        Stmt::Let { pat: taken.pattern.text, ty: None, init: Some(value), otherwise: None }
    }

    /// `match trip { Trip { stops, rate: 0..=4, .. } => …, _ => … }`
    pub(super) fn match_parts(&mut self) -> Stmt {
        let Some(index) = self.variable_with_parts() else { return self.let_stmt() };
        let value = self.whole_place(index);
        let before = self.env.ends();
        let mut arms = Vec::new();
        let mut ends = Vec::new();
        for is_last in [false, true] {
            let outside = self.env.vars.len();
            self.env.join(std::slice::from_ref(&before));
            let taken = self.taking(index, is_last);
            taken.moved.iter().for_each(|part| self.env.take(*part));
            self.declare_all(&taken.pattern);
            let body = self.arm(None, outside, true);
            self.env.leave_scope(outside);
            ends.push(self.env.ends());
            arms.push(Arm { pat: taken.pattern.text, guard: None, body });
        }
        self.env.join(&ends);
        Stmt::Expr(Expr::new(Ty::Unit, Kind::Match { scrutinee: Box::new(value), arms }))
    }

    /// A variable of which at least some parts are there.
    fn variable_with_parts(&mut self) -> Option<usize> {
        if self.env.closure.is_some() {
            return None;
        }
        let has_parts = |index: &usize| {
            let var = &self.env.vars[*index];
            matches!(var.state, State::Full | State::Apart)
                && *index >= self.here.floor
                && !var.is_fixed
                && (pattern_of(var.ty).is_some() || var.ty == Ty::Pair)
                && self.env.hold_of(*index) == Hold::Free
                && self.env.is_visible(*index)
                && self.env.vars.get(index + 1).is_some_and(|part| part.part_of == Some(*index))
        };
        let all: Vec<usize> = (0..self.env.vars.len()).filter(has_parts).collect();
        self.one_of(&all)
    }

    /// The struct itself, which may be in a box.
    fn whole_place(&mut self, index: usize) -> Expr {
        let ty = self.env.vars[index].ty;
        let place = self.place(index);
        if ty.is_pointer() { Expr::op(ty, "*<0>", [place]) } else { place }
    }

    /// A pattern that moves parts which are there, or borrows them.
    fn taking(&mut self, index: usize, is_irrefutable: bool) -> Taken {
        let ty = self.env.vars[index].ty;
        let parts: Vec<usize> =
            (0..self.env.vars.len()).filter(|part| self.env.vars[*part].part_of == Some(index)).collect();
        let mut taken = Taken { pattern: Pattern::plain(""), moved: Vec::new() };
        let mut texts = Vec::new();
        for (part, (name, part_ty)) in parts.into_iter().zip(ty.fields()) {
            let is_there = self.env.vars[part].state == State::Full;
            let text = match part_ty {
                _ if !is_there || self.chance(0.5) => None,
                Ty::Int if !is_irrefutable && self.chance(0.7) => Some("0..=4".to_owned()),
                Ty::MaybeNoisy if !is_irrefutable && self.chance(0.5) => Some("None".to_owned()),
                Ty::Noisy if self.chance_of(Feature::ReturnedBorrows, 0.25) => {
                    self.borrow_part(part, &mut taken.pattern)
                }
                _ => {
                    let binding = self.fresh_binding(*part_ty);
                    taken.pattern.bound.extend(binding.bound);
                    taken.moved.push(part);
                    Some(binding.text)
                }
            };
            texts.push((*name, text));
        }
        taken.pattern.text = spell(ty, &texts);
        taken
    }

    /// `ref part`
    fn borrow_part(&mut self, part: usize, pattern: &mut Pattern) -> Option<String> {
        self.env.touch(part, false);
        let name = self.fresh_name();
        pattern.bound.push((name.clone(), Ty::Borrowed, false));
        pattern.lent.push(Loan { of: part, is_exclusive: false });
        Some(format!("ref {name}"))
    }
}

/// The name of the struct that lies in a variable, or in its box.
fn pattern_of(ty: Ty) -> Option<&'static str> {
    match ty {
        Ty::BoxedTrip => Some("Trip"),
        Ty::BoxedMe => Some("Self"),
        Ty::Link => Some("Link"),
        other => other.pattern_name(),
    }
}

fn spell(ty: Ty, parts: &[(&str, Option<String>)]) -> String {
    match pattern_of(ty) {
        Some(name) => {
            let bound = parts.iter().filter_map(|(name, text)| Some(format!("{name}: {}, ", text.as_ref()?)));
            format!("{name} {{ {}.. }}", bound.collect::<String>())
        }
        None => {
            let parts: Vec<&str> = parts.iter().map(|(_, text)| text.as_deref().unwrap_or("_")).collect();
            format!("({})", parts.join(", "))
        }
    }
}
