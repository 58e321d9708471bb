//! Which nodes of the body suspend, and which leave the code around them: everything else is passed through
//! untouched.
//!
//! In `for i in 0..3 { if i > n { break; } yield_!(i); }` the `for` and the `yield` suspend; the `if` and the
//! `break` leave. Computed once, in one walk: [`Leaps`] answers in constant time. (The idea is `meta.js` of
//! facebook/regenerator.)

use crate::collections::HashSet;
use crate::old::places::may_drop;
use std::any::TypeId;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Lifetime, Pat, Stmt};

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
        let mut bringing = Bringing {
            suspends: &suspends,
            is_ended: false,
            loops: Vec::new(),
            around: Vec::new(),
            found: Vec::new(),
        };
        bringing.visit_block(block);
        let found = bringing.found;
        suspends.extend(found);
        let mut leaving =
            Leaving { suspends: &suspends, loops: Vec::new(), found: HashSet::default(), count: 0 };
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
            this.count += usize::from(matches!(expr, Expr::Yield(_)));
            visit::visit_expr(this, expr);
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

/// Finds the `break`s that bring a value out of a loop that suspends, to be assigned or dropped: they count as suspending,
/// since that happens in a section of its own, where what the loop holds has been dropped.
struct Bringing<'a> {
    suspends: &'a HashSet<Key>,
    /// Whether the value of what is walked replaces another, or is dropped.
    is_ended: bool,
    /// The loops and labelled blocks around: the label, whether it is a loop, and how deep in `around` it begins, if it
    /// suspends and its value is assigned.
    loops: Vec<(Option<Lifetime>, bool, Option<usize>)>,
    /// The nodes around.
    around: Vec<Key>,
    found: Vec<Key>,
}

impl Bringing<'_> {
    fn inside(&mut self, key: Key, walk: impl FnOnce(&mut Self)) {
        self.around.push(key);
        walk(self);
        self.around.pop();
    }
}

impl Visit<'_> for Bringing<'_> {
    fn visit_expr(&mut self, expr: &Expr) {
        let label = match expr {
            Expr::Block(block) => block.label.as_ref().map(|label| (Some(label), false)),
            Expr::Loop(repeated) => Some((repeated.label.as_ref(), true)),
            Expr::While(repeated) => Some((repeated.label.as_ref(), true)),
            Expr::ForLoop(repeated) => Some((repeated.label.as_ref(), true)),
            _ => None,
        };
        if let Expr::Break(syn::ExprBreak { label, expr: Some(value), .. }) = expr
            && may_drop(value)
            && let Some((_, _, Some(depth))) = target(&self.loops, label.as_ref())
        {
            self.found.extend(&self.around[*depth..]);
            self.found.push(key(expr));
        }
        let outer = self.is_ended;
        self.is_ended |= matches!(expr, Expr::Assign(_));
        let is_frame = label.is_some();
        if let Some((label, is_loop)) = label {
            let counts = self.is_ended && self.suspends.contains(&key(expr));
            let label = label.map(|label| label.name.clone());
            self.loops.push((label, is_loop, counts.then_some(self.around.len())));
        }
        self.inside(key(expr), |this| visit::visit_expr(this, expr));
        if is_frame {
            self.loops.pop();
        }
        self.is_ended = outer;
    }

    fn visit_block(&mut self, block: &Block) {
        self.inside(key(block), |this| visit::visit_block(this, block));
    }

    fn visit_stmt(&mut self, stmt: &Stmt) {
        let outer = self.is_ended;
        self.is_ended = match stmt {
            Stmt::Local(local) => matches!(local.pat, Pat::Wild(_)),
            Stmt::Expr(_, semi) => semi.is_some() || outer,
            Stmt::Item(_) | Stmt::Macro(_) => false,
        };
        self.inside(key(stmt), |this| visit::visit_stmt(this, stmt));
        self.is_ended = outer;
    }

    fn visit_item(&mut self, _: &syn::Item) {}
    fn visit_expr_closure(&mut self, _: &syn::ExprClosure) {}
    fn visit_expr_async(&mut self, _: &syn::ExprAsync) {}
    fn visit_expr_const(&mut self, _: &syn::ExprConst) {}
}

/// The loop or labelled block that a `break` with `label` leaves.
fn target<'l, T>(
    loops: &'l [(Option<Lifetime>, bool, T)],
    label: Option<&Lifetime>,
) -> Option<&'l (Option<Lifetime>, bool, T)> {
    loops.iter().rev().find(|(name, is_loop, _)| match label {
        Some(label) => name.as_ref().is_some_and(|name| name.ident == label.ident),
        None => *is_loop,
    })
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
        self.count += usize::from(target(&self.loops, label).is_some_and(|(_, _, suspends)| *suspends));
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
