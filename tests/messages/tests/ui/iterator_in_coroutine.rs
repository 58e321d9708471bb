use generator_core::{Coroutine, generator};

#[generator]
fn outer(items: Vec<u8>) -> impl Coroutine<Yield = u8> {
    yield_from!(items.into_iter());
}

fn main() {
    outer(vec![1]).resume(());
}
