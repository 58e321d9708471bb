//! One loop over an iterator from outside.

use std::hint::black_box;

use generator_core::generator;

use crate::body::Body;
use crate::column::Column;
use crate::consume::Each;

const NUMBERS: i64 = 100_000;

pub(crate) fn body() -> Body {
    let numbers = || 0..black_box(NUMBERS);
    let body = Body::of::<Each>("squares", 1)
        .hand(move || hand(numbers()))
        .plain_loop(move || {
            for num in numbers() {
                black_box(num.pow(2));
            }
        })
        .iterator(Column::Adaptors, move || adaptors(numbers()))
        .generated(move || generated(numbers()));
    #[cfg(not(native))]
    let body = body
        .iterator(Column::Diapause, move || peers::diapause(numbers()).into_iter())
        .iterator(Column::Genawaiter, move || peers::genawaiter(numbers()))
        .iterator(Column::NextGen, move || peers::next_gen(numbers()))
        .iterator(Column::Corosensei, move || peers::corosensei(numbers()))
        .stream(Column::AsyncStream, move || peers::async_stream(numbers()))
        .stream(Column::AsynkStrim, move || peers::asynk_strim(numbers()));
    body.finish()
}

#[generator]
pub(crate) fn generated(numbers: impl IntoIterator<Item = i64>) -> impl Iterator<Item = i64> {
    for num in numbers {
        yield_!(num.pow(2));
    }
}

pub(crate) fn hand(numbers: impl IntoIterator<Item = i64>) -> impl Iterator<Item = i64> {
    struct Squares<I> {
        numbers: I,
    }

    impl<I: Iterator<Item = i64>> Iterator for Squares<I> {
        type Item = i64;

        #[inline]
        fn next(&mut self) -> Option<i64> {
            let num = self.numbers.next()?;
            Some(num.pow(2))
        }

        #[inline]
        fn size_hint(&self) -> (usize, Option<usize>) {
            self.numbers.size_hint()
        }
    }

    Squares { numbers: numbers.into_iter() }
}

pub(crate) fn adaptors(numbers: impl IntoIterator<Item = i64>) -> impl Iterator<Item = i64> {
    numbers.into_iter().map(|num| num.pow(2))
}

#[cfg(not(native))]
pub(crate) mod peers {
    use futures_core::Stream;

    use crate::peers::Stackful;

    #[::diapause::coroutine(yield = i64)]
    pub(crate) fn diapause(numbers: impl IntoIterator<Item = i64>) {
        for num in numbers {
            yield_!(num.pow(2));
        }
    }

    pub(crate) fn genawaiter(numbers: impl IntoIterator<Item = i64>) -> impl Iterator<Item = i64> {
        let squares = genawaiter::rc::Gen::new(|co| async move {
            for num in numbers {
                co.yield_(num.pow(2)).await;
            }
        });
        squares.into_iter()
    }

    pub(crate) fn next_gen(numbers: impl IntoIterator<Item = i64>) -> impl Iterator<Item = i64> {
        use next_gen::prelude::*;

        #[generator(yield(i64))]
        fn squares(numbers: impl IntoIterator<Item = i64>) {
            for num in numbers {
                yield_!(num.pow(2));
            }
        }

        squares.call_boxed((numbers,))
    }

    pub(crate) fn corosensei(numbers: impl IntoIterator<Item = i64> + 'static) -> impl Iterator<Item = i64> {
        Stackful::new(|yielder| {
            for num in numbers {
                yielder.suspend(num.pow(2));
            }
        })
    }

    pub(crate) fn async_stream(numbers: impl IntoIterator<Item = i64>) -> impl Stream<Item = i64> {
        async_stream::stream! {
            for num in numbers {
                yield num.pow(2);
            }
        }
    }

    pub(crate) fn asynk_strim(numbers: impl IntoIterator<Item = i64>) -> impl Stream<Item = i64> {
        asynk_strim::stream_fn(|mut yielder| async move {
            for num in numbers {
                yielder.yield_item(num.pow(2)).await;
            }
        })
    }
}
