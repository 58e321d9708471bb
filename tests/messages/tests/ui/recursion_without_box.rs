use generator_core::generator;

#[generator]
fn countdown(n: u32) -> impl Iterator<Item = u32> {
    yield_!(n);
    if n > 0 {
        yield_from!(countdown(n - 1));
    }
}

fn main() {
    countdown(3).count();
}
