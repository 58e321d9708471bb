//! The item under the attribute: tokens → [`Function`]. A body that doesn't parse (someone is typing)
//! leaves the signature whole.

use super::args::Args;
use super::fragments::ungrouped;
use super::{parse_all, yields};
use crate::errors::text;
use crate::ir::fresh::Fresh;
use crate::signature::Returned;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Block, Signature, Token, Visibility, braced};

/// A function, its body still to be read.
pub struct RawFunction {
    pub attrs: Vec<Attribute>,
    pub vis: Visibility,
    pub defaultness: Option<Token![default]>,
    pub sig: Signature,
    /// `None` where a `;` stands for the body.
    pub body: Option<TokenStream>,
}

/// A function whose body was read, with the yields normalised.
#[derive(Clone)]
pub struct Function {
    pub attrs: Vec<Attribute>,
    pub vis: Visibility,
    pub defaultness: Option<Token![default]>,
    pub sig: Signature,
    pub block: Block,
    /// The places of a literal `yield!(…)`.
    pub literal_yields: Vec<Token![yield]>,
    /// The variable of the expansion that holds the argument of a coroutine, if it is one: no other is called so.
    pub argument: Option<Ident>,
}

impl Parse for RawFunction {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis: Visibility = input.parse()?;
        let defaultness: Option<Token![default]> = input.parse()?;
        let sig: Signature = input.parse()?;
        let body = if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
            None
        } else {
            let body;
            braced!(body in input);
            Some(body.parse()?)
        };
        Ok(RawFunction { attrs, vis, defaultness, sig, body })
    }
}

impl RawFunction {
    /// Reads the body. The error leaves the function itself to the fallback.
    pub fn read(&self, args: &Args) -> syn::Result<Function> {
        let Some(body) = &self.body else {
            return Err(syn::Error::new_spanned(&self.sig, text::NO_BODY));
        };
        if let Some(name) = reserved(body.clone()) {
            return Err(syn::Error::new_spanned(name, text::RESERVED_NAME));
        }
        let mut attrs = self.attrs.clone();
        let stmts = parse_all(body.clone(), self.sig.ident.span(), |input| {
            attrs.extend(input.call(Attribute::parse_inner)?);
            input.call(Block::parse_within)
        })?;
        let mut block = Block { brace_token: syn::token::Brace::default(), stmts };
        let argument = self.argument(body);
        let literal_yields = yields::normalise(&mut block, args, argument.as_ref())?;
        Ok(Function {
            attrs,
            vis: self.vis.clone(),
            defaultness: self.defaultness,
            sig: self.sig.clone(),
            block,
            literal_yields,
            argument,
        })
    }

    fn argument(&self, body: &TokenStream) -> Option<Ident> {
        // What is wrong with the return type is told by `signature`.
        Returned::of(&self.sig).ok()?.coroutine()?;
        let mut fresh = Fresh::separated_by("_");
        fresh.note_all(self.sig.to_token_stream());
        fresh.note_all(body.clone());
        let place = Span::mixed_site().located_at(self.sig.ident.span());
        Some(Ident::new(&fresh.name("argument"), place))
    }
}

/// A name among `tokens` such as later stages mark code with.
fn reserved(tokens: TokenStream) -> Option<Ident> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(name) if name.to_string().starts_with("__generator_") => Some(name),
        TokenTree::Group(group) => reserved(group.stream()),
        _ => None,
    })
}

/// Reads the item under the attribute.
pub fn parse_function(item: TokenStream) -> syn::Result<RawFunction> {
    let item = ungrouped(item);
    let starts_like_function = parse_all(item.clone(), Span::call_site(), RawFunction::parse);
    starts_like_function.map_err(|error| match syn::parse2::<syn::Item>(item.clone()) {
        Ok(syn::Item::Fn(_)) | Err(_) if item.is_empty() => {
            syn::Error::new(error.span(), text::NOT_A_FUNCTION)
        }
        Ok(other) => syn::Error::new_spanned(other, text::NOT_A_FUNCTION),
        Err(_) => error,
    })
}

/// Reads the functions of `generator_fn! { … }`, one after the other.
pub fn parse_functions(items: TokenStream) -> syn::Result<Vec<RawFunction>> {
    let items = ungrouped(items);
    parse_all(items, Span::call_site(), |input| {
        let mut functions = Vec::new();
        while !input.is_empty() {
            functions.push(input.parse()?);
        }
        Ok(functions)
    })
}
