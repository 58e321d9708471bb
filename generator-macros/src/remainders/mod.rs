//! What a pattern leaves of a variable that it takes apart → a variable of its own, which drops in the place of the whole.
//!
//! `let pair = f(); let (_, b) = pair; yield_!(1);` → `let pair = f(); let rest; let (left, b) = pair; rest = left; …`: Rust drops
//! the first half of `pair` at the end of the scope of `pair`, and a state can hold it, though not what is left of `pair`.
//!
//! A part that `..` stands for has no name, and stays behind; so does one of a type that may have a drop of its own, of which
//! nothing can be moved out. Where the whole is mentioned again it wasn't moved.

mod survey;

use crate::collections::HashMap;
use crate::ir::LocalId;
use crate::resolve::Names;
use crate::syntax::{assign_statement, declare, enclose, plain, variable};
use proc_macro2::{Ident, Span};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Pat, Stmt};

/// Of a variable: the variables of the parts that patterns leave of it.
pub type Remainders = HashMap<LocalId, Vec<LocalId>>;

/// Keeps what the patterns in `block` leave of its variables. Those of parameters are returned, for whoever declares these.
pub fn keep_remainders(names: &mut Names, parameters: &[LocalId], block: &mut Block) -> Remainders {
    let taken_apart = survey::taken_apart(names, block);
    if taken_apart.is_empty() {
        return Remainders::default();
    }
    let mut writer = Writer { names, taken_apart, sites: 0, remainders: Remainders::default() };
    writer.visit_block_mut(block);
    let Writer { names, mut remainders, .. } = writer;
    Declarations { names, remainders: &remainders }.visit_block_mut(block);
    remainders.retain(|local, _| parameters.contains(local));
    remainders
}

/// Makes the parts that patterns leave variables.
struct Writer<'r> {
    names: &'r mut Names,
    /// Of each site.
    taken_apart: Vec<bool>,
    /// The sites that were met so far.
    sites: usize,
    remainders: Remainders,
}

/// The parts that one pattern leaves.
struct Left<'w, 'r> {
    writer: &'w mut Writer<'r>,
    of: LocalId,
    stmts: Vec<Stmt>,
}

impl VisitMut for Left<'_, '_> {
    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        match pat {
            Pat::Wild(wild) => {
                let span = wild.underscore_token.span;
                let (rest, left) = (self.hidden("rest", span), self.hidden("left", span));
                let (rest_name, left_name) = (self.name(rest), self.name(left));
                self.stmts.push(assign_statement(variable(&rest_name), variable(&left_name)));
                self.writer.remainders.entry(self.of).or_default().push(rest);
                *pat = plain(&left_name);
            }
            pat if survey::is_transparent(pat) => visit_mut::visit_pat_mut(self, pat),
            _ => {}
        }
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}

impl Left<'_, '_> {
    fn hidden(&mut self, name: &str, span: Span) -> LocalId {
        self.writer.names.hidden(name, span)
    }

    fn name(&self, local: LocalId) -> Ident {
        self.writer.names.locals[local.0].unique.clone()
    }
}

impl Writer<'_> {
    /// Makes variables of what `pat` leaves; returned are the statements that put it in its place.
    fn matched(&mut self, scrutinee: &Expr, pat: &mut Pat) -> Vec<Stmt> {
        let Some(of) = self.names.variable(scrutinee) else { return Vec::new() };
        self.sites += 1;
        if !self.taken_apart[self.sites - 1] {
            return Vec::new();
        }
        let mut left = Left { writer: self, of, stmts: Vec::new() };
        left.visit_pat_mut(pat);
        left.stmts
    }

    /// Returned is what follows the `let`.
    fn local(&mut self, local: &mut syn::Local) -> Vec<Stmt> {
        let Some(init) = &mut local.init else { return Vec::new() };
        self.visit_expr_mut(&mut init.expr);
        let put = self.matched(&init.expr, &mut local.pat);
        if let Some((_, diverge)) = &mut init.diverge {
            self.visit_expr_mut(diverge);
        }
        put
    }

    /// A condition; returned is what its branch begins with.
    fn condition(&mut self, cond: &mut Expr) -> Vec<Stmt> {
        match cond {
            Expr::Binary(binary) if matches!(binary.op, syn::BinOp::And(_)) => {
                let mut put = self.condition(&mut binary.left);
                put.extend(self.condition(&mut binary.right));
                put
            }
            Expr::Group(group) => self.condition(&mut group.expr),
            Expr::Let(scrutinee) => {
                self.visit_expr_mut(&mut scrutinee.expr);
                self.matched(&scrutinee.expr, &mut scrutinee.pat)
            }
            other => {
                self.visit_expr_mut(other);
                Vec::new()
            }
        }
    }
}

