//! The README and the pages of this folder: `cargo test -p generator-docs` runs each piece of Rust in them.

// The README's expansions are shortened: `#[allow(…)]`. Tests of generator-macros compare them.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../README.md")]
pub mod readme {}

#[doc = include_str!("../recipes.md")]
pub mod recipes {}

#[doc = include_str!("../migration.md")]
pub mod migration {}

#[doc = include_str!("../how_it_works.md")]
pub mod how_it_works {}

#[doc = include_str!("../../CONTRIBUTING.md")]
pub mod contributing {}
