use generator_core::generator;

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    yield_!(n);
    yield_!(m);
    n.no_such_method();
}

fn main() {
    numbers(1).count();
}
