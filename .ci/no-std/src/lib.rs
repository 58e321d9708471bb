//! A program without `std`. If anything it is built from linked `std`, the
//! panic handler below would be a second one, and rustc would refuse it.
#![no_std]

use core::panic::PanicInfo;

use generator_core::generator;

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

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}
