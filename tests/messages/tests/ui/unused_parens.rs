#![deny(deprecated, unused_parens)]

use generator_core::generator;

#[deprecated]
fn old() -> u32 {
    1
}

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    yield_!(old());
    let more = (n + 1);
    if (more > 1) {
        yield_!(more);
    }
}

fn main() {
    numbers(1).count();
}
