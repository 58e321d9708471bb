//! The structured machine: the body as sections in source order, cut at its suspension points.
//!
//! `for i in 0..n { yield_!(i); }` becomes the section of the start, which makes the iterator and goes to the
//! loop's head, and a loop whose one section takes the next `i`, suspends with it, and resumes at the head.

use crate::ir::ids::index;
pub use crate::ir::ids::{ExitId, LocalId, PointId};
use crate::ir::scopes::{ScopeId, Scopes};
use crate::old::diverging::is_diverging;
use crate::spans::Spans;
use crate::syntax::{mark, mark_numbers};
use proc_macro2::Ident;
use syn::{Expr, Lifetime, Pat, Stmt as Source, Type};

index! {
    /// A loop or labelled block around a suspension.
    ContainerId
    /// A statement of a section.
    StmtId
}

impl PointId {
    /// Where the body begins.
    pub const START: PointId = PointId(0);
    /// Where it has ended.
    pub const DONE: PointId = PointId(1);
}

/// A variable of the body.
#[derive(Clone, Debug)]
pub struct Local {
    /// As the user spells it.
    pub name: Ident,
    /// The name that stands for it in the machine's code until `emit`: no two variables share one.
    pub unique: Ident,
    /// The type, where the user wrote one.
    pub ty: Option<Type>,
    /// Whether it was declared with `mut`.
    pub mutability: Option<syn::Token![mut]>,
    /// Whether it is `Copy` for certain, so that reading it never moves it and its drop does nothing.
    pub is_copy: bool,
    /// Whether it is a number, a shared reference or the like: `Copy`, and as good as its copies.
    pub is_scalar: bool,
    /// Whether it is an exclusive reference, or was made from a borrow of another variable: it is kept only while
    /// it is live. (Kept longer, it would hold the borrow across a suspension.)
    pub is_borrow: bool,
    /// Whether it is what a pattern left of another variable.
    pub is_remainder: bool,
}

impl Local {
    /// Whether nothing happens when it is dropped.
    pub fn drops_nothing(&self) -> bool {
        self.is_copy || self.is_borrow
    }
}

