//! The function's signature → [`Shape`]: what it returns, the type of its items, its parameters as plain
//! variables.
//!
//! `fn f(mut n: u32, (a, b): (u8, u8)) -> Box<dyn Iterator<Item = u32>>` → the signature
//! `fn f(n: u32, parameter2: (u8, u8)) -> …`, the parameters `mut n` and `parameter2`, and the statement
//! `let (a, b) = parameter2;` that the body begins with.

mod coroutine;
mod form;
mod returned;

pub use coroutine::{Coroutine, Resume};
pub use form::Form;
pub use returned::{Kind, Returned};

use crate::errors::{Errors, text};
use crate::parse::Function;
use crate::parse::args::Args;
use crate::resolve::captures::captures;
use crate::syntax::{let_statement, plain, variable};
use crate::types::strip_groups;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{FnArg, Ident, Pat, Signature, Type};

/// What a generator's signature says.
pub struct Shape {
    /// The signature, each pattern parameter made a variable.
    pub sig: Signature,
    /// The parameters, in order.
    pub parameters: Vec<Parameter>,
    /// What the function returns.
    pub returned: Returned,
    /// The parameter that is the first argument of a coroutine.
    pub resume: Option<Resume>,
    /// How its body is kept while it is suspended.
    pub form: Form,
    /// `let pattern = parameter;` for each pattern parameter.
    pub destructure: Vec<syn::Stmt>,
    /// Whether it is that of a generator in the middle of a function, whose parameters are variables of that.
    pub is_expression: bool,
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
    /// What clippy would say of the function: its state keeps every parameter, those named like unused ones too; and what
    /// stays as it is written holds guards across yields, for which nobody waits.
    pub fn allowed(&self) -> Option<TokenStream> {
        let keeps_unused =
            self.parameters.iter().any(|parameter| parameter.ident.to_string().starts_with('_'));
        let keeps_unused = keeps_unused.then(|| quote!(clippy::used_underscore_binding,));
        let holds_guards = self.form.is_as_written() && !self.form.awaits();
        let holds_guards = holds_guards.then(|| {
            quote!(
                clippy::await_holding_invalid_type,
                clippy::await_holding_lock,
                clippy::await_holding_refcell_ref,
            )
        });
        let is_any = keeps_unused.is_some() || holds_guards.is_some();
        is_any.then(|| quote!(#[allow(#keeps_unused #holds_guards)]))
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

    /// Whether callers may rely on what is returned to be `name`, a trait of std.
    pub fn promises(&self, name: &str) -> bool {
        returned::promises(&self.sig, name)
    }

    /// The type of what is yielded, where a closure can name it.
    pub fn item(&self) -> Option<&Type> {
        self.returned.item.as_ref()
    }
}

/// Reads the signature; what can't be a generator's is recorded in `errors`.
pub fn shape(args: &Args, function: &Function, errors: &Errors) -> Option<Shape> {
    let sig = &function.sig;
    check_qualifiers(sig, errors);
    let returned = match Returned::of(sig) {
        Ok(returned) => returned,
        Err(error) => {
            errors.push(error);
            return None;
        }
    };
    if let Some(lifetime) = coroutine::lent(sig) {
        errors.error(lifetime, text::LENT);
    }
    let lifetimes = returned.coroutine().and_then(|coroutine| coroutine.lifetimes.as_ref());
    for another in lifetimes.into_iter().flat_map(|own| own.lifetimes.iter().skip(1)) {
        errors.error(another, text::LIFETIMES);
    }
    let form = Form::of(args, sig, &returned, errors);
    let (mut sig, resumes) = for_callers(sig);
    sig.asyncness = None;
    let resume = resume(resumes, returned.coroutine(), errors);
    let (parameters, destructure) = (Vec::new(), Vec::new());
    let mut shape = Shape { sig, parameters, returned, resume, form, destructure, is_expression: false };
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

/// The shape of a generator in the middle of a function. What a machine captures are its parameters.
pub fn of_expression(args: &Args, function: &Function, errors: &Errors) -> syn::Result<Shape> {
    let returned = Returned::of(&function.sig)?;
    let form = Form::of(args, &function.sig, &returned, errors);
    let captures = if form.is_as_written() { Vec::new() } else { captures(&function.block) };
    let parameters = captures.into_iter().map(|ident| Parameter {
        attrs: Vec::new(),
        receiver: (ident == "self").then(|| syn::parse_quote_spanned!(ident.span()=> self)),
        ident,
        // Whether it is, rustc knows, which checks the body as written.
        mutability: Some(syn::Token![mut](Span::mixed_site())),
        ty: None,
    });
    let parameters = parameters.collect();
    let (sig, destructure) = (function.sig.clone(), Vec::new());
    Ok(Shape { sig, parameters, returned, resume: None, form, destructure, is_expression: true })
}

/// The signature that callers see, and the parameters that aren't theirs.
pub fn for_callers(sig: &Signature) -> (Signature, Vec<Resume>) {
    let mut sig = sig.clone();
    coroutine::spell_out(&mut sig);
    let resumes = coroutine::take_resumes(&mut sig);
    (sig, resumes)
}

/// The one parameter that may be marked `#[resume]`, and in a coroutine only.
fn resume(resumes: Vec<Resume>, coroutine: Option<&Coroutine>, errors: &Errors) -> Option<Resume> {
    let mut resumes = resumes.into_iter();
    let first = resumes.next()?;
    if coroutine.is_none() {
        errors.error(&first.marker, text::RESUME_IN_ITERATOR);
    }
    resumes.for_each(|again| errors.error(&again.marker, text::RESUME_TWICE));
    Some(first)
}

fn check_qualifiers(sig: &Signature, errors: &Errors) {
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
