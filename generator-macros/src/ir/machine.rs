//! The machine: the body as sections in source order, cut where control comes back into it.
//!
//! `for i in 0..n { yield_!(i); f(); }` becomes the section of the start, which makes the iterator and enters the loop, and
//! the section of the loop, whose region has two sections: the head, which takes the next `i` and suspends, and what
//! follows the suspension, `f();`.

use super::ids::{JoinId, LocalId, LoopId, SectionId};
use super::scopes::{ScopeId, Scopes};
use proc_macro2::Ident;
use syn::{Expr, Label, Pat, Stmt, Type};

/// A variable of the body.
#[derive(Clone, Debug)]
pub struct Local {
    /// The name that stands for it in the machine's code: no two variables share one.
    pub unique: Ident,
    /// The type, where the user wrote one.
    pub ty: Option<Type>,
    /// Whether it was declared with `mut`.
    pub mutability: Option<syn::Token![mut]>,
    /// Whether it is declared by a closure or an `async` block inside, which alone knows it.
    pub is_inner: bool,
    /// Whether it is a reference, as its type says: none of its parts is moved.
    pub is_reference: bool,
    /// Whether that is an exclusive one, for certain.
    pub is_exclusive: bool,
}

/// Where a section begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entry {
    /// The body's own beginning.
    Start,
    /// What follows a suspension.
    Point(super::PointId),
    /// Where paths meet.
    Join(JoinId),
    /// Where a loop is entered: it, and what follows it.
    Loop(LoopId),
    /// The head of the loop whose region it is in.
    Head(LoopId),
}

/// A piece of code that control enters at its beginning only.
#[derive(Debug)]
pub struct Section {
    pub entry: Entry,
    pub code: Vec<Stmt>,
    /// The loop in whose region it stands.
    pub around: Option<LoopId>,
}

/// A suspension point.
#[derive(Debug)]
pub struct Point {
    /// The variables in scope.
    pub scope: ScopeId,
    pub section: SectionId,
}

/// A place where paths meet.
#[derive(Debug)]
pub struct Join {
    pub scope: ScopeId,
    pub section: SectionId,
    /// What it follows, for its name: `AfterIf`.
    pub name: &'static str,
}

/// How each round of a loop begins.
#[derive(Debug)]
pub enum Head {
    /// Takes the next item of the iterator, or leaves.
    For {
        iter: LocalId,
        pat: Box<Pat>,
        iterable: proc_macro2::Span,
    },
    While(Box<Expr>),
    Loop,
}

/// A loop that control comes back into after a suspension.
#[derive(Debug)]
pub struct Loop {
    pub head: Head,
    pub label: Option<Label>,
    /// The variables in scope around it.
    pub scope: ScopeId,
    /// The section that it stands in.
    pub section: SectionId,
    /// The section of its head, and those that follow, in source order.
    pub region: Vec<SectionId>,
    pub around: Option<LoopId>,
}

/// Where an exit goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    Point(super::PointId),
    Join(JoinId),
    Loop(LoopId),
}

/// A place where control leaves a section for another.
#[derive(Clone, Debug)]
pub struct Exit {
    pub target: Target,
}

/// The machine of one function.
#[derive(Debug)]
pub struct Machine {
    pub locals: Vec<Local>,
    /// The parameters among the locals, in order.
    pub parameters: Vec<LocalId>,
    pub sections: Vec<Section>,
    /// The sections that stand in no loop.
    pub root: Vec<SectionId>,
    pub points: Vec<Point>,
    pub joins: Vec<Join>,
    pub loops: Vec<Loop>,
    pub exits: Vec<Exit>,
    pub scopes: Scopes,
    /// The items that the body declares itself.
    pub items: Vec<Stmt>,
    /// Whether what it yields is `Copy`, as its type says.
    pub gives_copies: bool,
    /// Whether what it returns is a number or the like, as its type says.
    pub returns_primitive: bool,
}

impl Machine {
    pub fn local(&self, id: LocalId) -> &Local {
        &self.locals[id.0]
    }

    /// The section that control comes to at `target`.
    pub fn section_of(&self, target: Target) -> SectionId {
        match target {
            Target::Point(point) => self.points[point.0].section,
            Target::Join(join) => self.joins[join.0].section,
            Target::Loop(id) => self.loops[id.0].section,
        }
    }

    /// The variables in scope at `target`.
    pub fn scope_of(&self, target: Target) -> ScopeId {
        match target {
            Target::Point(point) => self.points[point.0].scope,
            Target::Join(join) => self.joins[join.0].scope,
            Target::Loop(id) => self.loops[id.0].scope,
        }
    }

    /// The loops around a place, innermost first.
    pub fn loops_around(&self, innermost: Option<LoopId>) -> impl Iterator<Item = LoopId> {
        std::iter::successors(innermost, |id| self.loops[id.0].around)
    }
}
