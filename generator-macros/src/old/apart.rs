//! A parameter that the body moves out of in part → a variable for each of its fields that is used from there on.
//!
//! A state can't hold what is left of a value, but it can hold its parts:
//! `for cell in self.cells { yield_!((self.width, cell)); }` → `let self_whole = self; let self_cells =
//! self_whole.cells; let self_width = self_whole.width; for cell in self_cells { yield_!((self_width, cell)); }`.
//!
//! Rust allows this to whoever owns the value, so only parameters of such types are taken apart; and nothing but
//! parts may be used after the first is moved, so that no use of the whole is left behind.

use crate::ir::fresh::Fresh;
use crate::parse::std_macros;
use crate::signature::{Parameter, Shape};
use crate::syntax::{assign_statement, declare, let_statement, plain, variable};
use crate::types::is_copy;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::BTreeMap;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Member, Pat, Stmt, Type};

/// Takes the parameters of `block` apart that it moves out of in part. Returned are such parameters, each with its parts in
/// the order of their declaration.
pub fn take_apart(shape: &Shape, block: &mut Block, fresh: &mut Fresh) -> Vec<(Ident, Vec<Ident>)> {
    let mut taken_apart = Vec::new();
    for parameter in shape.parameters.iter().filter(|parameter| is_owned(parameter)) {
        let uses: Vec<Uses> = block.stmts.iter().map(|stmt| Uses::find(&parameter.ident, stmt)).collect();
        let Some(first) = uses.iter().position(|uses| uses.moves) else { continue };
        let from_there = &uses[first..];
        let parts: usize = from_there.iter().map(|uses| uses.parts.values().sum::<usize>()).sum();
        if parts < 2 || from_there.iter().any(|uses| uses.whole) || uses.iter().any(|uses| uses.hidden) {
            continue;
        }
        let members = from_there.iter().flat_map(|uses| uses.parts.keys().cloned());
        let mut parts: BTreeMap<String, Ident> = BTreeMap::new();
        for member in members {
            let wanted = format!("{}_{member}", parameter.ident);
            let named = || Ident::new(&fresh.name(&wanted), parameter.ident.span());
            parts.entry(member).or_insert_with(named);
        }
        let mut replacer = Replacer { whole: &parameter.ident, parts: &parts };
        block.stmts[first..].iter_mut().for_each(|stmt| replacer.visit_stmt_mut(stmt));
        // The whole leaves the state first: only then it can be taken apart.
        let whole = fresh.name(&format!("{}_whole", parameter.ident));
        let whole = Ident::new(&whole, parameter.ident.span());
        let taken = let_statement(plain(&whole), variable(&parameter.ident));
        // The first part drops first: it is declared last. All of them are as old as the parameter.
        let parts = parts.iter().rev();
        taken_apart.push((parameter.ident.clone(), parts.clone().map(|(_, part)| part.clone()).collect()));
        let values =
            parts.clone().map(|(member, part)| (pattern(parameter, part), part, field(&whole, member, part)));
        if first == 0 {
            let lets = values.map(|(pattern, _, value)| let_statement(pattern, value));
            block.stmts.splice(0..0, std::iter::once(taken).chain(lets).collect::<Vec<_>>());
        } else {
            let taking = values.map(|(_, part, value)| assign_statement(variable(part), value));
            block.stmts.splice(first..first, std::iter::once(taken).chain(taking).collect::<Vec<_>>());
            block
                .stmts
                .splice(0..0, parts.map(|(_, part)| declare(pattern(parameter, part))).collect::<Vec<_>>());
        }
    }
    taken_apart
}

/// Whether the parameter is a value of its own, as far as its syntax tells.
fn is_owned(parameter: &Parameter) -> bool {
    match (&parameter.receiver, &parameter.ty) {
        (Some(receiver), None) => receiver.reference.is_none(),
        (_, Some(ty)) => matches!(ty, Type::Path(_) | Type::Tuple(_)) && !is_copy(ty),
        (None, None) => false,
    }
}

/// `mut part`
fn pattern(parameter: &Parameter, part: &Ident) -> Pat {
    Pat::Ident(syn::PatIdent {
        attrs: Vec::new(),
        by_ref: None,
        mutability: parameter.mutability,
        ident: part.clone(),
        subpat: None,
    })
}

