//! Tokens → [`Function`]: the function as the user wrote it, with every spelling of a yield made
//! `syn::Expr::Yield`.

pub mod args;
pub mod configured;
pub mod delegates;
pub mod expression;
pub mod format;
mod fragments;
pub mod item;
pub mod spelled_out;
pub mod std_macros;
pub mod user_macros;
pub mod yields;

pub use item::{Function, parse_function, parse_functions};

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::braced;
use syn::parse::{ParseStream, Parser};

/// Parses all of `tokens`. Where more is expected behind them, the error is shown at the last of them, or at
/// `place` if there is none.
pub fn parse_all<T>(
    tokens: TokenStream,
    place: Span,
    read: impl FnOnce(ParseStream) -> syn::Result<T>,
) -> syn::Result<T> {
    let last = tokens.clone().into_iter().last();
    let mut group = Group::new(Delimiter::Brace, tokens);
    // What is missing in a group is shown at its end.
    group.set_span(last.map_or(place, |token| token.span()));
    let in_group = |input: ParseStream| {
        let inner;
        braced!(inner in input);
        read(&inner)
    };
    in_group.parse2(TokenTree::from(group).into())
}
