//! The smallest: a number comes, the sum of all goes.

use std::ops::ControlFlow::{Break, Continue};

#[cfg(native)]
use super::native::sum as generated;
#[cfg(not(native))]
use super::talk::Ours;
use super::talk::{Answer, Resume, Talk};
use crate::body::Body;
#[cfg(not(native))]
use crate::column::Column;

const TURNS: usize = 100_000;

pub(crate) fn argument(turn: usize) -> u64 {
    turn as u64 + 1
}

pub(crate) fn body() -> Body {
    let talk =
        Talk::hand("sum", TURNS, argument, hand::<0>, hand::<1>).generated(generated::<0>, generated::<1>);
    #[cfg(not(native))]
    let talk = talk.column(Column::Genawaiter, peers::genawaiter::<0>, peers::genawaiter::<1>).column(
        Column::Corosensei,
        peers::corosensei::<0>,
        peers::corosensei::<1>,
    );
    talk.finish()
}

pub(crate) fn hand<const USE: u8>() -> impl Resume<u64, Yield = u64, Return = u64> {
    enum Sum<const USE: u8> {
        Start,
        Waiting { total: u64 },
        Done,
    }

    impl<const USE: u8> Resume<u64> for Sum<USE> {
        type Yield = u64;
        type Return = u64;

        #[inline]
        fn resume(&mut self, number: u64) -> Answer<u64, u64> {
            match self {
                Sum::Start => {
                    *self = Sum::Waiting { total: 0 };
                    Continue(0)
                }
                Sum::Waiting { total } if number == 0 => {
                    let total = *total;
                    *self = Sum::Done;
                    Break(total)
                }
                Sum::Waiting { total } => {
                    *total += number;
                    Continue(*total)
                }
                Sum::Done => unreachable!("it is over"),
            }
        }
    }

    Sum::<USE>::Start
}

#[cfg(not(native))]
fn generated<const USE: u8>() -> impl Resume<u64, Yield = u64, Return = u64> {
    Ours(ours::<USE>())
}

#[cfg(not(native))]
#[generator_core::generator]
pub(crate) fn ours<const USE: u8>() -> impl generator_core::Coroutine<u64, Yield = u64, Return = u64> {
    let mut total = 0;
    loop {
        let number = yield_!(total);
        if number == 0 {
            return total;
        }
        total += number;
    }
}

#[cfg(not(native))]
mod peers {
    use corosensei::Coroutine;
    use genawaiter::rc::Gen;

    use super::Resume;

    pub(super) fn genawaiter<const USE: u8>() -> impl Resume<u64, Yield = u64, Return = u64> {
        Gen::new(|co| async move {
            let mut total = 0;
            loop {
                let number = co.yield_(total).await;
                if number == 0 {
                    return total;
                }
                total += number;
            }
        })
    }

    pub(super) fn corosensei<const USE: u8>() -> impl Resume<u64, Yield = u64, Return = u64> {
        Coroutine::new(|yielder, _| {
            let mut total = 0;
            loop {
                let number = yielder.suspend(total);
                if number == 0 {
                    return total;
                }
                total += number;
            }
        })
    }
}
