//! Items that are results, and `?`.

use std::hint::black_box;
use std::num::ParseIntError;

use generator_core::generator;

use crate::body::Body;
use crate::column::Column;
use crate::consume::Each;

const LINES: u32 = 10_000;

#[cfg(not(native))]
const NO_QUESTION_MARK: &str = "its `?` doesn't yield the failure";

pub(crate) fn body() -> Body {
    let text = (0..LINES).map(|line| format!("{}\n", line.wrapping_mul(2_654_435_761))).collect::<String>();
    let text: &'static str = String::leak(text + "none\n1\n");
    let text = move || black_box(text);
    let body = Body::of::<Each>("results with `?`", 1)
        .hand(move || hand(text()))
        .plain_loop(move || {
            for line in text().lines() {
                let number: Result<u32, ParseIntError> = line.parse();
                let failed = number.is_err();
                let _ = black_box(number);
                if failed {
                    break;
                }
            }
        })
        .iterator(Column::Adaptors, move || adaptors(text()))
        .generated(move || generated(text()));
    #[cfg(not(native))]
    let body = body
        .lacks(Column::Diapause, NO_QUESTION_MARK)
        .lacks(Column::Genawaiter, NO_QUESTION_MARK)
        .lacks(Column::NextGen, NO_QUESTION_MARK)
        .lacks(Column::Corosensei, NO_QUESTION_MARK)
        .stream(Column::AsyncStream, move || peers::async_stream(text()))
        .stream(Column::AsynkStrim, move || peers::asynk_strim(text()));
    body.finish()
}

#[generator]
pub(crate) fn generated(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
    for line in text.lines() {
        let number: u32 = line.parse()?;
        yield_!(Ok(number));
    }
}

pub(crate) fn hand(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
    struct Numbers<'a> {
        lines: Option<std::str::Lines<'a>>,
    }

    impl Iterator for Numbers<'_> {
        type Item = Result<u32, ParseIntError>;

        #[inline]
        fn next(&mut self) -> Option<Self::Item> {
            let line = self.lines.as_mut()?.next()?;
            let number = line.parse();
            if number.is_err() {
                self.lines = None;
            }
            Some(number)
        }
    }

    Numbers { lines: Some(text.lines()) }
}

fn adaptors(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
    text.lines().scan(false, |failed, line| {
        if *failed {
            return None;
        }
        let number = line.parse();
        *failed = number.is_err();
        Some(number)
    })
}

#[cfg(not(native))]
mod peers {
    use std::num::ParseIntError;

    use futures_core::Stream;

    pub(crate) fn async_stream(text: &str) -> impl Stream<Item = Result<u32, ParseIntError>> {
        async_stream::try_stream! {
            for line in text.lines() {
                let number: u32 = line.parse()?;
                yield number;
            }
        }
    }

    pub(crate) fn asynk_strim(text: &str) -> impl Stream<Item = Result<u32, ParseIntError>> {
        asynk_strim::try_stream_fn(move |mut yielder| async move {
            for line in text.lines() {
                let number: u32 = line.parse()?;
                yielder.yield_ok(number).await;
            }
            Ok(())
        })
    }
}
