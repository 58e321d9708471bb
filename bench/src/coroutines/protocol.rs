//! Three questions in turn, the answer to each used for the next.

use std::ops::ControlFlow::{Break, Continue};

#[cfg(native)]
use super::native::protocol as generated;
#[cfg(not(native))]
use super::talk::Ours;
use super::talk::{Answer, Resume, Talk};
use crate::body::Body;
#[cfg(not(native))]
use crate::column::Column;

const TURNS: usize = 100_000;

fn argument(turn: usize) -> u32 {
    turn as u32 % 7 + 1
}

pub(crate) fn body() -> Body {
    let talk = Talk::hand("protocol", TURNS, argument, hand::<0>, hand::<1>)
        .generated(generated::<0>, generated::<1>);
    #[cfg(not(native))]
    let talk = talk.column(Column::Genawaiter, peers::genawaiter::<0>, peers::genawaiter::<1>).column(
        Column::Corosensei,
        peers::corosensei::<0>,
        peers::corosensei::<1>,
    );
    talk.finish()
}

fn hand<const USE: u8>() -> impl Resume<u32, Yield = u32, Return = u32> {
    enum Protocol<const USE: u8> {
        Start,
        Width { count: u32 },
        Height { count: u32, width: u32 },
        Depth { count: u32, area: u32 },
        Done,
    }

    impl<const USE: u8> Resume<u32> for Protocol<USE> {
        type Yield = u32;
        type Return = u32;

        #[inline]
        fn resume(&mut self, number: u32) -> Answer<u32, u32> {
            match *self {
                Protocol::Start => {
                    *self = Protocol::Width { count: 0 };
                    Continue(0)
                }
                Protocol::Width { count } if number == 0 => {
                    *self = Protocol::Done;
                    Break(count)
                }
                Protocol::Width { count } => {
                    *self = Protocol::Height { count, width: number };
                    Continue(number)
                }
                Protocol::Height { count, width } => {
                    let area = width * number;
                    *self = Protocol::Depth { count, area };
                    Continue(area)
                }
                Protocol::Depth { count, area } => {
                    let count = count + area * number;
                    *self = Protocol::Width { count };
                    Continue(count)
                }
                Protocol::Done => unreachable!("it is over"),
            }
        }
    }

    Protocol::<USE>::Start
}

#[cfg(not(native))]
fn generated<const USE: u8>() -> impl Resume<u32, Yield = u32, Return = u32> {
    Ours(ours::<USE>())
}

#[cfg(not(native))]
#[generator_core::generator]
fn ours<const USE: u8>() -> impl generator_core::Coroutine<u32, Yield = u32, Return = u32> {
    let mut count = 0;
    loop {
        let width = yield_!(count);
        if width == 0 {
            return count;
        }
        let area = width * yield_!(width);
        count += area * yield_!(area);
    }
}

#[cfg(not(native))]
mod peers {
    use corosensei::Coroutine;
    use genawaiter::rc::Gen;

    use super::Resume;

    pub(super) fn genawaiter<const USE: u8>() -> impl Resume<u32, Yield = u32, Return = u32> {
        Gen::new(|co| async move {
            let mut count = 0;
            loop {
                let width = co.yield_(count).await;
                if width == 0 {
                    return count;
                }
                let area = width * co.yield_(width).await;
                count += area * co.yield_(area).await;
            }
        })
    }

    pub(super) fn corosensei<const USE: u8>() -> impl Resume<u32, Yield = u32, Return = u32> {
        Coroutine::new(|yielder, _| {
            let mut count = 0;
            loop {
                let width = yielder.suspend(count);
                if width == 0 {
                    return count;
                }
                let area = width * yielder.suspend(width);
                count += area * yielder.suspend(area);
            }
        })
    }
}
