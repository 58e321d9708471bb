//! `sum`, three `yield_from!` away. By hand there is no delegation: it is `sum` again.

#[cfg(native)]
use super::native::delegated as generated;
use super::sum;
use super::talk::Talk;
#[cfg(not(native))]
use super::talk::{Ours, Resume};
use crate::body::Body;

const TURNS: usize = 100_000;

pub(crate) fn body() -> Body {
    Talk::hand("sum, delegated", TURNS, sum::argument, sum::hand::<0>, sum::hand::<1>)
        .generated(generated::<0>, generated::<1>)
        .finish()
}

#[cfg(not(native))]
fn generated<const USE: u8>() -> impl Resume<u64, Yield = u64, Return = u64> {
    Ours(ours::outer::<USE>())
}

#[cfg(not(native))]
mod ours {
    use generator_core::{Coroutine, generator};

    #[generator]
    pub(super) fn outer<const USE: u8>() -> impl Coroutine<u64, Yield = u64, Return = u64> {
        yield_from!(middle::<USE>())
    }

    #[generator]
    fn middle<const USE: u8>() -> impl Coroutine<u64, Yield = u64, Return = u64> {
        yield_from!(inner::<USE>())
    }

    #[generator]
    fn inner<const USE: u8>() -> impl Coroutine<u64, Yield = u64, Return = u64> {
        yield_from!(super::sum::ours::<USE>())
    }
}
