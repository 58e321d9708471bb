use futures::Stream;
use generator_core::generator;

#[generator]
async fn numbers(n: u32) -> impl Stream<Item = u32> {
    yield_from!(n);
}

#[generator]
async fn texts(inner: impl Stream<Item = u32>) -> impl Stream<Item = String> {
    yield_from!(inner);
}

fn main() {
    let _ = texts(numbers(1));
}
