//! A program without `std`. If anything it is built from linked `std`, the
//! panic handler below would be a second one, and rustc would refuse it.
#![no_std]

use core::panic::PanicInfo;

use generator_core::{Coroutine, Items, generator, generator_fn};

#[generator]
fn squares(numbers: impl IntoIterator<Item = u32>) -> impl Iterator<Item = u32> {
    for num in numbers {
        yield_!(num.pow(2));
    }
}

/// The sum of the squares of the numbers below `limit`.
pub extern "C" fn sum_of_squares(limit: u32) -> u32 {
    squares(0..limit).sum()
}

#[generator]
fn multiples(#[resume] first: u32) -> impl Coroutine<u32, Yield = u32, Return = u32> {
    let number = yield_!(first * 2);
    number * 3
}

#[generator]
fn both(number: u32) -> impl Coroutine<Yield = u32, Return = u32> {
    yield_!(number);
    let mut multiples = multiples();
    multiples.resume(number);
    number + 1
}

/// A coroutine as an iterator, and an expression.
pub extern "C" fn sum_of_others(limit: u32) -> u32 {
    let numbers = generator_fn!(move || {
        for number in 0..limit {
            yield !(number);
        }
    });
    numbers.flat_map(|number| Items::new(both(number))).sum()
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}
