//! How the variables of the first lowering are made and numbered.

use crate::collections::HashMap;
use crate::old::ir::{Local, LocalId};
pub use crate::resolve::UniqueNames as Names;
use crate::types::is_copy;
use syn::{Ident, Type};

impl Names {
    /// Gives the variables other numbers.
    pub fn renumber(&mut self, new: &HashMap<LocalId, LocalId>) {
        self.by_unique.values_mut().for_each(|id| *id = new[id]);
    }

    /// Makes a variable.
    pub fn declare(&mut self, locals: &mut Vec<Local>, name: Ident, ty: Option<Type>) -> LocalId {
        let id = LocalId(locals.len());
        let unique = self.of(&name, false);
        self.note(&unique, id);
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
