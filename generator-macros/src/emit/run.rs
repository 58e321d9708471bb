//! The body as written, each yield a call of the sink: `fold` runs it, and rustc checks it first.

use super::this::This;
use super::{Writer, own, parameter};
use crate::parse::delegates::is_delegate;
use crate::parse::user_macros::restore_macro;
use crate::syntax::is_unit;
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Stmt};

/// Writes the closure that runs the whole body from its start.
pub(super) fn run(writer: &Writer<'_>, body: &Block) -> TokenStream {
    let plan = writer.plan;
    let root = &plan.display.root;
    let parameters = || writer.shape.parameters.iter().zip(&plan.machine.parameters);
    let this = this(writer);
    let mut is_behind = false;
    let fields = parameters().map(|(parameter, local)| {
        let mut field = plan.machine.local(*local).unique.clone();
        // Not the user's token: rustc would propose the shorthand.
        field.set_span(Span::mixed_site());
        // Behind a pattern it is declared anew.
        let mutability = parameter.mutability.filter(|_| !is_behind || parameter.receiver.is_some());
        is_behind |= writer.shape.is_taken_apart(parameter);
        let name = match parameter.receiver {
            Some(_) => plan.machine.local(*local).unique.clone(),
            None => parameter.ident.clone(),
        };
        let attrs = &parameter.attrs;
        quote!(#(#attrs)* #field: #mutability #name)
    });
    let fields: Vec<TokenStream> = fields.collect();
    let (parameters, start) = (writer.run_parameters(), parameter(writer, "start"));
    let (returned, code) = (writer.returned(), code(writer, &this, body));
    let used = this.0.map(|this| quote!(let _ = &#this;));
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

/// The code of the body, in which its parameters are known: each yield is a call of the sink.
pub(super) fn code(writer: &Writer<'_>, this: &This, body: &Block) -> TokenStream {
    let mut body = without_items(body);
    Eager { writer, this, inner: 0 }.visit_block_mut(&mut body);
    let stmts = in_turn(writer, &body.stmts);
    let body = match writer.shape.returned.has_value() {
        true => writer.value(&own("_value"), &quote!({ #(#stmts)* })),
        false => quote!({ #(#stmts)* };),
    };
    let end = writer.end();
    let end = (!end.is_empty()).then(|| quote!(#[allow(unreachable_code)] { #end }));
    quote! { #body #end }
}

/// The statements of the body, in which what a parameter's pattern binds drops in the parameter's turn.
fn in_turn(writer: &Writer<'_>, stmts: &[Stmt]) -> Vec<TokenStream> {
    let (patterns, body) = stmts.split_at(writer.shape.destructure.len());
    let mut patterns = patterns.iter();
    let mut code: Vec<TokenStream> = Vec::new();
    for parameter in &writer.shape.parameters {
        let (name, mutability) = (&parameter.ident, parameter.mutability);
        if !code.is_empty() && parameter.receiver.is_none() {
            code.push(quote! { let #mutability #name = #name; });
        }
        if writer.shape.is_taken_apart(parameter) {
            code.extend(patterns.next().map(|stmt| quote!(#stmt)));
        }
    }
    code.extend(body.iter().map(|stmt| quote!(#stmt)));
    code
}

/// `body` without the items that stand before it.
fn without_items(body: &Block) -> Block {
    let mut body = body.clone();
    body.stmts.retain(|stmt| !matches!(stmt, Stmt::Item(item) if !matches!(item, syn::Item::Macro(_))));
    body
}

struct Eager<'a> {
    writer: &'a Writer<'a>,
    this: &'a This,
    /// How many closures and `async` blocks are around.
    inner: usize,
}

impl Eager<'_> {
    /// `{ let item: T = value; sink(item) }`, or what the yield gives behind that.
    fn yielded(&self, value: &TokenStream, resumed: Option<Expr>) -> Expr {
        let sink = own("sink");
        let (item, name) = self.writer.item_of(value);
        let resumed = resumed.map(|resumed| quote!(; #resumed));
        let stmts = vec![Stmt::Expr(Expr::Verbatim(quote!(#item #sink(#name) #resumed)), None)];
        let block = Block { brace_token: syn::token::Brace(Span::call_site()), stmts };
        Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block })
    }
}

impl VisitMut for Eager<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::ForLoop(delegate) = expr
            && is_delegate(delegate)
        {
            self.visit_expr_mut(&mut delegate.expr);
            let (sink, iterable) = (own("sink"), &delegate.expr);
            let spans = crate::spans::Spans::of(iterable);
            let iterator = spans.call(quote!(::core::iter::IntoIterator::into_iter), quote!(#iterable));
            let pat = &delegate.pat;
            let (item, name) = self.writer.item_of(pat);
            // The temporaries of the iterator end here, as those of a `for` do.
            let stmts = vec![Stmt::Expr(
                Expr::Verbatim(
                    quote!(::core::iter::Iterator::for_each(#iterator, |#pat| { #item #sink(#name) })),
                ),
                None,
            )];
            let block = Block { brace_token: syn::token::Brace(Span::call_site()), stmts };
            *expr = Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block });
            return;
        }
        let is_inner = matches!(expr, Expr::Closure(_) | Expr::Async(_));
        self.inner += usize::from(is_inner);
        visit_mut::visit_expr_mut(self, expr);
        self.inner -= usize::from(is_inner);
        match expr {
            Expr::Yield(suspension) => {
                let value = suspension.expr.as_ref().map_or_else(|| quote!(()), |value| quote!(#value));
                let resumed = self.writer.resumed(suspension);
                *expr = self.yielded(&value, resumed);
            }
            Expr::Return(returned) if self.inner == 0 && self.writer.shape.returned.has_value() => {
                *expr = self.writer.returned_from_run(returned);
            }
            Expr::Return(returned) if self.inner == 0 => {
                let (token, end) = (&returned.return_token, self.writer.end());
                // A value is `()`: what is returned in its place is whether the body has failed.
                *expr = Expr::Verbatim(match &returned.expr {
                    Some(value) if !is_unit(value) => {
                        // As a statement: what begins with a block gets parentheses.
                        let value = Stmt::Expr((**value).clone(), Some(syn::Token![;](Span::call_site())));
                        quote!({ #value #token #end })
                    }
                    _ => quote!(#token #end),
                });
            }
            Expr::Path(path) => self.this.rename_path(path),
            _ => restore_macro(expr),
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        let this = self.this;
        this.rename_in_macro(mac, |argument| self.visit_expr_mut(argument));
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
