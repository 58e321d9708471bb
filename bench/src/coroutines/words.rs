//! Arguments that own memory: words come, the length of all so far goes.

use std::ops::ControlFlow::{Break, Continue};

#[cfg(native)]
use super::native::words as generated;
#[cfg(not(native))]
use super::talk::Ours;
use super::talk::{Answer, Resume, Talk};
use crate::body::Body;
#[cfg(not(native))]
use crate::column::Column;

const TURNS: usize = 10_000;

fn argument(turn: usize) -> String {
    "0123456789"[..turn % 9 + 1].to_owned()
}

pub(crate) fn body() -> Body {
    let talk =
        Talk::hand("words", TURNS, argument, hand::<0>, hand::<1>).generated(generated::<0>, generated::<1>);
    #[cfg(not(native))]
    let talk = talk.column(Column::Genawaiter, peers::genawaiter::<0>, peers::genawaiter::<1>).column(
        Column::Corosensei,
        peers::corosensei::<0>,
        peers::corosensei::<1>,
    );
    talk.finish()
}

fn hand<const USE: u8>() -> impl Resume<String, Yield = usize, Return = String> {
    enum Words<const USE: u8> {
        Start,
        Waiting { last: String, length: usize },
        Done,
    }

    impl<const USE: u8> Resume<String> for Words<USE> {
        type Yield = usize;
        type Return = String;

        #[inline]
        fn resume(&mut self, word: String) -> Answer<usize, String> {
            match self {
                Words::Start => {
                    *self = Words::Waiting { last: String::new(), length: 0 };
                    Continue(0)
                }
                Words::Waiting { last, .. } if word.is_empty() => {
                    let last = std::mem::take(last);
                    *self = Words::Done;
                    Break(last)
                }
                Words::Waiting { last, length } => {
                    *length += word.len();
                    *last = word;
                    Continue(*length)
                }
                Words::Done => unreachable!("it is over"),
            }
        }
    }

    Words::<USE>::Start
}

#[cfg(not(native))]
fn generated<const USE: u8>() -> impl Resume<String, Yield = usize, Return = String> {
    Ours(ours::<USE>())
}

#[cfg(not(native))]
#[generator_core::generator]
fn ours<const USE: u8>() -> impl generator_core::Coroutine<String, Yield = usize, Return = String> {
    let mut last = String::new();
    let mut length = 0;
    loop {
        let word = yield_!(length);
        if word.is_empty() {
            return last;
        }
        length += word.len();
        last = word;
    }
}

#[cfg(not(native))]
mod peers {
    use corosensei::Coroutine;
    use genawaiter::rc::Gen;

    use super::Resume;

    pub(super) fn genawaiter<const USE: u8>() -> impl Resume<String, Yield = usize, Return = String> {
        Gen::new(|co| async move {
            let mut last = String::new();
            let mut length = 0;
            loop {
                let word: String = co.yield_(length).await;
                if word.is_empty() {
                    return last;
                }
                length += word.len();
                last = word;
            }
        })
    }

    pub(super) fn corosensei<const USE: u8>() -> impl Resume<String, Yield = usize, Return = String> {
        Coroutine::new(|yielder, _: String| {
            let mut last = String::new();
            let mut length = 0;
            loop {
                let word = yielder.suspend(length);
                if word.is_empty() {
                    return last;
                }
                length += word.len();
                last = word;
            }
        })
    }
}
