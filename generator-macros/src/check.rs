//! Every rejection of a body: yields where they can't stand, values where none can be returned.
//!
//! `xs.for_each(|x| yield_!(x));` → an error on the `yield_!`, with what to write instead.

use crate::collections::HashMap;
use crate::errors::{Errors, text};
use crate::nested::is_generator as is_own_generator;
use crate::parse::yields::{YIELDS, is_generator};
use crate::parse::{Function, std_macros};
use crate::signature::Form;
use crate::syntax::{is_compound, is_place, is_unit};
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Block, Expr, Pat, Stmt};

/// Checks the body, which is to be kept in this form; what is wrong is recorded in `errors`. `gives_value`: whether it may have
/// a value, and `return` give it.
pub fn check(function: &Function, form: Form, gives_value: bool, errors: &Errors) {
    Checker { errors, form, gives_value, place: None, yields: 0 }.visit_block(&function.block);
}

/// Checks that the body yields, under whatever `#[cfg]`.
pub fn yields(function: &Function) -> syn::Result<()> {
    if has_yields(function) {
        Ok(())
    } else {
        Err(syn::Error::new_spanned(&function.sig.ident, text::NO_YIELD))
    }
}

/// Whether the body yields.
pub fn has_yields(function: &Function) -> bool {
    let errors = &Errors::default();
    let mut checker = Checker { errors, form: Form::Machine, gives_value: true, place: None, yields: 0 };
    checker.visit_block(&function.block);
    checker.yields > 0
}

/// The error for a literal `yield!` under the attribute, where rustc refuses it.
pub fn literal_yields(function: &Function) -> Option<syn::Error> {
    if cfg!(generator_nightly) {
        return None;
    }
    let errors =
        function.literal_yields.iter().map(|token| syn::Error::new_spanned(token, text::YIELD_LITERAL));
    errors.reduce(|mut all, error| {
        all.combine(error);
        all
    })
}

struct Checker<'a> {
    errors: &'a Errors,
    form: Form,
    /// Whether the body may have a value, and `return` give it.
    gives_value: bool,
    /// Why a yield can't stand here, if it can't.
    place: Option<&'static str>,
    yields: usize,
}

impl Checker<'_> {
    /// `configured` tells how often a pattern is bound under a `cfg` in the block.
    fn reject_configured(&self, stmt: &Stmt, configured: &HashMap<&Pat, usize>) {
        if matches!(stmt, Stmt::Item(_) | Stmt::Macro(_)) || !may_be_left_out(stmt) {
            return;
        }
        // Of two that bind the same, one is always there.
        let replaced = matches!(stmt, Stmt::Local(local) if configured.get(&local.pat) > Some(&1));
        if Opened::finds(|opened| opened.visit_stmt(stmt)) || matches!(stmt, Stmt::Local(_)) && !replaced {
            self.reject_cfg(attributes_of(stmt));
        }
    }

    /// Attributes stand before macros are expanded: what the machine takes apart can't depend on a `cfg`.
    fn reject_cfg(&self, attrs: &[syn::Attribute]) {
        if !self.form.is_as_written()
            && let Some(cfg) = attrs.iter().find(|attr| attr.path().is_ident("cfg"))
        {
            self.errors.error(cfg, text::CFG_ON_YIELD);
        }
    }

    /// Walks what a yield can't stand in, for the reason `place`.
    fn inside(&mut self, place: &'static str, walk: impl FnOnce(&mut Self)) {
        let outer = self.place.replace(place);
        walk(self);
        self.place = outer;
    }

    /// Whether a yield stands in what is walked.
    fn yields_in(&mut self, walk: impl FnOnce(&mut Self)) -> bool {
        let before = self.yields;
        walk(self);
        self.yields > before
    }

    /// Several places that are assigned at once can't be taken apart at a yield.
    fn assignment(&mut self, assign: &syn::ExprAssign) {
        self.visit_expr(&assign.right);
        let suspends = self.yields_in(|this| this.visit_expr(&assign.left));
        if suspends && !is_place(&assign.left) {
            self.errors.error(assign.eq_token, text::YIELD_IN_DESTRUCTURING);
        }
    }

    /// Which side of `a += b` is evaluated first depends on the types: where it can make a difference at a yield,
    /// nobody but the user knows.
    fn compound_assignment(&mut self, binary: &syn::ExprBinary) {
        let left = self.yields_in(|this| this.visit_expr(&binary.left));
        let right = self.yields_in(|this| this.visit_expr(&binary.right));
        if left || right && !is_inert(&binary.left) {
            self.errors.error(binary.op, text::YIELD_IN_COMPOUND_ASSIGNMENT);
        }
    }

    /// Finds yields in tokens that aren't known to be code.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut behind: Option<proc_macro2::Ident> = None;
        for token in tokens {
            match &token {
                TokenTree::Punct(punct) if punct.as_char() == '!' => {
                    if let Some(ident) = &behind
                        && YIELDS.iter().any(|name| ident == name)
                    {
                        self.yields += 1;
                        self.errors.error(ident, self.place.unwrap_or(text::YIELD_IN_MACRO));
                    }
                }
                TokenTree::Group(group) => self.tokens(group.stream()),
                _ => {}
            }
            behind = if let TokenTree::Ident(ident) = token { Some(ident) } else { None };
        }
    }
}

