//! Blocks whose label a loop inside them is left by, though something of the block follows the loop: a block of that label stands
//! around the loop alone, and the label of the other becomes another.
//!
//! `'a: { for x in xs { …; break 'a; } f(); }` → `'a_block: { 'a: { for … } f(); }`, so that what the loop kept can be taken out
//! before control goes on behind `'a_block`.

use crate::ir::marks::Placeholder;
use crate::syntax::regrouped;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::visit_mut::{self, VisitMut};
use syn::{Lifetime, Macro};

/// What the block of the label `label` is called.
pub fn block_label(label: &Lifetime) -> Lifetime {
    let name = format!("'{}_block", syn::ext::IdentExt::unraw(&label.ident));
    Lifetime::new(&name, Span::mixed_site().located_at(label.span()))
}

/// Calls the blocks of these labels so, outside of the loop.
pub struct Renamed<'l>(pub &'l [Lifetime]);

impl Renamed<'_> {
    fn is_renamed(&self, name: &Ident) -> bool {
        self.0.iter().any(|label| label.ident == *name)
    }

    fn tokens(&self, tokens: TokenStream) -> TokenStream {
        let mut quoted = false;
        let renamed = tokens.into_iter().map(|token| match token {
            TokenTree::Group(group) => regrouped(&group, self.tokens(group.stream())),
            TokenTree::Ident(name) if quoted && self.is_renamed(&name) => {
                quoted = false;
                TokenTree::Ident(block_label(&Lifetime { apostrophe: name.span(), ident: name }).ident)
            }
            token => {
                quoted = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
                token
            }
        });
        renamed.collect()
    }
}

impl VisitMut for Renamed<'_> {
    fn visit_lifetime_mut(&mut self, label: &mut Lifetime) {
        if self.is_renamed(&label.ident) {
            *label = block_label(label);
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if !matches!(Placeholder::read(mac), Some(Placeholder::Loop(..))) {
            mac.tokens = self.tokens(std::mem::take(&mut mac.tokens));
        }
    }

    fn visit_type_mut(&mut self, _: &mut syn::Type) {}
    fn visit_path_mut(&mut self, _: &mut syn::Path) {}
    fn visit_item_mut(&mut self, item: &mut syn::Item) {
        // A macro of the body's own may jump to a label around it.
        if let syn::Item::Macro(item) = item {
            visit_mut::visit_item_macro_mut(self, item);
        }
    }
}
