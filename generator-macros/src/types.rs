//! What a type says of itself as it is written.
//!
//! `Option<&T>` is `Copy`; its first argument is `&T`. The `Item` of `Iterator<Item = u8>` is `u8`.

use syn::punctuated::Punctuated;
use syn::{
    GenericArgument, Generics, Path, PathArguments, PathSegment, Token, Type, TypeParamBound, WherePredicate,
};

/// A type that a `macro_rules!` handed over as `$t:ty` stands in invisible groups.
pub fn strip_groups(mut ty: &Type) -> &Type {
    loop {
        ty = match ty {
            Type::Group(group) => &group.elem,
            Type::Paren(paren) => &paren.elem,
            other => return other,
        };
    }
}

/// Whether every value of this type is `Copy`, as far as its syntax tells.
pub fn is_copy(ty: &Type) -> bool {
    match strip_groups(ty) {
        Type::Reference(reference) => reference.mutability.is_none(),
        Type::Path(path) => {
            let is_option = path.path.segments.last().is_some_and(|last| last.ident == "Option");
            is_primitive(ty) || is_option && first_argument(&path.path).is_some_and(is_copy)
        }
        Type::Tuple(tuple) => tuple.elems.iter().all(is_copy),
        Type::Array(array) => is_copy(&array.elem),
        Type::Ptr(_) | Type::BareFn(_) => true,
        _ => false,
    }
}

/// Whether it is a type of numbers, `bool` or `char`, by its name.
pub fn is_primitive(ty: &Type) -> bool {
    const PRIMITIVES: [&str; 16] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64",
        "bool", "char",
    ];
    let Type::Path(path) = strip_groups(ty) else { return false };
    let segments = path.path.segments.iter().map(|segment| &segment.ident).collect::<Vec<_>>();
    let name = match &segments[..] {
        [name] => name,
        [root, module, name] if *root == "core" && *module == "primitive" => name,
        _ => return false,
    };
    path.qself.is_none() && PRIMITIVES.iter().any(|primitive| *name == primitive)
}

/// Whether `ty` is `impl Iterator<…>`, or a type parameter that is bound so: its values have a hint themselves.
pub fn is_iterator(ty: &Type, generics: &Generics) -> bool {
    const ITERATORS: [&str; 4] = ["Iterator", "DoubleEndedIterator", "ExactSizeIterator", "FusedIterator"];
    let are_iterators = |bounds: &Punctuated<TypeParamBound, Token![+]>| {
        traits(bounds).any(|last| ITERATORS.iter().any(|name| last.ident == name))
    };
    match strip_groups(ty) {
        Type::ImplTrait(ty) => are_iterators(&ty.bounds),
        Type::Path(path) => path.path.get_ident().is_some_and(|name| {
            let is_bound = |predicate: &WherePredicate| match predicate {
                WherePredicate::Type(bound) => {
                    matches!(&bound.bounded_ty, Type::Path(path) if path.path.is_ident(name))
                        && are_iterators(&bound.bounds)
                }
                _ => false,
            };
            let mut own = generics.type_params().filter(|parameter| parameter.ident == *name);
            own.any(|parameter| {
                are_iterators(&parameter.bounds)
                    || generics.where_clause.iter().flat_map(|clause| &clause.predicates).any(is_bound)
            })
        }),
        _ => false,
    }
}

/// The first type among the arguments of a path: the `T` of `Vec<T>`.
pub fn first_argument(path: &Path) -> Option<&Type> {
    first_argument_of(path.segments.last()?)
}

/// The same, of a segment of a path.
pub fn first_argument_of(of: &PathSegment) -> Option<&Type> {
    arguments(of).find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The `T` of `Iterator<Item = T>`, whatever the trait, by the `name` that it has there.
pub fn assoc_argument<'a>(of: &'a PathSegment, name: &str) -> Option<&'a Type> {
    arguments(of).find_map(|argument| match argument {
        GenericArgument::AssocType(argument) if argument.ident == name => Some(&argument.ty),
        _ => None,
    })
}

/// The type of the items of a value of this type, where that is written in it: `[T; N]`, `Vec<T>`, `impl IntoIterator<Item = T>`.
pub fn item_type(ty: &Type) -> Option<&Type> {
    match strip_groups(ty) {
        Type::Array(array) => Some(&array.elem),
        Type::Path(path) if path.path.segments.last()?.ident == "Vec" => first_argument(&path.path),
        Type::ImplTrait(of) => traits(&of.bounds).find_map(|of| assoc_argument(of, "Item")),
        _ => None,
    }
}

/// The traits among `bounds`, by the last segments of their paths.
pub fn traits(bounds: &Punctuated<TypeParamBound, Token![+]>) -> impl Iterator<Item = &PathSegment> {
    bounds.iter().filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last(),
        _ => None,
    })
}

fn arguments(of: &PathSegment) -> impl Iterator<Item = &GenericArgument> {
    let arguments = match &of.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    };
    arguments.into_iter().flatten()
}
