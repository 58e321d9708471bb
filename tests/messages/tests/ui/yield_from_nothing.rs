use generator_core::generator;

#[generator]
fn numbers(more: Vec<u32>) -> impl Iterator<Item = u32> {
    yield_from!();
    yield_from!(more, [2]);
}

fn main() {
    numbers(vec![1]).count();
}
