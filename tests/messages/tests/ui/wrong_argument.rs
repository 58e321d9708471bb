use generator_core::{Coroutine, generator};

#[generator]
fn measured(#[resume] first: String) -> impl Coroutine<&'static str, Yield = usize> {
    yield_!(first.len());
    let next: u8 = yield_!(1);
    yield_!(next);
}

fn main() {
    measured().resume("text");
}
