//! The machine, laid out and named → tokens: the function with its state, its step and its eager copy.

mod assign;
mod code;
mod context;
mod declared;
mod exit;
mod fold;
mod natural;
mod needed;
mod nesting;
pub mod plain;
mod rewrite;
mod size_hint;
mod state;
mod step;
mod take;
mod tried;
mod witness;

use crate::old::ir::Machine;
use crate::old::layout::Layout;
use crate::old::names::Display;
use crate::old::resolve::Names;
use crate::old::saved::Saved;
use crate::parse::Function;
use crate::signature::Shape;
use crate::spans::Spans;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Block, Path, ReturnType};

/// Everything that the emission reads.
pub struct Plan<'a> {
    pub krate: &'a Path,
    pub shape: &'a Shape,
    pub machine: &'a Machine,
    pub layout: &'a Layout,
    pub saved: &'a Saved,
    pub names: &'a Names,
    pub display: &'a Display,
}

/// `let item: T = value;` and the name `item`: what is yielded, out of which every temporary of `value` is gone.
/// Both copies of the body write it so, and rustc shows an error that they share once.
fn item(shape: &Shape, value: &impl ToTokens) -> (TokenStream, Ident) {
    let name = Ident::new("item", Span::mixed_site());
    let ty = shape.item.as_ref().map(|ty| quote!(: #ty));
    (quote! { let #name #ty = #value; }, name)
}

/// Writes the function.
pub fn emit(function: &Function, plan: &Plan<'_>, eager: &Block) -> TokenStream {
    let Function { attrs, vis, defaultness, .. } = function;
    let sig = &plan.shape.sig;
    let krate = plan.krate;
    let items = &plan.machine.items;
    let step = step::step(plan);
    let state = state::state(plan, &step.emptied);
    let start = state::start(plan);
    let step = step.closure;
    let fold = fold::fold(plan, eager);
    let size_hint = size_hint::size_hint(plan);
    // An error about what is returned is shown at the type that it should have.
    let output = match &sig.output {
        ReturnType::Type(_, ty) => Spans::of(ty).generated(),
        ReturnType::Default => Spans::from(Span::call_site()),
    };
    let mut machine = output.call(quote!(#krate::Machine::new), quote!(#start, #step, #fold, #size_hint));
    if let Some(boxed) = &plan.shape.boxed {
        machine = output.call(quote!(#boxed::new), machine);
    }
    let allow = plan.shape.allowed();
    quote! {
        #(#attrs)*
        #allow
        #vis #defaultness #sig {
            #(#items)*
            #state
            #machine
        }
    }
}
