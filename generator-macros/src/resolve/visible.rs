//! The variables in scope, and which of them an identifier means.
//!
//! The innermost of its name, in general. But in `macro_rules! m { ($e:expr) => { let x = 1; yield_!($e + x); } }` the
//! `x` of `m!(x)` isn't the macro's own: an identifier means a variable that was written in the same expansion, if
//! there is one.

use crate::collections::HashMap;
use crate::ir::LocalId;
use proc_macro2::{Ident, Span};

/// The variables in scope.
#[derive(Default)]
pub struct Visible {
    /// The user's names, in the order of declaration.
    declared: Vec<String>,
    /// Of each name: the variables that bear it, and where they are declared, the innermost last.
    by_name: HashMap<String, Vec<(LocalId, Span)>>,
}

impl Visible {
    pub fn declare(&mut self, name: &Ident, id: LocalId) {
        let (name, span) = (name.to_string(), name.span());
        self.by_name.entry(name.clone()).or_default().push((id, span));
        self.declared.push(name);
    }

    /// The variable that `ident` means.
    pub fn lookup(&self, ident: &Ident) -> Option<LocalId> {
        let candidates = self.by_name.get(&ident.to_string())?;
        let (innermost, outer) = candidates.split_last()?;
        if outer.is_empty() {
            return Some(innermost.0);
        }
        let here = expansion(ident.span());
        let same = candidates.iter().rev().find(|(_, span)| expansion(*span) == here);
        Some(same.unwrap_or(innermost).0)
    }

    /// How many declarations there are.
    pub fn len(&self) -> usize {
        self.declared.len()
    }

    /// All but the first so many declarations end.
    pub fn leave_to(&mut self, declared: usize) {
        for name in self.declared.drain(declared..) {
            self.by_name.get_mut(&name).and_then(Vec::pop);
        }
    }
}

/// What tells the expansion that `span` comes from from others.
///
/// rustc doesn't let macros compare it, but shows it to whoever debugs them: `#7 bytes(10..11)`. Where it shows
/// something else, all identifiers seem to come from one place, as they mostly do.
fn expansion(span: Span) -> Option<String> {
    let shown = format!("{span:?}");
    let (context, _) = shown.split_once(' ')?;
    context.starts_with('#').then(|| context.to_owned())
}
