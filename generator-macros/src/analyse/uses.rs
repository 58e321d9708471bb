//! One use of a variable: which part of it, and what is done with that.

use crate::ir::{LocalId, UseId};
use proc_macro2::Ident;

/// A step from a place to a part of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Member {
    Field(String),
    Deref,
}

impl Member {
    /// The step to a field.
    pub fn of(member: &syn::Member) -> Self {
        Member::Field(match member {
            syn::Member::Named(name) => name.to_string(),
            syn::Member::Unnamed(index) => index.index.to_string(),
        })
    }
}

/// What is done with a place.
#[derive(Clone, Debug)]
pub enum Kind {
    /// It is borrowed where it is.
    Reference,
    /// It is borrowed by `&`.
    Shared,
    /// It is read where it is: no borrow of it outlives that.
    Read,
    /// It is set where it is.
    Set,
    /// An exclusive reference is reborrowed, for as long as is wanted: if it isn't used again, it is given up to that.
    Reborrowed,
    /// It is moved, or copied.
    Value,
    /// A method is called on it, which may take it: only its type tells.
    Receiver { method: Ident },
    /// It is called, which may take it.
    Callee,
    /// A pattern takes some of its parts.
    Pattern(Box<syn::Pat>),
    /// A closure takes it.
    Taken,
    /// A closure that isn't `move` calls a method on it.
    Captured,
    /// A macro that isn't known names it. `bare`: by nothing but its name, as it would to move it.
    Opaque { bare: bool },
}

/// A use of a place, `x`, `x.part` or `*x`.
#[derive(Clone, Debug)]
pub struct Use {
    pub local: LocalId,
    /// Which occurrence in the code it is.
    pub id: Option<UseId>,
    pub path: Vec<Member>,
    pub kind: Kind,
}

impl Use {
    /// Whether it may move what it uses, if that isn't used again.
    pub fn may_move(&self) -> bool {
        !matches!(
            self.kind,
            Kind::Reference | Kind::Shared | Kind::Read | Kind::Set | Kind::Opaque { bare: false }
        )
    }

    /// Whether it takes what it uses by value, whichever type that has.
    pub fn takes(&self) -> bool {
        matches!(self.kind, Kind::Value | Kind::Reborrowed | Kind::Taken | Kind::Opaque { .. })
    }

    /// The fields that lead to what it uses, up to a `*`.
    pub fn fields(&self) -> Vec<Member> {
        self.path.iter().take_while(|member| **member != Member::Deref).cloned().collect()
    }

    /// Whether a shared reference is enough for it.
    pub fn is_shared(&self) -> bool {
        matches!(self.kind, Kind::Shared | Kind::Read)
    }

    /// Whether this and another use concern the same place, or a part of it.
    pub fn overlaps(&self, path: &[Member]) -> bool {
        overlap(&self.path, path)
    }
}

/// Whether one of two paths leads to a part of what the other does, or to the same.
pub fn overlap(one: &[Member], other: &[Member]) -> bool {
    one.iter().zip(other).all(|(one, other)| one == other)
}

/// Adds `paths` to those in `found`, of which none leads to a part of what another does.
pub fn keep_shortest(found: &mut Vec<Vec<Member>>, paths: impl IntoIterator<Item = Vec<Member>>) {
    for path in paths {
        if !found.iter().any(|known| path.starts_with(known)) {
            found.retain(|known| !known.starts_with(&path));
            found.push(path);
        }
    }
}
