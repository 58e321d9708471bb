//! Which bodies the second lowering leaves to the first for now: those whose temporaries and parts it would drop in another order
//! than Rust.
//!
//! `f(a, { yield_!(1); b })` suspends amid operands; `let (_, b) = pair;` leaves a part of `pair` that has no name. If a body
//! were missed here, something of it might drop early.

use crate::parse::std_macros;
use crate::parse::yields::names_yield;
use crate::suspends::suspends;
use proc_macro2::TokenStream;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Pat, Stmt};

/// How deep blocks may be nested: the time that the second lowering takes grows with the third power of that.
const DEEPEST: usize = 16;

/// Whether `body` is left to the first lowering.
pub fn is_declined(body: &Block) -> bool {
    let mut survey = Survey { is_declined: false, is_certain: false, loops: 0, blocks: 0 };
    survey.visit_block(body);
    if std::env::var("GENERATOR_ALL").is_ok() { survey.is_certain } else { survey.is_declined }
}

struct Survey {
    is_certain: bool,
    is_declined: bool,
    /// How many loops are around.
    loops: usize,
    /// How many blocks are around.
    blocks: usize,
}

impl Survey {
    /// What is evaluated beside other values.
    fn operand(&mut self, expr: &Expr) {
        self.is_declined |= suspends(expr);
    }

    /// The arguments of a macro.
    fn tokens(&mut self, tokens: &TokenStream) {
        self.is_declined |= names_yield(tokens.clone());
    }

    /// What `pat` leaves of `expr`.
    fn matched(&mut self, expr: &Expr, pat: &Pat) {
        self.is_declined |= is_variable(expr) && leaves_parts(pat);
    }
}

impl Visit<'_> for Survey {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Call(call) => call.args.iter().for_each(|argument| self.operand(argument)),
            Expr::MethodCall(call) => {
                self.operand(&call.receiver);
                call.args.iter().for_each(|argument| self.operand(argument));
            }
            Expr::Binary(binary) => {
                self.operand(&binary.left);
                self.operand(&binary.right);
            }
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|element| self.operand(element)),
            Expr::Array(array) => array.elems.iter().for_each(|element| self.operand(element)),
            Expr::Struct(made) => made.fields.iter().for_each(|field| self.operand(&field.expr)),
            Expr::Index(_) | Expr::Range(_) | Expr::Reference(_) | Expr::Field(_) | Expr::Cast(_) => {
                self.operand(expr);
            }
            Expr::If(conditional) => self.operand(&conditional.cond),
            Expr::Match(matched) => {
                self.operand(&matched.expr);
                self.is_declined |=
                    is_known_late(&matched.expr) && matched.arms.iter().any(|arm| suspends(&arm.body));
                self.is_certain |=
                    is_known_late(&matched.expr) && matched.arms.iter().any(|arm| suspends(&arm.body));
                matched.arms.iter().for_each(|arm| self.matched(&matched.expr, &arm.pat));
            }
            Expr::Assign(assign) if !matches!(*assign.right, Expr::Block(_)) => self.operand(&assign.right),
            Expr::Break(jump) => jump.expr.iter().for_each(|value| self.operand(value)),
            Expr::Let(scrutinee) => self.matched(&scrutinee.expr, &scrutinee.pat),
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => return,
            Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => {
                if let Expr::While(repeated) = expr {
                    self.operand(&repeated.cond);
                }
                self.loops += 1;
                visit::visit_expr(self, expr);
                self.loops -= 1;
                return;
            }
            Expr::Macro(call) => self.tokens(&call.mac.tokens),
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_block(&mut self, block: &Block) {
        self.blocks += 1;
        self.is_declined |= self.blocks > DEEPEST;
        let panics = match block.stmts.last() {
            Some(Stmt::Macro(stmt)) => Some(&stmt.mac),
            Some(Stmt::Expr(Expr::Macro(call), _)) => Some(&call.mac),
            _ => None,
        };
        // What was moved before it panics stays in place for the next round.
        let panics = panics.is_some_and(std_macros::diverges);
        self.is_declined |= panics && block.stmts.len() > 1 && self.loops > 0;
        self.is_certain |= panics && block.stmts.len() > 1 && self.loops > 0 || self.blocks > DEEPEST;
        visit::visit_block(self, block);
        self.blocks -= 1;
    }

    fn visit_local(&mut self, local: &syn::Local) {
        if let Some(init) = &local.init {
            if let Pat::Wild(_) = local.pat {
                self.operand(&init.expr);
            }
            self.matched(&init.expr, &local.pat);
        }
        visit::visit_local(self, local);
    }

    fn visit_stmt_macro(&mut self, stmt: &syn::StmtMacro) {
        self.tokens(&stmt.mac.tokens);
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}

/// Whether the type of `expr` may be known only from what is done with it: the second lowering asks about it before that.
fn is_known_late(expr: &Expr) -> bool {
    const LATE: [&str; 7] = ["collect", "default", "into", "parse", "product", "sum", "try_into"];
    match expr {
        Expr::MethodCall(call) => {
            call.turbofish.is_none() && LATE.iter().any(|name| call.method == name)
                || is_known_late(&call.receiver)
        }
        Expr::Call(call) => matches!(&*call.func, Expr::Path(path)
            if path.path.segments.last().is_some_and(|last| LATE.iter().any(|name| last.ident == name))),
        _ => false,
    }
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
