//! Squares a list of numbers, one at a time, and prints their sum.

use std::io::{self, Write};

use generator_core::generator;

#[generator]
fn squares(numbers: impl IntoIterator<Item = i64>) -> impl Iterator<Item = i64> {
    for num in numbers {
        yield_!(num.pow(2));
    }
}

fn main() -> io::Result<()> {
    let sum: i64 = squares([1, 2, 3, 4, 5]).sum();
    assert_eq!(sum, 55);
    // `println!` would panic where the disk is full.
    writeln!(io::stdout(), "{sum}")
}
