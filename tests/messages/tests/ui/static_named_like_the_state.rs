#![allow(non_upper_case_globals)]

use generator_core::generator;

static state: u32 = 1;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    numbers().count();
    println!("{state}");
}
