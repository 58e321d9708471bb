//! Coroutines of this crate as std's, and std's as this crate's. On a nightly toolchain:
//! `cargo test -p generator-core --features nightly`.
#![cfg_attr(generator_coroutines, feature(coroutine_trait, coroutines, stmt_expr_attributes))]

// Stable Rust doesn't read `yield`, not even where it is left out.
#[cfg(all(generator_coroutines, feature = "macros"))]
mod behaviour;
#[cfg(all(generator_coroutines, feature = "macros"))]
mod native;
