//! The signature → [`Returned`]: what kind of thing the function returns, and of what it yields.
//!
//! `-> Box<dyn Iterator<Item = u32>>` → an iterator whose items are `u32`, to be put in a `Box`.

use super::coroutine::{Coroutine, is_nothing};
use crate::errors::text;
use crate::types::{assoc_argument, first_argument, strip_groups, traits};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{PathArguments, PathSegment, ReturnType, Signature, Token, Type, TypeParamBound};

/// What a function returns.
pub struct Returned {
    pub kind: Kind,
    /// The type of what is yielded; `None` where a closure can't name it (`impl Trait`).
    pub item: Option<Type>,
    /// The path of the box to put the machine in, if one is returned.
    pub boxed: Option<syn::Path>,
}

/// What kind of thing the machine is to its caller.
pub enum Kind {
    /// `impl Iterator<Item = T> + …`, or of the traits that build on it.
    Iterator,
    /// `impl Coroutine<R, Yield = Y, Return = Z> + …`
    Coroutine(Box<Coroutine>),
}

/// The traits that make an iterator of what is returned.
const ITERATORS: [&str; 3] = ["Iterator", "FusedIterator", "Generator"];

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
            Kind::Iterator => None,
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
            Kind::Iterator => self.item.as_ref(),
            Kind::Coroutine(coroutine) => coroutine.returned.as_ref(),
        }
    }

    /// A type that tells what is yielded and returned, for a value that stands for the machine.
    pub fn summary(&self) -> Type {
        let nameable = |ty: Option<&Type>| ty.cloned().unwrap_or_else(|| syn::parse_quote!(()));
        let item = nameable(self.item.as_ref());
        match &self.kind {
            Kind::Iterator => item,
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
        let is_iterator = |last: &&PathSegment| ITERATORS.iter().any(|name| last.ident == name);
        let iterator = traits(bounds).find(is_iterator)?;
        let no_item = || syn::Error::new(iterator.span(), text::NO_ITEM);
        Some(assoc_argument(iterator, "Item").ok_or_else(no_item).map(|item| (Kind::Iterator, item)))
    }
}

/// `Box<dyn Iterator<Item = T>>` → `Box`, and the bounds of what is in it.
fn boxed(path: &syn::Path) -> Option<(syn::Path, &Bounds)> {
    let Type::TraitObject(object) = strip_groups(first_argument(path)?) else { return None };
    let mut boxed = path.clone();
    let last = boxed.segments.last_mut().filter(|last| last.ident == "Box")?;
    last.arguments = PathArguments::None;
    Some((boxed, &object.bounds))
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

/// Whether callers may rely on what is returned to be `name`, a trait of std: `impl Iterator<Item = T> + Clone`, or with
/// some trait in place of `Clone` that isn't known, of which that may be a part. No caller sees what else it is.
pub(super) fn promises(sig: &Signature, name: &str) -> bool {
    let ReturnType::Type(_, ty) = &sig.output else { return false };
    let Type::ImplTrait(returned) = strip_groups(ty) else { return false };
    traits(&returned.bounds)
        .any(|last| last.ident == name || !WITHOUT_OTHERS.iter().any(|known| last.ident == known))
}
