//! Expansions of the fixtures in `fixtures/`, formatted, against the snapshots beside them.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test -p generator-macros` writes the snapshots anew.

mod corners;
mod corpus;
mod growth;
mod mutations;

use crate::expand;
use std::path::{Path, PathBuf};

/// What an expansion names by absolute paths, and how the snapshots write it.
const SHORTENED: &[(&str, &str)] = &[
    ("::core::option::Option::", ""),
    ("::core::option::", ""),
    ("::core::iter::IntoIterator::", "IntoIterator::"),
    ("::core::iter::Iterator::", "Iterator::"),
    ("::core::mem::", "mem::"),
    ("::core::matches!", "matches!"),
    ("::core::unreachable!", "unreachable!"),
    ("::core::clone::Clone", "Clone"),
    ("::core::fmt::Debug", "Debug"),
    ("::core::ops::", ""),
    ("::core::pin::", ""),
    ("::generator_core::", ""),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/fixtures")
}

fn expansion(name: &str) -> String {
    let source =
        std::fs::read_to_string(folder().join(name).with_extension("rs")).expect("the fixture is there");
    // `#[generator(args)]` stands on it where there are some.
    let (args, item) = match source.strip_prefix("#[generator(").and_then(|rest| rest.split_once(")]")) {
        Some((args, item)) => (args, item),
        None => ("", &*source),
    };
    let tokens = |text: &str| text.parse().expect("the fixture is Rust");
    let expanded = expand::attribute(tokens(args), tokens(item));
    let file = syn::parse2(expanded).expect("the expansion is Rust");
    shortened(&prettyplease::unparse(&file))
}

fn shortened(text: &str) -> String {
    let text = SHORTENED.iter().fold(text.to_owned(), |text, (path, short)| text.replace(path, short));
    without_allowances(&text)
}

/// The lints that generated code allows itself are `#[allow(…)]` in the snapshots.
fn without_allowances(text: &str) -> String {
    let mut parts = text.split("#[allow(");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let rest = part.split_once(")]").map_or("", |(_, rest)| rest);
        text + "#[allow(…)]" + rest
    })
}

fn check(name: &str) {
    check_expansion(name, &expansion(name));
}

/// The fixture's expression, expanded in a function.
#[test]
fn expression() {
    let source = std::fs::read_to_string(folder().join("expression.txt")).expect("the fixture is there");
    let tokens: proc_macro2::TokenStream = source.parse().expect("the fixture is tokens");
    let krate: proc_macro2::TokenStream = quote::quote!(generator_core);
    let group = proc_macro2::Group::new(proc_macro2::Delimiter::None, krate);
    let expanded = expand::function_like(quote::quote!(#group #tokens));
    let file = syn::parse2(quote::quote!(fn around() { #expanded })).expect("the expansion is Rust");
    check_expansion("expression", &shortened(&prettyplease::unparse(&file)));
}

fn check_expansion(name: &str, found: &str) {
    let path = folder().join(name).with_extension("expanded.rs");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, found).expect("the snapshot can be written");
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, known, "the expansion of {name} changed; see `UPDATE_SNAPSHOTS`");
}

#[test]
fn squares() {
    check("squares");
}

#[test]
fn fields() {
    check("fields");
}

#[test]
fn pairs() {
    check("pairs");
}

#[test]
fn batches() {
    check("batches");
}

#[test]
fn guarded() {
    check("guarded");
}

#[test]
fn method() {
    check("method");
}

#[test]
fn mean() {
    check("mean");
}

#[test]
fn handshake() {
    check("handshake");
}

#[test]
fn words() {
    check("words");
}

#[test]
fn seen() {
    check("seen");
}

#[test]
fn ticks() {
    check("ticks");
}

#[test]
fn in_order() {
    check("in_order");
}

#[test]
fn the_readme_shows_the_snapshots() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = std::fs::read_to_string(readme).expect("the README is there");
    for name in ["squares", "pairs", "method"] {
        let source = std::fs::read_to_string(folder().join(name).with_extension("rs"));
        assert!(readme.contains(&source.expect("the fixture is there")), "the README shows another {name}");
        let expansion = expansion(name);
        assert!(readme.contains(&expansion), "the README shows another expansion of {name}");
    }
}

/// `SHOW=path.rs cargo test -p generator-macros shown_file -- --ignored --nocapture` prints the expansion of a file
/// that holds one function.
#[test]
#[ignore = "prints; for a developer to read"]
fn shown() {
    let path = std::env::var("SHOW").expect("SHOW names a file");
    println!("{}", expansion(&path));
}

/// `SHOW=file.rs cargo test -p generator-macros shown_file -- --nocapture` prints the expansions of a file's generators.
#[test]
fn shown_file() {
    use syn::visit::Visit;
    struct Shown;
    fn is_generator(attrs: &[syn::Attribute]) -> bool {
        attrs.iter().any(|attr| attr.path().segments.last().is_some_and(|last| last.ident == "generator"))
    }
    fn print(mut attrs: Vec<syn::Attribute>, tokens: impl Fn(&[syn::Attribute]) -> proc_macro2::TokenStream) {
        attrs.retain(|attr| !is_generator(std::slice::from_ref(attr)));
        let expanded = expand::attribute(proc_macro2::TokenStream::new(), tokens(&attrs));
        let wrapped: proc_macro2::TokenStream = quote::quote!(impl Shown { #expanded });
        let text =
            syn::parse2(wrapped).map_or_else(|_| expanded.to_string(), |file| prettyplease::unparse(&file));
        let text = SHORTENED.iter().fold(text, |text, (path, short)| text.replace(path, short));
        println!("{}", without_allowances(&text));
    }
    impl Visit<'_> for Shown {
        fn visit_item_fn(&mut self, function: &syn::ItemFn) {
            if is_generator(&function.attrs) {
                print(function.attrs.clone(), |attrs| {
                    let function = syn::ItemFn { attrs: attrs.to_vec(), ..function.clone() };
                    quote::quote!(#function)
                });
            }
        }
        fn visit_impl_item_fn(&mut self, function: &syn::ImplItemFn) {
            if is_generator(&function.attrs) {
                print(function.attrs.clone(), |attrs| {
                    let function = syn::ImplItemFn { attrs: attrs.to_vec(), ..function.clone() };
                    quote::quote!(#function)
                });
            }
        }
    }
    let Some(path) = std::env::var_os("SHOW") else { return };
    let source = std::fs::read_to_string(path).expect("the file is there");
    Shown.visit_file(&syn::parse_file(&source).expect("the file is Rust"));
}
