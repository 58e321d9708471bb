use futures::Stream;
use generator_core::generator;
use std::rc::Rc;

#[generator]
async fn numbers(n: u32) -> impl Stream<Item = u32> + Send {
    let shared = Rc::new(n);
    std::future::ready(()).await;
    yield_!(*shared);
}

fn main() {
    let _ = numbers(1);
}
