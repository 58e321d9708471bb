//! The body as written, but for what its yields, its ends and `self` become: rustc checks it as it would any code.
//!
//! `yield_!(self.n)` → `{ let item: T = this.n; sink(item) }`, or `{ let item: T = this.n; yielder.put(item) }.await`.

use super::own;
use super::protocol::Protocol;
use super::this::This;
use crate::parse::delegates::{hands_on, is_delegate};
use crate::parse::user_macros::restore_macro;
use crate::signature::{Parameter, Shape};
use crate::spans::Spans;
use crate::syntax::{is_unit, start};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Item, Stmt};

/// A copy of a body.
pub(super) struct Written<'a> {
    pub protocol: &'a Protocol<'a>,
    pub shape: &'a Shape,
    pub this: This,
    pub yields: Yields,
    pub bound: Bound,
}

/// How the parameters come into the body.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Bound {
    /// By their names, in the order in which they are declared.
    ByName,
    /// By names of the expansion's own, from which they are declared in order.
    Behind,
}

/// What a yield becomes.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Yields {
    /// A call of `sink`.
    Called,
    /// What `yielder` makes, awaited.
    Awaited,
}

/// Whether `stmt` stands before all copies, rather than in each.
pub(super) fn is_shared(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Item(item) if !matches!(item, Item::Macro(_)))
}

