//! Patterns, and the variables that they bind.

use super::Grower;
use super::env::{Loan, State};
use crate::ast::Ty;
use crate::features::Feature;

/// A pattern of text, and what it binds: name, type, whether it is mutable.
pub struct Pattern {
    pub text: String,
    pub bound: Vec<(String, Ty, bool)>,
    /// What the value borrows that it takes apart.
    pub lent: Vec<Loan>,
}

impl Pattern {
    pub fn plain(text: &str) -> Self {
        Pattern { text: text.to_owned(), bound: Vec::new(), lent: Vec::new() }
    }
}

impl Grower {
    /// Binds a value to a name.
    pub(super) fn binding(&mut self, ty: Ty) -> Pattern {
        let name = self.name();
        let mutable = !matches!(ty, Ty::Borrowed | Ty::Slice) && self.chance(0.5);
        let text = if mutable { format!("mut {name}") } else { name.clone() };
        Pattern { text, bound: vec![(name, ty, mutable)], lent: self.lent.clone() }
    }

    /// Binds a value that may as well be ignored.
    fn binding_or_not(&mut self, ty: Ty) -> Pattern {
        let may_stay = !ty.is_noisy() || self.has(Feature::Rests);
        if may_stay && self.chance(0.3) { Pattern::plain("_") } else { self.binding(ty) }
    }

    fn two_bindings(&mut self, first: Ty, second: Ty) -> (Pattern, Pattern) {
        let a = self.binding_or_not(first);
        let mut b = self.binding_or_not(second);
        // A pattern binds a name once.
        while b.bound.iter().any(|(name, ..)| a.bound.iter().any(|(other, ..)| other == name)) {
            b = self.binding(second);
        }
        (a, b)
    }

    /// A pattern that always matches, and takes every part that is noisy.
    pub(super) fn irrefutable(&mut self, ty: Ty) -> Pattern {
        let (format, first, second): (fn(&str, &str) -> String, Ty, Ty) = match ty {
            Ty::Pair => (|a, b| format!("({a}, {b})"), Ty::Noisy, Ty::Noisy),
            Ty::Two => (|a, b| format!("Two {{ left: {a}, right: {b} }}"), Ty::Noisy, Ty::Noisy),
            Ty::Mixed => (|a, b| format!("Mixed {{ noisy: {b}, count: {a} }}"), Ty::Int, Ty::Noisy),
            Ty::Array => {
                let inner = self.binding(Ty::Int);
                return Pattern { text: format!("[_, {}, ..]", inner.text), ..inner };
            }
            _ if ty.pattern_name().is_some() => return self.struct_pattern(ty),
            _ => return self.binding(ty),
        };
        let (a, b) = self.two_bindings(first, second);
        let text = format(&a.text, &b.text);
        Pattern { text, bound: a.bound.into_iter().chain(b.bound).collect(), lent: Vec::new() }
    }

    /// `Trip { stops, rate, .. }`
    fn struct_pattern(&mut self, ty: Ty) -> Pattern {
        let mut pattern = Pattern::plain("");
        let mut parts = Vec::new();
        for (name, ty) in ty.fields() {
            if self.chance(0.4) {
                continue;
            }
            let part = self.fresh_binding(*ty);
            parts.push(format!("{name}: {}, ", part.text));
            pattern.bound.extend(part.bound);
        }
        pattern.text = format!("{} {{ {}.. }}", ty.pattern_name().unwrap_or_default(), parts.concat());
        pattern
    }

    /// Binds a value to a name that nothing else has.
    pub(super) fn fresh_binding(&mut self, ty: Ty) -> Pattern {
        let (name, mutable) = (self.fresh_name(), self.chance(0.5));
        let text = if mutable { format!("mut {name}") } else { name.clone() };
        Pattern { text, bound: vec![(name, ty, mutable)], lent: Vec::new() }
    }

