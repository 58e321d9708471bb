//! The tokens of `generator_fn!(move || { … })` → a function, whose parameters are still to be found: what its body names.

use super::item::RawFunction;
use super::parse_all;
use crate::errors::text;
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::parse::ParseStream;
use syn::{Ident, ReturnType, Signature, Token, Visibility, parse_quote};

/// Whether `tokens` are those of an expression, and not of functions.
pub fn is_expression(tokens: &TokenStream) -> bool {
    match tokens.clone().into_iter().next() {
        Some(TokenTree::Ident(first)) => first == "move",
        Some(TokenTree::Punct(first)) => first.as_char() == '|',
        _ => false,
    }
}

/// Reads `move || body` or `move || -> T { … }`.
pub fn parse_expression(tokens: TokenStream) -> syn::Result<RawFunction> {
    parse_all(tokens, Span::call_site(), expression)
}

fn expression(input: ParseStream) -> syn::Result<RawFunction> {
    let captures: Option<Token![move]> = input.parse()?;
    let bar = input.span();
    if input.peek(Token![||]) {
        input.parse::<Token![||]>()?;
    } else {
        input.parse::<Token![|]>()?;
        if !input.peek(Token![|]) {
            return Err(syn::Error::new(input.span(), text::EXPRESSION_PARAMETER));
        }
        input.parse::<Token![|]>()?;
    }
    let Some(captures) = captures else {
        return Err(syn::Error::new(bar, text::NOT_MOVE));
    };
    let item: syn::Type = match input.parse::<ReturnType>()? {
        ReturnType::Type(_, item) => *item,
        ReturnType::Default => parse_quote!(_),
    };
    let name = Ident::new("generator", Span::call_site().located_at(captures.span));
    // What is returned may be all that its state is.
    let sig: Signature = parse_quote!(fn #name() -> impl Iterator<Item = #item> + Clone + Debug);
    Ok(RawFunction {
        attrs: Vec::new(),
        vis: Visibility::Inherited,
        defaultness: None,
        sig,
        body: Some(body(input, captures.span)?),
    })
}

/// The statements of the body: of its block, or the expression that is all of it.
fn body(input: ParseStream, place: Span) -> syn::Result<TokenStream> {
    let tokens: Vec<TokenTree> = input.parse::<TokenStream>()?.into_iter().collect();
    match &tokens[..] {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Brace => Ok(group.stream()),
        [] => Err(syn::Error::new(place, text::NO_EXPRESSION_BODY)),
        _ => Ok(tokens.into_iter().collect()),
    }
}
