//! From the unique name of a variable to the variable, and the names that are still free.

use crate::collections::HashMap;
use crate::ir::LocalId;
use crate::ir::fresh::Fresh;
use syn::ext::IdentExt;
use syn::visit::Visit;
use syn::{Expr, Ident, Pat};

/// The unique names of variables, and the names that are used.
#[derive(Clone, Debug)]
pub struct UniqueNames {
    pub by_unique: HashMap<String, LocalId>,
    pub fresh: Fresh,
}

impl UniqueNames {
    /// No variable yet. The names in `fresh` are used.
    pub fn new(fresh: Fresh) -> Self {
        UniqueNames { by_unique: HashMap::default(), fresh }
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

    /// A unique name for a variable that the user calls `name`: its own, unless another variable has that, or it `is_taken`.
    pub fn of(&mut self, name: &Ident, is_taken: bool) -> Ident {
        if !is_taken && !self.by_unique.contains_key(&name.to_string()) {
            return name.clone();
        }
        let wanted = name.unraw().to_string();
        let mut unused = self.unused(&wanted);
        // `r#type` is another name than `type`, which is no name.
        if syn::parse_str::<Ident>(&unused).is_err() {
            unused = self.unused(&wanted);
        }
        Ident::new(&unused, name.span())
    }

    /// `unique` is the name of `id`.
    pub fn note(&mut self, unique: &Ident, id: LocalId) {
        self.by_unique.insert(unique.to_string(), id);
        self.fresh.note(unique.to_string());
    }

    /// The variables that `pat` binds, in order.
    pub fn bindings(&self, pat: &Pat) -> Vec<LocalId> {
        struct Bindings<'a> {
            names: &'a UniqueNames,
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
