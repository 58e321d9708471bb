//! From the unique name of a variable to the variable, and the names that are still free.

use crate::collections::{HashMap, HashSet};
use crate::ir::fresh::Fresh;
use crate::ir::{Local, LocalId};
use crate::types::strip_groups;
use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::visit::Visit;
use syn::{Expr, Ident, Pat, Type};

/// The variables of a body, and the names that are used in it.
#[derive(Clone, Debug)]
pub struct Names {
    pub locals: Vec<Local>,
    pub(super) by_unique: HashMap<String, LocalId>,
    pub(super) fresh: Fresh,
    /// The names that stand for something else where they aren't variables: no variable of the body keeps one.
    pub(super) others: HashSet<String>,
}

impl Names {
    /// No variable yet. The names in `fresh` are used.
    pub fn new(fresh: Fresh) -> Self {
        Names { locals: Vec::new(), by_unique: HashMap::default(), fresh, others: HashSet::default() }
    }

    /// The variable that `ident` stands for after `resolve`.
    pub fn local(&self, ident: &Ident) -> Option<LocalId> {
        self.by_unique.get(&ident.to_string()).copied()
    }

    /// The variable that `expr` is.
    pub fn variable(&self, expr: &Expr) -> Option<LocalId> {
        match expr {
            Expr::Path(path) if path.qself.is_none() => self.local(path.path.get_ident()?),
            Expr::Paren(paren) => self.variable(&paren.expr),
            Expr::Group(group) => self.variable(&group.expr),
            _ => None,
        }
    }

    /// A name that occurs nowhere in the function: `name`, or `name_2`, `name_3`, …
    pub fn unused(&mut self, name: &str) -> String {
        self.fresh.name(name)
    }

    /// Makes a variable that the user calls `name`.
    pub fn declare(&mut self, name: Ident, ty: Option<Type>) -> LocalId {
        let wanted = name.unraw().to_string();
        let text = name.to_string();
        let first = !self.by_unique.contains_key(&text) && !self.others.contains(&text);
        let unique = if first { name.clone() } else { Ident::new(&self.unused(&wanted), name.span()) };
        self.add(unique, ty)
    }

    /// Makes a variable that the user doesn't see.
    pub fn hidden(&mut self, name: &str, span: Span) -> LocalId {
        let name = Ident::new(name, Span::mixed_site().located_at(span));
        let unique = Ident::new(&self.unused(&name.to_string()), name.span());
        self.add(unique, None)
    }

    fn add(&mut self, unique: Ident, ty: Option<Type>) -> LocalId {
        let id = LocalId(self.locals.len());
        self.by_unique.insert(unique.to_string(), id);
        self.fresh.note(unique.to_string());
        let is_reference = ty.as_ref().is_some_and(|ty| matches!(strip_groups(ty), Type::Reference(_)));
        self.locals.push(Local { unique, ty, mutability: None, is_inner: false, is_reference });
        id
    }

    /// The variables that `pat` binds, in order.
    pub fn bindings(&self, pat: &Pat) -> Vec<LocalId> {
        struct Bindings<'a> {
            names: &'a Names,
            found: Vec<LocalId>,
        }
        impl Visit<'_> for Bindings<'_> {
            fn visit_pat_ident(&mut self, pat: &syn::PatIdent) {
                if let Some(local) = self.names.local(&pat.ident)
                    && !self.found.contains(&local)
                {
                    self.found.push(local);
                }
                if let Some((_, subpat)) = &pat.subpat {
                    self.visit_pat(subpat);
                }
            }
            fn visit_expr(&mut self, _: &Expr) {}
        }
        let mut bindings = Bindings { names: self, found: Vec::new() };
        bindings.visit_pat(pat);
        bindings.found
    }

    /// The variables that the `let`s of a condition bind, in order.
    pub fn condition_bindings(&self, cond: &Expr) -> Vec<LocalId> {
        match cond {
            Expr::Let(scrutinee) => self.bindings(&scrutinee.pat),
            Expr::Binary(binary) if matches!(binary.op, syn::BinOp::And(_)) => {
                let mut found = self.condition_bindings(&binary.left);
                found.extend(self.condition_bindings(&binary.right));
                found
            }
            Expr::Group(group) => self.condition_bindings(&group.expr),
            _ => Vec::new(),
        }
    }
}
