//! The variables that are made of operands and temporaries, in front of the statement that they stand in.
//!
//! `f(a(), { yield_!(1); b })` → `let operand = a();`, and `operand` in its place.

use super::{Spilled, Spiller};
use crate::syntax::{let_statement, plain, start, typed_bool, variable};
use proc_macro2::{Ident, Span};
use syn::{Expr, Pat, Stmt};

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

    /// Notes the variables that are to stand before the expression that was walked.
    pub(super) fn note_group(&mut self) {
        let spilled = self.before.iter().filter_map(|stmt| match stmt {
            Stmt::Local(syn::Local { pat: Pat::Ident(pat), .. })
                if self.made.contains(&pat.ident.to_string()) =>
            {
                let is_inner = self.inner.contains(&pat.ident.to_string());
                Some(Spilled { name: pat.ident.clone(), is_inner })
            }
            _ => None,
        });
        let group: Vec<Spilled> = spilled.collect();
        if group.len() > 1 {
            self.groups.push(group);
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
