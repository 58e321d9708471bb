//! The user's code, as it stands in a section: a variable that is in place is written `(*x)`, every other by its
//! own name; jumps out of the section and `?` are spelled out.

use super::context::Context;
use super::step::Writer;
use crate::old::branches::clear;
use crate::old::ir::{LocalId, failure_exit, placeholder_exit};
use crate::parse::std_macros;
use crate::parse::user_macros::restore_macro;
use crate::syntax::in_block;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat, Stmt};

impl<'a> Writer<'a> {
    pub fn expr(&self, expr: &Expr, context: &mut Context<'a>) -> TokenStream {
        let mut expr = expr.clone();
        Rewriter { writer: self, context, in_closure: false }.visit_expr_mut(&mut expr);
        expr.into_token_stream()
    }

    pub fn source(&self, stmt: &Stmt, context: &mut Context<'a>) -> TokenStream {
        let mut stmt = stmt.clone();
        Rewriter { writer: self, context, in_closure: false }.visit_stmt_mut(&mut stmt);
        stmt.into_token_stream()
    }

    pub fn pattern(&self, pat: &Pat) -> TokenStream {
        let mut pat = pat.clone();
        Displayed { writer: self }.visit_pat_mut(&mut pat);
        pat.into_token_stream()
    }

    /// The user's name for the variable that `ident` stands for, at the same place.
    fn displayed(&self, local: LocalId, ident: &Ident) -> Ident {
        let mut name = self.plan.display.locals[local.0].clone();
        let hygiene = ident.span();
        name.set_span(hygiene);
        name
    }
}

/// The place and the value of `x = value;`.
pub fn assignment(stmt: &Stmt) -> Option<(&Expr, &Expr)> {
    match stmt {
        Stmt::Expr(Expr::Assign(assign), _) => Some((&assign.left, &assign.right)),
        _ => None,
    }
}

/// Gives the variables of patterns their own names.
struct Displayed<'w, 'a> {
    writer: &'w Writer<'a>,
}

impl VisitMut for Displayed<'_, '_> {
    fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
        if let Some(local) = self.writer.plan.names.local(&pat.ident) {
            pat.ident = self.writer.displayed(local, &pat.ident);
        }
        visit_mut::visit_pat_ident_mut(self, pat);
    }

    /// `Line { from: from }` is written `Line { from }` again.
    fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
        visit_mut::visit_field_pat_mut(self, field);
        if let (syn::Member::Named(member), Pat::Ident(pat)) = (&field.member, &*field.pat)
            && *member == pat.ident
            && pat.subpat.is_none()
        {
            field.colon_token = None;
        }
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}

struct Rewriter<'w, 'c, 'a> {
    writer: &'w Writer<'a>,
    context: &'c mut Context<'a>,
    /// In a closure or async block, `?` is its own.
    in_closure: bool,
}