/// A place where a section begins.
#[derive(Debug)]
pub struct Point {
    pub kind: PointKind,
    /// The variables in scope.
    pub scope: ScopeId,
    /// The items of the blocks around, but for the body's own.
    pub items: Vec<Source>,
    /// Whether an `unsafe` block is around.
    pub is_unsafe: bool,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum PointKind {
    Start,
    Done,
    /// The head of a loop.
    Head(ContainerId),
    /// What follows a yield: the n-th of the body, from 1.
    Suspension(usize),
    /// Where paths of the body meet again, named after what they come from.
    Join(&'static str),
}

/// A loop, or a labelled block, that holds a suspension.
#[derive(Debug)]
pub struct Container {
    pub kind: ContainerKind,
    /// The user's label.
    pub label: Option<Lifetime>,
    /// Where `continue` goes (a loop's).
    pub head: Option<PointId>,
    /// Where `break` goes.
    pub after: PointId,
    /// The container around this one.
    pub parent: Option<ContainerId>,
    /// For a name: the pattern of a `for`.
    pub pattern: Option<Pat>,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum ContainerKind {
    For,
    While,
    Loop,
    /// A labelled block.
    Block,
    /// Sections that share variables.
    Scope,
}

/// Sections, in source order.
pub type Region = Vec<Section>;

#[derive(Debug)]
pub enum Section {
    /// Code that runs from a point to its exits.
    Code { point: PointId, code: Code },
    /// The sections of a loop or labelled block.
    Container { id: ContainerId, region: Region },
}

/// Statements that end in an exit, or fall out to what follows them in the section.
pub type Code = Vec<Stmt>;

#[derive(Debug)]
pub struct Stmt {
    pub id: StmtId,
    pub kind: StmtKind,
    /// The exits inside its own plain code, not in that of its branches.
    pub embedded: Vec<ExitId>,
}

#[derive(Debug)]
pub enum StmtKind {
    /// A statement without a suspension, as the user wrote it. Its jumps out of the section are
    /// [placeholders](placeholder).
    Plain(Source),
    /// Makes the iterator of a `for`.
    IntoIter {
        iter: LocalId,
        iterable: Expr,
    },
    /// Takes the next item of a `for`, or leaves it.
    Next {
        iter: LocalId,
        /// Where the iterable stands.
        spans: Spans,
        pat: Pat,
        then: Code,
        otherwise: Code,
    },
    /// A block, for its items, its `unsafe`, or its scope where it doesn't suspend but leaves the section somewhere.
    Block {
        code: Code,
        is_unsafe: bool,
    },
    If {
        cond: Expr,
        then: Code,
        otherwise: Code,
    },
    Match {
        scrutinee: Expr,
        arms: Vec<Arm>,
    },
    /// Hands `value` out; the next resume begins at the exit's target.
    Suspend {
        value: Expr,
        exit: ExitId,
    },
    /// Goes to the exit's target at once.
    Goto(ExitId),
}

#[derive(Debug)]
pub struct Arm {
    pub pat: Pat,
    pub guard: Option<Expr>,
    pub code: Code,
}

/// A jump from a section.
#[derive(Clone, Debug)]
pub struct Exit {
    pub target: PointId,
    /// The container that the jump stands in.
    pub container: Option<ContainerId>,
    /// Whether it stands inside a plain statement.
    pub embedded: bool,
}

/// The structured machine.
#[derive(Debug)]
pub struct Machine {
    pub locals: Vec<Local>,
    /// The parameters among the locals, in order.
    pub parameters: Vec<LocalId>,
    pub points: Vec<Point>,
    pub containers: Vec<Container>,
    pub exits: Vec<Exit>,
    pub scopes: Scopes,
    pub body: Region,
    /// The items that the body declares itself.
    pub items: Vec<Source>,
    /// How many statements there are.
    pub statements: usize,
}

impl Machine {
    pub fn local(&self, id: LocalId) -> &Local {
        &self.locals[id.0]
    }

    pub fn point(&self, id: PointId) -> &Point {
        &self.points[id.0]
    }

    pub fn exit(&self, id: ExitId) -> &Exit {
        &self.exits[id.0]
    }

    pub fn container(&self, id: ContainerId) -> &Container {
        &self.containers[id.0]
    }

    /// The containers around a place, innermost first.
    pub fn containers_around(&self, innermost: Option<ContainerId>) -> impl Iterator<Item = ContainerId> {
        std::iter::successors(innermost, |id| self.container(*id).parent)
    }
}

/// The name of the macro that stands for an exit inside a plain statement, and of the attribute that marks a `?`.
const PLACEHOLDER: &str = "__generator_exit";

/// An expression that stands for an exit inside a plain statement.
pub fn placeholder(exit: ExitId, span: proc_macro2::Span) -> Expr {
    let tokens = proc_macro2::Literal::usize_unsuffixed(exit.0);
    Expr::Macro(syn::ExprMacro {
        attrs: Vec::new(),
        mac: syn::Macro {
            path: Ident::new(PLACEHOLDER, span).into(),
            bang_token: syn::Token![!](span),
            delimiter: syn::MacroDelimiter::Paren(syn::token::Paren(span)),
            tokens: proc_macro2::TokenTree::from(tokens).into(),
        },
    })
}

/// The exit that `mac` stands for.
pub fn placeholder_exit(mac: &syn::Macro) -> Option<ExitId> {
    let stands_for_exit = mac.path.is_ident(PLACEHOLDER);
    stands_for_exit.then(|| mac.tokens.to_string().parse().ok().map(ExitId))?
}

/// Marks `tried`, whose failure ends the machine by `exit`. No other stage than the flow and `emit` needs to know of it.
pub fn mark_failure(tried: &mut syn::ExprTry, exit: ExitId) {
    tried.attrs.push(mark(PLACEHOLDER, &[exit.0], tried.question_token.spans[0]));
}

/// The exit by which the failure of `tried` ends the machine, unless it ends a closure.
pub fn failure_exit(tried: &syn::ExprTry) -> Option<ExitId> {
    let numbers = tried.attrs.iter().find_map(|attr| mark_numbers(PLACEHOLDER, attr))?;
    numbers.first().copied().map(ExitId)
}

/// Visits the plain code of a statement itself.
pub fn visit_plain_code<'s>(kind: &'s StmtKind, visitor: &mut impl syn::visit::Visit<'s>) {
    match kind {
        StmtKind::Plain(source) => visitor.visit_stmt(source),
        StmtKind::IntoIter { iterable: expr, .. }
        | StmtKind::If { cond: expr, .. }
        | StmtKind::Suspend { value: expr, .. } => visitor.visit_expr(expr),
        StmtKind::Match { scrutinee, arms } => {
            visitor.visit_expr(scrutinee);
            arms.iter().filter_map(|arm| arm.guard.as_ref()).for_each(|guard| visitor.visit_expr(guard));
        }
        StmtKind::Next { .. } | StmtKind::Block { .. } | StmtKind::Goto(_) => {}
    }
}

/// The exits inside the plain code of a statement itself.
pub fn embedded_exits(kind: &StmtKind) -> Vec<ExitId> {
    use syn::visit::Visit;
    struct Finder(Vec<ExitId>);
    impl Visit<'_> for Finder {
        fn visit_macro(&mut self, mac: &syn::Macro) {
            if let Some(exit) = placeholder_exit(mac) {
                self.0.push(exit);
            } else if let Some(mut read) = crate::parse::std_macros::parse(mac) {
                read.arguments_mut().for_each(|argument| self.visit_expr(argument));
            }
        }
        fn visit_item(&mut self, _: &syn::Item) {}
    }
    let mut finder = Finder(Vec::new());
    visit_plain_code(kind, &mut finder);
    finder.0
}

/// Whether a `?` in `stmt` itself may fail, and the failure be handed out.
pub fn hands_out_failures(stmt: &Stmt) -> bool {
    use syn::visit::{self, Visit};
    struct Failures(bool);
    impl Visit<'_> for Failures {
        fn visit_expr_try(&mut self, tried: &syn::ExprTry) {
            self.0 |= failure_exit(tried).is_some();
            visit::visit_expr_try(self, tried);
        }
        fn visit_macro(&mut self, mac: &syn::Macro) {
            if let Some(mut read) = crate::parse::std_macros::parse(mac) {
                read.arguments_mut().for_each(|argument| self.visit_expr(argument));
            }
        }
        fn visit_item(&mut self, _: &syn::Item) {}
    }
    let mut failures = Failures(false);
    visit_plain_code(&stmt.kind, &mut failures);
    failures.0
}

