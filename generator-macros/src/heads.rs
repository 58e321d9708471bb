//! Temporaries in the heads of `for`, `match`, `if let` and `while let` that suspend → variables, which live as
//! long as Rust lets the temporaries live: to the end of the statement, in an `if let` to its `else`.
//!
//! `match lock().len() { 0 => yield_!(1), _ => {} }` →
//! `{ let temporary = lock(); match temporary.len() { 0 => yield_!(1), _ => {} } }`
//!
//! A temporary is a value that is borrowed where it stands: by `&`, or as the receiver of a method that is known to
//! take it by reference. It is taken out only where nothing before it in the head has an effect, so that the order
//! of evaluation stays.

use crate::moves::takes_by_reference;
use crate::resolve::collect_identifiers;
use crate::syntax::{let_statement, variable};
use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use std::collections::HashSet;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Pat, Stmt};

/// Makes variables of the temporaries in the heads of `block`.
pub fn keep_temporaries(block: &mut Block) {
    let mut used = HashSet::new();
    collect_identifiers(block.to_token_stream(), &mut used);
    Heads { used, yields: 0 }.visit_block_mut(block);
}

struct Heads {
    /// The names that occur in the body.
    used: HashSet<String>,
    /// The yields that were met so far.
    yields: usize,
}

impl VisitMut for Heads {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let before = self.yields;
        self.yields += usize::from(matches!(expr, Expr::Yield(_)));
        visit_mut::visit_expr_mut(self, expr);
        if self.yields == before {
            return;
        }
        let mut head = Head { used: &mut self.used, taken: Vec::new(), blocked: false };
        match expr {
            Expr::Match(matched) => head.value(&mut matched.expr),
            Expr::ForLoop(repeated) => head.value(&mut repeated.expr),
            Expr::If(conditional) => head.condition(&mut conditional.cond),
            Expr::While(repeated) => head.condition(&mut repeated.cond),
            _ => return,
        }
        let taken = head.taken;
        if taken.is_empty() {
            return;
        }
        let span = expr.span();
        let placeholder = Expr::Verbatim(TokenStream::new());
        let mut statement = std::mem::replace(expr, placeholder);
        if let Expr::If(conditional) = &mut statement {
            drop_before_else(conditional, &taken);
        }
        let temporaries = taken.into_iter().map(|(pat, _, value)| let_statement(pat, value));
        *expr = match statement {
            Expr::While(repeated) => each_round(repeated, temporaries.collect()),
            statement => in_block(temporaries.chain([Stmt::Expr(statement, None)]).collect(), span),
        };
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_expr_async_mut(&mut self, _: &mut syn::ExprAsync) {}
}

fn in_block(stmts: Vec<Stmt>, span: Span) -> Expr {
    let block = Block { brace_token: syn::token::Brace(span), stmts };
    Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block })
}

/// `while cond { body }` → `loop { temporaries; if cond { body } else { break } }`
fn each_round(repeated: syn::ExprWhile, mut stmts: Vec<Stmt>) -> Expr {
    let span = repeated.while_token.span;
    let leave = Expr::Break(syn::ExprBreak {
        attrs: Vec::new(),
        break_token: syn::Token![break](span),
        label: None,
        expr: None,
    });
    let otherwise = in_block(vec![Stmt::Expr(leave, Some(syn::Token![;](span)))], span);
    let round = Expr::If(syn::ExprIf {
        attrs: Vec::new(),
        if_token: syn::Token![if](span),
        cond: repeated.cond,
        then_branch: repeated.body,
        else_branch: Some((syn::Token![else](span), Box::new(otherwise))),
    });
    stmts.push(Stmt::Expr(round, None));
    Expr::Loop(syn::ExprLoop {
        attrs: repeated.attrs,
        label: repeated.label,
        loop_token: syn::Token![loop](span),
        body: Block { brace_token: syn::token::Brace(span), stmts },
    })
}

