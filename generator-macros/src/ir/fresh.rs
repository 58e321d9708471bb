//! Names that are used nowhere else.
//!
//! Where `x` and `x_2` are used, `x` → `x_3`.

use crate::collections::{HashMap, HashSet};
use crate::signature::Shape;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::Block;

/// The names that are used, and how the numbered ones are spelled.
#[derive(Clone, Debug)]
pub struct Fresh {
    used: HashSet<String>,
    /// Of each name: the numbers below this are used.
    next: HashMap<String, usize>,
    separator: &'static str,
}

impl Fresh {
    /// No name is used. `separator` stands between a name and its number.
    pub fn separated_by(separator: &'static str) -> Self {
        Fresh { used: HashSet::default(), next: HashMap::default(), separator }
    }

    /// The names in a function are used, and `reserved`, those of its expansion.
    pub fn of(shape: &Shape, body: &Block, reserved: &[&str]) -> Self {
        let mut fresh = Fresh::separated_by("_");
        fresh.note_all(shape.sig.to_token_stream());
        fresh.note_all(body.to_token_stream());
        fresh.used.extend(reserved.iter().map(|name| (*name).to_owned()));
        fresh
    }

    /// The names that are used.
    pub fn used(&self) -> &HashSet<String> {
        &self.used
    }

    /// `name` is used.
    pub fn note(&mut self, name: String) {
        self.used.insert(name);
    }

    /// The identifiers among `tokens` are used.
    pub fn note_all(&mut self, tokens: TokenStream) {
        collect_identifiers(tokens, &mut self.used);
    }

    /// `wanted`, or the first numbered name that isn't used. It is used from here on.
    pub fn name(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        if self.used.contains(&name) {
            let next = self.next.entry(name.clone()).or_insert(2);
            while self.used.contains(&name) {
                name = format!("{wanted}{}{next}", self.separator);
                *next += 1;
            }
        }
        self.used.insert(name.clone());
        name
    }
}

/// The identifiers among `tokens`, at any depth.
pub fn collect_identifiers(tokens: TokenStream, into: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => drop(into.insert(ident.to_string())),
            TokenTree::Group(group) => collect_identifiers(group.stream(), into),
            _ => {}
        }
    }
}
