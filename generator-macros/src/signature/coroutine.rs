//! What is a coroutine's alone in a signature: the types in its return type, and the parameter that is the first argument.
//!
//! `fn f(n: u32, #[resume] first: u8) -> impl Coroutine<u8, Yield = u32>` → `fn f(n: u32) -> …<u8, Yield = u32, Return = ()>`,
//! and the parameter `first: u8`.

use super::returned::nameable;
use crate::errors::text;
use crate::syntax::{let_statement, plain, variable};
use crate::types::{assoc_argument, first_argument_of, strip_groups};
use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{
    Attribute, BoundLifetimes, FnArg, GenericArgument, GenericParam, Ident, Lifetime, Pat, PathArguments,
    ReturnType, Signature, Token, TraitBound, Type, TypeParamBound, parse_quote,
};

/// What `for<'r> Coroutine<R, Return = Z>` says.
pub struct Coroutine {
    /// The lifetimes that are others at each resumption.
    pub lifetimes: Option<BoundLifetimes>,
    pub argument: Type,
    /// `None` where a closure can't name it.
    pub returned: Option<Type>,
}

/// The parameter that is the argument of the first resumption.
pub struct Resume {
    /// Its attributes but `#[resume]`.
    pub attrs: Vec<Attribute>,
    pub pat: Pat,
    pub ty: Type,
    /// `#[resume]`
    pub marker: Attribute,
}

impl Coroutine {
    /// Reads a bound, if it is one of coroutines, and the type of what is yielded.
    pub(super) fn of(bound: &TraitBound) -> Option<syn::Result<(Self, &Type)>> {
        let last = bound.path.segments.last().filter(|last| last.ident == "Coroutine")?;
        let Some(yielded) = assoc_argument(last, "Yield") else {
            return Some(Err(syn::Error::new(last.span(), text::NO_YIELD_TYPE)));
        };
        let returned = assoc_argument(last, "Return").map_or_else(|| Some(nothing()), nameable);
        let coroutine = Coroutine {
            lifetimes: bound.lifetimes.clone(),
            argument: first_argument_of(last).cloned().unwrap_or_else(nothing),
            returned,
        };
        Some(Ok((coroutine, yielded)))
    }
}

/// The first of the lifetimes that are others at each resumption in what is yielded or returned: the state can't have it.
pub(super) fn lent(sig: &Signature) -> Option<Lifetime> {
    let mut sig = sig.clone();
    bounds_of(&mut sig).into_iter().flatten().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return None };
        let own = bound.lifetimes.as_ref()?;
        let last = bound.path.segments.last().filter(|last| last.ident == "Coroutine")?;
        ["Yield", "Return"].iter().find_map(|name| mentioned(assoc_argument(last, name)?, own))
    })
}

/// The first of these lifetimes that stands in `ty`.
fn mentioned(ty: &Type, lifetimes: &BoundLifetimes) -> Option<Lifetime> {
    struct Finder<'l>(&'l BoundLifetimes, Option<Lifetime>);
    impl Visit<'_> for Finder<'_> {
        fn visit_lifetime(&mut self, lifetime: &Lifetime) {
            let is_bound = |parameter: &GenericParam| matches!(parameter, GenericParam::Lifetime(bound) if bound.lifetime == *lifetime);
            if self.1.is_none() && self.0.lifetimes.iter().any(is_bound) {
                self.1 = Some(lifetime.clone());
            }
        }
    }
    let mut finder = Finder(lifetimes, None);
    finder.visit_type(ty);
    finder.1
}

fn nothing() -> Type {
    parse_quote!(())
}

