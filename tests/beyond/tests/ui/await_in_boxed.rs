use generator_core::generator;

#[generator(boxed)]
fn number() -> impl Iterator<Item = u32> {
    let number = std::future::ready(1).await;
    yield_!(number);
}

fn main() {
    assert_eq!(number().count(), 1);
}
