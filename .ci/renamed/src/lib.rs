//! A crate without `std` that calls `generator-core` something else, and makes
//! generators for its users, who don't depend on `generator-core` at all.
#![no_std]
#![forbid(unsafe_code)]
#![deny(warnings)]

pub use coroutines;

use coroutines::{generator, generator_fn};

/// Counts.
#[generator(crate = coroutines)]
pub fn count(to: u8) -> impl Iterator<Item = Option<u8>> {
    for n in 0..to {
        yield_!(Some(n).filter(|n| *n < 3)?.into());
    }
}

/// Counts what it is told.
#[generator(crate = coroutines)]
pub fn told() -> impl coroutines::Coroutine<u8, Yield = u8, Return = Option<u8>> {
    let first = yield_!(0);
    let second = yield_from!(coroutines::OfIterator::new([first]));
    let () = second;
    let last = yield_!(1).checked_add(first)?;
    Some(last)
}

/// Counts, in an expression.
pub fn expression(to: u8) -> impl Iterator<Item = u8> {
    generator_fn!(move || {
        for n in 0..to {
            yield !(n);
        }
    })
}

generator_fn! {
    /// Counts, too.
    pub fn literal(to: u8) -> impl Iterator<Item = u8> {
        for n in 0..to {
            yield!(n);
        }
    }
}

/// Makes a generator in the crate that calls it.
#[macro_export]
macro_rules! repeat {
    ($name:ident, $value:expr, $ty:ty) => {
        #[$crate::coroutines::generator(crate = $crate::coroutines)]
        fn $name(times: usize) -> impl Iterator<Item = Result<$ty, ()>> {
            for _ in 0..times {
                let value: $ty = Ok($value)?;
                yield_!(Ok(value));
            }
        }
    };
}

/// The same, by the other macro.
#[macro_export]
macro_rules! repeat_literal {
    ($name:ident, $value:expr, $ty:ty) => {
        $crate::coroutines::generator_fn! {
            fn $name(times: usize) -> impl Iterator<Item = $ty> {
                for _ in 0..times {
                    yield!($value);
                }
            }
        }
    };
}
