//! The plan → tokens: the function with its state, the body as written, and the step. No decision is made here.

mod after_loop;
mod assigned;
mod bound;
mod calls;
mod closures;
mod code;
mod diagram;
mod exits;
mod expression;
mod labels;
mod plain;
mod rest;
mod resumed;
mod rewrite;
mod rewritten;
mod run;
mod shape;
mod size_hint;
mod slot_uses;
mod slots;
mod state;
mod step;
pub mod this;

pub use diagram::draw;
pub use expression::emit_expression;
pub use plain::plain;
pub use shape::is_empty;

use crate::parse::Function;
use crate::plan::Plan;
use crate::signature::Shape;
use crate::spans::Spans;
use crate::syntax::regrouped;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Path, ReturnType, Type};

/// How a body ends.
#[derive(Clone, Copy)]
pub enum Ending {
    Unit,
    /// The items tell of failures: `?` and `return Err(…)` hand one out as the last item. An error about that is shown
    /// there.
    Failing(Span),
}

impl Ending {
    /// Of `body`, whose items have the type `item`: what it is called tells, or that the body fails. Where the type has no name,
    /// that can be told of an expression only, in which rustc `infers` it.
    pub fn of(item: Option<&Type>, infers: bool, body: &Block) -> Self {
        if item.is_none() && !infers {
            return Ending::Unit;
        }
        let failures = Failures::of(body);
        let is_named = match item.map(crate::types::strip_groups) {
            Some(Type::Path(path)) => path.path.segments.last().is_some_and(|last| {
                // A type of the user's own may be called `TestResult`. An alias is, too, and a macro may fail.
                let is_alike = || last.ident.to_string().ends_with("Result");
                last.ident == "Option" || last.ident == "Result" || failures.in_macros && is_alike()
            }),
            _ => false,
        };
        match failures.place {
            Some(place) => Ending::Failing(place),
            None if is_named => Ending::Failing(item.map_or_else(Span::call_site, Spanned::span)),
            None => Ending::Unit,
        }
    }
}

/// Whether `value` is spelled like one that tells of a failure or none.
fn is_failure(value: &Expr) -> bool {
    let name = match value {
        Expr::Call(call) => &*call.func,
        value => value,
    };
    matches!(name, Expr::Path(path) if path.path.segments.last().is_some_and(|last| {
        ["Err", "None", "Ok", "Some"].iter().any(|name| last.ident == name)
    }))
}

/// The failures of a function itself.
#[derive(Default)]
struct Failures {
    /// Where the first `?` stands, or the first `return` with one.
    place: Option<Span>,
    /// Whether there may be some in macros.
    in_macros: bool,
}

impl Failures {
    fn of(body: &Block) -> Self {
        let mut failures = Failures::default();
        failures.visit_block(body);
        failures
    }
}

impl Visit<'_> for Failures {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Try(tried) => {
                self.place.get_or_insert(tried.question_token.span);
            }
            Expr::Return(returned) if returned.expr.as_ref().is_some_and(|value| is_failure(value)) => {
                self.place.get_or_insert(returned.return_token.span);
            }
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => return,
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_macro(&mut self, mac: &syn::Macro) {
        match crate::parse::std_macros::parse(mac) {
            Some(mut read) => read.arguments_mut().for_each(|argument| self.visit_expr(argument)),
            None => self.in_macros = true,
        }
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}

/// Everything that the emission of one function reads.
pub struct Writer<'a> {
    pub krate: &'a Path,
    pub shape: &'a Shape,
    pub plan: &'a Plan<'a>,
    pub ending: Ending,
    /// The variable of the closures that holds the argument of a coroutine.
    pub argument: Option<&'a Ident>,
    /// What notes types that are known late, outside of the closures.
    pub late: &'a [Ident],
}

