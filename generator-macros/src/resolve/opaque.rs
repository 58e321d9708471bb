//! The tokens of a macro that isn't known → the places that they name.
//!
//! In `ensure!(x, "{} of {}", job.count, limit)` the place `x` is named by nothing but its name: the macro may move it. What
//! follows a format string is borrowed, as by every macro that formats: `job.count` and `limit`. Were an argument taken for
//! formatted that the macro moves, rustc would report a use after a move.

use crate::syntax::regrouped;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;

/// How a macro's tokens name a place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Naming {
    /// By nothing but the name of a variable, as to move it.
    Bare,
    /// As an argument of a format string.
    Formatted,
    /// With something around it.
    Inside,
}

/// A place among the tokens of a macro.
pub struct Named {
    pub name: Ident,
    /// The fields of the variable; none where the tokens aren't those of an expression for certain.
    pub path: Vec<String>,
    /// The tokens of the path.
    pub fields: TokenStream,
    pub naming: Naming,
}

/// `tokens`, where `place` has replaced the places that they name.
pub fn replaced(tokens: TokenStream, place: &mut impl FnMut(&Named) -> Option<TokenStream>) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut written = TokenStream::new();
    let mut behind: Option<char> = None;
    let mut is_formatted = false;
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        index += 1;
        let before = behind.take();
        match token {
            TokenTree::Ident(name) if before != Some('.') && before != Some('\'') => {
                let is_argument = matches!(before, None | Some(',' | ';'));
                let (path, end) = if is_formatted { path(&tokens, index) } else { (Vec::new(), index) };
                let naming = match is_argument && ends(tokens.get(end)) {
                    true if is_formatted => Naming::Formatted,
                    true => Naming::Bare,
                    false => Naming::Inside,
                };
                let fields = tokens[index..end].iter().cloned().collect();
                let named = Named { name: name.clone(), path, fields, naming };
                match place(&named) {
                    Some(replaced) => {
                        written.extend(replaced);
                        index = end;
                    }
                    None => token.to_tokens(&mut written),
                }
                continue;
            }
            TokenTree::Punct(punct) => {
                let is_range = before == Some('.') && punct.as_char() == '.';
                behind = (!is_range).then(|| punct.as_char());
            }
            TokenTree::Literal(literal) => {
                // `"done"` may be any argument: what only it precedes may be moved.
                is_formatted |= literal.to_string().contains(['"']) && literal.to_string().contains('{');
            }
            TokenTree::Group(group) => {
                written.extend([regrouped(group, replaced(group.stream(), place))]);
                continue;
            }
            TokenTree::Ident(_) => {}
        }
        token.to_tokens(&mut written);
    }
    written
}

/// Whether an argument ends before `token`.
fn ends(token: Option<&TokenTree>) -> bool {
    match token {
        None | Some(TokenTree::Ident(_)) => true,
        Some(TokenTree::Punct(punct)) => matches!(punct.as_char(), ',' | ';'),
        _ => false,
    }
}

/// The fields that `tokens` name from `index` on, and where they end: a method isn't one.
fn path(tokens: &[TokenTree], mut index: usize) -> (Vec<String>, usize) {
    let mut path = Vec::new();
    while let [TokenTree::Punct(dot), member, rest @ ..] = &tokens[index..]
        && dot.as_char() == '.'
    {
        let is_method = match rest.first() {
            Some(TokenTree::Group(_)) => true,
            Some(TokenTree::Punct(colon)) => colon.as_char() == ':',
            _ => false,
        };
        match member {
            TokenTree::Ident(name) if !is_method && name != "await" => {
                path.push(name.to_string());
            }
            // `pair.0.1`
            TokenTree::Literal(literal) => {
                path.extend(literal.to_string().split('.').map(str::to_string));
            }
            _ => break,
        }
        index += 2;
    }
    (path, index)
}
