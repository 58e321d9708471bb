use generator_core::generator;

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    yield_!(1);
    n
}

fn main() {
    numbers(1).count();
}
