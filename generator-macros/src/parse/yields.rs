//! Every spelling of a yield → `syn::Expr::Yield`, and each `yield_from!` → the [loop](super::delegates) that it stands for.
//!
//! `yield_!(x)`, `path::yield_!(x)`, `r#yield!(x)` and the literal `yield!(x)` (which syn reads as the
//! expression `yield !(x)`) mean the same. A body of closures, nested functions and unknown macros is
//! normalised too, so that `check` can reject a yield there.

use super::args::Args;
use super::{delegates, parse_all, spelled_out, std_macros, user_macros};
use crate::errors::text;
use crate::syntax::unit;
use proc_macro2::{Span, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprYield, Ident, Macro, Stmt, Token, UnOp, parse_quote_spanned};

/// Rewrites the yields of `block`; returns the tokens of the literal ones. `argument` is the variable that holds the argument
/// of a coroutine, if it is the body of one.
pub fn normalise(
    block: &mut Block,
    args: &Args,
    argument: Option<&Ident>,
) -> syn::Result<Vec<Token![yield]>> {
    let mut yields = Yields { args, argument, literal: Vec::new(), errors: None };
    yields.visit_block_mut(block);
    yields.errors.map_or(Ok(yields.literal), Err)
}

/// Which yield a macro spells.
#[derive(Clone, Copy, PartialEq)]
pub enum Spelling {
    Yield,
    YieldFrom,
}

/// Macros are known by their last path segment.
pub fn spelling(mac: &Macro) -> Option<Spelling> {
    let name = &mac.path.segments.last()?.ident;
    if name == "yield_" || name == "r#yield" {
        Some(Spelling::Yield)
    } else if name == "yield_from" {
        Some(Spelling::YieldFrom)
    } else {
        None
    }
}

struct Yields<'a> {
    args: &'a Args,
    argument: Option<&'a Ident>,
    literal: Vec<Token![yield]>,
    errors: Option<syn::Error>,
}

impl Yields<'_> {
    fn fail(&mut self, error: syn::Error) {
        match &mut self.errors {
            Some(errors) => errors.combine(error),
            none => *none = Some(error),
        }
    }

    /// What a macro stands for, if it isn't passed on as it is: a yield, a macro of the user's, or one of std's that
    /// evaluates an argument with a yield on a condition.
    fn replaced(&mut self, mac: &Macro) -> Option<Expr> {
        if let Some(spelling) = spelling(mac) {
            return Some(self.expression(mac, spelling));
        }
        let mut replaced =
            if self.args.macros.iter().any(|known| mac.path.segments.last() == known.segments.last()) {
                match user_macros::as_call(mac) {
                    Ok(call) => call,
                    Err(error) => {
                        self.fail(error);
                        unit(mac.path.span())
                    }
                }
            } else {
                spelled_out::spelled_out(mac).filter(|_| names_yield(mac.tokens.clone()))?
            };
        self.visit_expr_mut(&mut replaced);
        Some(replaced)
    }

    /// A yield made of a macro, its operand normalised in turn.
    fn expression(&mut self, mac: &Macro, spelling: Spelling) -> Expr {
        let mut expr = self.spelled(mac, spelling);
        match &mut expr {
            Expr::Yield(ExprYield { expr: Some(operand), .. }) => self.visit_expr_mut(operand),
            Expr::ForLoop(delegate) => self.visit_expr_mut(&mut delegate.expr),
            _ => {}
        }
        expr
    }

    /// `yield_!(x)` → `yield x`; `yield_from!(x)` → a loop over `x`.
    fn spelled(&mut self, mac: &Macro, spelling: Spelling) -> Expr {
        let span = mac.path.span();
        if let (Some(argument), Spelling::YieldFrom) = (self.argument, spelling) {
            return self.delegated(mac, argument);
        }
        match (spelling, operand(mac.tokens.clone(), span)) {
            (Spelling::Yield, Ok(value)) => {
                let value = value.unwrap_or_else(|| unit(span));
                suspend(Token![yield](span), value)
            }
            (Spelling::YieldFrom, Ok(Some(iterable))) => {
                delegates::to_iterator(span, iterable, mac.delimiter.span().join())
            }
            (Spelling::YieldFrom, Ok(None)) => {
                self.fail(syn::Error::new_spanned(mac, text::YIELD_FROM_ARGUMENT));
                unit(span)
            }
            (spelling, Err(error)) => {
                let wording = match spelling {
                    Spelling::Yield => text::YIELD_ARGUMENT,
                    Spelling::YieldFrom => text::YIELD_FROM_ARGUMENT,
                };
                let several = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(mac.tokens.clone());
                self.fail(match several {
                    Ok(_) => syn::Error::new_spanned(&mac.tokens, wording),
                    Err(_) => error,
                });
                unit(span)
            }
        }
    }

    /// `yield_from!(coroutine, first)` → a loop that resumes the coroutine, its operands normalised.
    fn delegated(&mut self, mac: &Macro, argument: &Ident) -> Expr {
        let span = mac.path.span();
        let operands = parse_all(mac.tokens.clone(), span, Punctuated::<Expr, Token![,]>::parse_terminated);
        let mut operands = match operands {
            Ok(operands) if (1..=2).contains(&operands.len()) => operands.into_iter(),
            Ok(_) => {
                self.fail(syn::Error::new_spanned(mac, text::DELEGATE_ARGUMENT));
                return unit(span);
            }
            Err(error) => {
                self.fail(error);
                return unit(span);
            }
        };
        let mut next = || {
            let mut operand = operands.next()?;
            self.visit_expr_mut(&mut operand);
            Some(operand)
        };
        let coroutine = next().unwrap_or_else(|| unit(span));
        let place = Span::mixed_site().located_at(mac.delimiter.span().join());
        let first = next();
        let first =
            first.unwrap_or_else(|| parse_quote_spanned!(place=> ::core::default::Default::default()));
        delegates::to_coroutine(&self.args.krate(), span, &coroutine, &first, argument)
    }
}

