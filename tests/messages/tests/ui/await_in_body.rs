use generator_core::generator;

#[generator]
fn numbers(later: impl Future<Output = u32>) -> impl Iterator<Item = u32> {
    let now = later.await;
    yield_!(now);
}

fn main() {
    numbers(async { 1 }).count();
}
