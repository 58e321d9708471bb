//! The one-step reductions of a body: each takes away a part of it.

use crate::ast::{Block, Body, Expr, Kind, Part, Stmt, Test, Ty};

/// What to do with a node.
#[derive(Clone, PartialEq, Debug)]
pub enum Action {
    /// Takes statements out of a block: the first, and how many.
    Delete(usize, usize),
    /// Puts the statements inside a statement in its place; of several blocks inside, one.
    Unwrap(usize, usize),
    /// Leaves the value of a `let` as a statement.
    Unbind(usize),
    /// Writes the simplest value of the type.
    Simplify,
    /// Writes a part of the same type: which of those below.
    Hoist(usize),
    /// Takes an arm, a test, an `else`, a guard, a label, `unsafe` out.
    Arm(usize),
    Guard(usize),
    Test(usize),
    Else,
    Label,
    Unsafe,
    /// Takes a parameter out.
    Param(usize),
}

/// An action at a node, counted from the root in the order of writing.
#[derive(Clone, PartialEq, Debug)]
pub struct Edit {
    pub node: usize,
    pub action: Action,
}

/// All reductions of a body.
pub fn edits(body: &Body) -> Vec<Edit> {
    let mut body = body.clone();
    let params = (0..body.params.len()).map(|index| Edit { node: 0, action: Action::Param(index) });
    let mut edits: Vec<Edit> = params.collect();
    let mut node = 0;
    walk(Part::Block(&mut body.block), &mut |part| {
        edits.extend(actions(part).into_iter().map(|action| Edit { node, action }));
        node += 1;
        false
    });
    edits
}

/// The body with edits made, from the last node to the first: those before them stay where they are.
pub fn apply(body: &Body, edits: &[Edit]) -> Body {
    let mut edited = body.clone();
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (std::cmp::Reverse(edit.node), std::cmp::Reverse(edit.action.position())));
    for edit in edits {
        if let Action::Param(index) = edit.action {
            if index < edited.params.len() {
                edited.params.remove(index);
            }
            continue;
        }
        let mut node = 0;
        walk(Part::Block(&mut edited.block), &mut |part| {
            let found = node == edit.node;
            if found {
                perform(part, &edit.action);
            }
            node += 1;
            found
        });
    }
    renumber(&mut edited);
    edited
}

/// Gives each `make(1)` a number of its own, so that drops can be told apart.
fn renumber(body: &mut Body) {
    let mut number = 0;
    walk(Part::Block(&mut body.block), &mut |part| {
        if let Part::Expr(Expr { kind: Kind::Leaf(text), .. }) = part {
            let mut pieces = text.split("make(");
            let mut renumbered = pieces.next().unwrap_or_default().to_owned();
            for piece in pieces {
                number += 1;
                renumbered +=
                    &format!("make({number}{}", piece.trim_start_matches(|c: char| c.is_ascii_digit()));
            }
            *text = renumbered;
        }
        false
    });
}

/// Whether `text` is the simplest value of its type, whatever it is numbered.
fn is_simplest(text: &str, ty: Ty) -> bool {
    let shape = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
    ty.simplest().is_some_and(|simplest| simplest == text || ty.is_noisy() && shape(simplest) == shape(text))
}

/// How many nodes a body has.
pub fn size(body: &Body) -> usize {
    let mut body = body.clone();
    let mut size = 2 * body.params.len();
    walk(Part::Block(&mut body.block), &mut |part| {
        size += match part {
            Part::Block(block) => 1 + block.stmts.len(),
            // A literal is smaller than an operation, and a call than a loop.
            Part::Expr(expr) => match &expr.kind {
                Kind::Leaf(text) => usize::from(!is_simplest(text, expr.ty)),
                Kind::If { tests, .. } => 3 + tests.len(),
                Kind::Match { arms, .. } => {
                    2 + arms.len() + arms.iter().filter(|arm| arm.guard.is_some()).count()
                }
                Kind::Loop { label, .. } | Kind::While { label, .. } | Kind::For { label, .. } => {
                    4 + usize::from(label.is_some())
                }
                Kind::Block { label, is_unsafe, .. } => {
                    1 + usize::from(label.is_some()) + usize::from(*is_unsafe)
                }
                _ => 2,
            },
        };
        false
    });
    size
}

/// Visits all nodes, until one says that it is enough.
fn walk(mut part: Part<'_>, visit: &mut dyn FnMut(&mut Part<'_>) -> bool) -> bool {
    visit(&mut part) || part.parts().into_iter().any(|part| walk(part, visit))
}

impl Action {
    /// Where in its node it is: later ones go first.
    fn position(&self) -> usize {
        match self {
            Action::Delete(index, _)
            | Action::Unwrap(index, _)
            | Action::Unbind(index)
            | Action::Arm(index)
            | Action::Guard(index)
            | Action::Test(index)
            | Action::Param(index)
            | Action::Hoist(index) => *index,
            _ => 0,
        }
    }
}

fn actions(part: &mut Part<'_>) -> Vec<Action> {
    match part {
        Part::Block(block) => block_actions(block),
        Part::Expr(expr) => expr_actions(expr),
    }
}

fn block_actions(block: &mut Block) -> Vec<Action> {
    let mut actions = Vec::new();
    let count = block.stmts.len();
    let mut length = count;
    while length > 0 {
        actions
            .extend((0..count).step_by(length).map(|first| Action::Delete(first, length.min(count - first))));
        length /= 2;
    }
    for (index, stmt) in block.stmts.iter_mut().enumerate() {
        if matches!(stmt, Stmt::Let { init: Some(_), .. }) {
            actions.push(Action::Unbind(index));
        }
        let inner = inner_blocks(stmt).len();
        actions.extend((0..inner).map(|which| Action::Unwrap(index, which)));
    }
    actions
}

