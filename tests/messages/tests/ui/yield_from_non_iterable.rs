use generator_core::generator;

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    yield_from!(n);
    yield_from!(n.checked_add(1).unwrap());
}

fn main() {
    numbers(1).count();
}
