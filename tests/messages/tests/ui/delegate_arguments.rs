use generator_core::{Coroutine, generator};

#[generator]
fn inner() -> impl Coroutine<u8, Yield = u8> {
    yield_!(1);
}

#[generator]
fn outer() -> impl Coroutine<u8, Yield = u8> {
    yield_from!();
    yield_from!(inner(), 1, 2);
}

fn main() {
    outer().resume(1);
    inner().resume(1);
}
