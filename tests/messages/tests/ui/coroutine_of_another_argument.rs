use generator_core::{Coroutine, generator};

#[generator]
fn inner(#[resume] first: String) -> impl Coroutine<String, Yield = usize> {
    yield_!(first.len());
}

#[generator]
fn outer() -> impl Coroutine<u8, Yield = usize> {
    yield_from!(inner(), 1);
}

fn main() {
    outer().resume(1);
}
