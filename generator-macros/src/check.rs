//! Every rejection of a body: yields where they can't stand, values where none can be returned.
//!
//! `xs.for_each(|x| yield_!(x));` → an error on the `yield_!`, with what to write instead.

use crate::errors::{Errors, text};
use crate::parse::Function;
use crate::parse::yields::is_generator;
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Block, Expr, Stmt};

/// Checks the body; what is wrong is recorded in `errors`.
pub fn check(function: &Function, errors: &Errors) {
    let mut checker = Checker { errors, place: None, yields: 0 };
    checker.block(&function.block);
    if checker.yields == 0 {
        errors.error(&function.sig.ident, text::NO_YIELD);
    }
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
    /// Why a yield can't stand here; `None` where it is simply in the middle of an expression.
    place: Option<&'static str>,
    yields: usize,
}

impl Checker<'_> {
    fn block(&mut self, block: &Block) {
        for stmt in &block.stmts {
            self.statement(stmt, &block.stmts);
        }
    }

    fn statement(&mut self, stmt: &Stmt, block: &[Stmt]) {
        let attrs = match stmt {
            Stmt::Local(local) => {
                if let Some(init) = &local.init {
                    self.position(&init.expr);
                    if let Some((_, diverge)) = &init.diverge {
                        self.position(diverge);
                    }
                }
                &local.attrs[..]
            }
            Stmt::Expr(expr, _) => {
                self.position(expr);
                attributes(expr)
            }
            Stmt::Item(_) | Stmt::Macro(_) => {
                visit::visit_stmt(self, stmt);
                return;
            }
        };
        let replaced = matches!(stmt, Stmt::Local(local) if has_alternative(local, block));
        if Opened::finds(|opened| opened.visit_stmt(stmt)) || matches!(stmt, Stmt::Local(_)) && !replaced {
            self.reject_cfg(attrs);
        }
    }

    /// Attributes stand before macros are expanded: what the machine takes apart can't depend on a `cfg`.
    fn reject_cfg(&self, attrs: &[syn::Attribute]) {
        if let Some(cfg) = attrs.iter().find(|attr| attr.path().is_ident("cfg")) {
            self.errors.error(cfg, text::CFG_ON_YIELD);
        }
    }

    /// An expression where a yield can stand: a statement, an initialiser, an arm, the end of a block.
    fn position(&mut self, expr: &Expr) {
        match expr {
            Expr::Yield(suspension) => {
                self.yields += 1;
                suspension.expr.iter().for_each(|value| self.visit_expr(value));
            }
            Expr::Paren(paren) => self.position(&paren.expr),
            Expr::Group(group) => self.position(&group.expr),
            Expr::Block(block) => self.block(&block.block),
            Expr::If(conditional) => {
                self.visit_expr(&conditional.cond);
                self.block(&conditional.then_branch);
                if let Some((_, otherwise)) = &conditional.else_branch {
                    self.position(otherwise);
                }
            }
            Expr::Match(matched) => {
                self.visit_expr(&matched.expr);
                for arm in &matched.arms {
                    self.reject_cfg(&arm.attrs);
                    arm.guard.iter().for_each(|(_, guard)| self.visit_expr(guard));
                    self.position(&arm.body);
                }
            }
            Expr::Loop(repeated) => self.block(&repeated.body),
            Expr::While(repeated) => {
                self.visit_expr(&repeated.cond);
                self.block(&repeated.body);
            }
            Expr::ForLoop(repeated) => {
                self.visit_expr(&repeated.expr);
                self.block(&repeated.body);
            }
            Expr::Assign(assign) => {
                self.visit_expr(&assign.left);
                self.position(&assign.right);
            }
            Expr::Break(jump) => jump.expr.iter().for_each(|value| self.position(value)),
            other => self.visit_expr(other),
        }
    }

    /// Walks what a yield can't stand in, for the reason `place`.
    fn inside(&mut self, place: &'static str, walk: impl FnOnce(&mut Self)) {
        let outer = self.place.replace(place);
        walk(self);
        self.place = outer;
    }

    /// Finds yields in tokens that aren't known to be code.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut behind: Option<proc_macro2::Ident> = None;
        for token in tokens {
            match &token {
                TokenTree::Punct(punct) if punct.as_char() == '!' => {
                    if let Some(ident) = &behind
                        && ["yield_", "yield_from", "yield", "r#yield"].iter().any(|name| ident == name)
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
        _ => &[],
    }
}

/// Whether another `let` under a `cfg`, in the same block, binds the same: one of the two is always there.
fn has_alternative(local: &syn::Local, block: &[Stmt]) -> bool {
    block.iter().any(|stmt| match stmt {
        Stmt::Local(other) => {
            !std::ptr::eq(local, other) && is_under_cfg(&other.attrs) && local.pat == other.pat
        }
        _ => false,
    })
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
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Yield(suspension) => {
                self.yields += 1;
                self.errors.error(suspension.yield_token, self.place.unwrap_or(text::YIELD_IN_OPERAND));
            }
            Expr::Closure(_) => {
                return self.inside(text::YIELD_IN_CLOSURE, |this| visit::visit_expr(this, expr));
            }
            Expr::Async(_) => return self.inside(text::YIELD_IN_ASYNC, |this| visit::visit_expr(this, expr)),
            Expr::Const(_) => return self.inside(text::YIELD_IN_CONST, |this| visit::visit_expr(this, expr)),
            Expr::Unsafe(_) if self.place.is_none() => {
                return self.inside(text::YIELD_IN_UNSAFE, |this| visit::visit_expr(this, expr));
            }
            Expr::Return(returned) if self.place.is_none() => {
                if let Some(value) = &returned.expr
                    && !matches!(&**value, Expr::Tuple(unit) if unit.elems.is_empty())
                {
                    self.errors.error(value, text::RETURN_VALUE);
                }
            }
            Expr::Await(awaited) if self.place != Some(text::YIELD_IN_ASYNC) => {
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
        self.tokens(mac.tokens.clone());
    }
}
