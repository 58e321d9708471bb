//! The signature → [`Returned`]: what kind of thing the function returns, and of what it yields.
//!
//! `-> Box<dyn Iterator<Item = u32>>` → an iterator whose items are `u32`, to be put in a `Box`.

use super::coroutine::{Coroutine, is_nothing};
use crate::errors::text;
use crate::types::{assoc_argument, first_argument, strip_groups, traits};
use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Ident, PathArguments, PathSegment, ReturnType, Signature, Token, Type, TypeParamBound};

/// What a function returns.
pub struct Returned {
    pub kind: Kind,
    /// The type of what is yielded; `None` where a closure can't name it (`impl Trait`).
    pub item: Option<Type>,
    /// The function that puts the machine in a box, if one is returned: `Box::new`, or `Box::pin`.
    pub boxed: Option<syn::Path>,
}

/// What kind of thing the machine is to its caller.
pub enum Kind {
    /// `impl Iterator<Item = T> + …`, or of the traits that build on it.
    Iterator,
    /// `impl Coroutine<R, Yield = Y, Return = Z> + …`
    Coroutine(Box<Coroutine>),
    /// `BoxGenerator<'a, T>` or `SendBoxGenerator<'a, T>`, the name of the type.
    Recursion(Ident),
    /// `impl PinGenerator<Item = T> + …`
    Pinned,
    /// `impl Stream<Item = T> + …`, whose bound is kept for errors.
    Stream(Box<PathSegment>),
}

/// The traits that make an iterator of what is returned.
const ITERATORS: [&str; 3] = ["Iterator", "FusedIterator", "Generator"];

/// The types of generators that run each other.
const RECURSIONS: [&str; 2] = ["BoxGenerator", "SendBoxGenerator"];

/// The traits that make a stream of it.
const STREAMS: [&str; 2] = ["Stream", "FusedStream"];

/// Traits that promise none that isn't among them.
const WITHOUT_OTHERS: [&str; 11] = [
    "Clone",
    "Coroutine",
    "Debug",
    "FusedIterator",
    "Generator",
    "Iterator",
    "RefUnwindSafe",
    "Send",
    "Sync",
    "Unpin",
    "UnwindSafe",
];

type Bounds = Punctuated<TypeParamBound, Token![+]>;

impl Returned {
    /// Reads the return type. An error stands at it, or at the function's name if there is none.
    pub fn of(sig: &Signature) -> syn::Result<Self> {
        let ReturnType::Type(_, ty) = &sig.output else {
            return Err(syn::Error::new(sig.ident.span(), text::RETURN_TYPE));
        };
        let wrong = || syn::Error::new(ty.span(), text::RETURN_TYPE);
        let (bounds, boxed) = match strip_groups(ty) {
            Type::ImplTrait(returned) => (&returned.bounds, None),
            Type::Path(path) if path.qself.is_none() => {
                if let Some(recursion) = recursion(&path.path) {
                    return recursion;
                }
                let (boxed, bounds) = boxed(&path.path).ok_or_else(wrong)?;
                (bounds, Some(boxed))
            }
            _ => return Err(wrong()),
        };
        let (kind, item) = Kind::of(bounds).ok_or_else(wrong)??;
        Ok(Returned { kind, item: nameable(item), boxed })
    }

    /// The coroutine, if it is one.
    pub fn coroutine(&self) -> Option<&Coroutine> {
        match &self.kind {
            Kind::Coroutine(coroutine) => Some(coroutine),
            Kind::Iterator | Kind::Recursion(_) | Kind::Pinned | Kind::Stream(_) => None,
        }
    }

    /// The type of generators that run each other, if it is one of those.
    pub fn recursion(&self) -> Option<&Ident> {
        match &self.kind {
            Kind::Recursion(name) => Some(name),
            _ => None,
        }
    }

    /// Whether what a yield gives is `()`.
    pub fn gives_nothing(&self) -> bool {
        self.coroutine().is_none_or(|coroutine| is_nothing(&coroutine.argument))
    }

    /// Whether the value of the body isn't `()`: each `return` of it hands it out.
    pub fn has_value(&self) -> bool {
        self.coroutine().is_some() && !self.value().is_some_and(is_nothing)
    }

    /// The type of the value that a coroutine returns.
    pub fn value(&self) -> Option<&Type> {
        self.coroutine()?.returned.as_ref()
    }

    /// The type whose failures end the body: that of the items, of which one would be the last, or that of what is returned.
    pub fn ended_by(&self) -> Option<&Type> {
        match &self.kind {
            Kind::Iterator | Kind::Recursion(_) | Kind::Pinned | Kind::Stream(_) => self.item.as_ref(),
            Kind::Coroutine(coroutine) => coroutine.returned.as_ref(),
        }
    }

