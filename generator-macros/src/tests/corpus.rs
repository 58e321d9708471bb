//! Every generator of the repository's tests, examples and fixtures, as tokens without its attribute.

use crate::parse::yields::is_generator;
use proc_macro2::TokenStream;
use quote::ToTokens;
use std::path::Path;
use syn::Attribute;
use syn::visit::{self, Visit};

/// The folders that hold generators, from the workspace's root.
const FOLDERS: [&str; 4] = ["tests", "tests/coroutines", "examples", "generator-macros/src/tests/fixtures"];

/// The generators, and the functions in each `generator_fn!`.
pub fn generators() -> Vec<TokenStream> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Generators::default();
    for folder in FOLDERS {
        let entries = std::fs::read_dir(root.join(folder)).expect("the folder is there");
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("the folder can be read").path()).collect();
        paths.sort();
        for path in paths {
            let name = path.to_string_lossy();
            if !name.ends_with(".rs") || name.ends_with(".expanded.rs") {
                continue;
            }
            let source = std::fs::read_to_string(&path).expect("the file can be read");
            let file = syn::parse_file(&source).expect("the file is Rust");
            if folder.ends_with("fixtures") {
                found.0.push(file.to_token_stream());
            } else {
                found.visit_file(&file);
            }
        }
    }
    found.0
}

#[derive(Default)]
struct Generators(Vec<TokenStream>);

/// The attributes of a function but for `#[generator]`, if that is among them.
fn others(attrs: &[Attribute]) -> Option<Vec<Attribute>> {
    let is_other = |attr: &&Attribute| !is_generator(std::slice::from_ref(attr));
    is_generator(attrs).then(|| attrs.iter().filter(is_other).cloned().collect())
}

impl Visit<'_> for Generators {
    fn visit_item_fn(&mut self, function: &syn::ItemFn) {
        if let Some(attrs) = others(&function.attrs) {
            self.0.push(syn::ItemFn { attrs, ..function.clone() }.into_token_stream());
        }
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &syn::ImplItemFn) {
        if let Some(attrs) = others(&function.attrs) {
            self.0.push(syn::ImplItemFn { attrs, ..function.clone() }.into_token_stream());
        }
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &syn::TraitItemFn) {
        if let Some(attrs) = others(&function.attrs) {
            self.0.push(syn::TraitItemFn { attrs, ..function.clone() }.into_token_stream());
        }
        visit::visit_trait_item_fn(self, function);
    }

    fn visit_macro(&mut self, mac: &syn::Macro) {
        if mac.path.segments.last().is_some_and(|last| last.ident == "generator_fn") {
            self.0.push(mac.tokens.clone());
        }
    }
}
