//! What a type says of itself as it is written.
//!
//! `Option<&T>` is `Copy`; its first argument is `&T`. The `Item` of `Iterator<Item = u8>` is `u8`.

use syn::punctuated::Punctuated;
use syn::{GenericArgument, Path, PathArguments, PathSegment, Token, Type, TypeParamBound};

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

/// What `ty` refers to.
pub fn behind_references(ty: &Type) -> &Type {
    match strip_groups(ty) {
        Type::Reference(reference) => behind_references(&reference.elem),
        ty => ty,
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

/// The first type among the arguments of a path: the `T` of `Vec<T>`.
pub fn first_argument(path: &Path) -> Option<&Type> {
    arguments(path.segments.last()?).find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The `T` of `Iterator<Item = T>`, whatever the trait.
pub fn item_argument(of: &PathSegment) -> Option<&Type> {
    arguments(of).find_map(|argument| match argument {
        GenericArgument::AssocType(item) if item.ident == "Item" => Some(&item.ty),
        _ => None,
    })
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
