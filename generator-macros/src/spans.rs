//! Places for generated tokens, so that an error about them is an error about what the user wrote.
//!
//! In `for x in f(n)` the `IntoIterator::into_iter` that is called stands where `f(n)` does.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// The first and the last place of a piece of the user's code.
#[derive(Clone, Copy, Debug)]
pub struct Spans {
    first: Span,
    last: Span,
}

impl Spans {
    pub fn of(code: &impl ToTokens) -> Self {
        let tokens: Vec<TokenTree> = code.to_token_stream().into_iter().collect();
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return Spans::from(Span::call_site());
        };
        Spans { first: start(first), last: end(last) }
    }

    /// `tokens` here. An expression reaches from its first token to its last.
    pub fn put(self, tokens: TokenStream) -> TokenStream {
        let spans = std::iter::once(self.first).chain(std::iter::repeat(self.last));
        tokens.into_iter().zip(spans).map(|(token, span)| put(token, span)).collect()
    }

    /// The same place, for code that is the macro's own in the eyes of rustc and its lints.
    pub fn generated(self) -> Self {
        let generated = |span| Span::call_site().located_at(span);
        Spans { first: generated(self.first), last: generated(self.last) }
    }

    /// A call of `function`, here, with arguments that keep their places.
    pub fn call(self, function: TokenStream, arguments: TokenStream) -> TokenStream {
        self.put(function).into_iter().chain(self.parenthesised(arguments)).collect()
    }

    /// `(tokens)`, only the parentheses here: what is inside keeps its place, and its hygiene.
    pub fn parenthesised(self, tokens: TokenStream) -> TokenStream {
        let mut group = Group::new(Delimiter::Parenthesis, tokens);
        group.set_span(self.last);
        TokenTree::Group(group).into()
    }
}

impl From<Span> for Spans {
    fn from(span: Span) -> Self {
        Spans { first: span, last: span }
    }
}

fn start(token: &TokenTree) -> Span {
    match token {
        TokenTree::Group(group) => group.span_open(),
        token => token.span(),
    }
}

fn end(token: &TokenTree) -> Span {
    match token {
        TokenTree::Group(group) => group.span_close(),
        token => token.span(),
    }
}

fn put(mut token: TokenTree, span: Span) -> TokenTree {
    if let TokenTree::Group(group) = &token {
        let inside = group.stream().into_iter().map(|token| put(token, span)).collect();
        token = TokenTree::Group(Group::new(group.delimiter(), inside));
    }
    // `$crate` is the crate that its span comes from.
    if !matches!(&token, TokenTree::Ident(ident) if ident == "$crate") {
        token.set_span(span);
    }
    token
}