impl Written<'_> {
    /// The code of a function's body, in which the parameters are bound already.
    pub fn code(&self, body: &Block) -> TokenStream {
        let mut body = body.clone();
        body.stmts.retain(|stmt| !is_shared(stmt));
        Rewriter { written: self, inner: 0 }.visit_block_mut(&mut body);
        let stmts = self.in_turn(&body.stmts);
        // A coroutine that awaits has the value itself.
        if self.returns_value() {
            return quote!(#(#stmts)*);
        }
        let body = if self.protocol.has_value() {
            self.protocol.value(&own("_value"), &quote!({ #(#stmts)* }))
        } else {
            quote!({ #(#stmts)* };)
        };
        let end = self.protocol.end();
        let end = (!end.is_empty()).then(|| quote!(#[allow(unreachable_code)] { #end }));
        quote! {
            #body
            #end
        }
    }

    /// Whether the code has the value of a coroutine, rather than what tells how it has ended.
    fn returns_value(&self) -> bool {
        self.yields == Yields::Awaited && self.protocol.coroutine().is_some()
    }

    /// Whether `parameter`, bound in a pattern of all, is `mut` there.
    pub fn mutability(&self, parameter: &Parameter) -> Option<syn::Token![mut]> {
        let is_behind = |parameter: &Parameter| {
            let before = self.shape.parameters.iter().take_while(|other| other.ident != parameter.ident);
            before.into_iter().any(|other| self.shape.is_taken_apart(other))
        };
        // Behind a pattern it is declared anew.
        parameter.mutability.filter(|_| parameter.receiver.is_some() || !is_behind(parameter))
    }

    /// What `parameter` is called in the body.
    pub fn name<'p>(&'p self, parameter: &'p Parameter) -> &'p Ident {
        match &self.this.0 {
            Some(this) if parameter.receiver.is_some() => this,
            _ => &parameter.ident,
        }
    }

    /// The statements of the body, in which what a parameter's pattern binds drops in the parameter's turn.
    fn in_turn(&self, stmts: &[Stmt]) -> Vec<TokenStream> {
        let (patterns, body) = stmts.split_at(self.shape.destructure.len());
        let mut patterns = patterns.iter();
        let mut code: Vec<TokenStream> = Vec::new();
        for parameter in &self.shape.parameters {
            let (attrs, name, mutability) = (&parameter.attrs, self.name(parameter), parameter.mutability);
            let from = match self.bound {
                Bound::ByName => name.clone(),
                Bound::Behind => own(&name.to_string()),
            };
            if self.bound == Bound::Behind || !code.is_empty() && parameter.receiver.is_none() {
                code.push(quote! { #(#attrs)* let #mutability #name = #from; });
                code.extend(parameter.receiver.as_ref().map(|_| quote!(let _ = &#name;)));
            }
            if self.shape.is_taken_apart(parameter) {
                code.extend(patterns.next().map(|stmt| quote!(#stmt)));
            }
        }
        code.extend(body.iter().map(|stmt| quote!(#stmt)));
        code
    }
}

struct Rewriter<'a> {
    written: &'a Written<'a>,
    /// How many closures and `async` blocks are around.
    inner: usize,
}

impl Rewriter<'_> {
    fn yielded(&self, suspension: &syn::ExprYield) -> Expr {
        let protocol = self.written.protocol;
        let value = suspension.expr.as_ref().map_or_else(|| quote!(()), |value| quote!(#value));
        let (item, name) = protocol.item_of(&value);
        if self.written.yields == Yields::Called {
            let (sink, resumed) = (own("sink"), protocol.resumed(suspension));
            let resumed = resumed.map(|resumed| quote!(; #resumed));
            return in_block(quote!(#item #sink(#name) #resumed));
        }
        let yielder = own("yielder");
        let put = match protocol.argument {
            Some(_) => quote!(put_and_receive),
            None => quote!(put),
        };
        // A value that can't be held meanwhile is shown with the yield.
        let place = Span::mixed_site().located_at(suspension.yield_token.span);
        let awaited = Expr::Await(syn::ExprAwait {
            attrs: Vec::new(),
            base: Box::new(in_block(quote!(#item #yielder.#put(#name)))),
            dot_token: syn::Token![.](place),
            await_token: syn::Token![await](place),
        });
        match protocol.argument {
            Some(argument) if hands_on(suspension) => in_block(quote!(#argument.set(#awaited))),
            _ => awaited,
        }
    }

    /// `return value`
    fn returned(&self, returned: &syn::ExprReturn) -> Expr {
        let protocol = self.written.protocol;
        let (token, end) = (&returned.return_token, protocol.end());
        if protocol.has_value() {
            // Both copies write the value so, and rustc shows an error that they share once.
            let value = protocol.value_of(&own("_value"), returned.expr.as_deref());
            return Expr::Verbatim(quote! {
                {
                    #[allow(clippy::diverging_sub_expression)]
                    #value
                    #[allow(unreachable_code)]
                    #token #end
                }
            });
        }
        // A value is `()`: what is returned in its place is whether the body has failed.
        Expr::Verbatim(match &returned.expr {
            Some(value) if !is_unit(value) => {
                // As a statement: what begins with a block gets parentheses.
                let value = Stmt::Expr((**value).clone(), Some(syn::Token![;](Span::call_site())));
                quote!({ #value #token #end })
            }
            _ => quote!(#token #end),
        })
    }

    /// `for item in iterable { yield item }`, which a sink takes in one call.
    fn delegated(&mut self, delegate: &mut syn::ExprForLoop) -> Expr {
        self.visit_expr_mut(&mut delegate.expr);
        let (sink, iterable) = (own("sink"), &delegate.expr);
        let spans = Spans::of(iterable);
        let iterator = spans.call(quote!(::core::iter::IntoIterator::into_iter), quote!(#iterable));
        let pat = &delegate.pat;
        let (item, name) = self.written.protocol.item_of(pat);
        // The temporaries of the iterator end here, as those of a `for` do.
        in_block(quote!(::core::iter::Iterator::for_each(#iterator, |#pat| { #item #sink(#name) })))
    }

    /// All items of a stream, or of an iterator, are handed out.
    fn delegated_to_stream(&mut self, delegate: &mut syn::ExprForLoop) -> Expr {
        self.visit_expr_mut(&mut delegate.expr);
        let (krate, iterable) = (self.written.protocol.krate, &delegate.expr);
        let spans = Spans::of(iterable);
        // Where the items are of another type, it is shown there.
        let here = Span::mixed_site().located_at(start(iterable));
        let [source, yielder] = ["source", "yielder"].map(|name| Ident::new(name, here));
        let stream = spans.call(quote!(#krate::__private::into_stream), quote!(#iterable));
        let arguments = quote_spanned!(here=> ::core::pin::pin!(#source), &mut #yielder);
        let forward = spans.call(quote!(#krate::__private::forward), arguments);
        let place = Span::mixed_site().located_at(delegate.for_token.span);
        // A `match`, whose temporaries live as long as those of a `for` do.
        in_block(quote_spanned! {place=>
            match #stream {
                #source => #forward.await
            }
        })
    }
}

/// `{ tokens }`
fn in_block(tokens: TokenStream) -> Expr {
    let stmts = vec![Stmt::Expr(Expr::Verbatim(tokens), None)];
    let block = Block { brace_token: syn::token::Brace(Span::call_site()), stmts };
    Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block })
}

impl VisitMut for Rewriter<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::ForLoop(delegate) = expr
            && is_delegate(delegate)
        {
            match self.written.yields {
                Yields::Called => {
                    *expr = self.delegated(delegate);
                    return;
                }
                Yields::Awaited if self.written.shape.form.awaits() => {
                    *expr = self.delegated_to_stream(delegate);
                    return;
                }
                Yields::Awaited => delegate.attrs.clear(),
            }
        }
        let is_inner = matches!(expr, Expr::Closure(_) | Expr::Async(_));
        self.inner += usize::from(is_inner);
        visit_mut::visit_expr_mut(self, expr);
        self.inner -= usize::from(is_inner);
        match expr {
            Expr::Yield(suspension) => *expr = self.yielded(suspension),
            Expr::Return(returned) if self.inner == 0 && !self.written.returns_value() => {
                *expr = self.returned(returned);
            }
            Expr::Path(path) => self.written.this.rename_path(path),
            _ => restore_macro(expr),
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        let written = self.written;
        written.this.rename_in_macro(mac, |argument| self.visit_expr_mut(argument));
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}
}