/// The temporaries of an `if let` end before its `else` (edition 2024).
fn drop_before_else(conditional: &mut syn::ExprIf, taken: &[(Pat, Ident, Expr)]) {
    let Some((_, otherwise)) = &mut conditional.else_branch else { return };
    let span = otherwise.span();
    let ends = taken.iter().rev().map(|(_, name, _)| {
        // Moved into a block of its own, it ends there.
        let end = let_statement(Pat::Ident(pattern(name, None)), variable(name));
        Stmt::Expr(in_block(vec![end], span), None)
    });
    let before = std::mem::replace(&mut **otherwise, Expr::Verbatim(TokenStream::new()));
    **otherwise = in_block(ends.chain([Stmt::Expr(before, None)]).collect(), span);
}

fn pattern(name: &Ident, mutability: Option<syn::Token![mut]>) -> syn::PatIdent {
    syn::PatIdent { attrs: Vec::new(), by_ref: None, mutability, ident: name.clone(), subpat: None }
}

/// A head whose temporaries are taken out.
struct Head<'a> {
    used: &'a mut HashSet<String>,
    /// The pattern, the name and the value of each.
    taken: Vec<(Pat, Ident, Expr)>,
    /// Whether something with an effect stays in the head, before what follows.
    blocked: bool,
}

impl Head<'_> {
    fn condition(&mut self, cond: &mut Expr) {
        // What stands behind `&&` may not be evaluated at all.
        if let Expr::Let(scrutinee) = cond {
            self.value(&mut scrutinee.expr);
        }
    }

    /// An expression whose value is used.
    fn value(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Paren(paren) => self.value(&mut paren.expr),
            Expr::Reference(reference) => self.borrowed(&mut reference.expr, reference.mutability.is_some()),
            Expr::MethodCall(call) => {
                if takes_by_reference(&call.method.to_string()) {
                    self.borrowed(&mut call.receiver, true);
                } else {
                    self.value(&mut call.receiver);
                }
                call.args.iter_mut().for_each(|argument| self.value(argument));
                self.blocked = true;
            }
            Expr::Call(call) => {
                call.args.iter_mut().for_each(|argument| self.value(argument));
                self.blocked = true;
            }
            Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|elem| self.value(elem)),
            Expr::Field(field) => self.value(&mut field.base),
            Expr::Unary(unary) => self.value(&mut unary.expr),
            Expr::Try(tried) => self.value(&mut tried.expr),
            Expr::Path(_) | Expr::Lit(_) => {}
            _ => self.blocked = true,
        }
    }

    /// An expression that is borrowed: a value there is a temporary.
    fn borrowed(&mut self, expr: &mut Expr, mutable: bool) {
        match expr {
            Expr::Path(_) | Expr::Lit(_) => {}
            Expr::Paren(paren) => self.borrowed(&mut paren.expr, mutable),
            Expr::Field(field) => self.borrowed(&mut field.base, mutable),
            Expr::Index(index) => {
                self.borrowed(&mut index.expr, mutable);
                self.value(&mut index.index);
            }
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => {
                self.borrowed(&mut unary.expr, mutable);
            }
            Expr::Call(_) | Expr::MethodCall(_) | Expr::Struct(_) if !self.blocked => {
                self.value(expr);
                let name = self.name(expr.span());
                let mutability = mutable.then(|| syn::Token![mut](expr.span()));
                let value = std::mem::replace(expr, variable(&name));
                self.taken.push((Pat::Ident(pattern(&name, mutability)), name, value));
                self.blocked = false;
            }
            other => self.value(other),
        }
    }

    fn name(&mut self, span: Span) -> Ident {
        let numbered = (2..).map(|number| format!("temporary_{number}"));
        let mut names = std::iter::once("temporary".to_owned()).chain(numbered);
        let free = names.find(|name| !self.used.contains(name)).unwrap_or_default();
        self.used.insert(free.clone());
        Ident::new(&free, Span::mixed_site().located_at(span))
    }
}
