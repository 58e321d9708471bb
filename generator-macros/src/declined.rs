//! Which bodies the second lowering leaves to the first for now: those that it can't take, and those whose temporaries and parts
//! it would drop in another order than Rust, where the first knows better, as no macro of the user's and no part of a variable
//! is about.
//!
//! `let (_, b) = pair;` leaves a part of `pair` that has no name. If a body were missed here, something of it might drop early.

use crate::old::moves;
use crate::parse::std_macros;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Pat, Stmt};

/// How deep blocks may be nested: the time that the second lowering takes grows with the third power of that.
const DEEPEST: usize = 16;

/// Whether the first lowering would have to guess what `body` does.
fn is_guessed(body: &Block) -> bool {
    let mut guessed = Guessed(false);
    guessed.visit_block(body);
    guessed.0
}

struct Guessed(bool);

impl Guessed {
    /// What is used by value.
    fn value(&mut self, expr: &Expr) {
        let mut place = expr;
        let mut is_named = false;
        while let Expr::Field(field) = place {
            is_named |= matches!(field.member, syn::Member::Named(_));
            place = &field.base;
        }
        self.0 |= is_named && is_variable(place);
    }
}

impl Visit<'_> for Guessed {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Call(call) => call.args.iter().for_each(|argument| self.value(argument)),
            Expr::MethodCall(call) => {
                call.args.iter().for_each(|argument| self.value(argument));
                if !moves::takes_by_reference(&call.method.to_string()) {
                    self.value(&call.receiver);
                }
            }
            Expr::ForLoop(repeated) => self.value(&repeated.expr),
            Expr::Match(matched) => self.value(&matched.expr),
            Expr::Let(scrutinee) => self.value(&scrutinee.expr),
            Expr::Yield(suspension) => suspension.expr.iter().for_each(|value| self.value(value)),
            Expr::Struct(made) => made.fields.iter().for_each(|field| self.value(&field.expr)),
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|element| self.value(element)),
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_local(&mut self, local: &syn::Local) {
        local.init.iter().for_each(|init| self.value(&init.expr));
        visit::visit_local(self, local);
    }

    fn visit_macro(&mut self, mac: &syn::Macro) {
        self.0 |= std_macros::parse(mac).is_none();
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}

/// Whether `body` is left to the first lowering.
pub fn is_declined(body: &Block) -> bool {
    let mut survey = Survey { is_disordered: false, is_beyond: false, loops: 0, blocks: 0 };
    survey.visit_block(body);
    survey.is_beyond || survey.is_disordered && !is_guessed(body)
}

struct Survey {
    /// Whether the second lowering can't take it.
    is_beyond: bool,
    /// Whether the second lowering might drop something in another order.
    is_disordered: bool,
    /// How many loops are around.
    loops: usize,
    /// How many blocks are around.
    blocks: usize,
}

impl Survey {
    /// What `pat` leaves of `expr`.
    fn matched(&mut self, expr: &Expr, pat: &Pat) {
        self.is_disordered |= (is_variable(expr) || matches!(expr, Expr::Tuple(_))) && leaves_parts(pat);
    }
}

impl Visit<'_> for Survey {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Match(matched) => {
                matched.arms.iter().for_each(|arm| self.matched(&matched.expr, &arm.pat));
            }
            Expr::Let(scrutinee) => self.matched(&scrutinee.expr, &scrutinee.pat),
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => return,
            Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => {
                self.loops += 1;
                visit::visit_expr(self, expr);
                self.loops -= 1;
                return;
            }
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_block(&mut self, block: &Block) {
        self.blocks += 1;
        self.is_beyond |= self.blocks > DEEPEST;
        let panics = match block.stmts.last() {
            Some(Stmt::Macro(stmt)) => Some(&stmt.mac),
            Some(Stmt::Expr(Expr::Macro(call), _)) => Some(&call.mac),
            _ => None,
        };
        // What was moved before it panics stays in place for the next round.
        let panics = panics.is_some_and(std_macros::diverges);
        self.is_beyond |= panics && block.stmts.len() > 1 && self.loops > 0;
        visit::visit_block(self, block);
        self.blocks -= 1;
    }

    fn visit_local(&mut self, local: &syn::Local) {
        if let Some(init) = &local.init {
            self.matched(&init.expr, &local.pat);
        }
        visit::visit_local(self, local);
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}

fn is_variable(expr: &Expr) -> bool {
    matches!(expr, Expr::Path(path) if path.qself.is_none() && path.path.get_ident().is_some())
}

/// Whether `pat` binds a part of what it matches, and leaves another by `_`.
pub fn leaves_parts(pat: &Pat) -> bool {
    #[derive(Default)]
    struct Parts {
        leaves: bool,
        binds: bool,
    }
    impl Visit<'_> for Parts {
        fn visit_pat(&mut self, pat: &Pat) {
            match pat {
                Pat::Wild(_) => self.leaves = true,
                Pat::Ident(_) => self.binds = true,
                _ => visit::visit_pat(self, pat),
            }
        }
        fn visit_expr(&mut self, _: &Expr) {}
    }
    let mut parts = Parts::default();
    parts.visit_pat(pat);
    parts.leaves && parts.binds
}
