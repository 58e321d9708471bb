use generator_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let n = 1;
    yield_!(n);
    n += 1;
    yield_!(n);
}

fn main() {
    numbers().count();
}
