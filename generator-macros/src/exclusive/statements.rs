//! The statements of a body, by number, and those that each use of a variable stands in.
//!
//! `f(); { g(x); }` → `0: f(); 1: { 2: g(x); }`, and `x` stands in 1 and 2.

use crate::collections::HashMap;
use crate::ir::marks::{Placeholder, use_of};
use crate::ir::{StatementId, UseId};
use crate::syntax::{in_block, mark, mark_numbers, start, unit};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Stmt};

/// On a block around the value of an arm, which had none.
const ARM: &str = "__generator_arm";

/// What is known of the statements.
#[derive(Default)]
pub struct Statements {
    /// Of each: the number of its block, and where in that it stands.
    places: Vec<(usize, usize)>,
    /// The statements around each use, the outermost first. A closure is part of the statement that it is made in.
    around: HashMap<UseId, Vec<StatementId>>,
}

impl Statements {
    /// The statements around a use, the outermost first.
    pub fn around(&self, id: UseId) -> &[StatementId] {
        self.around.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whether a use stands in the block of `statement`, from that on.
    pub fn is_from(&self, statement: StatementId, id: UseId) -> bool {
        let (block, index) = self.places[statement.0];
        self.around(id).iter().any(|around| {
            let (of, at) = self.places[around.0];
            of == block && at >= index
        })
    }
}

/// Numbers the statements of `block`, and marks the beginning of each.
pub fn number(block: &mut Block) -> Statements {
    let mut numbering = Numbering { found: Statements::default(), blocks: 0, around: Vec::new(), inner: 0 };
    numbering.visit_block_mut(block);
    numbering.found
}

struct Numbering {
    found: Statements,
    blocks: usize,
    around: Vec<StatementId>,
    /// How many closures and `async` blocks are around.
    inner: usize,
}

impl VisitMut for Numbering {
    fn visit_block_mut(&mut self, block: &mut Block) {
        if self.inner > 0 {
            return visit_mut::visit_block_mut(self, block);
        }
        let own = self.blocks;
        self.blocks += 1;
        let mut marked = Vec::with_capacity(2 * block.stmts.len());
        for (index, mut stmt) in std::mem::take(&mut block.stmts).into_iter().enumerate() {
            let id = StatementId(self.found.places.len());
            self.found.places.push((own, index));
            self.around.push(id);
            self.visit_stmt_mut(&mut stmt);
            self.around.pop();
            // Items stand together.
            marked.extend((!matches!(stmt, Stmt::Item(_))).then(|| Placeholder::Statement(id).stmt()));
            marked.push(stmt);
        }
        block.stmts = marked;
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        if self.inner == 0 && !matches!(*arm.body, Expr::Block(_)) {
            let span = start(&arm.body);
            let body = std::mem::replace(&mut *arm.body, unit(span));
            *arm.body = in_block(vec![Stmt::Expr(body, None)], span);
            if let Expr::Block(block) = &mut *arm.body {
                block.attrs.push(mark(ARM, &[], span));
            }
        }
        visit_mut::visit_arm_mut(self, arm);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let id = match expr {
            Expr::Path(path) => use_of(&path.attrs),
            Expr::Macro(call) => use_of(&call.attrs),
            _ => None,
        };
        self.found.around.extend(id.map(|id| (id, self.around.clone())));
        let is_inner = matches!(expr, Expr::Closure(_) | Expr::Async(_));
        self.inner += usize::from(is_inner);
        visit_mut::visit_expr_mut(self, expr);
        self.inner -= usize::from(is_inner);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// Takes the marks away.
pub fn clear(block: &mut Block) {
    Clearing.visit_block_mut(block);
}

struct Clearing;

impl VisitMut for Clearing {
    fn visit_block_mut(&mut self, block: &mut Block) {
        block.stmts.retain(|stmt| statement_of(stmt).is_none());
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        visit_mut::visit_arm_mut(self, arm);
        let Expr::Block(block) = &mut *arm.body else { return };
        let made = block.attrs.len();
        block.attrs.retain(|attr| mark_numbers(ARM, attr).is_none());
        if block.attrs.len() < made
            && let [Stmt::Expr(_, None)] = &block.block.stmts[..]
            && let Some(Stmt::Expr(body, None)) = block.block.stmts.pop()
        {
            *arm.body = body;
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// The statement whose beginning `stmt` marks.
pub fn statement_of(stmt: &Stmt) -> Option<StatementId> {
    match stmt {
        Stmt::Expr(expr, _) => match Placeholder::of(expr) {
            Some(Placeholder::Statement(id)) => Some(id),
            _ => None,
        },
        _ => None,
    }
}