/// Whether evaluating a place has no effect, so that it doesn't matter when it is done.
fn is_inert(place: &Expr) -> bool {
    match place {
        Expr::Path(_) | Expr::Lit(_) => true,
        Expr::Field(field) => is_inert(&field.base),
        Expr::Index(index) => is_inert(&index.expr) && is_inert(&index.index),
        Expr::Unary(unary) => is_inert(&unary.expr),
        Expr::Paren(paren) => is_inert(&paren.expr),
        Expr::Group(group) => is_inert(&group.expr),
        _ => false,
    }
}

fn attributes_of(stmt: &Stmt) -> &[syn::Attribute] {
    match stmt {
        Stmt::Local(local) => &local.attrs,
        Stmt::Expr(expr, _) => attributes(expr),
        Stmt::Macro(mac) => &mac.attrs,
        Stmt::Item(_) => &[],
    }
}

fn attributes(expr: &Expr) -> &[syn::Attribute] {
    match expr {
        Expr::Block(e) => &e.attrs,
        Expr::If(e) => &e.attrs,
        Expr::Match(e) => &e.attrs,
        Expr::Loop(e) => &e.attrs,
        Expr::While(e) => &e.attrs,
        Expr::ForLoop(e) => &e.attrs,
        Expr::Assign(e) => &e.attrs,
        Expr::Yield(e) => &e.attrs,
        Expr::Return(e) => &e.attrs,
        Expr::Break(e) => &e.attrs,
        Expr::Continue(e) => &e.attrs,
        Expr::Call(e) => &e.attrs,
        Expr::MethodCall(e) => &e.attrs,
        Expr::Macro(e) => &e.attrs,
        Expr::Unsafe(e) => &e.attrs,
        _ => &[],
    }
}

/// How often each pattern is bound by a `let` under a `cfg`.
fn configured(block: &Block) -> HashMap<&Pat, usize> {
    let mut configured = HashMap::default();
    for stmt in &block.stmts {
        if let Stmt::Local(local) = stmt
            && is_under_cfg(&local.attrs)
        {
            *configured.entry(&local.pat).or_default() += 1;
        }
    }
    configured
}

/// Whether `stmt` is there under a condition only.
pub fn may_be_left_out(stmt: &Stmt) -> bool {
    is_under_cfg(attributes_of(stmt))
}

/// Whether a `#[cfg]` is among `attrs`.
pub fn is_under_cfg(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|attr| attr.path().is_ident("cfg"))
}

/// Whether a statement sets, jumps or yields: the machine then doesn't pass it through as it is.
struct Opened(bool);

impl Opened {
    fn finds(walk: impl FnOnce(&mut Self)) -> bool {
        let mut opened = Opened(false);
        walk(&mut opened);
        opened.0
    }
}

