use generator_core::generator;

#[generator]
fn squares(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    numbers.iter().for_each(|n| {
        yield_!(n * n);
    });
    yield_!(0);
}

fn main() {
    squares(vec![1]).count();
}
