//! Which patterns take a variable apart for good, before a yield: nothing mentions the variable again.
//!
//! In `let (_, b) = pair; yield_!(1);` the pattern does; in `let (_, n) = pair; yield_!(pair.1);` it copies a part.

use crate::old::ir::{Local, LocalId};
use crate::old::resolve::Names;
use crate::parse::std_macros;
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Block, Expr, Pat, Type};

/// Of each pattern that is matched against a variable, in the order of the source: whether it takes it apart for good.
/// None at all, if no pattern does.
pub fn taken_apart(names: &Names, locals: &[Local], block: &Block) -> Vec<bool> {
    let mut survey = Survey::new(names, locals.len());
    survey.visit_block(block);
    survey.taken_apart(locals)
}

/// A pattern that is matched against a variable, in the order of the source.
struct Site {
    variable: LocalId,
    /// When the variable was mentioned.
    time: usize,
    loops: usize,
    leaves: bool,
}

/// Where variables are declared and mentioned last, and where patterns are matched against them.
struct Survey<'a> {
    names: &'a Names,
    time: usize,
    loops: usize,
    /// A macro's arguments stay as they are.
    in_macro: bool,
    declared_in: Vec<usize>,
    last_mention: Vec<usize>,
    last_yield: usize,
    sites: Vec<Site>,
}

impl<'a> Survey<'a> {
    fn new(names: &'a Names, locals: usize) -> Self {
        Survey {
            names,
            time: 0,
            loops: 0,
            in_macro: false,
            declared_in: vec![0; locals],
            last_mention: vec![0; locals],
            last_yield: 0,
            sites: Vec::new(),
        }
    }

    /// Of each site, in order: whether its pattern takes a variable apart for good, before a yield.
    fn taken_apart(&self, locals: &[Local]) -> Vec<bool> {
        let for_good = |site: &Site| {
            let (Site { variable, time, loops, leaves }, local) = (site, &locals[site.variable.0]);
            let is_reference =
                matches!(local.ty, Some(Type::Reference(_))) || local.is_copy || local.is_borrow;
            let is_last = self.last_mention[variable.0] == *time && self.declared_in[variable.0] == *loops;
            *leaves && is_last && !is_reference && self.last_yield > *time
        };
        let found: Vec<bool> = self.sites.iter().map(for_good).collect();
        if found.contains(&true) { found } else { Vec::new() }
    }

    fn mention(&mut self, local: LocalId) {
        self.time += 1;
        self.last_mention[local.0] = self.time;
    }

    fn matched(&mut self, scrutinee: &Expr, pats: &[&Pat]) {
        self.visit_expr(scrutinee);
        let Some(variable) = self.names.variable(scrutinee).filter(|_| !self.in_macro) else { return };
        for pat in pats {
            let leaves = leaves_parts(pat, self.names);
            self.sites.push(Site { variable, time: self.time, loops: self.loops, leaves });
        }
    }

    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if let Some(local) = self.names.local(&ident) {
                        self.mention(local);
                    }
                }
                TokenTree::Group(group) => self.tokens(group.stream()),
                _ => {}
            }
        }
    }
}

impl Visit<'_> for Survey<'_> {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Path(_) => self.names.variable(expr).into_iter().for_each(|local| self.mention(local)),
            Expr::Match(matched) => {
                let pats: Vec<&Pat> = matched.arms.iter().map(|arm| &arm.pat).collect();
                self.matched(&matched.expr, &pats);
                matched.arms.iter().for_each(|arm| self.visit_arm(arm));
            }
            Expr::Let(scrutinee) => {
                self.matched(&scrutinee.expr, &[&scrutinee.pat]);
                self.visit_pat(&scrutinee.pat);
            }
            Expr::Yield(_) => {
                visit::visit_expr(self, expr);
                self.time += 1;
                self.last_yield = self.time;
            }
            // What a closure or a loop does, it may do again.
            Expr::Closure(_) | Expr::Async(_) | Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => {
                self.loops += 1;
                visit::visit_expr(self, expr);
                self.loops -= 1;
            }
            _ => visit::visit_expr(self, expr),
        }
    }

    fn visit_local(&mut self, local: &syn::Local) {
        if let Some(init) = &local.init {
            self.matched(&init.expr, &[&local.pat]);
            init.diverge.iter().for_each(|(_, diverge)| self.visit_expr(diverge));
        }
        self.visit_pat(&local.pat);
    }

    fn visit_pat_ident(&mut self, pat: &syn::PatIdent) {
        if let Some(local) = self.names.local(&pat.ident) {
            self.declared_in[local.0] = self.loops;
        }
        visit::visit_pat_ident(self, pat);
    }

    fn visit_macro(&mut self, mac: &syn::Macro) {
        match std_macros::parse(mac) {
            Some(mut read) => {
                let outer = std::mem::replace(&mut self.in_macro, true);
                read.arguments_mut().for_each(|argument| self.visit_expr(argument));
                self.in_macro = outer;
            }
            None => self.tokens(mac.tokens.clone()),
        }
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}

/// Whether `pat` binds a part of what it matches by value, and leaves another by `_`.
fn leaves_parts(pat: &Pat, names: &Names) -> bool {
    struct Parts<'n>(&'n Names, bool, bool, bool);
    impl Visit<'_> for Parts<'_> {
        fn visit_pat(&mut self, pat: &Pat) {
            match pat {
                Pat::Wild(_) => self.1 = true,
                Pat::Ident(ident) if self.0.local(&ident.ident).is_some() => {
                    self.2 |= ident.by_ref.is_none();
                    self.3 |= ident.by_ref.is_some() || ident.subpat.is_some();
                }
                // Its alternatives bind the same, and what a reference leaves isn't owned.
                Pat::Or(_) | Pat::Reference(_) => self.3 = true,
                _ => visit::visit_pat(self, pat),
            }
        }
        fn visit_expr(&mut self, _: &Expr) {}
    }
    let mut parts = Parts(names, false, false, false);
    parts.visit_pat(pat);
    let Parts(_, leaves, binds, is_intricate) = parts;
    leaves && binds && !is_intricate
}
