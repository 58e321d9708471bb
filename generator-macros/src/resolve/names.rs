//! The variables of a body, and how they are found by their unique names.

use super::unique::UniqueNames;
use crate::collections::HashSet;
use crate::ir::fresh::Fresh;
use crate::ir::{Local, LocalId};
use crate::types::strip_groups;
use proc_macro2::Span;
use std::ops::{Deref, DerefMut};
use syn::{Ident, Type};

/// The variables of a body, and the names that are used in it.
#[derive(Clone, Debug)]
pub struct Names {
    pub locals: Vec<Local>,
    pub(super) unique: UniqueNames,
    /// The names that stand for something else where they aren't variables: no variable of the body keeps one.
    pub(super) others: HashSet<String>,
    /// What the user calls the variables.
    pub(super) declared: HashSet<String>,
}

impl Deref for Names {
    type Target = UniqueNames;
    fn deref(&self) -> &UniqueNames {
        &self.unique
    }
}

impl DerefMut for Names {
    fn deref_mut(&mut self) -> &mut UniqueNames {
        &mut self.unique
    }
}

impl Names {
    /// No variable yet. The names in `fresh` are used.
    pub fn new(fresh: Fresh) -> Self {
        Names {
            locals: Vec::new(),
            unique: UniqueNames::new(fresh),
            others: HashSet::default(),
            declared: HashSet::default(),
        }
    }

    /// Makes a variable that the user calls `name`.
    pub fn declare(&mut self, name: Ident, ty: Option<Type>) -> LocalId {
        let called = name.to_string();
        let is_taken = self.others.contains(&called);
        self.declared.insert(called);
        let unique = self.unique.of(&name, is_taken);
        self.add(unique, ty)
    }

    /// Makes a variable that the user doesn't see.
    pub fn hidden(&mut self, name: &str, span: Span) -> LocalId {
        let name = Ident::new(name, Span::mixed_site().located_at(span));
        let unique = Ident::new(&self.unique.unused(&name.to_string()), name.span());
        self.add(unique, None)
    }

    fn add(&mut self, unique: Ident, ty: Option<Type>) -> LocalId {
        let id = LocalId(self.locals.len());
        self.unique.note(&unique, id);
        let reference = ty.as_ref().and_then(|ty| match strip_groups(ty) {
            Type::Reference(reference) => Some(reference.mutability.is_some()),
            _ => None,
        });
        let (is_reference, is_exclusive) = (reference.is_some(), reference == Some(true));
        self.locals.push(Local { unique, ty, mutability: None, is_inner: false, is_reference, is_exclusive });
        id
    }
}
