//! Bodies: a small part of Rust, typed.

pub use crate::types::Ty;

/// A generator function.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// The seed that it was made from.
    pub seed: u64,
    /// The type of its items.
    pub item: Ty,
    pub params: Vec<Param>,
    pub block: Block,
    /// What is defined before the function.
    pub definitions: Vec<&'static str>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    pub pat: String,
    pub ty: Ty,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Block {
    pub stmts: Vec<Stmt>,
    pub tail: Option<Box<Expr>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Stmt {
    Let {
        pat: String,
        ty: Option<Ty>,
        init: Option<Expr>,
        otherwise: Option<Block>,
    },
    Expr(Expr),
    /// An item within the body, as it is written.
    Item(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    pub ty: Ty,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A literal or the like, as it is written.
    Leaf(String),
    Var(String),
    /// A template such as `({0} + {1})`, and what it is filled with; `<0>` is filled with an operand, which
    /// may need parentheses.
    Op(&'static str, Vec<Expr>),
    Block {
        label: Option<String>,
        is_unsafe: bool,
        block: Block,
    },
    If {
        tests: Vec<Test>,
        then: Block,
        otherwise: Option<Box<Expr>>,
    },
    Match {
        scrutinee: Box<Expr>,
        arms: Vec<Arm>,
    },
    Loop {
        label: Option<String>,
        body: Block,
    },
    While {
        label: Option<String>,
        tests: Vec<Test>,
        body: Block,
    },
    For {
        label: Option<String>,
        pat: String,
        iter: Box<Expr>,
        body: Block,
    },
    Break(Option<String>, Option<Box<Expr>>),
    Continue(Option<String>),
    Return,
    Closure {
        is_move: bool,
        param: String,
        body: Block,
    },
    Yield(Box<Expr>),
    YieldFrom(Box<Expr>),
    Try(Box<Expr>),
    /// `?` in the definition of a macro.
    HiddenTry(Box<Expr>),
}

/// A link of a condition's chain.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    Holds(Expr),
    Let(String, Expr),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    pub pat: String,
    pub guard: Option<Expr>,
    pub body: Expr,
}

impl Expr {
    pub fn new(ty: Ty, kind: Kind) -> Self {
        Expr { ty, kind }
    }

    pub fn leaf(ty: Ty, text: impl Into<String>) -> Self {
        Expr::new(ty, Kind::Leaf(text.into()))
    }

    pub fn op(ty: Ty, template: &'static str, args: impl IntoIterator<Item = Expr>) -> Self {
        Expr::new(ty, Kind::Op(template, args.into_iter().collect()))
    }

    pub fn block(ty: Ty, block: Block) -> Self {
        Expr::new(ty, Kind::Block { label: None, is_unsafe: false, block })
    }

    /// Whether it is a struct literal.
    pub fn ends_with_brace(&self) -> bool {
        matches!(&self.kind, Kind::Op(template, _) if template.ends_with('}'))
    }

    /// Whether it is a statement without a semicolon.
    pub fn is_block_like(&self) -> bool {
        matches!(
            self.kind,
            Kind::Block { .. }
                | Kind::If { .. }
                | Kind::Match { .. }
                | Kind::Loop { .. }
                | Kind::While { .. }
                | Kind::For { .. }
        )
    }
}

/// What keeps loops from going on for ever.
pub const FUEL: &str = "more()";
/// The condition of a loop's way out.
pub const NO_FUEL: &str = "!more()";

impl Body {
    /// Whether all loops end: each asks for fuel, first of all.
    pub fn ends(&self) -> bool {
        fn asks(block: &Block) -> bool {
            matches!(block.stmts.first(), Some(Stmt::Expr(Expr { kind: Kind::If { tests, .. }, .. })) if
                matches!(&tests[..], [Test::Holds(Expr { kind: Kind::Leaf(test), .. })] if test == NO_FUEL))
        }
        fn all_end(mut part: Part<'_>) -> bool {
            let ends = match &part {
                Part::Expr(Expr { kind: Kind::Loop { body, .. }, .. }) => asks(body),
                Part::Expr(Expr { kind: Kind::While { tests, body, .. }, .. }) => {
                    let first =
                        matches!(&tests[0], Test::Holds(Expr { kind: Kind::Leaf(test), .. }) if test == FUEL);
                    first || asks(body)
                }
                _ => true,
            };
            ends && part.parts().into_iter().all(all_end)
        }
        all_end(Part::Block(&mut self.block.clone()))
    }
}

/// A part of a tree.
pub enum Part<'a> {
    Expr(&'a mut Expr),
    Block(&'a mut Block),
}

impl Expr {
    /// The parts that it consists of, in the order they are written.
    pub fn parts(&mut self) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        match &mut self.kind {
            Kind::Leaf(_) | Kind::Var(_) | Kind::Continue(_) | Kind::Return => {}
            Kind::Op(_, args) => parts.extend(args.iter_mut().map(Part::Expr)),
            Kind::Block { block, .. } => parts.push(Part::Block(block)),
            Kind::If { tests, then, otherwise } => {
                parts.extend(tests.iter_mut().map(|test| Part::Expr(test.value())));
                parts.push(Part::Block(then));
                parts.extend(otherwise.as_deref_mut().map(Part::Expr));
            }
            Kind::Match { scrutinee, arms } => {
                parts.push(Part::Expr(scrutinee));
                for arm in arms {
                    parts.extend(arm.guard.as_mut().map(Part::Expr));
                    parts.push(Part::Expr(&mut arm.body));
                }
            }
            Kind::Loop { body, .. } | Kind::Closure { body, .. } => parts.push(Part::Block(body)),
            Kind::While { tests, body, .. } => {
                parts.extend(tests.iter_mut().map(|test| Part::Expr(test.value())));
                parts.push(Part::Block(body));
            }
            Kind::For { iter, body, .. } => {
                parts.push(Part::Expr(iter));
                parts.push(Part::Block(body));
            }
            Kind::Break(_, value) => parts.extend(value.as_deref_mut().map(Part::Expr)),
            Kind::Yield(value) | Kind::YieldFrom(value) | Kind::Try(value) | Kind::HiddenTry(value) => {
                parts.push(Part::Expr(value));
            }
        }
        parts
    }
}

impl Block {
    /// The parts that it consists of, in the order they are written.
    pub fn parts(&mut self) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        for stmt in &mut self.stmts {
            match stmt {
                Stmt::Let { init, otherwise, .. } => {
                    parts.extend(init.as_mut().map(Part::Expr));
                    parts.extend(otherwise.as_mut().map(Part::Block));
                }
                Stmt::Expr(expr) => parts.push(Part::Expr(expr)),
                Stmt::Item(_) => {}
            }
        }
        parts.extend(self.tail.as_deref_mut().map(Part::Expr));
        parts
    }
}

impl Part<'_> {
    pub fn parts(&mut self) -> Vec<Part<'_>> {
        match self {
            Part::Expr(expr) => expr.parts(),
            Part::Block(block) => block.parts(),
        }
    }
}

impl Test {
    pub fn value(&mut self) -> &mut Expr {
        match self {
            Test::Holds(value) | Test::Let(_, value) => value,
        }
    }
}
