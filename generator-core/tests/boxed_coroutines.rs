//! Boxes of coroutines are coroutines: `yield_from!` takes them, so that one may call itself.
#![cfg(all(feature = "alloc", feature = "macros"))]

use generator_core::CoroutineState::{Complete, Yielded};
use generator_core::{Coroutine, Items, generator};

#[generator]
fn factorial(n: u64) -> Box<dyn Coroutine<Yield = u64, Return = u64>> {
    if n < 2 {
        return 1;
    }
    yield_!(n);
    n * yield_from!(factorial(n - 1))
}

#[test]
fn one_may_call_itself() {
    let mut items = Items::new(factorial(5));
    assert!(items.by_ref().eq([5, 4, 3, 2]));
    assert_eq!(items.take_return(), Some(120));
}

#[generator]
fn echo(#[resume] first: u8) -> impl Coroutine<u8, Yield = u8, Return = u8> {
    yield_!(first)
}

#[test]
fn of_any_coroutine() {
    let mut boxed = Box::new(echo());
    assert_eq!([boxed.resume(1), boxed.resume(2)], [Yielded(1), Complete(2)]);
}
