use generator_core::generator;

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    let units = [yield_!(n), yield_!(n + 1)];
    if (yield_!(3)) == () {
        drop(units);
    }
}

fn main() {
    numbers(1).count();
}
