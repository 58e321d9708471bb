use generator_core::{Coroutine, generator};

#[generator]
fn echo(#[resume] first: u8) -> impl Coroutine<u8, Return = u8> {
    yield_!(first)
}

fn main() {
    echo();
}
