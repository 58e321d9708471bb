//! The bodies as rustc's own coroutines. In a file of its own: stable Rust doesn't read `yield`.

use std::ops::{Coroutine, CoroutineState};
use std::pin::Pin;

use super::talk::{Native, Resume};

pub(super) fn sum<const USE: u8>() -> impl Resume<u64, Yield = u64, Return = u64> {
    Native(summed::<USE>())
}

fn summed<const USE: u8>() -> impl Coroutine<u64, Yield = u64, Return = u64> + Unpin {
    #[coroutine]
    |_: u64| {
        let mut total = 0;
        loop {
            let number = yield total;
            if number == 0 {
                return total;
            }
            total += number;
        }
    }
}

pub(super) fn protocol<const USE: u8>() -> impl Resume<u32, Yield = u32, Return = u32> {
    Native(
        #[coroutine]
        |_: u32| {
            let mut count = 0;
            loop {
                let width = yield count;
                if width == 0 {
                    return count;
                }
                let area = width * (yield width);
                count += area * (yield area);
            }
        },
    )
}

pub(super) fn words<const USE: u8>() -> impl Resume<String, Yield = usize, Return = String> {
    Native(
        #[coroutine]
        |_: String| {
            let mut last = String::new();
            let mut length = 0;
            loop {
                let word: String = yield length;
                if word.is_empty() {
                    return last;
                }
                length += word.len();
                last = word;
            }
        },
    )
}

pub(super) fn delegated<const USE: u8>() -> impl Resume<u64, Yield = u64, Return = u64> {
    Native(through(through(through(summed::<USE>()))))
}

/// What `yield_from!` is to rustc's own.
fn through<C>(mut inner: C) -> impl Coroutine<u64, Yield = u64, Return = u64> + Unpin
where
    C: Coroutine<u64, Yield = u64, Return = u64> + Unpin,
{
    #[coroutine]
    move |first: u64| {
        let mut argument = first;
        loop {
            match Pin::new(&mut inner).resume(argument) {
                CoroutineState::Yielded(item) => argument = yield item,
                CoroutineState::Complete(value) => return value,
            }
        }
    }
}
