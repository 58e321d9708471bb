//! The macros behind [`generator-core`](https://docs.rs/generator-core): use them through it.
//!
//! `#[generator]` turns a function whose body holds `yield_!` into a state machine that implements
//! `Iterator`. The pipeline is in `expand.rs`, and each stage is a module of that name:
//!
//! - parse → signature → check: the function, what it returns, its yields, what is wrong with them;
//! - rewrite → resolve → exclusive: every yield is a statement of its own, every variable has a name of its own;
//! - lower (with remainders): sections of plain Rust, cut where control comes back after a suspension;
//! - analyse → plan: where each variable is live, and what each section and exit holds of it;
//! - diagnose: mistakes that are certain;
//! - emit: the state, the step, the body as written.
//!
//! A body that is kept as it is written (boxed, pinned, an async generator) goes from check to emit.
#![forbid(unsafe_code)]

mod analyse;
mod check;
mod collections;
mod diagnose;
mod emit;
mod errors;
mod exclusive;
mod expand;
mod fallback;
mod features;
mod ir;
mod jumps;
mod late;
mod length;
mod lower;
mod nested;
mod own_name;
mod parse;
mod plan;
mod recursion;
mod remainders;
mod resolve;
mod resumption;
mod rewrite;
mod signature;
mod spans;
mod suspends;
mod syntax;
#[cfg(test)]
mod tests;
mod types;

use proc_macro::TokenStream;

/// Turns a function whose body yields into an iterator.
///
/// See the documentation of `generator-core`, which re-exports this attribute.
#[proc_macro_attribute]
pub fn generator(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::attribute(args.into(), item.into()).into()
}

/// `generator_items! { $crate functions }`: what `generator_fn!` of `generator-core` calls, which knows its crate.
#[doc(hidden)]
#[proc_macro]
pub fn generator_items(items: TokenStream) -> TokenStream {
    expand::function_like(items.into()).into()
}
