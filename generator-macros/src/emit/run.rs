//! The body as written, each yield a call of the sink: `fold` runs it, and rustc checks it first.

use super::this::This;
use super::written::{Bound, Written, Yields};
use super::{Writer, parameter};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Block;

/// Writes the closure that runs the whole body from its start.
pub(super) fn run(writer: &Writer<'_>, body: &Block) -> TokenStream {
    let plan = writer.plan;
    let root = &plan.display.root;
    let parameters = || writer.shape.parameters.iter().zip(&plan.machine.parameters);
    let written = written(writer, this(writer));
    let fields = parameters().map(|(parameter, local)| {
        let mut field = plan.machine.local(*local).unique.clone();
        // Not the user's token: rustc would propose the shorthand.
        field.set_span(Span::mixed_site());
        let (name, mutability) = (written.name(parameter), written.mutability(parameter));
        let attrs = &parameter.attrs;
        quote!(#(#attrs)* #field: #mutability #name)
    });
    let fields: Vec<TokenStream> = fields.collect();
    let (parameters, start) = (writer.run_parameters(), parameter(writer, "start"));
    let (returned, code) = (writer.protocol.returned(), written.code(body));
    let used = written.this.0.map(|this| quote!(let _ = &#this;));
    let bound = if fields.is_empty() {
        quote!()
    } else {
        quote! { let #root::Start { #(#fields),* } = #start else { ::core::unreachable!() }; }
    };
    let site = Span::call_site().located_at(writer.shape.sig.ident.span());
    let capture = writer.capture();
    quote_spanned! { site=>
        #capture |#parameters| #returned {
            #bound
            #used
            #code
        }
    }
}

/// What `self` is called in the body.
pub(super) fn this(writer: &Writer<'_>) -> This {
    let plan = writer.plan;
    let mut parameters = writer.shape.parameters.iter().zip(&plan.machine.parameters);
    let receiver = parameters.find(|(parameter, _)| parameter.receiver.is_some());
    This(receiver.map(|(_, local)| plan.machine.local(*local).unique.clone()))
}

/// The copy of the body in which each yield is a call of the sink.
pub(super) fn written<'w>(writer: &'w Writer<'_>, this: This) -> Written<'w> {
    let (protocol, shape) = (&writer.protocol, writer.shape);
    Written { protocol, shape, this, yields: Yields::Called, bound: Bound::ByName }
}
