//! Loops that suspend. One into which control comes back after a suspension has a region of its own; any other stays as it
//! is, and what follows its yields only leaves it.
//!
//! `for x in xs { yield_!(x); }` → `let iter = into_iter(xs); enter the loop`, and the loop's section, whose region has the
//! head alone: it takes an item and suspends.

use super::falls::{is_left, labels_left};
use super::repeats::comes_back;
use super::{Flows, Lowerer, Text};
use crate::ir::marks::Placeholder;
use crate::ir::{Entry, Head, LocalId, Loop, LoopId, Target};
use crate::syntax::{absolute, in_block, plain, start, variable};
use proc_macro2::Span;
use syn::{Expr, Label, Pat, Stmt};

impl Lowerer {
    /// A loop that suspends.
    pub(super) fn repeated(&mut self, expr: Expr) -> Flows<Expr> {
        let is_machine = comes_back(&expr);
        match expr {
            Expr::ForLoop(repeated) => self.for_loop(repeated, is_machine),
            Expr::While(repeated) if is_machine => {
                let bound = self.names.condition_bindings(&repeated.cond);
                self.machine_loop(Head::While(repeated.cond), repeated.label, bound, repeated.body.stmts)
            }
            Expr::Loop(repeated) if is_machine => {
                self.machine_loop(Head::Loop, repeated.label, Vec::new(), repeated.body.stmts)
            }
            Expr::While(mut repeated) => {
                let bound = self.names.condition_bindings(&repeated.cond);
                let stmts = std::mem::take(&mut repeated.body.stmts);
                let flows = self.in_place(bound, stmts);
                repeated.body.stmts = flows.native;
                let label = repeated.label.clone();
                left(Expr::While(repeated), label, flows.resumed)
            }
            Expr::Loop(mut repeated) => {
                let stmts = std::mem::take(&mut repeated.body.stmts);
                let flows = self.in_place(Vec::new(), stmts);
                repeated.body.stmts = flows.native;
                let label = repeated.label.clone();
                left(Expr::Loop(repeated), label, flows.resumed)
            }
            other => Flows { native: other, resumed: Vec::new() },
        }
    }

    /// A `for` keeps its iterator in a variable of the block around it.
    fn for_loop(&mut self, repeated: syn::ExprForLoop, is_machine: bool) -> Flows<Expr> {
        let span = start(&repeated.expr);
        let iter = self.names.hidden("iter", span);
        self.names.locals[iter.0].mutability = Some(syn::Token![mut](Span::mixed_site()));
        let name = self.names.locals[iter.0].unique.clone();
        let into_iter = call_of("core::iter::IntoIterator::into_iter", *repeated.expr, span);
        let mut binding = plain(&name);
        if let Pat::Ident(pat) = &mut binding {
            pat.mutability = Some(syn::Token![mut](Span::mixed_site()));
        }
        let make = crate::syntax::let_statement(binding, into_iter);
        let outer = self.scope;
        self.declare(iter);
        let bound = self.names.bindings(&repeated.pat);
        let Flows { native, resumed } = if is_machine {
            let head = Head::For { iter, pat: repeated.pat, iterable: span };
            self.machine_loop(head, repeated.label, bound, repeated.body.stmts)
        } else {
            let flows = self.in_place(bound, repeated.body.stmts);
            let native = Expr::While(syn::ExprWhile {
                attrs: Vec::new(),
                label: repeated.label.clone(),
                while_token: syn::Token![while](span),
                cond: Box::new(next(*repeated.pat, variable(&name), span)),
                body: crate::syntax::block(flows.native, span),
            });
            left(native, repeated.label.clone(), flows.resumed)
        };
        self.scope = outer;
        let stmts = vec![make, Stmt::Expr(native, None)];
        let resumed = resumed.into_iter().map(|text| {
            let mut code = vec![Placeholder::Scope(vec![iter]).stmt()];
            code.extend(text.code);
            Text { section: text.section, code: vec![Stmt::Expr(in_block(code, span), None)] }
        });
        Flows { native: in_block(stmts, span), resumed: resumed.collect() }
    }

