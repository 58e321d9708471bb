//! From the unique name of a variable to the variable, and the names that are still free.

use crate::collections::HashMap;
use crate::old::fresh::Fresh;
use crate::old::ir::{Local, LocalId};
use crate::types::is_copy;
use syn::ext::IdentExt;
use syn::{Expr, Ident, Type};

/// From a variable's unique name to the variable.
#[derive(Clone, Debug)]
pub struct Names {
    pub(super) by_unique: HashMap<String, LocalId>,
    pub(super) fresh: Fresh,
}

impl Names {
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

    /// Gives the variables other numbers.
    pub fn renumber(&mut self, new: &HashMap<LocalId, LocalId>) {
        self.by_unique.values_mut().for_each(|id| *id = new[id]);
    }

    /// Makes a variable.
    pub fn declare(&mut self, locals: &mut Vec<Local>, name: Ident, ty: Option<Type>) -> LocalId {
        let id = LocalId(locals.len());
        let wanted = name.unraw().to_string();
        let first = !self.by_unique.contains_key(&name.to_string());
        let unique = if first { name.clone() } else { Ident::new(&self.unused(&wanted), name.span()) };
        self.by_unique.insert(unique.to_string(), id);
        self.fresh.note(unique.to_string());
        let is_copy = ty.as_ref().is_some_and(is_copy);
        let is_scalar = is_copy && !matches!(ty, Some(Type::Array(_) | Type::Tuple(_)));
        let is_borrow = matches!(&ty, Some(Type::Reference(reference)) if reference.mutability.is_some());
        locals.push(Local {
            name,
            unique,
            ty,
            mutability: None,
            is_copy,
            is_scalar,
            is_borrow,
            is_remainder: false,
        });
        id
    }
}
