use generator_core::{generator, generator_fn};

trait Stream {
    type Item;
}

#[generator]
async fn numbers(n: u32) -> impl Stream<Item = u32> {
    for i in 0..n {
        std::future::ready(i).await;
        yield_!(i);
    }
}

fn main() {
    drop(numbers(3));
    drop(generator_fn!(async move || yield!(1)));
    drop(generator_fn!(boxed move || yield!(1)));
}
