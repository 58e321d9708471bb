//! Which nodes of the body suspend, and which leave the code around them: everything else is passed through
//! untouched.
//!
//! In `for i in 0..3 { if i > n { break; } yield_!(i); }` the `for` and the `yield` suspend; the `if` and the
//! `break` leave. Computed once, in one walk: [`Leaps`] answers in constant time. (The idea is `meta.js` of
//! facebook/regenerator.)

use std::any::TypeId;
use std::collections::HashSet;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Lifetime, Stmt};

/// The nodes that suspend or leave, by address: the tree isn't changed while this is alive.
#[derive(Default)]
pub struct Leaps {
    suspends: HashSet<Key>,
    leaves: HashSet<Key>,
}

/// A node: where it is, and its type, since a node may begin where its first child does.
pub type Key = (usize, TypeId);

/// What `node` is known by, as long as the tree isn't changed.
pub fn key<T: 'static>(node: &T) -> Key {
    (std::ptr::from_ref(node).addr(), TypeId::of::<T>())
}

impl Leaps {
    /// Finds them in `block`. The nodes `split` count as if they suspended.
    pub fn find(block: &Block, split: &HashSet<Key>) -> Self {
        let mut suspending = Suspending::default();
        suspending.visit_block(block);
        let mut suspends = suspending.found;
        suspends.extend(split);
        let mut leaving = Leaving { suspends: &suspends, loops: Vec::new(), found: HashSet::new(), count: 0 };
        leaving.visit_block(block);
        let leaves = leaving.found;
        Leaps { suspends, leaves }
    }

    /// Whether a yield stands in this expression, block or statement.
    pub fn suspends<T: 'static>(&self, node: &T) -> bool {
        self.suspends.contains(&key(node))
    }

    /// Whether a jump out of the section stands in this expression, block or statement: a `return`, or a
    /// `break` or `continue` of a loop that suspends.
    pub fn leaves<T: 'static>(&self, node: &T) -> bool {
        self.leaves.contains(&key(node))
    }
}

#[derive(Default)]
struct Suspending {
    found: HashSet<Key>,
    count: usize,
    /// Whether the value of what is walked is assigned: where it comes out of a loop, that is a section of its own.
    is_assigned: bool,
}

impl Suspending {
    fn note<T: 'static>(&mut self, node: &T, walk: impl FnOnce(&mut Self)) {
        let before = self.count;
        walk(self);
        if self.count > before {
            self.found.insert(key(node));
        }
    }
}

impl Visit<'_> for Suspending {
    fn visit_expr(&mut self, expr: &Expr) {
        self.note(expr, |this| {
            this.count += usize::from(match expr {
                Expr::Yield(_) => true,
                Expr::Break(jump) => this.is_assigned && jump.expr.is_some(),
                _ => false,
            });
            let outer = this.is_assigned;
            this.is_assigned |= matches!(expr, Expr::Assign(_));
            visit::visit_expr(this, expr);
            this.is_assigned = outer;
        });
    }

    fn visit_block(&mut self, block: &Block) {
        self.note(block, |this| visit::visit_block(this, block));
    }

    fn visit_stmt(&mut self, stmt: &Stmt) {
        self.note(stmt, |this| visit::visit_stmt(this, stmt));
    }

    fn visit_item(&mut self, _: &syn::Item) {}
    fn visit_expr_closure(&mut self, _: &syn::ExprClosure) {}
    fn visit_expr_async(&mut self, _: &syn::ExprAsync) {}
    fn visit_expr_const(&mut self, _: &syn::ExprConst) {}
}

struct Leaving<'a> {
    suspends: &'a HashSet<Key>,
    /// The loops and labelled blocks around: the label, whether it is a loop, whether it suspends.
    loops: Vec<(Option<Lifetime>, bool, bool)>,
    found: HashSet<Key>,
    count: usize,
}

impl Leaving<'_> {
    fn note<T: 'static>(&mut self, node: &T, walk: impl FnOnce(&mut Self)) {
        let before = self.count;
        walk(self);
        if self.count > before {
            self.found.insert(key(node));
        }
    }

    fn jump(&mut self, label: Option<&Lifetime>) {
        let target = self.loops.iter().rev().find(|(name, is_loop, _)| match label {
            Some(label) => name.as_ref().is_some_and(|name| name.ident == label.ident),
            None => *is_loop,
        });
        self.count += usize::from(target.is_some_and(|(_, _, suspends)| *suspends));
    }

    fn around(
        &mut self,
        expr: &Expr,
        label: Option<&syn::Label>,
        is_loop: bool,
        walk: impl FnOnce(&mut Self),
    ) {
        let suspends = self.suspends.contains(&key(expr));
        self.loops.push((label.map(|label| label.name.clone()), is_loop, suspends));
        walk(self);
        self.loops.pop();
    }
}

impl Visit<'_> for Leaving<'_> {
    fn visit_expr(&mut self, expr: &Expr) {
        self.note(expr, |this| match expr {
            Expr::Return(_) | Expr::Try(_) => {
                this.count += 1;
                visit::visit_expr(this, expr);
            }
            Expr::Break(jump) => {
                this.jump(jump.label.as_ref());
                visit::visit_expr(this, expr);
            }
            Expr::Continue(jump) => this.jump(jump.label.as_ref()),
            Expr::Block(block) if block.label.is_some() => {
                this.around(expr, block.label.as_ref(), false, |this| visit::visit_expr(this, expr));
            }
            Expr::Loop(repeated) => {
                this.around(expr, repeated.label.as_ref(), true, |this| this.visit_block(&repeated.body));
            }
            Expr::While(repeated) => this.around(expr, repeated.label.as_ref(), true, |this| {
                this.visit_expr(&repeated.cond);
                this.visit_block(&repeated.body);
            }),
            Expr::ForLoop(repeated) => {
                this.visit_expr(&repeated.expr);
                this.around(expr, repeated.label.as_ref(), true, |this| this.visit_block(&repeated.body));
            }
            _ => visit::visit_expr(this, expr),
        });
    }

    fn visit_block(&mut self, block: &Block) {
        self.note(block, |this| visit::visit_block(this, block));
    }

    fn visit_stmt(&mut self, stmt: &Stmt) {
        self.note(stmt, |this| visit::visit_stmt(this, stmt));
    }

    fn visit_item(&mut self, _: &syn::Item) {}
    fn visit_expr_closure(&mut self, _: &syn::ExprClosure) {}
    fn visit_expr_async(&mut self, _: &syn::ExprAsync) {}
    fn visit_expr_const(&mut self, _: &syn::ExprConst) {}
}
