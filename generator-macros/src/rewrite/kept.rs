//! The variables that are made of operands and temporaries, in front of the statement that they stand in.
//!
//! `f(a(), { yield_!(1); b })` → `let operand = a();`, and `operand` in its place.

use super::Spiller;
use crate::collections::HashSet;
use crate::ir::fresh::collect_identifiers;
use crate::syntax::{let_statement, plain, start, typed_bool, variable};
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{Expr, Pat, PatIdent, Stmt};

impl Spiller<'_> {
    /// Evaluates `expr` now, into a variable that stands for it from here on.
    pub(super) fn keep(&mut self, name: &str, expr: &mut Expr, mutability: Option<syn::Token![mut]>) {
        let is_inner = name == "operand" && self.depth > 0;
        let name = self.name(name, start(expr));
        if is_inner {
            self.inner.insert(name.to_string());
        }
        let value = std::mem::replace(expr, variable(&name));
        let mut pattern = plain(&name);
        if let Pat::Ident(pattern) = &mut pattern {
            pattern.mutability = mutability;
        }
        self.before.push(let_statement(pattern, value));
    }

    /// Evaluates a condition now, into a variable that stands for it from here on.
    pub(super) fn keep_condition(&mut self, expr: &mut Expr) {
        let name = self.name("condition", start(expr));
        let value = std::mem::replace(expr, variable(&name));
        self.before.push(let_statement(typed_bool(plain(&name), name.span()), value));
    }

    /// Declares operands anew behind the temporaries that were made after them: an operand drops with the call that it waits
    /// for, a temporary with the statement around that.
    ///
    /// `let operand = a(); let temporary = b();` → `let operand = a(); let temporary = b(); let operand = operand;`
    pub(super) fn declare_in_turn(&mut self) {
        let mut waiting: Vec<PatIdent> = Vec::new();
        for stmt in std::mem::take(&mut self.before) {
            if !waiting.is_empty() {
                let mut used = HashSet::default();
                collect_identifiers(stmt.to_token_stream(), &mut used);
                waiting.retain(|operand| !used.contains(&operand.ident.to_string()));
            }
            let made = self.made_by(&stmt).cloned();
            self.before.push(stmt);
            match made {
                Some(made) if self.inner.contains(&made.ident.to_string()) => waiting.push(made),
                Some(_) => self.before.extend(
                    waiting
                        .iter()
                        .map(|operand| let_statement(Pat::Ident(operand.clone()), variable(&operand.ident))),
                ),
                None => {}
            }
        }
    }

    /// The variable that `stmt` declares, if it was made here.
    fn made_by<'s>(&self, stmt: &'s Stmt) -> Option<&'s PatIdent> {
        match stmt {
            Stmt::Local(syn::Local { pat: Pat::Ident(pat), .. })
                if self.made.contains(&pat.ident.to_string()) =>
            {
                Some(pat)
            }
            _ => None,
        }
    }

    /// An unused name, for a variable made from what stands at `span`.
    pub(super) fn name(&mut self, name: &str, span: Span) -> Ident {
        let name = self.fresh.name(name);
        let ident = Ident::new(&name, Span::mixed_site().located_at(span));
        self.made.insert(name);
        ident
    }
}
