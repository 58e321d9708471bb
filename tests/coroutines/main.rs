//! Coroutines: functions under `#[generator]` that return `impl Coroutine<R, Yield = Y, Return = Z>`.

#[path = "../common/mod.rs"]
mod common;

mod arguments;
mod conversions;
mod delegation;
mod drops;
mod mail;
mod operands;
mod panics;
mod returns;
mod signatures;

use generator_core::{Coroutine, CoroutineState};

/// What `coroutine` has come to after each of `arguments`.
fn states<R, C: Coroutine<R>>(mut coroutine: C, arguments: impl IntoIterator<Item = R>) -> Vec<CoroutineState<C::Yield, C::Return>> {
    arguments.into_iter().map(|argument| coroutine.resume(argument)).collect()
}
