//! The body of the `gen` block: the yields and `?`, in rustc's own words.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Ident, Macro, Stmt, Token, Type, UnOp, parse_quote};

pub fn rewrite(block: &mut Block, item: &Type) {
    Body { item }.visit_block_mut(block);
}

struct Body<'a> {
    item: &'a Type,
}

impl Body<'_> {
    /// The operand is a block's tail: its temporaries are dropped before the generator suspends,
    /// which is what `generator-core` promises. A bare `yield` would hold them.
    fn suspend(&self, value: &Expr) -> Expr {
        self.hand_out(value, parse_quote!(Item))
    }

    fn hand_out(&self, value: &Expr, event: Ident) -> Expr {
        let item = self.item;
        parse_quote!((yield { let item: #item = { #value }; ::generator_core::private::Event::#event(item) }))
    }

    fn macro_call(&mut self, mac: &Macro) -> Option<Expr> {
        let name = &mac.path.segments.last()?.ident;
        let delegates = name == "yield_from";
        if !(delegates || name == "yield_" || name == "r#yield") {
            return None;
        }
        let operands = mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated);
        let operand = operands.expect("an expression").into_iter().next();
        let mut operand = operand.unwrap_or_else(|| parse_quote!(()));
        self.visit_expr_mut(&mut operand);
        Some(if delegates {
            let item = self.suspend(&parse_quote!(item));
            parse_quote!((for item in #operand { #item }))
        } else {
            self.suspend(&operand)
        })
    }
}

impl VisitMut for Body<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => return,
            _ => visit_mut::visit_expr_mut(self, expr),
        }
        let replacement = match expr {
            Expr::Macro(mac) => self.macro_call(&mac.mac),
            // The literal `yield!(x)`, as syn reads it.
            Expr::Yield(literal) => match literal.expr.as_deref() {
                Some(Expr::Unary(not)) if matches!(not.op, UnOp::Not(_)) => Some(self.suspend(&not.expr)),
                _ => None,
            },
            Expr::Try(attempt) => {
                let value = &attempt.expr;
                let failure = parse_quote!(::generator_core::private::from_residual(residual));
                let failure = self.hand_out(&failure, parse_quote!(Last));
                Some(parse_quote! {
                    (match ::generator_core::private::branch(#value) {
                        ::generator_core::private::ControlFlow::Continue(value) => value,
                        ::generator_core::private::ControlFlow::Break(residual) => { #failure; return; }
                    })
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
            && let Some(expr) = self.macro_call(&mac.mac)
        {
            *stmt = Stmt::Expr(expr, Some(mac.semi_token.unwrap_or_default()));
            return;
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }

    /// The arguments of a macro, if they are expressions; what follows them (a pattern, say) stays as it is.
    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        let mut read = TokenStream::new();
        let arguments = |input: ParseStream| {
            while !input.is_empty() {
                let fork = input.fork();
                let Ok(mut argument) = fork.parse::<Expr>() else { break };
                if !(fork.is_empty() || fork.peek(Token![,]) || fork.peek(Token![;])) {
                    break;
                }
                input.advance_to(&fork);
                self.visit_expr_mut(&mut argument);
                argument.to_tokens(&mut read);
                if !input.is_empty() {
                    input.parse::<TokenTree>()?.to_tokens(&mut read);
                }
            }
            read.extend(input.parse::<TokenStream>()?);
            Ok(())
        };
        if arguments.parse2(mac.tokens.clone()).is_ok() {
            mac.tokens = read;
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