    /// A pattern that may not match. What is noisy in the value is taken if it does, and not there if not.
    pub(super) fn refutable(&mut self, ty: Ty) -> Option<Pattern> {
        let wrap =
            |wrapper: &str, inner: Pattern| Pattern { text: format!("{wrapper}({})", inner.text), ..inner };
        Some(match ty {
            Ty::MaybeNoisy => wrap("Some", self.binding(Ty::Noisy)),
            Ty::MaybeLink => wrap("Some", self.binding(Ty::Link)),
            Ty::MaybeLock => wrap("Some", self.binding(Ty::Lock)),
            Ty::MaybeBorrowed => wrap("Some", self.binding(Ty::Borrowed)),
            Ty::Cargo => self.variant(),
            Ty::Slice => {
                Pattern::plain(self.one_of(&["\"t1\"", "\"t2\" | \"\"", "\"t1 t2\""]).unwrap_or("\"t1\""))
            }
            Ty::MaybeInt => match self.one_of(&[0, 1, 2]) {
                Some(0) => Pattern::plain("Some(1..=5)"),
                _ => wrap("Some", self.binding(Ty::Int)),
            },
            Ty::Checked => match self.one_of(&[0, 1]) {
                Some(0) => wrap("Err", self.binding(Ty::Text)),
                _ => wrap("Ok", self.binding(Ty::Int)),
            },
            Ty::Int => {
                let text = self.one_of(&["1", "0 | 2", "3..=6", "0..", "..=4"]).unwrap_or("1");
                if self.chance(0.3) {
                    let name = self.fresh_name();
                    return Some(Pattern {
                        text: format!("{name} @ ({text})"),
                        bound: vec![(name, Ty::Int, false)],
                        lent: Vec::new(),
                    });
                }
                Pattern::plain(text)
            }
            Ty::Bool => Pattern::plain(self.one_of(&["true", "false"]).unwrap_or("true")),
            _ => return None,
        })
    }

    /// A variant of an enum, of which it takes parts.
    fn variant(&mut self) -> Pattern {
        let (format, ty): (fn(&str) -> String, Ty) = match self.one_of(&[0, 1, 2, 3, 4]) {
            Some(0) => (|part| format!("Cargo::Crates({part})"), Ty::Noisies),
            Some(1) => (|part| format!("Cargo::Pallet(Some({part}), _)"), Ty::Noisy),
            Some(2) => (|part| format!("Cargo::Pallet({part}, 0..)"), Ty::MaybeNoisy),
            Some(3) => (|part| format!("Cargo::Person {{ name: {part}, .. }}"), Ty::Noisy),
            _ => (|part| format!("Cargo::Person {{ age: {part}, .. }}"), Ty::Int),
        };
        let part = self.binding_or_not(ty);
        Pattern { text: format(&part.text), ..part }
    }

    /// The pattern for what a refutable one has left.
    pub(super) fn rest(&mut self, ty: Ty) -> Pattern {
        match ty {
            Ty::MaybeNoisy | Ty::MaybeLink | Ty::MaybeLock => Pattern::plain("None"),
            _ if self.chance(0.4) => self.binding(ty),
            _ => Pattern::plain("_"),
        }
    }

    /// What `Some(_)` or the whole is, behind a reference.
    pub(super) fn by_reference(&mut self, ty: Ty) -> Option<Pattern> {
        let lent = self.lent.clone();
        let (text, names) = match ty {
            Ty::MaybeNoisy => {
                let name = self.name();
                (format!("Some({name})"), vec![name])
            }
            Ty::Pair => {
                let (a, b) = (self.fresh_name(), self.fresh_name());
                (format!("({a}, {b})"), vec![a, b])
            }
            _ => return None,
        };
        let bound = names.into_iter().map(|name| (name, Ty::Borrowed, false)).collect();
        Some(Pattern { text, bound, lent })
    }

    pub(super) fn declare_all(&mut self, pattern: &Pattern) {
        for (name, ty, mutable) in &pattern.bound {
            let index = self.declare(name, *ty, *mutable, State::Full);
            if ty.is_borrow() {
                self.env.vars[index].loans.clone_from(&pattern.lent);
            }
        }
    }
}
