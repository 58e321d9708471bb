use generator_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    fn more(n: u32) {
        yield_!(n);
    }
    yield_!(1);
    more(2);
}

fn main() {
    numbers().count();
}
