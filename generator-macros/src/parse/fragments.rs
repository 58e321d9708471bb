//! Fragments of a `macro_rules!` that stand in invisible groups, and that syn doesn't see through there:
//! lifetimes, as in `$label: loop { … }`, and statements that declare something, as in `$stmt;`.

use crate::syntax::regrouped;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// `tokens`, the lifetimes and declarations in them out of their groups.
pub fn ungrouped(tokens: TokenStream) -> TokenStream {
    bare(tokens.clone()).unwrap_or(tokens)
}

/// `None` if there are none: a group that is made anew loses the places of its delimiters.
fn bare(tokens: TokenStream) -> Option<TokenStream> {
    let mut changed = false;
    let mut all = TokenStream::new();
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            let inside =
                if group.delimiter() == Delimiter::None && (is_lifetime(group) || is_declaration(group)) {
                    Some(group.stream())
                } else {
                    bare(group.stream()).map(|inside| regrouped(group, inside).into())
                };
            if let Some(inside) = inside {
                changed = true;
                all.extend(inside);
                continue;
            }
        }
        all.extend([token]);
    }
    changed.then_some(all)
}

fn is_lifetime(group: &Group) -> bool {
    let mut tokens = group.stream().into_iter();
    let begins = matches!(tokens.next(), Some(TokenTree::Punct(quote)) if quote.as_char() == '\'');
    let is_name = matches!(tokens.next(), Some(TokenTree::Ident(_)));
    begins && is_name && tokens.next().is_none()
}

/// Whether it is a `let` or an item, by a word that no expression begins with.
fn is_declaration(group: &Group) -> bool {
    const WORDS: [&str; 12] = [
        "enum",
        "extern",
        "fn",
        "impl",
        "let",
        "macro_rules",
        "mod",
        "pub",
        "struct",
        "trait",
        "type",
        "use",
    ];
    match group.stream().into_iter().next() {
        Some(TokenTree::Ident(first)) => WORDS.iter().any(|word| first == word),
        _ => false,
    }
}
