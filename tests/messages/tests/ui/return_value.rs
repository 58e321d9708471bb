use generator_core::generator;

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    yield_!(1);
    if n > 1 {
        return n;
    }
    yield_!(2);
    return ();
}

fn main() {
    numbers(1).count();
}