impl Writer<'_> {
    /// `move`, for closures that name what stands outside of them.
    fn capture(&self) -> Option<syn::Token![move]> {
        (!self.late.is_empty() || self.shape.is_expression).then(|| syn::Token![move](Span::call_site()))
    }

    /// The type of what a copy of the body returns.
    fn returned(&self) -> TokenStream {
        let krate = self.krate;
        match (self.shape.returned.ended_by(), self.ending) {
            (Some(item), Ending::Failing(place)) => {
                let item = located(item.to_token_stream(), place);
                let fails = self.fails();
                quote_spanned!(place=> -> <#item as #krate::__private::#fails>::Ends)
            }
            (None, Ending::Failing(_)) => quote!(-> _),
            _ if self.shape.returned.has_value() => quote!(-> #krate::__private::Stopped),
            _ => quote!(),
        }
    }

    /// The value of a body that ends without a failure.
    fn end(&self) -> TokenStream {
        let krate = self.krate;
        match (self.shape.returned.ended_by(), self.ending) {
            (Some(item), Ending::Failing(place)) => {
                let item = located(item.to_token_stream(), place);
                let fails = self.fails();
                quote_spanned!(place=> <#item as #krate::__private::#fails>::end())
            }
            (None, Ending::Failing(place)) => {
                let items = Ident::new("item_type", Span::mixed_site().located_at(place));
                quote_spanned!(place=> #items.end())
            }
            _ if self.shape.returned.has_value() => quote!(#krate::__private::Stopped),
            _ => quote!(),
        }
    }

    /// `let item: T = value;` and the name `item`: what is yielded, out of which every temporary of `value` is gone.
    /// Both copies of the body write it so, and rustc shows an error that they share once.
    fn item_of(&self, value: &impl quote::ToTokens) -> (TokenStream, Ident) {
        let name = own("item");
        if self.shape.is_expression && self.shape.item().is_none() {
            // An error about its type is one about the value.
            let items = Ident::new("item_type", Span::mixed_site());
            let noted = Spans::of(value).generated().call(quote!(note), value.to_token_stream());
            return (quote! { let #name = #items.#noted; }, name);
        }
        let ty = self.shape.item().map(|ty| quote!(: #ty));
        (quote! { let #name #ty = #value; }, name)
    }

    fn item(&self) -> TokenStream {
        self.shape.item().map_or_else(|| quote!(_), |item| quote!(#item))
    }
}

/// `tokens`, which name what they did, and are shown at `place`.
fn located(tokens: TokenStream, place: Span) -> TokenStream {
    let located = tokens.into_iter().map(|mut token| {
        if let TokenTree::Group(group) = &token {
            token = regrouped(group, located(group.stream(), place));
        }
        token.set_span(token.span().located_at(place));
        token
    });
    located.collect()
}

/// The names of the expansion's own variables.
pub const OWN_NAMES: [&str; 7] = ["at", "done", "out", "resumes", "sink", "start", "state"];

/// A variable of the expansion's own.
fn own(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The same, which errors about are shown at the function's name.
fn parameter(writer: &Writer<'_>, name: &str) -> Ident {
    Ident::new(name, Span::mixed_site().located_at(writer.shape.sig.ident.span()))
}

/// Writes the function.
pub fn emit(function: &Function, writer: &Writer<'_>, body: &Block) -> TokenStream {
    let Function { attrs, vis, defaultness, .. } = function;
    let sig = &writer.shape.sig;
    let krate = writer.krate;
    let items = &writer.plan.machine.items;
    let step = step::step(writer);
    let state = state::state(writer);
    let start = state::start(writer);
    let run = run::run(writer, body);
    // An error about what is returned is shown at the type that it should have.
    let output = match &sig.output {
        ReturnType::Type(_, ty) => Spans::of(ty).generated(),
        ReturnType::Default => Spans::from(Span::call_site()),
    };
    let mut machine = output.call(writer.constructor(), quote!(#start, #run, #step));
    if let Some(boxed) = &writer.shape.returned.boxed {
        machine = output.call(quote!(#boxed::new), machine);
    }
    let allow = writer.shape.allowed();
    let late = writer.late;
    quote! {
        #(#attrs)*
        #allow
        #vis #defaultness #sig {
            #(#items)*
            #state
            #(let #late = #krate::__private::Kind::new();)*
            #machine
        }
    }
}