impl Stmt {
    /// The exits of the statement itself, not those of its branches.
    pub fn own_exits(&self) -> impl Iterator<Item = ExitId> {
        let last = match &self.kind {
            StmtKind::Suspend { exit, .. } | StmtKind::Goto(exit) => Some(*exit),
            _ => None,
        };
        self.embedded.iter().copied().chain(last)
    }
}

impl StmtKind {
    /// Whether control never goes on after it.
    pub fn exits(&self) -> bool {
        self.exits_if(&|last| last.kind.exits())
    }

    /// Whether control never goes on after it, where `last_exits` tells that of the last statements of its branches.
    pub fn exits_if(&self, last_exits: &impl Fn(&Stmt) -> bool) -> bool {
        match self {
            StmtKind::Goto(_) | StmtKind::Suspend { .. } => true,
            StmtKind::Plain(source) => is_diverging(source),
            StmtKind::IntoIter { .. } => false,
            StmtKind::Block { .. } | StmtKind::Next { .. } | StmtKind::If { .. } | StmtKind::Match { .. } => {
                self.branches().all(|branch| branch.last().is_some_and(last_exits))
            }
        }
    }

    /// The code that control may go on with inside the statement, to be changed.
    pub fn branches_mut(&mut self) -> impl Iterator<Item = &mut Code> {
        let (one, two, arms): (Option<&mut Code>, Option<&mut Code>, &mut [Arm]) = match self {
            StmtKind::Plain(_) | StmtKind::IntoIter { .. } | StmtKind::Suspend { .. } | StmtKind::Goto(_) => {
                (None, None, &mut [])
            }
            StmtKind::Block { code, .. } => (Some(code), None, &mut []),
            StmtKind::Next { then, otherwise, .. } | StmtKind::If { then, otherwise, .. } => {
                (Some(then), Some(otherwise), &mut [])
            }
            StmtKind::Match { arms, .. } => (None, None, arms),
        };
        one.into_iter().chain(two).chain(arms.iter_mut().map(|arm| &mut arm.code))
    }

    /// The code that control may go on with inside the statement.
    pub fn branches(&self) -> impl Iterator<Item = &Code> {
        let (one, two, arms): (Option<&Code>, Option<&Code>, &[Arm]) = match self {
            StmtKind::Plain(_) | StmtKind::IntoIter { .. } | StmtKind::Suspend { .. } | StmtKind::Goto(_) => {
                (None, None, &[])
            }
            StmtKind::Block { code, .. } => (Some(code), None, &[]),
            StmtKind::Next { then, otherwise, .. } | StmtKind::If { then, otherwise, .. } => {
                (Some(then), Some(otherwise), &[])
            }
            StmtKind::Match { arms, .. } => (None, None, arms),
        };
        one.into_iter().chain(two).chain(arms.iter().map(|arm| &arm.code))
    }
}