impl VisitMut for Yields<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Macro(mac) => {
                if let Some(mut spelled) = self.replaced(&mac.mac) {
                    adopt(&mut spelled, &mut mac.attrs);
                    *expr = spelled;
                    return;
                }
            }
            // The literal `yield!(x)`, as syn reads it.
            Expr::Yield(literal) => {
                self.literal.push(literal.yield_token);
                match literal.expr.take().map(|operand| *operand) {
                    Some(Expr::Unary(not)) if matches!(not.op, UnOp::Not(_)) => {
                        literal.expr = Some(match *not.expr {
                            Expr::Paren(paren) => paren.expr,
                            Expr::Tuple(tuple) if tuple.elems.is_empty() => Box::new(Expr::Tuple(tuple)),
                            other => {
                                self.fail(syn::Error::new_spanned(other, text::YIELD_ARGUMENT));
                                return;
                            }
                        });
                    }
                    other => {
                        self.fail(syn::Error::new_spanned(literal.yield_token, text::YIELD_BARE));
                        literal.expr = other.map(Box::new);
                        return;
                    }
                }
            }
            _ => {}
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Stmt::Macro(mac) = stmt
            && let Some(mut expr) = self.replaced(&mac.mac)
        {
            adopt(&mut expr, &mut mac.attrs);
            *stmt = Stmt::Expr(expr, Some(mac.semi_token.unwrap_or_default()));
            return;
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }

    /// The arguments of std's macros are expressions.
    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if names_yield(mac.tokens.clone())
            && let Some(mut read) = std_macros::parse(mac)
        {
            read.arguments_mut().for_each(|argument| self.visit_expr_mut(argument));
            mac.tokens = read.into_tokens();
        }
    }

    /// A nested function under its own `#[generator]` is left alone.
    fn visit_item_fn_mut(&mut self, function: &mut syn::ItemFn) {
        if !is_generator(&function.attrs) {
            visit_mut::visit_item_fn_mut(self, function);
        }
    }

    fn visit_impl_item_fn_mut(&mut self, function: &mut syn::ImplItemFn) {
        if !is_generator(&function.attrs) {
            visit_mut::visit_impl_item_fn_mut(self, function);
        }
    }
}

/// Whether a yield may stand among `tokens`.
pub fn names_yield(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => YIELDS.iter().any(|name| ident == name),
        TokenTree::Group(group) => names_yield(group.stream()),
        _ => false,
    })
}

/// The names of the macros that yield, and the keyword that stands for them afterwards.
pub const YIELDS: [&str; 4] = ["yield_", "r#yield", "yield", "yield_from"];

/// Hands the attributes of a macro to what it stands for.
fn adopt(expr: &mut Expr, attrs: &mut Vec<syn::Attribute>) {
    match expr {
        Expr::Yield(suspension) => suspension.attrs.append(attrs),
        Expr::ForLoop(delegate) => delegate.attrs.append(attrs),
        Expr::Block(delegate) => delegate.attrs.append(attrs),
        _ => {}
    }
}

/// Whether a `#[generator]` of its own stands on a nested function.
pub fn is_generator(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|attr| attr.path().segments.last().is_some_and(|last| last.ident == "generator"))
}

fn operand(tokens: TokenStream, place: Span) -> syn::Result<Option<Expr>> {
    if tokens.is_empty() {
        return Ok(None);
    }
    parse_all(tokens, place, |input| {
        let value = input.parse::<Expr>()?;
        input.parse::<Option<Token![,]>>()?;
        Ok(Some(value))
    })
}

pub(super) fn suspend(yield_token: Token![yield], value: Expr) -> Expr {
    Expr::Yield(ExprYield { attrs: Vec::new(), yield_token, expr: Some(Box::new(value)) })
}