fn expr_actions(expr: &mut Expr) -> Vec<Action> {
    let mut actions = Vec::new();
    let simplest = expr.ty.simplest();
    let is_jump =
        matches!(expr.kind, Kind::Break(..) | Kind::Continue(_) | Kind::Return | Kind::Closure { .. });
    if !is_jump && !matches!(&expr.kind, Kind::Leaf(text) if is_simplest(text, expr.ty)) {
        actions.extend(simplest.map(|_| Action::Simplify));
    }
    actions.extend((0..same_type(expr).len()).map(Action::Hoist));
    match &expr.kind {
        Kind::If { tests, otherwise, .. } => {
            actions.extend(otherwise.iter().map(|_| Action::Else));
            if tests.len() > 1 {
                actions.extend((0..tests.len()).map(Action::Test));
            }
        }
        Kind::While { tests, label, .. } => {
            if tests.len() > 1 {
                actions.extend((0..tests.len()).map(Action::Test));
            }
            actions.extend(label.iter().map(|_| Action::Label));
        }
        Kind::Match { arms, .. } => {
            actions.extend((0..arms.len()).map(Action::Arm));
            let guarded = |index: &usize| arms[*index].guard.is_some();
            actions.extend((0..arms.len()).filter(guarded).map(Action::Guard));
        }
        Kind::Loop { label, .. } | Kind::For { label, .. } => {
            actions.extend(label.iter().map(|_| Action::Label));
        }
        Kind::Block { label, is_unsafe, .. } => {
            actions.extend(label.iter().map(|_| Action::Label));
            actions.extend(is_unsafe.then_some(Action::Unsafe));
        }
        _ => {}
    }
    actions
}

/// The expressions below `expr` that have its type; not those inside others that have.
fn same_type(expr: &mut Expr) -> Vec<Expr> {
    fn below(mut part: Part<'_>, ty: Ty, found: &mut Vec<Expr>) {
        for part in part.parts() {
            match part {
                Part::Expr(expr) if expr.ty == ty => found.push(expr.clone()),
                part => below(part, ty, found),
            }
        }
    }
    let mut found = Vec::new();
    let ty = expr.ty;
    if ty != Ty::Unit {
        below(Part::Expr(expr), ty, &mut found);
    }
    found
}

/// The blocks in a statement that could stand in its place.
fn inner_blocks(stmt: &mut Stmt) -> Vec<Block> {
    fn below(part: Part<'_>, found: &mut Vec<Block>) {
        match part {
            Part::Block(block) => found.push(block.clone()),
            Part::Expr(expr) if matches!(expr.kind, Kind::Yield(_) | Kind::YieldFrom(_)) => {
                found.push(Block { stmts: vec![Stmt::Expr(expr.clone())], tail: None });
            }
            Part::Expr(expr) => expr.parts().into_iter().for_each(|part| below(part, found)),
        }
    }
    let mut found = Vec::new();
    match stmt {
        Stmt::Let { init: Some(expr), .. } => below(Part::Expr(expr), &mut found),
        Stmt::Expr(expr) => expr.parts().into_iter().for_each(|part| below(part, &mut found)),
        Stmt::Let { .. } | Stmt::Item(_) => {}
    }
    found
}

/// Does what it can; what no longer fits, after other edits, is left.
fn perform(part: &mut Part<'_>, action: &Action) {
    match part {
        Part::Block(block) => in_block(block, action),
        Part::Expr(expr) => in_expr(expr, action),
    }
}

fn in_block(block: &mut Block, action: &Action) {
    match *action {
        Action::Delete(first, count) if first + count <= block.stmts.len() => {
            block.stmts.drain(first..first + count);
        }
        Action::Unwrap(index, which) if index < block.stmts.len() => {
            if let Some(inner) = inner_blocks(&mut block.stmts[index]).into_iter().nth(which) {
                let tail = inner.tail.map(|tail| Stmt::Expr(*tail));
                block.stmts.splice(index..=index, inner.stmts.into_iter().chain(tail));
            }
        }
        Action::Unbind(index) if index < block.stmts.len() => {
            if let Stmt::Let { init: Some(init), .. } = &block.stmts[index] {
                block.stmts[index] = Stmt::Expr(init.clone());
            }
        }
        _ => {}
    }
}

fn in_expr(expr: &mut Expr, action: &Action) {
    match *action {
        Action::Simplify => {
            if let Some(simplest) = expr.ty.simplest() {
                expr.kind = Kind::Leaf(simplest.to_owned());
            }
        }
        Action::Hoist(index) => {
            if let Some(inner) = same_type(expr).into_iter().nth(index) {
                *expr = inner;
            }
        }
        _ => match &mut expr.kind {
            Kind::If { otherwise, .. } if *action == Action::Else => *otherwise = None,
            Kind::If { tests, .. } | Kind::While { tests, .. } if matches!(action, Action::Test(_)) => {
                remove_test(tests, action);
            }
            Kind::Match { arms, .. } => match *action {
                Action::Arm(index) if index < arms.len() => drop(arms.remove(index)),
                Action::Guard(index) if index < arms.len() => arms[index].guard = None,
                _ => {}
            },
            Kind::Loop { label, .. } | Kind::While { label, .. } | Kind::For { label, .. } => *label = None,
            Kind::Block { label, .. } if *action == Action::Label => *label = None,
            Kind::Block { is_unsafe, .. } => *is_unsafe = false,
            _ => {}
        },
    }
}

fn remove_test(tests: &mut Vec<Test>, action: &Action) {
    if let Action::Test(index) = *action
        && index < tests.len()
        && tests.len() > 1
    {
        tests.remove(index);
    }
}
