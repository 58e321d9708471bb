use futures::Stream;
use generator_core::generator;

#[generator]
fn numbers() -> impl Stream<Item = u32> {
    yield_!(1);
}

fn main() {
    let _ = numbers();
}
