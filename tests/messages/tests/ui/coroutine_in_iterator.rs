use generator_core::{Coroutine, generator};

#[generator]
fn inner() -> impl Coroutine<Yield = u8, Return = u8> {
    yield_!(1);
    2
}

#[generator]
fn outer() -> impl Iterator<Item = u8> {
    yield_from!(inner());
}

fn main() {
    outer().for_each(drop);
}