impl Visit<'_> for Opened {
    fn visit_expr(&mut self, expr: &Expr) {
        self.0 |= matches!(
            expr,
            Expr::Yield(_)
                | Expr::Return(_)
                | Expr::Break(_)
                | Expr::Continue(_)
                | Expr::Try(_)
                | Expr::Assign(_)
        );
        visit::visit_expr(self, expr);
    }

    fn visit_expr_closure(&mut self, _: &syn::ExprClosure) {}
    fn visit_item(&mut self, _: &syn::Item) {}
}

impl Visit<'_> for Checker<'_> {
    fn visit_block(&mut self, block: &Block) {
        let configured = configured(block);
        block.stmts.iter().for_each(|stmt| self.reject_configured(stmt, &configured));
        visit::visit_block(self, block);
    }

    fn visit_arm(&mut self, arm: &syn::Arm) {
        self.reject_cfg(&arm.attrs);
        visit::visit_arm(self, arm);
    }

    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Yield(suspension) => {
                self.yields += 1;
                if let Some(place) = self.place {
                    self.errors.error(suspension.yield_token, place);
                }
            }
            // What stays as it is written evaluates as Rust does.
            Expr::Assign(assign) if self.place.is_none() && !self.form.is_as_written() => {
                return self.assignment(assign);
            }
            Expr::Binary(binary)
                if is_compound(&binary.op) && self.place.is_none() && !self.form.is_as_written() =>
            {
                return self.compound_assignment(binary);
            }
            Expr::Closure(closure) if closure.asyncness.is_some() => {
                return self.inside(text::YIELD_IN_ASYNC, |this| visit::visit_expr(this, expr));
            }
            Expr::Closure(_) => {
                return self.inside(text::YIELD_IN_CLOSURE, |this| visit::visit_expr(this, expr));
            }
            Expr::Async(_) => return self.inside(text::YIELD_IN_ASYNC, |this| visit::visit_expr(this, expr)),
            Expr::Const(_) => return self.inside(text::YIELD_IN_CONST, |this| visit::visit_expr(this, expr)),
            Expr::Return(returned) if self.place.is_none() => {
                if let Some(value) = &returned.expr {
                    let suspends = self.yields_in(|this| this.visit_expr(value));
                    if !is_unit(value) && !suspends && !self.gives_value {
                        self.errors.error(value, text::RETURN_VALUE);
                    }
                }
                return;
            }
            Expr::Await(awaited) if self.place != Some(text::YIELD_IN_ASYNC) && !self.form.awaits() => {
                self.errors.error(awaited.await_token, text::AWAIT);
            }
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_item_fn(&mut self, function: &syn::ItemFn) {
        if !is_generator(&function.attrs) {
            self.inside(text::YIELD_IN_FN, |this| visit::visit_item_fn(this, function));
        }
    }

    fn visit_impl_item_fn(&mut self, function: &syn::ImplItemFn) {
        if !is_generator(&function.attrs) {
            self.inside(text::YIELD_IN_FN, |this| visit::visit_impl_item_fn(this, function));
        }
    }

    fn visit_item_const(&mut self, item: &syn::ItemConst) {
        self.inside(text::YIELD_IN_CONST, |this| visit::visit_item_const(this, item));
    }

    fn visit_item_static(&mut self, item: &syn::ItemStatic) {
        self.inside(text::YIELD_IN_CONST, |this| visit::visit_item_static(this, item));
    }

    fn visit_impl_item_const(&mut self, item: &syn::ImplItemConst) {
        self.inside(text::YIELD_IN_CONST, |this| visit::visit_impl_item_const(this, item));
    }

    fn visit_type_array(&mut self, ty: &syn::TypeArray) {
        self.inside(text::YIELD_IN_CONST, |this| visit::visit_type_array(this, ty));
    }

    fn visit_macro(&mut self, mac: &syn::Macro) {
        match std_macros::parse(mac) {
            Some(mut read) => read.arguments_mut().for_each(|argument| self.visit_expr(argument)),
            None if is_own_generator(mac) => {}
            None => self.tokens(mac.tokens.clone()),
        }
    }
}