impl VisitMut for Writer<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        for mut stmt in std::mem::take(&mut block.stmts) {
            let put = match &mut stmt {
                Stmt::Local(local) => self.local(local),
                stmt => {
                    self.visit_stmt_mut(stmt);
                    Vec::new()
                }
            };
            block.stmts.push(stmt);
            block.stmts.extend(put);
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Match(matched) => {
                self.visit_expr_mut(&mut matched.expr);
                let put: Vec<_> =
                    matched.arms.iter_mut().map(|arm| self.matched(&matched.expr, &mut arm.pat)).collect();
                for (arm, put) in matched.arms.iter_mut().zip(put) {
                    self.visit_arm_mut(arm);
                    if !put.is_empty() {
                        enclose(&mut arm.body, put);
                    }
                }
            }
            Expr::If(conditional) => {
                let put = self.condition(&mut conditional.cond);
                self.visit_block_mut(&mut conditional.then_branch);
                conditional.then_branch.stmts.splice(0..0, put);
                if let Some((_, otherwise)) = &mut conditional.else_branch {
                    self.visit_expr_mut(otherwise);
                }
            }
            Expr::While(repeated) => {
                let put = self.condition(&mut repeated.cond);
                self.visit_block_mut(&mut repeated.body);
                repeated.body.stmts.splice(0..0, put);
            }
            // Of a guard.
            Expr::Let(scrutinee) => {
                self.visit_expr_mut(&mut scrutinee.expr);
                self.sites += usize::from(self.names.variable(&scrutinee.expr).is_some());
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
    fn visit_macro_mut(&mut self, _: &mut syn::Macro) {}
}

/// Declares the parts behind the variables that they are left of.
struct Declarations<'a> {
    names: &'a Names,
    remainders: &'a Remainders,
}

impl Declarations<'_> {
    fn behind(&self, bound: &[LocalId]) -> Vec<Stmt> {
        let parts = bound.iter().filter_map(|local| self.remainders.get(local)).flatten();
        parts.map(|part| declare(plain(&self.names.locals[part.0].unique))).collect()
    }
}

impl VisitMut for Declarations<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        for mut stmt in std::mem::take(&mut block.stmts) {
            self.visit_stmt_mut(&mut stmt);
            let bound = match &stmt {
                Stmt::Local(local) => self.names.bindings(&local.pat),
                _ => Vec::new(),
            };
            block.stmts.push(stmt);
            block.stmts.extend(self.behind(&bound));
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        visit_mut::visit_arm_mut(self, arm);
        let behind = self.behind(&self.names.bindings(&arm.pat));
        if !behind.is_empty() {
            enclose(&mut arm.body, behind);
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let (bound, block) = match expr {
            Expr::If(conditional) => {
                (self.names.condition_bindings(&conditional.cond), &mut conditional.then_branch)
            }
            Expr::While(repeated) => (self.names.condition_bindings(&repeated.cond), &mut repeated.body),
            Expr::ForLoop(repeated) => (self.names.bindings(&repeated.pat), &mut repeated.body),
            _ => return,
        };
        block.stmts.splice(0..0, self.behind(&bound));
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
