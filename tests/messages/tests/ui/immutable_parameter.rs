use generator_core::generator;

#[generator]
fn numbers(items: Vec<u32>) -> impl Iterator<Item = u32> {
    yield_!(1);
    items.push(2);
    for item in items {
        yield_!(item);
    }
}

fn main() {
    numbers(Vec::new()).count();
}
