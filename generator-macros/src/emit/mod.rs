//! The plan → tokens: the function with its state, the body as written, and the step. No decision is made here.

mod after_loop;
mod assigned;
mod awaited;
mod bound;
mod calls;
mod closures;
mod code;
mod diagram;
mod exits;
mod expression;
mod labels;
mod plain;
mod protocol;
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
mod tail;
pub mod this;
mod written;

pub use awaited::{Awaited, emit as emit_awaited, emit_expression as emit_awaited_expression};
pub use diagram::draw;
pub use expression::emit_expression;
pub use plain::plain;
pub use protocol::Protocol;
pub use shape::is_empty;

use crate::parse::Function;
use crate::plan::Plan;
use crate::signature::Shape;
use crate::spans::Spans;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Block, Path, ReturnType};

/// Everything that the emission of one function reads.
pub struct Writer<'a> {
    pub krate: &'a Path,
    pub shape: &'a Shape,
    pub plan: &'a Plan<'a>,
    pub protocol: Protocol<'a>,
    /// What notes types that are known late, outside of the closures.
    pub late: &'a [Ident],
}

impl Writer<'_> {
    /// `move`, for closures that name what stands outside of them.
    fn capture(&self) -> Option<syn::Token![move]> {
        (!self.late.is_empty() || self.shape.is_expression).then(|| syn::Token![move](Span::call_site()))
    }
}

/// The names of the expansion's own variables.
pub const OWN_NAMES: [&str; 8] = ["at", "done", "out", "resumes", "sink", "start", "state", "yielder"];

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
    let krate = writer.krate;
    let items = &writer.plan.machine.items;
    let step = step::step(writer);
    let state = state::state(writer);
    let start = state::start(writer);
    let run = run::run(writer, body);
    let late = writer.late;
    let methods = writer.protocol.recursion().map(|_| quote!(use #krate::__private::Iterable as _;));
    let before = quote! {
        #methods
        #(#items)*
        #state
        #(let #late = #krate::__private::Kind::new();)*
    };
    self::function(function, writer.shape, &before, writer.constructor(), quote!(#start, #run, #step))
}

/// The function that returns what `make` makes of the `arguments`, in a box if it returns one.
fn function(
    function: &Function,
    shape: &Shape,
    before: &TokenStream,
    make: TokenStream,
    arguments: TokenStream,
) -> TokenStream {
    let Function { attrs, vis, defaultness, .. } = function;
    let sig = &shape.sig;
    // An error about what is returned is shown at the type that it should have.
    let output = match &sig.output {
        ReturnType::Type(_, ty) => Spans::of(ty).generated(),
        ReturnType::Default => Spans::from(Span::call_site()),
    };
    let mut made = output.call(make, arguments);
    if let Some(boxed) = &shape.returned.boxed {
        made = output.call(quote!(#boxed), made);
    }
    let allow = shape.allowed();
    quote! {
        #(#attrs)*
        #allow
        #vis #defaultness #sig {
            #before
            #made
        }
    }
}
