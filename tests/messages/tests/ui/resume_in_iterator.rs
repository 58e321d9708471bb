use generator_core::generator;

#[generator]
fn numbers(#[resume] first: u8) -> impl Iterator<Item = u8> {
    yield_!(first);
}

fn main() {
    numbers().for_each(drop);
}