/// `whole.member`
fn field(whole: &Ident, member: &str, part: &Ident) -> Expr {
    let member = match member.parse::<u32>() {
        Ok(index) => Member::Unnamed(syn::Index { index, span: part.span() }),
        Err(_) => Member::Named(Ident::new(member, part.span())),
    };
    Expr::Field(syn::ExprField {
        attrs: Vec::new(),
        base: Box::new(variable(whole)),
        dot_token: syn::Token![.](part.span()),
        member,
    })
}

/// `whole.member` → the member's name.
fn part_of(whole: &Ident, expr: &Expr) -> Option<String> {
    match expr {
        Expr::Field(field) if is_variable(whole, &field.base) => Some(match &field.member {
            Member::Named(name) => name.to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        }),
        Expr::Paren(paren) => part_of(whole, &paren.expr),
        _ => None,
    }
}

fn is_variable(name: &Ident, expr: &Expr) -> bool {
    matches!(expr, Expr::Path(path) if path.path.is_ident(name))
}

/// What a statement does with a variable.
#[derive(Default)]
struct Uses {
    /// How often it uses which part.
    parts: BTreeMap<String, usize>,
    /// Whether it uses the whole.
    whole: bool,
    /// Whether it uses a part by value.
    moves: bool,
    /// Whether another variable of that name, or an opaque macro, hides what is used.
    hidden: bool,
}

impl Uses {
    fn find(name: &Ident, stmt: &Stmt) -> Self {
        let mut finder = Finder { name, uses: Uses::default() };
        finder.visit_stmt(stmt);
        finder.uses
    }
}

struct Finder<'a> {
    name: &'a Ident,
    uses: Uses,
}

impl Finder<'_> {
    /// A value that goes elsewhere.
    fn moved(&mut self, expr: &Expr) {
        match expr {
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|elem| self.moved(elem)),
            Expr::MethodCall(call) if call.method.to_string().starts_with("into_") => {
                self.moved(&call.receiver);
            }
            expr => self.uses.moves |= part_of(self.name, expr).is_some(),
        }
    }

    fn mentions(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => self.uses.hidden |= ident == *self.name,
                TokenTree::Group(group) => self.mentions(group.stream()),
                _ => {}
            }
        }
    }
}

impl Visit<'_> for Finder<'_> {
    fn visit_expr(&mut self, expr: &Expr) {
        if let Some(part) = part_of(self.name, expr) {
            *self.uses.parts.entry(part).or_default() += 1;
            return;
        }
        match expr {
            Expr::ForLoop(repeated) => self.moved(&repeated.expr),
            Expr::Match(matched) => self.moved(&matched.expr),
            Expr::Let(scrutinee) => self.moved(&scrutinee.expr),
            Expr::Yield(suspension) => suspension.expr.iter().for_each(|value| self.moved(value)),
            Expr::Call(call) => call.args.iter().for_each(|argument| self.moved(argument)),
            Expr::Struct(literal) => literal.fields.iter().for_each(|field| self.moved(&field.expr)),
            Expr::Assign(assign) => self.moved(&assign.right),
            _ => self.uses.whole |= is_variable(self.name, expr),
        }
        visit::visit_expr(self, expr);
    }

    fn visit_local(&mut self, local: &syn::Local) {
        if let Some(init) = &local.init {
            self.moved(&init.expr);
        }
        visit::visit_local(self, local);
    }

    fn visit_pat_ident(&mut self, pat: &syn::PatIdent) {
        self.uses.hidden |= pat.ident == *self.name;
        visit::visit_pat_ident(self, pat);
    }

    fn visit_macro(&mut self, mac: &syn::Macro) {
        match std_macros::parse(mac) {
            Some(mut read) => {
                self.uses.whole |= read.inline.contains(self.name);
                read.arguments_mut().for_each(|argument| self.visit_expr(argument));
            }
            None => self.mentions(mac.tokens.clone()),
        }
    }

    /// A closure captures the parts that it names in their own order.
    fn visit_expr_closure(&mut self, closure: &syn::ExprClosure) {
        self.mentions(closure.to_token_stream());
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}

/// Writes the parts' own variables.
struct Replacer<'a> {
    whole: &'a Ident,
    parts: &'a BTreeMap<String, Ident>,
}

impl VisitMut for Replacer<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Some(part) = part_of(self.whole, expr).and_then(|member| self.parts.get(&member)) {
            let mut part = part.clone();
            part.set_span(expr.span());
            *expr = variable(&part);
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        if let Some(mut read) = std_macros::parse(mac) {
            read.arguments_mut().for_each(|argument| self.visit_expr_mut(argument));
            mac.tokens = read.into_tokens();
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
