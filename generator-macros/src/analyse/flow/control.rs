//! Control flow in the code of a section: branches, loops and jumps.
//!
//! `if c { f(); }` → a block for `f()`, and an edge past it.

use super::{Builder, Context, Frame};
use crate::analyse::graph::{BlockId, Event, EventId};
use crate::ir::marks::use_of;
use crate::syntax::labels_among;
use proc_macro2::TokenStream;
use syn::{BinOp, Expr, Lifetime};

impl Builder<'_> {
    pub(super) fn frame(&self, label: Option<&Lifetime>) -> Option<&Frame> {
        self.frames.iter().rev().find(|frame| match label {
            Some(label) => frame.label.as_ref().is_some_and(|own| own.ident == label.ident),
            None => frame.head.is_some(),
        })
    }

    pub(super) fn note_jump(&mut self, attrs: &[syn::Attribute], to: Option<BlockId>) {
        if let (Some(id), None) = (use_of(attrs), &self.captured) {
            let index = self.graph.blocks[self.current.0].events.len();
            self.event(Event::Jump);
            self.graph.jumps.insert(id, (EventId { block: self.current, index }, to));
        }
    }

    pub(super) fn jump_to(&mut self, to: Option<BlockId>) {
        if self.captured.is_some() {
            return;
        }
        match to {
            Some(to) => self.jump(to),
            None => self.current = self.block(),
        }
    }

    /// A macro that isn't known may hide any jump that its tokens don't name, and those to the labels that they do.
    pub(super) fn hidden_jumps(&mut self, tokens: TokenStream) {
        if self.captured.is_some() {
            return;
        }
        let labels = labels_among(tokens);
        let innermost = self.frames.iter().rev().find(|frame| frame.head.is_some()).cloned();
        let named = labels.iter().filter_map(|label| self.frame(Some(label)).cloned());
        let named: Vec<Frame> = named.collect();
        let before = self.current;
        for to in innermost.iter().flat_map(Frame::ends) {
            self.edge(before, to);
            self.graph.doubtful.insert((before, to));
        }
        for to in named.iter().flat_map(Frame::ends) {
            self.edge(before, to);
            self.graph.doubtful.remove(&(before, to));
        }
        self.next();
    }

    pub(super) fn control(&mut self, expr: &Expr) {
        match expr {
            Expr::Block(block) => match &block.label {
                None => self.code(&block.block.stmts),
                Some(label) => {
                    let after = self.block();
                    self.frames.push(Frame { label: Some(label.name.clone()), head: None, after });
                    self.code(&block.block.stmts);
                    self.frames.pop();
                    self.edge(self.current, after);
                    self.current = after;
                }
            },
            Expr::If(conditional) => {
                let leaves = self.condition(&conditional.cond);
                self.code(&conditional.then_branch.stmts);
                let then = self.current;
                let otherwise = self.block();
                leaves.into_iter().for_each(|from| self.edge(from, otherwise));
                self.current = otherwise;
                if let Some((_, otherwise)) = &conditional.else_branch {
                    self.expr(otherwise, Context::Value);
                }
                let after = self.next();
                self.edge(then, after);
            }
            Expr::Match(matched) => self.matched(matched),
            Expr::Loop(repeated) => {
                self.repeated(repeated.label.as_ref(), |this, _| this.code(&repeated.body.stmts));
            }
            Expr::While(repeated) => self.repeated(repeated.label.as_ref(), |this, after| {
                for leaves in this.condition(&repeated.cond) {
                    this.edge(leaves, after);
                }
                this.code(&repeated.body.stmts);
            }),
            Expr::ForLoop(repeated) => {
                self.expr(&repeated.expr, Context::Value);
                self.repeated(repeated.label.as_ref(), |this, after| {
                    this.edge(this.current, after);
                    this.next();
                    this.declare(&repeated.pat);
                    this.code(&repeated.body.stmts);
                });
            }
            _ => {}
        }
    }

    /// A loop in plain code.
    fn repeated(&mut self, label: Option<&syn::Label>, round: impl FnOnce(&mut Self, BlockId)) {
        let head = self.next();
        let after = self.block();
        let label = label.map(|label| label.name.clone());
        self.frames.push(Frame { label, head: Some(head), after });
        round(self, after);
        self.frames.pop();
        self.edge(self.current, head);
        self.current = after;
    }

    /// Evaluates a condition. Control goes on where it holds; returned is where it doesn't.
    pub(super) fn condition(&mut self, cond: &Expr) -> Vec<BlockId> {
        match cond {
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                let mut leaves = self.condition(&binary.left);
                leaves.extend(self.condition(&binary.right));
                leaves
            }
            Expr::Let(tested) => {
                self.scrutinee(&tested.expr, [&*tested.pat]);
                let before = self.current;
                self.next();
                self.pattern(&tested.expr, &tested.pat);
                self.declare(&tested.pat);
                vec![before]
            }
            Expr::Paren(paren) if !matches!(*paren.expr, Expr::Let(_)) => self.condition(&paren.expr),
            Expr::Group(group) => self.condition(&group.expr),
            other => {
                self.expr(other, Context::Operand);
                let before = self.current;
                self.next();
                vec![before]
            }
        }
    }

    fn matched(&mut self, matched: &syn::ExprMatch) {
        self.scrutinee(&matched.expr, matched.arms.iter().map(|arm| &arm.pat));
        let after = self.block();
        let mut untaken = self.current;
        for arm in &matched.arms {
            self.current = untaken;
            self.next();
            if let Some((_, guard)) = &arm.guard {
                // What the pattern binds, as the guard sees it.
                self.declare(&arm.pat);
                self.expr(guard, Context::Operand);
                let before = self.current;
                // The next arm is tried.
                let next = self.block();
                self.edge(untaken, next);
                self.edge(before, next);
                self.next();
                untaken = next;
            }
            self.pattern(&matched.expr, &arm.pat);
            self.declare(&arm.pat);
            self.expr(&arm.body, Context::Value);
            self.edge(self.current, after);
        }
        if matched.arms.is_empty() {
            self.edge(self.current, after);
        }
        self.current = after;
    }
}
