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
    ("::generator_core::", ""),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/fixtures")
}

fn expansion(name: &str) -> String {
    let source =
        std::fs::read_to_string(folder().join(name).with_extension("rs")).expect("the fixture is there");
    let expanded =
        expand::attribute(proc_macro2::TokenStream::new(), source.parse().expect("the fixture is Rust"));
    let file = syn::parse2(expanded).expect("the expansion is Rust");
    let mut text = prettyplease::unparse(&file);
    for (path, short) in SHORTENED {
        text = text.replace(path, short);
    }
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
    let found = expansion(name);
    let path = folder().join(name).with_extension("expanded.rs");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &found).expect("the snapshot can be written");
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, known, "the expansion of {name} changed; see `UPDATE_SNAPSHOTS`");
}

#[test]
fn squares() {
    check("squares");
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

/// `SHOW=path.rs cargo test -p generator-macros show -- --ignored --nocapture` prints the expansion of a file
/// that holds one function.
#[test]
#[ignore = "prints; for a developer to read"]
fn show() {
    let path = std::env::var("SHOW").expect("SHOW names a file");
    println!("{}", expansion(&path));
}
