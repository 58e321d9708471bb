//! The function's signature → [`Shape`]: what it returns, the type of its items, its parameters as plain
//! variables.
//!
//! `fn f(mut n: u32, (a, b): (u8, u8)) -> Box<dyn Iterator<Item = u32>>` → the signature
//! `fn f(n: u32, parameter2: (u8, u8)) -> …`, the parameters `mut n` and `parameter2`, and the statement
//! `let (a, b) = parameter2;` that the body begins with.

use crate::errors::{Errors, text};
use crate::parse::Function;
use crate::syntax::{let_statement, plain, variable};
use crate::types::{first_argument, item_argument, strip_groups, traits};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{FnArg, Ident, Pat, PathArguments, ReturnType, Signature, Type, TypeParamBound};

/// What a generator's signature says.
pub struct Shape {
    /// The signature, each pattern parameter made a variable.
    pub sig: Signature,
    /// The parameters, in order.
    pub parameters: Vec<Parameter>,
    /// The type of the items; `None` where a closure can't name it (`impl Trait`).
    pub item: Option<Type>,
    /// The path of the box to put the machine in, if one is returned.
    pub boxed: Option<syn::Path>,
    /// `let pattern = parameter;` for each pattern parameter.
    pub destructure: Vec<syn::Stmt>,
}

/// A parameter, as a variable of the generator.
pub struct Parameter {
    /// Its attributes, such as `#[allow(unused)]`.
    pub attrs: Vec<syn::Attribute>,
    pub ident: Ident,
    pub mutability: Option<syn::Token![mut]>,
    /// The type; `None` for `self` without one.
    pub ty: Option<Type>,
    /// How a receiver is taken (`self`, `&self`, `&mut self`).
    pub receiver: Option<syn::Receiver>,
}

impl Shape {
    /// What clippy would say of the function: its state keeps every parameter, those named like unused ones too.
    pub fn allowed(&self) -> Option<TokenStream> {
        let keeps_unused =
            self.parameters.iter().any(|parameter| parameter.ident.to_string().starts_with('_'));
        keeps_unused.then(|| quote!(#[allow(clippy::used_underscore_binding)]))
    }

    /// The body with its parameters as plain variables.
    pub fn body(&self, block: &syn::Block) -> syn::Block {
        let mut body = block.clone();
        body.stmts.splice(0..0, self.destructure.iter().cloned());
        body
    }

    /// Whether the body begins with a pattern that takes `parameter` apart.
    pub fn is_taken_apart(&self, parameter: &Parameter) -> bool {
        self.destructure.iter().any(|stmt| match stmt {
            syn::Stmt::Local(local) => local.init.as_ref().is_some_and(
                |init| matches!(&*init.expr, syn::Expr::Path(path) if path.path.is_ident(&parameter.ident)),
            ),
            _ => false,
        })
    }

    /// Whether callers may rely on what is returned to be `name`, a trait of std: `impl Iterator<Item = T> + Clone`, or with
    /// some trait in place of `Clone` that isn't known, of which that may be a part. No caller sees what else it is.
    pub fn promises(&self, name: &str) -> bool {
        let ReturnType::Type(_, ty) = &self.sig.output else { return false };
        let Type::ImplTrait(returned) = strip_groups(ty) else { return false };
        traits(&returned.bounds)
            .any(|last| last.ident == name || !WITHOUT_OTHERS.iter().any(|known| last.ident == known))
    }
}

/// Traits that promise none that isn't among them.
const WITHOUT_OTHERS: [&str; 10] = [
    "Clone",
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

/// Reads the signature; what can't be a generator's is recorded in `errors`.
pub fn shape(function: &Function, errors: &Errors) -> Option<Shape> {
    let sig = &function.sig;
    check_qualifiers(sig, errors);
    let (item, boxed) = match return_type(&sig.output) {
        Ok(found) => found,
        Err((span, message)) => {
            errors.push(syn::Error::new(span.unwrap_or_else(|| sig.ident.span()), message));
            return None;
        }
    };
    let item = item.filter(|item| !names_impl_trait(item));
    let mut shape = Shape { sig: sig.clone(), parameters: Vec::new(), item, boxed, destructure: Vec::new() };
    for (index, input) in shape.sig.inputs.iter_mut().enumerate() {
        let is_reference = is_reference(input);
        let parameter = parameter(index, input, &mut shape.destructure);
        // A reference that isn't used has no drop: were it kept, the generator would borrow what it needn't.
        let is_kept = !is_reference || is_named(function.block.to_token_stream(), &parameter.ident);
        shape.parameters.extend(is_kept.then_some(parameter));
    }
    Some(shape)
}

/// Whether a parameter without a pattern is a reference, as its type says.
fn is_reference(input: &FnArg) -> bool {
    let ty = match input {
        FnArg::Receiver(receiver) => &receiver.ty,
        FnArg::Typed(typed) if matches!(*typed.pat, Pat::Ident(_)) => &typed.ty,
        FnArg::Typed(_) => return false,
    };
    matches!(strip_groups(ty), Type::Reference(_))
}

/// Whether `tokens` name `name`, maybe in a format string.
fn is_named(tokens: TokenStream, name: &Ident) -> bool {
    let text = name.unraw().to_string();
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident.unraw() == text.as_str(),
        TokenTree::Literal(literal) => literal.to_string().contains(&text),
        TokenTree::Group(group) => is_named(group.stream(), name),
        TokenTree::Punct(_) => false,
    })
}

/// The type of the items that a function with this return type yields, where a closure can name it.
pub fn item(output: &ReturnType) -> Option<Type> {
    return_type(output).ok()?.0.filter(|item| !names_impl_trait(item))
}

fn check_qualifiers(sig: &Signature, errors: &Errors) {
    if let Some(token) = &sig.asyncness {
        errors.error(token, text::ASYNC_FN);
    }
    if let Some(token) = &sig.constness {
        errors.error(token, text::CONST_FN);
    }
    if let Some(abi) = &sig.abi {
        errors.error(abi, text::EXTERN_FN);
    }
    if let Some(variadic) = &sig.variadic {
        errors.error(variadic, text::VARIADIC);
    }
}

type Returned = (Option<Type>, Option<syn::Path>);

/// `impl Iterator<Item = T> + …` or `Box<dyn Iterator<Item = T> + …>` → `T`, and the path of the box.
fn return_type(output: &ReturnType) -> Result<Returned, (Option<Span>, &'static str)> {
    let ReturnType::Type(_, ty) = output else {
        return Err((None, text::RETURN_TYPE));
    };
    let wrong = (Some(ty.span()), text::RETURN_TYPE);
    match strip_groups(ty) {
        Type::ImplTrait(returned) => Ok((Some(item_of(&returned.bounds).ok_or(wrong)??), None)),
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last().ok_or(wrong)?;
            match first_argument(&path.path).map(strip_groups) {
                Some(Type::TraitObject(object)) if last.ident == "Box" => {
                    let item = item_of(&object.bounds).ok_or(wrong)??;
                    let mut boxed = path.path.clone();
                    if let Some(last) = boxed.segments.last_mut() {
                        last.arguments = PathArguments::None;
                    }
                    Ok((Some(item), Some(boxed)))
                }
                _ => Err(wrong),
            }
        }
        _ => Err(wrong),
    }
}

