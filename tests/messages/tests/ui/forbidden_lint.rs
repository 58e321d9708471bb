#![forbid(unsafe_code, unused_variables)]

use generator_core::generator;

// The sections of a body allow lints that only the whole of it can answer, and nothing may allow what is forbidden:
// the lint can be denied instead.
#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    yield_!(n);
}

fn main() {
    numbers(1).count();
}
