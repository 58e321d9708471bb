//! `#[generator]` as the `gen` block that one would write by hand on nightly: `yield_!(x)` becomes
//! `yield x`, and nothing is put around the block. The oracle has another such shim, which adds what
//! `generator-core` promises beyond `gen` blocks; here that would cost time and bytes.

use proc_macro::TokenStream;
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ItemFn, Macro, ReturnType, Stmt, Type, parse_macro_input, parse_quote};

#[proc_macro_attribute]
pub fn generator(_args: TokenStream, item: TokenStream) -> TokenStream {
    let ItemFn { attrs, vis, sig, mut block } = parse_macro_input!(item as ItemFn);
    Yields.visit_block_mut(&mut block);
    let boxes = matches!(&sig.output, ReturnType::Type(_, output)
        if matches!(&**output, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Box")));
    let body = if boxes { quote!(Box::new(gen move #block)) } else { quote!(gen move #block) };
    quote!(#(#attrs)* #vis #sig { #body }).into()
}

struct Yields;

impl Yields {
    fn respelled(mac: &Macro) -> Option<Expr> {
        let name = &mac.path.segments.last()?.ident;
        let operand = mac.parse_body::<Expr>().ok()?;
        if name == "yield_" {
            Some(parse_quote!((yield #operand)))
        } else if name == "yield_from" {
            Some(parse_quote!((for item in #operand { yield item; })))
        } else {
            None
        }
    }
}

impl VisitMut for Yields {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let replacement = match expr {
            Expr::Macro(mac) => Self::respelled(&mac.mac),
            // `gen` blocks have no `?` of their own.
            Expr::Try(attempt) => {
                let value = &attempt.expr;
                Some(parse_quote! {
                    match #value {
                        Ok(value) => value,
                        Err(error) => {
                            yield Err(From::from(error));
                            return;
                        }
                    }
                })
            }
            _ => None,
        };
        if let Some(replacement) = replacement {
            *expr = replacement;
        }
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Stmt::Macro(mac) = stmt
            && let Some(expr) = Self::respelled(&mac.mac)
        {
            *stmt = Stmt::Expr(expr, Some(mac.semi_token.unwrap_or_default()));
            return;
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }
}