/// Writes `Return = ()` in the return type of a coroutine that doesn't say what it returns: its callers are to know. What it
/// yields, where it doesn't say it or says what it can't be, is an error; with `Yield = ()` it is no second one.
pub(super) fn spell_out(sig: &mut Signature) {
    for bound in bounds_of(sig).into_iter().flatten() {
        let TypeParamBound::Trait(TraitBound { lifetimes, path, .. }) = bound else { continue };
        let Some(last) = path.segments.last_mut().filter(|last| last.ident == "Coroutine") else {
            continue;
        };
        let PathArguments::AngleBracketed(arguments) = &mut last.arguments else { continue };
        for name in ["Yield", "Return"] {
            let given = arguments.args.iter_mut().find_map(|argument| match argument {
                GenericArgument::AssocType(given) if given.ident == name => Some(&mut given.ty),
                _ => None,
            });
            match given {
                None => {
                    let name = Ident::new(name, Span::mixed_site());
                    arguments.args.push(parse_quote!(#name = ()));
                }
                Some(ty) => {
                    if lifetimes.as_ref().is_some_and(|own| mentioned(ty, own).is_some()) {
                        *ty = nothing();
                    }
                }
            }
        }
    }
}

fn bounds_of(sig: &mut Signature) -> Option<&mut Punctuated<TypeParamBound, Token![+]>> {
    let ReturnType::Type(_, ty) = &mut sig.output else { return None };
    bounds_mut(ty)
}

/// The bounds of `impl A + B` or `Box<dyn A + B>`.
fn bounds_mut(ty: &mut Type) -> Option<&mut Punctuated<TypeParamBound, Token![+]>> {
    match ty {
        Type::Group(group) => bounds_mut(&mut group.elem),
        Type::Paren(paren) => bounds_mut(&mut paren.elem),
        Type::ImplTrait(returned) => Some(&mut returned.bounds),
        Type::TraitObject(object) => Some(&mut object.bounds),
        Type::Path(path) => {
            let PathArguments::AngleBracketed(arguments) = &mut path.path.segments.last_mut()?.arguments
            else {
                return None;
            };
            arguments.args.iter_mut().find_map(|argument| match argument {
                GenericArgument::Type(ty) => bounds_mut(ty),
                _ => None,
            })
        }
        _ => None,
    }
}

/// Takes the parameters marked `#[resume]` out of the signature.
pub(super) fn take_resumes(sig: &mut Signature) -> Vec<Resume> {
    let mut resumes = Vec::new();
    let inputs = std::mem::take(&mut sig.inputs).into_pairs();
    for mut pair in inputs {
        match pair.value_mut() {
            FnArg::Typed(typed) if typed.attrs.iter().any(is_resume) => {
                let (mut markers, attrs): (Vec<_>, Vec<_>) = typed.attrs.drain(..).partition(is_resume);
                resumes.extend(markers.pop().map(|marker| Resume {
                    attrs,
                    pat: (*typed.pat).clone(),
                    ty: (*typed.ty).clone(),
                    marker,
                }));
            }
            _ => sig.inputs.extend([pair]),
        }
    }
    resumes
}

fn is_resume(attr: &Attribute) -> bool {
    attr.path().is_ident("resume")
}

/// Whether `ty` is `()`.
pub(super) fn is_nothing(ty: &Type) -> bool {
    matches!(strip_groups(ty), Type::Tuple(tuple) if tuple.elems.is_empty())
}

impl Resume {
    /// `let name: T = value;`, and what takes it apart. As every parameter, it drops at the end.
    pub fn statements(&self, value: syn::Expr) -> Vec<syn::Stmt> {
        let Resume { attrs, pat, ty, .. } = self;
        let span = Span::mixed_site().located_at(pat.span());
        let is_name = matches!(pat, Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none());
        let name = Ident::new("parameter", span);
        let typed = Pat::Type(syn::PatType {
            attrs: Vec::new(),
            pat: Box::new(if is_name { pat.clone() } else { plain(&name) }),
            colon_token: Token![:](span),
            ty: Box::new(ty.clone()),
        });
        let bound = let_statement(typed, value);
        if is_name {
            return vec![with_attributes(bound, attrs)];
        }
        let apart = let_statement(pat.clone(), variable(&name));
        vec![bound, with_attributes(apart, attrs)]
    }
}

fn with_attributes(mut stmt: syn::Stmt, attrs: &[Attribute]) -> syn::Stmt {
    if let syn::Stmt::Local(local) = &mut stmt {
        local.attrs.extend_from_slice(attrs);
    }
    stmt
}
