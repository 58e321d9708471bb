use generator_core::generator;

#[generator]
fn lengths() -> impl Iterator<Item = usize> {
    let items = Vec::new();
    yield_!(1);
    yield_!(items.len());
}

fn main() {
    lengths().count();
}
