use futures::Stream;
use generator_core::generator;

#[generator(boxed)]
async fn numbers() -> impl Stream<Item = u32> {
    yield_!(1);
}

#[generator]
async fn cloned() -> impl Stream<Item = u32> + Clone {
    yield_!(1);
}

fn main() {
    let _ = (numbers(), cloned());
}