type Bounds = syn::punctuated::Punctuated<TypeParamBound, syn::Token![+]>;

/// The traits that a machine implements and that have an `Item`.
const ITERATORS: [&str; 3] = ["Iterator", "FusedIterator", "Generator"];

/// `Iterator<Item = T> + …` → `T`.
fn item_of(bounds: &Bounds) -> Option<Result<Type, (Option<Span>, &'static str)>> {
    let iterator = traits(bounds).find(|last| ITERATORS.iter().any(|name| last.ident == name))?;
    Some(item_argument(iterator).cloned().ok_or((Some(iterator.span()), text::NO_ITEM)))
}

/// A closure's return type can't say `impl Trait`.
fn names_impl_trait(ty: &Type) -> bool {
    struct Finder(bool);
    impl Visit<'_> for Finder {
        fn visit_type_impl_trait(&mut self, _: &syn::TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut finder = Finder(false);
    visit::visit_type(&mut finder, ty);
    finder.0 || matches!(ty, Type::ImplTrait(_))
}

fn parameter(index: usize, input: &mut FnArg, destructure: &mut Vec<syn::Stmt>) -> Parameter {
    match input {
        FnArg::Receiver(receiver) => {
            let mutability = if receiver.reference.is_none() { receiver.mutability.take() } else { None };
            Parameter {
                attrs: Vec::new(),
                ident: Ident::new("self", receiver.self_token.span),
                mutability,
                ty: receiver.colon_token.map(|_| (*receiver.ty).clone()),
                receiver: Some(receiver.clone()),
            }
        }
        FnArg::Typed(typed) => {
            let ty = Some((*typed.ty).clone());
            let attrs = typed.attrs.clone();
            if let Pat::Ident(pat) = &mut *typed.pat
                && pat.by_ref.is_none()
                && pat.subpat.is_none()
            {
                let mutability = pat.mutability.take();
                return Parameter { attrs, ident: pat.ident.clone(), mutability, ty, receiver: None };
            }
            let ident = Ident::new(&format!("parameter{}", index + 1), typed.pat.span());
            let pattern = std::mem::replace(&mut *typed.pat, plain(&ident));
            destructure.push(let_statement(pattern, variable(&ident)));
            Parameter { attrs, ident, mutability: None, ty, receiver: None }
        }
    }
}