    /// A loop with a region of its own. What follows it goes on in its section.
    fn machine_loop(
        &mut self,
        head: Head,
        label: Option<Label>,
        bound: Vec<LocalId>,
        body: Vec<Stmt>,
    ) -> Flows<Expr> {
        let id = LoopId(self.machine.loops.len());
        let own = label.as_ref().map(|label| label.name.ident.clone());
        let mut left = labels_left(&body);
        left.retain(|label| Some(&label.ident) != own.as_ref());
        let section = self.section(Entry::Loop(id));
        self.machine.loops.push(Loop {
            head,
            label,
            scope: self.scope,
            section,
            region: Vec::new(),
            around: self.around,
        });
        let enter = Placeholder::Goto(self.exit(Target::Loop(id)), None).expr();
        let around = self.around.replace(id);
        let in_place = std::mem::take(&mut self.in_place);
        self.regions.push(Vec::new());
        let first = self.section(Entry::Head(id));
        let flows = self.inside(bound, body);
        self.store(first, flows);
        self.machine.loops[id.0].region = self.regions.pop().unwrap_or_default();
        self.around = around;
        self.in_place = in_place;
        let code = vec![Stmt::Expr(Placeholder::Loop(id, left).expr(), None)];
        Flows { native: enter, resumed: vec![Text { section, code }] }
    }

    /// The body of a loop into which control doesn't come back.
    fn in_place(&mut self, bound: Vec<LocalId>, body: Vec<Stmt>) -> Flows<Vec<Stmt>> {
        self.in_place += 1;
        let flows = self.inside(bound, body);
        self.in_place -= 1;
        flows
    }
}

/// A loop into which control doesn't come back: a text may leave it.
fn left(native: Expr, label: Option<Label>, resumed: Vec<Text>) -> Flows<Expr> {
    let resumed = resumed.into_iter().map(|text| {
        let span = Span::call_site();
        let body = crate::syntax::block(text.code, span);
        let code = if is_left(&body, label.as_ref().map(|label| &label.name), true) {
            let loop_token = syn::Token![loop](span);
            Expr::Loop(syn::ExprLoop { attrs: Vec::new(), label: label.clone(), loop_token, body })
        } else {
            in_block(body.stmts, span)
        };
        Text { section: text.section, code: vec![Stmt::Expr(code, None)] }
    });
    Flows { native, resumed: resumed.collect() }
}

/// `let Some(pattern) = Iterator::next(&mut iter)`
pub fn next(pat: Pat, iter: Expr, span: Span) -> Expr {
    let some = Pat::TupleStruct(syn::PatTupleStruct {
        attrs: Vec::new(),
        qself: None,
        path: absolute("core::option::Option::Some", Span::mixed_site().located_at(span)),
        paren_token: syn::token::Paren(span),
        elems: std::iter::once(pat).collect(),
    });
    let iter = Expr::Reference(syn::ExprReference {
        attrs: Vec::new(),
        and_token: syn::Token![&](span),
        mutability: Some(syn::Token![mut](span)),
        expr: Box::new(iter),
    });
    Expr::Let(syn::ExprLet {
        attrs: Vec::new(),
        let_token: syn::Token![let](span),
        pat: Box::new(some),
        eq_token: syn::Token![=](span),
        expr: Box::new(call_of("core::iter::Iterator::next", iter, span)),
    })
}

/// `::function(argument)`
fn call_of(function: &str, argument: Expr, span: Span) -> Expr {
    let path = absolute(function, Span::mixed_site().located_at(span));
    let func = Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path });
    Expr::Call(syn::ExprCall {
        attrs: Vec::new(),
        func: Box::new(func),
        paren_token: syn::token::Paren(span),
        args: std::iter::once(argument).collect(),
    })
}
