//! The eager copy: the body as the user wrote it, each yield a call of the sink. `fold` runs it, and rustc's
//! lints read it.

use super::Plan;
use super::tried::tried;
use crate::emit::this::This;
use crate::parse::user_macros::restore_macro;
use crate::parse::yields::{is_delegate, is_generator};
use crate::signature::Shape;
use crate::spans::Spans;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Lifetime, Path, Stmt};

/// Writes the closure that runs the whole body from its start.
pub fn fold(plan: &Plan<'_>, eager: &Block) -> TokenStream {
    let root = &plan.display.enums[crate::old::layout::Layout::ROOT.0];
    let receiver =
        plan.shape.parameters.iter().zip(&plan.machine.parameters).find(|(p, _)| p.receiver.is_some());
    let this = This(receiver.map(|(_, local)| super::state::field(plan, *local)));
    let mut body = eager.clone();
    // They stand before both copies.
    body.stmts.retain(|stmt| !matches!(stmt, Stmt::Item(_)));
    let Run { body, sink, fails } = run(plan.krate, plan.shape, &this, body);
    let fields = plan.shape.parameters.iter().zip(&plan.machine.parameters).map(|(parameter, local)| {
        let mut field = super::state::field(plan, *local);
        // Not the user's token: rustc would propose the shorthand.
        field.set_span(Span::mixed_site());
        let mutability = parameter.mutability;
        let name = if parameter.receiver.is_some() {
            super::state::field(plan, *local)
        } else {
            parameter.ident.clone()
        };
        let attrs = &parameter.attrs;
        quote!(#(#attrs)* #field: #mutability #name)
    });
    let used = this.0.map(|this| quote!(let _ = &#this;));
    let suspended = Ident::new("suspended", Span::mixed_site());
    let fresh = quote!(#root::Start { #(#fields),* });
    let run = quote!(#used #body);
    if !fails {
        return quote! {
            |#suspended, #sink| match #suspended {
                #fresh => {
                    #run
                    #[allow(unreachable_code)]
                    { #root::Done }
                }
                #suspended => #suspended,
            }
        };
    }
    // What a failing `?` hands out comes when the body has dropped its variables and parameters.
    let (last, item) = (super::step::last_ident(), Ident::new("item", Span::mixed_site()));
    quote! {
        |#suspended, #sink| {
            let mut #last = ::core::option::Option::None;
            match #suspended {
                #fresh => { #run }
                #suspended => return #suspended,
            }
            if let ::core::option::Option::Some(#item) = #last {
                #sink(#item);
            }
            #root::Done
        }
    }
}

/// The body, run without a stop.
pub struct Run {
    pub body: TokenStream,
    /// What it calls with each item.
    pub sink: Ident,
    /// Whether some `?` hands a failure out at the end.
    pub fails: bool,
}

/// Writes `body`, each yield a call; `this` is the name of `self` in it.
pub fn run(krate: &Path, shape: &Shape, this: &This, mut body: Block) -> Run {
    let mut eager = Eager {
        krate,
        shape,
        this,
        sink: Ident::new("sink", Span::mixed_site()),
        end: Lifetime::new("'generator", Span::mixed_site()),
        ends_early: false,
        fails: false,
    };
    eager.visit_block_mut(&mut body);
    let Eager { sink, end, ends_early, fails, .. } = eager;
    let stmts = &body.stmts;
    let label = ends_early.then(|| quote!(#end:));
    Run { body: quote!(#label { #(#stmts)* }), sink, fails }
}

struct Eager<'a> {
    krate: &'a Path,
    shape: &'a Shape,
    this: &'a This,
    sink: Ident,
    end: Lifetime,
    ends_early: bool,
    fails: bool,
}

impl VisitMut for Eager<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if matches!(expr, Expr::Closure(_) | Expr::Async(_)) {
            // Its own `return` and `?` stay; `self` is renamed.
            Renamer { eager: self }.visit_expr_mut(expr);
            return;
        }
        if let Expr::ForLoop(delegate) = expr
            && is_delegate(delegate)
        {
            self.visit_expr_mut(&mut delegate.expr);
            let (sink, iterable) = (&self.sink, &delegate.expr);
            let spans = Spans::of(iterable);
            let iterator = spans.call(quote!(::core::iter::IntoIterator::into_iter), quote!(#iterable));
            let pat = &delegate.pat;
            let (item, name) = super::item(self.shape, pat);
            // The temporaries of the iterator end here, as those of a `for` do.
            *expr = block(quote! {
                ::core::iter::Iterator::for_each(#iterator, |#pat| { #item #sink(#name) });
            });
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
        match expr {
            Expr::Yield(suspension) => {
                let (sink, value) = (&self.sink, &suspension.expr);
                let (item, name) = super::item(self.shape, value);
                *expr = block(quote! { #item #sink(#name) });
            }
            Expr::Return(returned) => {
                self.ends_early = true;
                *expr = Expr::Break(syn::ExprBreak {
                    attrs: Vec::new(),
                    break_token: syn::Token![break](Span::call_site()),
                    label: Some(self.end.clone()),
                    expr: returned.expr.take(),
                });
            }
            Expr::Try(question) => {
                (self.ends_early, self.fails) = (true, true);
                let (last, end) = (super::step::last_ident(), &self.end);
                *expr = tried(self.krate, self.shape, question, |item| {
                    quote! { #last = ::core::option::Option::Some(#item); break #end; }
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

    fn visit_item_fn_mut(&mut self, function: &mut syn::ItemFn) {
        debug_assert!(is_generator(&function.attrs), "items are left alone");
    }
}

/// `{ stmts }`, a block in the syntax tree as well: it is put in parentheses where it begins a statement.
fn block(stmts: TokenStream) -> Expr {
    let stmts = vec![Stmt::Expr(Expr::Verbatim(stmts), None)];
    let block = Block { brace_token: syn::token::Brace(Span::call_site()), stmts };
    Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block })
}

/// Renames `self` alone.
struct Renamer<'e, 'a> {
    eager: &'e Eager<'a>,
}

impl VisitMut for Renamer<'_, '_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        restore_macro(expr);
    }

    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        self.eager.this.rename_path(path);
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        let this = self.eager.this;
        this.rename_in_macro(mac, |argument| self.visit_expr_mut(argument));
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