impl Rewriter<'_, '_, '_> {
    fn name(&self, local: LocalId, ident: &Ident) -> Ident {
        self.context.renamed(local).unwrap_or_else(|| self.writer.displayed(local, ident))
    }

    /// What is written for a use of the variable that `ident` stands for.
    fn variable(&self, local: LocalId, ident: &Ident) -> Expr {
        let name = self.name(local, ident);
        if !self.context.is_in_place(local) {
            return crate::syntax::variable(&name);
        }
        self.writer.in_place.borrow_mut().insert(local);
        if self.writer.is_copied(local) {
            return crate::syntax::variable(&name);
        }
        // An error about it is an error about the user's token.
        Expr::Verbatim(quote_spanned!(ident.span()=> (*#name)))
    }

    /// `e?` gives the value, or hands the failure out and ends.
    fn tried(&self, tried: &mut syn::ExprTry) -> Expr {
        let exit = failure_exit(tried);
        tried.attrs.clear();
        super::tried::tried(self.writer.plan.krate, self.writer.plan.shape, tried, |item| {
            self.writer.fails.set(true);
            let drops = exit.map(|exit| self.writer.end_later_first(exit, &mut self.context.jump()));
            let (last, end) = (super::step::last_ident(), self.writer.end());
            quote! { #last = ::core::option::Option::Some(#item); #drops #end }
        })
    }

    fn opaque(&mut self, tokens: TokenStream) -> TokenStream {
        let rewritten = tokens.into_iter().map(|token| match token {
            TokenTree::Ident(ident) => TokenTree::Ident(match self.writer.plan.names.local(&ident) {
                Some(local) => self.name(local, &ident),
                None => ident,
            }),
            TokenTree::Group(group) => {
                let mut rewritten = Group::new(group.delimiter(), self.opaque(group.stream()));
                rewritten.set_span(group.span());
                TokenTree::Group(rewritten)
            }
            other => other,
        });
        rewritten.collect()
    }

    /// A `move` closure takes copies of what is in place.
    fn copies(&self, body: &Expr) -> Vec<Ident> {
        use syn::visit::Visit;
        struct Captured<'s, 'w, 'c, 'a>(&'s Rewriter<'w, 'c, 'a>, Vec<(LocalId, Ident)>);
        impl Visit<'_> for Captured<'_, '_, '_, '_> {
            fn visit_expr_path(&mut self, path: &syn::ExprPath) {
                if let Some(ident) = path.path.get_ident()
                    && let Some(local) = self.0.writer.plan.names.local(ident)
                    && self.0.context.is_in_place(local)
                    && !self.1.iter().any(|(known, _)| *known == local)
                {
                    self.1.push((local, self.0.writer.displayed(local, ident)));
                }
            }
            fn visit_macro(&mut self, mac: &syn::Macro) {
                if let Some(mut read) = std_macros::parse(mac) {
                    read.arguments_mut().for_each(|argument| self.visit_expr(argument));
                }
            }
        }
        let mut captured = Captured(self, Vec::new());
        captured.visit_expr(body);
        let Captured(_, captured) = captured;
        self.writer.in_place.borrow_mut().extend(captured.iter().map(|(local, _)| *local));
        let behind_reference = captured.into_iter().filter(|(local, _)| !self.writer.is_copied(*local));
        behind_reference.map(|(_, name)| name).collect()
    }
}

impl VisitMut for Rewriter<'_, '_, '_> {
    /// Read from the tokens of a macro, what stands for a jump is a statement of its own.
    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Stmt::Macro(mac) = stmt
            && placeholder_exit(&mac.mac).is_some()
        {
            let jump = syn::ExprMacro { attrs: Vec::new(), mac: mac.mac.clone() };
            *stmt = Stmt::Expr(Expr::Macro(jump), mac.semi_token);
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(path) => {
                clear(&mut path.attrs);
                if let Some(ident) = path.path.get_ident()
                    && path.qself.is_none()
                    && let Some(local) = self.writer.plan.names.local(ident)
                {
                    *expr = self.variable(local, ident);
                }
                return;
            }
            Expr::Macro(mac) => {
                if let Some(exit) = placeholder_exit(&mac.mac) {
                    let from = self.writer.plan.machine.exit(exit).container;
                    let leave = self.writer.leave(exit, &mut self.context.jump(), false, from);
                    *expr = in_block(vec![Stmt::Expr(Expr::Verbatim(leave), None)], Span::call_site());
                    return;
                }
            }
            Expr::Try(tried) => {
                self.visit_expr_mut(&mut tried.expr);
                if !self.in_closure
                    && let Expr::Try(tried) = expr
                {
                    *expr = self.tried(tried);
                }
                return;
            }
            Expr::Closure(closure) if closure.capture.is_some() => {
                let copies = self.copies(&closure.body);
                if !copies.is_empty() {
                    // The names stand for the copies inside.
                    OwnNames { writer: self.writer, context: self.context }.visit_expr_mut(expr);
                    let closure = &*expr;
                    *expr = Expr::Verbatim(quote!({ #(let #copies = *#copies;)* #closure }));
                    return;
                }
            }
            Expr::Const(_) => return,
            _ => {}
        }
        let outer = self.in_closure;
        self.in_closure |= matches!(expr, Expr::Closure(_) | Expr::Async(_));
        visit_mut::visit_expr_mut(self, expr);
        self.in_closure = outer;
        restore_macro(expr);
    }

    fn visit_attributes_mut(&mut self, attrs: &mut Vec<syn::Attribute>) {
        clear(attrs);
    }

    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        Displayed { writer: self.writer }.visit_pat_mut(pat);
    }

    /// `S { x: x }` is written `S { x }` again.
    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        visit_mut::visit_field_value_mut(self, field);
        if let (syn::Member::Named(member), Expr::Path(path)) = (&field.member, &field.expr)
            && path.path.get_ident() == Some(member)
        {
            field.colon_token = None;
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        mac.tokens = match std_macros::parse(mac) {
            Some(mut read) => {
                read.arguments_mut().for_each(|argument| self.visit_expr_mut(argument));
                read.into_tokens()
            }
            None => self.opaque(mac.tokens.clone()),
        };
    }

    fn visit_type_mut(&mut self, _: &mut syn::Type) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// Gives every variable its own name: inside a `move` closure, which owns what it names.
struct OwnNames<'w, 'a> {
    writer: &'w Writer<'a>,
    context: &'w Context<'a>,
}

impl VisitMut for OwnNames<'_, '_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        restore_macro(expr);
    }

    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        if let Some(ident) = path.path.get_ident()
            && let Some(local) = self.writer.plan.names.local(ident)
        {
            let renamed = self.context.renamed(local);
            path.path = renamed.unwrap_or_else(|| self.writer.displayed(local, ident)).into();
        }
    }

    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        Displayed { writer: self.writer }.visit_pat_mut(pat);
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        if let Some(mut read) = std_macros::parse(mac) {
            read.arguments_mut().for_each(|argument| self.visit_expr_mut(argument));
            mac.tokens = read.into_tokens();
        }
    }
}
