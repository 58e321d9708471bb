#![deny(unused_variables, unused_mut)]

use generator_core::generator;

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    let unused = n + 1;
    let mut never_changed = n;
    yield_!(never_changed);
    let unused_later = n;
    yield_!(never_changed + n);
    let mut changed_never = 1;
    yield_!(changed_never);
}

#[generator]
fn parameters(unused_parameter: u32, mut mut_parameter: u32) -> impl Iterator<Item = u32> {
    yield_!(1);
    yield_!(mut_parameter);
}

fn main() {
    numbers(1).chain(parameters(2, 3)).count();
}
