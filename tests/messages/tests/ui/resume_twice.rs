use generator_core::{Coroutine, generator};

#[generator]
fn echo(#[resume] first: u8, #[resume] second: u8) -> impl Coroutine<u8, Yield = u8> {
    yield_!(first);
    yield_!(second);
}

fn main() {
    echo().resume(1);
}