    /// A type that tells what is yielded and returned, for a value that stands for the machine.
    pub fn summary(&self) -> Type {
        let nameable = |ty: Option<&Type>| ty.cloned().unwrap_or_else(|| syn::parse_quote!(()));
        let item = nameable(self.item.as_ref());
        match &self.kind {
            Kind::Iterator | Kind::Recursion(_) | Kind::Pinned | Kind::Stream(_) => item,
            Kind::Coroutine(coroutine) => {
                let returned = nameable(coroutine.returned.as_ref());
                syn::parse_quote!((#item, #returned))
            }
        }
    }
}

impl Kind {
    /// What `bounds` ask for, and the type of what is yielded; nothing, if none of them is a trait of machines.
    fn of(bounds: &Bounds) -> Option<syn::Result<(Self, &Type)>> {
        let mut of_traits = bounds.iter().filter_map(|bound| match bound {
            TypeParamBound::Trait(bound) => Some(bound),
            _ => None,
        });
        if let Some(coroutine) = of_traits.find_map(Coroutine::of) {
            return Some(coroutine.map(|(coroutine, item)| (Kind::Coroutine(Box::new(coroutine)), item)));
        }
        traits(bounds).find_map(|last| {
            let is_one_of = |names: &[&str]| names.iter().any(|name| last.ident == name);
            let kind = if is_one_of(&ITERATORS) {
                Kind::Iterator
            } else if is_one_of(&STREAMS) {
                Kind::Stream(Box::new(last.clone()))
            } else if last.ident == "PinGenerator" {
                Kind::Pinned
            } else {
                return None;
            };
            let no_item = || syn::Error::new(last.span(), text::NO_ITEM);
            Some(assoc_argument(last, "Item").ok_or_else(no_item).map(|item| (kind, item)))
        })
    }
}

/// `BoxGenerator<'a, T>`, if it is one.
fn recursion(path: &syn::Path) -> Option<syn::Result<Returned>> {
    let last = path.segments.last()?;
    if !RECURSIONS.iter().any(|name| last.ident == name) {
        return None;
    }
    let no_item = || syn::Error::new(last.span(), text::NO_ITEM_ARGUMENT);
    Some(first_argument(path).ok_or_else(no_item).map(|item| {
        let kind = Kind::Recursion(last.ident.clone());
        Returned { kind, item: nameable(item), boxed: None }
    }))
}

/// `Box<dyn Iterator<Item = T>>` → `Box::new`, and the bounds of what is in it; `Pin<Box<dyn Stream<Item = T>>>` →
/// `Box::pin`, and those.
fn boxed(path: &syn::Path) -> Option<(syn::Path, &Bounds)> {
    let inner = strip_groups(first_argument(path)?);
    let last = &path.segments.last()?.ident;
    match inner {
        Type::TraitObject(object) if last == "Box" => Some((function(path, "new"), &object.bounds)),
        Type::Path(inner) if last == "Pin" => {
            let (_, bounds) = boxed(&inner.path)?;
            Some((function(&inner.path, "pin"), bounds))
        }
        _ => None,
    }
}

/// `Box<T>` → `Box::name`
fn function(path: &syn::Path, name: &str) -> syn::Path {
    let mut path = path.clone();
    if let Some(last) = path.segments.last_mut() {
        last.arguments = PathArguments::None;
    }
    path.segments.push(Ident::new(name, Span::call_site()).into());
    path
}

/// `ty`, if a closure's return type can say it: `impl Trait` can't stand there, and `_` says nothing.
pub(super) fn nameable(ty: &Type) -> Option<Type> {
    struct Finder(bool);
    impl Visit<'_> for Finder {
        fn visit_type_impl_trait(&mut self, _: &syn::TypeImplTrait) {
            self.0 = true;
        }
        fn visit_type_infer(&mut self, _: &syn::TypeInfer) {
            self.0 = true;
        }
    }
    let mut finder = Finder(false);
    finder.visit_type(ty);
    (!finder.0).then(|| ty.clone())
}

/// The bound `name` of the type that is returned, if it is written.
pub(super) fn bound<'a>(sig: &'a Signature, name: &str) -> Option<&'a PathSegment> {
    bounds(sig).find(|last| last.ident == name)
}

/// Whether callers may rely on what is returned to be `name`, a trait of std: `impl Iterator<Item = T> + Clone`, or with
/// some trait in place of `Clone` that isn't known, of which that may be a part. No caller sees what else it is.
pub(super) fn promises(sig: &Signature, name: &str) -> bool {
    bounds(sig).any(|last| last.ident == name || !WITHOUT_OTHERS.iter().any(|known| last.ident == known))
}

/// The traits that an `impl Trait` that is returned names.
fn bounds(sig: &Signature) -> impl Iterator<Item = &PathSegment> {
    let returned = match &sig.output {
        ReturnType::Type(_, ty) => strip_groups(ty),
        ReturnType::Default => return None.into_iter().flatten(),
    };
    let bounds = match returned {
        Type::ImplTrait(returned) => Some(traits(&returned.bounds)),
        _ => None,
    };
    bounds.into_iter().flatten()
}
