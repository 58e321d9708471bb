//! Patterns, and the variables that they bind.

use super::{Grower, env::State};
use crate::ast::Ty;

/// A pattern of text, and what it binds: name, type, whether it is mutable.
pub struct Pattern {
    pub text: String,
    pub bound: Vec<(String, Ty, bool)>,
}

impl Pattern {
    pub fn plain(text: &str) -> Self {
        Pattern { text: text.to_owned(), bound: Vec::new() }
    }
}

impl Grower {
    /// Binds a value to a name.
    pub(super) fn binding(&mut self, ty: Ty) -> Pattern {
        let name = self.name();
        let mutable = ty != Ty::Borrowed && self.chance(0.5);
        let text = if mutable { format!("mut {name}") } else { name.clone() };
        Pattern { text, bound: vec![(name, ty, mutable)] }
    }

    /// Binds a value that may as well be ignored.
    fn binding_or_not(&mut self, ty: Ty) -> Pattern {
        if !ty.is_noisy() && self.chance(0.3) { Pattern::plain("_") } else { self.binding(ty) }
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
                return Pattern { text: format!("[_, {}, ..]", inner.text), bound: inner.bound };
            }
            _ => return self.binding(ty),
        };
        let (a, b) = self.two_bindings(first, second);
        let text = format(&a.text, &b.text);
        Pattern { text, bound: a.bound.into_iter().chain(b.bound).collect() }
    }

    /// A pattern that may not match. What is noisy in the value is taken if it does, and not there if not.
    pub(super) fn refutable(&mut self, ty: Ty) -> Option<Pattern> {
        let wrap = |wrapper: &str, inner: Pattern| Pattern {
            text: format!("{wrapper}({})", inner.text),
            bound: inner.bound,
        };
        Some(match ty {
            Ty::MaybeNoisy => wrap("Some", self.binding(Ty::Noisy)),
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
                    });
                }
                Pattern::plain(text)
            }
            Ty::Bool => Pattern::plain(self.one_of(&["true", "false"]).unwrap_or("true")),
            _ => return None,
        })
    }

    /// The pattern for what a refutable one has left.
    pub(super) fn rest(&mut self, ty: Ty) -> Pattern {
        match ty {
            Ty::MaybeNoisy => Pattern::plain("None"),
            _ if self.chance(0.4) => self.binding(ty),
            _ => Pattern::plain("_"),
        }
    }

    /// What `Some(_)` or the whole is, behind a reference.
    pub(super) fn by_reference(&mut self, ty: Ty) -> Option<Pattern> {
        Some(match ty {
            Ty::MaybeNoisy => {
                let name = self.name();
                Pattern { text: format!("Some({name})"), bound: vec![(name, Ty::Borrowed, false)] }
            }
            Ty::Pair => {
                let (a, b) = (self.fresh_name(), self.fresh_name());
                let text = format!("({a}, {b})");
                Pattern { text, bound: vec![(a, Ty::Borrowed, false), (b, Ty::Borrowed, false)] }
            }
            _ => return None,
        })
    }

    pub(super) fn declare_all(&mut self, pattern: &Pattern) {
        for (name, ty, mutable) in &pattern.bound {
            self.declare(name, *ty, *mutable, State::Full);
        }
    }
}
