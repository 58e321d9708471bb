//! Which patterns take a variable apart for good, before a yield: nothing mentions the variable again.
//!
//! In `let (_, b) = pair; yield_!(1);` the pattern does; in `let (_, n) = pair; yield_!(pair.1);` it copies a part.

use crate::ir::LocalId;
use crate::resolve::{Names, binds};
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Block, Expr, Pat};

/// Of each pattern that is matched against a variable, in the order of the source: whether it takes it apart for good.
/// None at all, if no pattern does.
pub fn taken_apart(names: &Names, block: &Block) -> Vec<bool> {
    let none = || vec![0; names.locals.len()];
    let mut survey = Survey {
        names,
        time: 0,
        loops: 0,
        declared_in: none(),
        last_mention: none(),
        last_yield: 0,
        sites: Vec::new(),
    };
    survey.visit_block(block);
    let found: Vec<bool> = survey.sites.iter().map(|site| survey.is_for_good(site)).collect();
    if found.contains(&true) { found } else { Vec::new() }
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
    declared_in: Vec<usize>,
    last_mention: Vec<usize>,
    last_yield: usize,
    sites: Vec<Site>,
}

impl Survey<'_> {
    /// Whether it takes its variable apart for good, before a yield.
    fn is_for_good(&self, site: &Site) -> bool {
        let Site { variable, time, loops, leaves } = *site;
        let is_last = self.last_mention[variable.0] == time && self.declared_in[variable.0] == loops;
        leaves && is_last && !self.names.locals[variable.0].is_reference && self.last_yield > time
    }

    fn mention(&mut self, local: LocalId) {
        self.time += 1;
        self.last_mention[local.0] = self.time;
    }

    fn matched(&mut self, scrutinee: &Expr, pats: &[&Pat]) {
        self.visit_expr(scrutinee);
        let Some(variable) = self.names.variable(scrutinee) else { return };
        for pat in pats {
            let (time, loops) = (self.time, self.loops);
            self.sites.push(Site { variable, time, loops, leaves: leaves_parts(pat) });
        }
    }

    /// What a macro that isn't known names.
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
        self.tokens(mac.tokens.clone());
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}

/// Whether `pat` is of a type that has no drop of its own, as its tokens tell: each of its parts may be moved out.
pub fn is_transparent(pat: &Pat) -> bool {
    match pat {
        Pat::Tuple(_) | Pat::Slice(_) | Pat::Paren(_) | Pat::Type(_) => true,
        Pat::TupleStruct(pat) => {
            let known = |name: &syn::Ident| ["Err", "Ok", "Some"].iter().any(|known| name == known);
            pat.qself.is_none() && pat.path.get_ident().is_some_and(known)
        }
        _ => false,
    }
}

/// Whether `pat` binds a part of what it matches by value, and leaves another by `_` that can be moved out.
fn leaves_parts(pat: &Pat) -> bool {
    #[derive(Default)]
    struct Parts {
        leaves: bool,
        binds: bool,
        is_intricate: bool,
        is_covered: bool,
    }
    impl Visit<'_> for Parts {
        fn visit_pat(&mut self, pat: &Pat) {
            match pat {
                Pat::Wild(_) => self.leaves |= !self.is_covered,
                Pat::Ident(ident) if binds(ident) => {
                    self.binds |= ident.by_ref.is_none();
                    self.is_intricate |= ident.by_ref.is_some() || ident.subpat.is_some();
                }
                // Its alternatives bind the same, and what a reference leaves isn't owned.
                Pat::Or(_) | Pat::Reference(_) => self.is_intricate = true,
                pat => {
                    let outer = self.is_covered;
                    self.is_covered |= !is_transparent(pat);
                    visit::visit_pat(self, pat);
                    self.is_covered = outer;
                }
            }
        }
        fn visit_expr(&mut self, _: &Expr) {}
    }
    let mut parts = Parts::default();
    parts.visit_pat(pat);
    parts.leaves && parts.binds && !parts.is_intricate
}
