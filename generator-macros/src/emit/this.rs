//! `self` in the body as written: no closure can have a parameter of that name, so there it has another.
//!
//! `note("{self}", self.n)` → `note("{self}", this.n, self = this)`

use crate::parse::format::rename_self_in_format;
use crate::parse::std_macros::{self, StdMacro};
use crate::syntax::{regrouped, variable};
use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::{Expr, ExprPath, Macro};

/// What `self` is called; nothing, in a function without it.
pub struct This(pub Option<Ident>);

impl This {
    /// Renames `path`, if it is `self`.
    pub fn rename_path(&self, path: &mut ExprPath) {
        if let Some(this) = &self.0
            && path.path.is_ident("self")
        {
            path.path = Ident::new(&this.to_string(), path.span()).into();
        }
    }

    /// Renames it in a macro, in whose arguments `visit` does.
    pub fn rename_in_macro(&self, mac: &mut Macro, mut visit: impl FnMut(&mut Expr)) {
        mac.tokens = match std_macros::parse(mac) {
            Some(mut read) => {
                read.arguments_mut().for_each(&mut visit);
                self.name_inline(&mut read);
                read.into_tokens()
            }
            None => self.renamed(mac.tokens.clone()),
        };
    }

    /// `"{self}"` → `"{self}", self = this`
    fn name_inline(&self, read: &mut StdMacro) {
        let inline = read.inline.iter().find(|name| *name == "self").cloned();
        if let (Some(name), Some(this)) = (inline, &self.0) {
            read.add_named(&name, variable(this));
        }
    }

    fn renamed(&self, tokens: TokenStream) -> TokenStream {
        let renamed = tokens.into_iter().map(|token| match (token, &self.0) {
            (TokenTree::Ident(ident), Some(this)) if ident == "self" => {
                TokenTree::Ident(Ident::new(&this.to_string(), ident.span()))
            }
            (TokenTree::Literal(literal), Some(this)) => {
                TokenTree::Literal(rename_self_in_format(literal, &this.to_string()))
            }
            (TokenTree::Group(group), _) => regrouped(&group, self.renamed(group.stream())),
            (token, _) => token,
        });
        renamed.collect()
    }
}
