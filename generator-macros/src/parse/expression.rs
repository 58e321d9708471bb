//! The tokens of `generator_fn!(move || { … })` → a function, whose parameters are still to be found: what its body names.

use super::item::RawFunction;
use super::parse_all;
use crate::errors::text;
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::parse::ParseStream;
use syn::{Ident, ReturnType, Signature, Token, Visibility, parse_quote};

/// A generator in the middle of a function.
pub struct Expression {
    /// What it would be as a function. `async move || …` is an `async fn`.
    pub function: RawFunction,
    /// `boxed`, if that stands before it.
    pub boxed: Option<Ident>,
    pub captures: Option<Token![move]>,
}

/// Whether `tokens` are those of an expression, and not of functions.
pub fn is_expression(tokens: &TokenStream) -> bool {
    let mut tokens = tokens.clone().into_iter();
    match tokens.next() {
        Some(TokenTree::Ident(first)) if first == "boxed" || first == "async" => is_closure(tokens.next()),
        first => is_closure(first),
    }
}

/// Whether a closure begins with `first`.
fn is_closure(first: Option<TokenTree>) -> bool {
    match first {
        Some(TokenTree::Ident(first)) => first == "move",
        Some(TokenTree::Punct(first)) => first.as_char() == '|',
        _ => false,
    }
}

/// Reads `move || body` or `move || -> T { … }`, maybe `boxed` or `async`.
pub fn parse_expression(tokens: TokenStream) -> syn::Result<Expression> {
    parse_all(tokens, Span::call_site(), expression)
}

fn expression(input: ParseStream) -> syn::Result<Expression> {
    let boxed: Option<Ident> = if input.peek(Ident) { Some(input.parse()?) } else { None };
    let asyncness: Option<Token![async]> = input.parse()?;
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
    // What stays as it is written captures as any closure does.
    let is_as_written = boxed.is_some() || asyncness.is_some();
    if captures.is_none() && !is_as_written {
        return Err(syn::Error::new(bar, text::NOT_MOVE));
    }
    let item: syn::Type = match input.parse::<ReturnType>()? {
        ReturnType::Type(_, item) => *item,
        ReturnType::Default => parse_quote!(_),
    };
    let place = captures.map_or(bar, |captures| captures.span);
    let name = Ident::new("generator", Span::call_site().located_at(place));
    let sig: Signature = match asyncness {
        Some(asyncness) => parse_quote!(#asyncness fn #name() -> impl Stream<Item = #item>),
        None if boxed.is_some() => parse_quote!(fn #name() -> impl Iterator<Item = #item>),
        // What is returned may be all that its state is.
        None => parse_quote!(fn #name() -> impl Iterator<Item = #item> + Clone + Debug),
    };
    let function = RawFunction {
        attrs: Vec::new(),
        vis: Visibility::Inherited,
        defaultness: None,
        sig,
        body: Some(body(input, place)?),
    };
    Ok(Expression { function, boxed, captures })
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
