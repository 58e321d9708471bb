//! Ten yields in a row.

use std::hint::black_box;

use generator_core::generator;

use crate::body::Body;
use crate::column::Column;
use crate::consume::Each;

const KEY: u64 = 0x5eed;

pub(crate) fn body() -> Body {
    let key = || black_box(KEY);
    let body = Body::of::<Each>("ten in a row", 2_000)
        .hand(move || hand(key()))
        .plain_loop(move || {
            let key = key();
            black_box(key ^ 3);
            black_box(key ^ 17);
            black_box(key ^ 5);
            black_box(key ^ 1);
            black_box(key ^ 90);
            black_box(key ^ 7);
            black_box(key ^ 8);
            black_box(key ^ 11);
            black_box(key ^ 12);
            black_box(key ^ 13);
        })
        .iterator(Column::Adaptors, move || adaptors(key()))
        .generated(move || generated(key()));
    #[cfg(not(native))]
    let body = body
        .iterator(Column::Diapause, move || peers::diapause(key()).into_iter())
        .iterator(Column::Genawaiter, move || peers::genawaiter(key()))
        .iterator(Column::NextGen, move || peers::next_gen(key()))
        .iterator(Column::Corosensei, move || peers::corosensei(key()))
        .stream(Column::AsyncStream, move || peers::async_stream(key()))
        .stream(Column::AsynkStrim, move || peers::asynk_strim(key()));
    body.finish()
}

#[generator]
pub(crate) fn generated(key: u64) -> impl Iterator<Item = u64> {
    yield_!(key ^ 3);
    yield_!(key ^ 17);
    yield_!(key ^ 5);
    yield_!(key ^ 1);
    yield_!(key ^ 90);
    yield_!(key ^ 7);
    yield_!(key ^ 8);
    yield_!(key ^ 11);
    yield_!(key ^ 12);
    yield_!(key ^ 13);
}

pub(crate) fn hand(key: u64) -> impl Iterator<Item = u64> {
    struct Ten {
        key: u64,
        at: u8,
    }

    impl Iterator for Ten {
        type Item = u64;

        #[inline]
        fn next(&mut self) -> Option<u64> {
            let mask = match self.at {
                0 => 3,
                1 => 17,
                2 => 5,
                3 => 1,
                4 => 90,
                5 => 7,
                6 => 8,
                7 => 11,
                8 => 12,
                9 => 13,
                _ => return None,
            };
            self.at += 1;
            Some(self.key ^ mask)
        }

        #[inline]
        fn size_hint(&self) -> (usize, Option<usize>) {
            let left = usize::from(10 - self.at);
            (left, Some(left))
        }
    }

    Ten { key, at: 0 }
}

pub(crate) fn adaptors(key: u64) -> impl Iterator<Item = u64> {
    [3, 17, 5, 1, 90, 7, 8, 11, 12, 13].into_iter().map(move |mask| key ^ mask)
}

#[cfg(not(native))]
pub(crate) mod peers {
    use futures_core::Stream;

    use crate::peers::Stackful;

    #[::diapause::coroutine(yield = u64)]
    pub(crate) fn diapause(key: u64) {
        yield_!(key ^ 3);
        yield_!(key ^ 17);
        yield_!(key ^ 5);
        yield_!(key ^ 1);
        yield_!(key ^ 90);
        yield_!(key ^ 7);
        yield_!(key ^ 8);
        yield_!(key ^ 11);
        yield_!(key ^ 12);
        yield_!(key ^ 13);
    }

    pub(crate) fn genawaiter(key: u64) -> impl Iterator<Item = u64> {
        let ten = genawaiter::rc::Gen::new(|co| async move {
            co.yield_(key ^ 3).await;
            co.yield_(key ^ 17).await;
            co.yield_(key ^ 5).await;
            co.yield_(key ^ 1).await;
            co.yield_(key ^ 90).await;
            co.yield_(key ^ 7).await;
            co.yield_(key ^ 8).await;
            co.yield_(key ^ 11).await;
            co.yield_(key ^ 12).await;
            co.yield_(key ^ 13).await;
        });
        ten.into_iter()
    }

    pub(crate) fn next_gen(key: u64) -> impl Iterator<Item = u64> {
        use next_gen::prelude::*;

        #[generator(yield(u64))]
        fn ten(key: u64) {
            yield_!(key ^ 3);
            yield_!(key ^ 17);
            yield_!(key ^ 5);
            yield_!(key ^ 1);
            yield_!(key ^ 90);
            yield_!(key ^ 7);
            yield_!(key ^ 8);
            yield_!(key ^ 11);
            yield_!(key ^ 12);
            yield_!(key ^ 13);
        }

        ten.call_boxed((key,))
    }

    pub(crate) fn corosensei(key: u64) -> impl Iterator<Item = u64> {
        Stackful::new(move |yielder| {
            yielder.suspend(key ^ 3);
            yielder.suspend(key ^ 17);
            yielder.suspend(key ^ 5);
            yielder.suspend(key ^ 1);
            yielder.suspend(key ^ 90);
            yielder.suspend(key ^ 7);
            yielder.suspend(key ^ 8);
            yielder.suspend(key ^ 11);
            yielder.suspend(key ^ 12);
            yielder.suspend(key ^ 13);
        })
    }

    pub(crate) fn async_stream(key: u64) -> impl Stream<Item = u64> {
        async_stream::stream! {
            yield key ^ 3;
            yield key ^ 17;
            yield key ^ 5;
            yield key ^ 1;
            yield key ^ 90;
            yield key ^ 7;
            yield key ^ 8;
            yield key ^ 11;
            yield key ^ 12;
            yield key ^ 13;
        }
    }

    pub(crate) fn asynk_strim(key: u64) -> impl Stream<Item = u64> {
        asynk_strim::stream_fn(move |mut yielder| async move {
            yielder.yield_item(key ^ 3).await;
            yielder.yield_item(key ^ 17).await;
            yielder.yield_item(key ^ 5).await;
            yielder.yield_item(key ^ 1).await;
            yielder.yield_item(key ^ 90).await;
            yielder.yield_item(key ^ 7).await;
            yielder.yield_item(key ^ 8).await;
            yielder.yield_item(key ^ 11).await;
            yielder.yield_item(key ^ 12).await;
            yielder.yield_item(key ^ 13).await;
        })
    }
}
