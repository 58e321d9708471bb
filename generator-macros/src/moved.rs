//! Whether the body uses a variable that it has moved, for certain: an error that rustc explains best.
//!
//! `fn f(text: String) … { yield_!(text); yield_!(text); }`; not so where `text` could be `Copy`.

use crate::ir::Machine;
use crate::owned::{Owned, owned};
use crate::resolve::Names;
use crate::saved::Saved;
use crate::signature::Shape;
use syn::{GenericParam, Generics, Ident, Type, TypeParamBound, WherePredicate};

/// Whether some variable is used by value, and again, though its type isn't `Copy`.
pub fn is_used_after_move(shape: &Shape, machine: &Machine, names: &Names, saved: &Saved) -> bool {
    if saved.used_again.is_empty() {
        return false;
    }
    let owned = owned(machine, names);
    saved.used_again.iter().any(|local| {
        let ty = machine.local(*local).ty.as_ref();
        owned.get(local) == Some(&Owned::Collection)
            || ty.is_some_and(|ty| is_opaque(ty, &shape.sig.generics))
    })
}

/// Whether all that is known of `ty` are its bounds, and those don't say that it is `Copy`.
fn is_opaque(ty: &Type, generics: &Generics) -> bool {
    match ty {
        Type::Paren(paren) => is_opaque(&paren.elem, generics),
        Type::Group(group) => is_opaque(&group.elem, generics),
        Type::ImplTrait(opaque) => opaque.bounds.iter().all(allows_moves_only),
        Type::Path(path) => path.path.get_ident().is_some_and(|name| is_parameter(name, generics)),
        _ => false,
    }
}

/// Whether `name` is a type parameter without a bound by which it could be `Copy`.
fn is_parameter(name: &Ident, generics: &Generics) -> bool {
    let parameter = generics.params.iter().find_map(|parameter| match parameter {
        GenericParam::Type(parameter) if parameter.ident == *name => Some(parameter),
        _ => None,
    });
    let Some(parameter) = parameter else { return false };
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let in_where = predicates.flat_map(|predicate| match predicate {
        WherePredicate::Type(predicate) => Some(&predicate.bounds),
        _ => None,
    });
    parameter.bounds.iter().chain(in_where.flatten()).all(allows_moves_only)
}

/// Whether `bound` is one of std's that a type can have without being `Copy`.
fn allows_moves_only(bound: &TypeParamBound) -> bool {
    const BOUNDS: [&str; 25] = [
        "AsMut",
        "AsRef",
        "BufRead",
        "Clone",
        "Debug",
        "Default",
        "Display",
        "DoubleEndedIterator",
        "Eq",
        "ExactSizeIterator",
        "Fn",
        "FnMut",
        "FnOnce",
        "FusedIterator",
        "Hash",
        "Into",
        "IntoIterator",
        "Iterator",
        "Ord",
        "PartialEq",
        "PartialOrd",
        "Read",
        "Send",
        "Sync",
        "ToString",
    ];
    match bound {
        TypeParamBound::Trait(bound) => {
            bound.path.segments.last().is_some_and(|last| BOUNDS.iter().any(|known| last.ident == known))
        }
        TypeParamBound::Lifetime(_) => true,
        _ => false,
    }
}
