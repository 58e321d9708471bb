//! The features of `generator-core` that a generator may need: it turns on those of the same name here.

use crate::errors::text;
use quote::ToTokens;

/// A feature of `generator-core`.
#[derive(Clone, Copy, Debug)]
pub enum Feature {
    Alloc,
    Boxed,
    Stream,
}

impl Feature {
    /// An error on the `tokens` that need the feature, if it is off. (Its own tests have them all.)
    pub fn require(self, tokens: impl ToTokens) -> syn::Result<()> {
        let (name, is_on) = match self {
            Feature::Alloc => ("alloc", cfg!(any(test, feature = "alloc"))),
            Feature::Boxed => ("boxed", cfg!(any(test, feature = "boxed"))),
            Feature::Stream => ("stream", cfg!(any(test, feature = "stream"))),
        };
        if is_on { Ok(()) } else { Err(syn::Error::new_spanned(tokens, text::feature_is_off(name))) }
    }
}
