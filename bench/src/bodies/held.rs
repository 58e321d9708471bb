//! 4 KiB of state that lives across the yield.

use std::hint::black_box;

use generator_core::generator;

use crate::body::Body;
use crate::column::Column;
use crate::consume::Each;

const BYTES: u32 = 100_000;

pub(crate) fn body() -> Body {
    let count = || black_box(BYTES);
    let body = Body::of::<Each>("4 KiB held", 1)
        .hand(move || hand(count()))
        .plain_loop(move || {
            let mut table = [0_u8; 4096];
            for i in 0..count() {
                let place = i as usize % table.len();
                table[place] = table[place].wrapping_mul(5).wrapping_add(i as u8);
                black_box(table[place]);
            }
        })
        .iterator(Column::Adaptors, move || adaptors(count()))
        .generated(move || generated(count()));
    #[cfg(not(native))]
    let body = body
        .iterator(Column::Diapause, move || peers::diapause(count()).into_iter())
        .iterator(Column::Genawaiter, move || peers::genawaiter(count()))
        .iterator(Column::NextGen, move || peers::next_gen(count()))
        .iterator(Column::Corosensei, move || peers::corosensei(count()))
        .stream(Column::AsyncStream, move || peers::async_stream(count()))
        .stream(Column::AsynkStrim, move || peers::asynk_strim(count()));
    body.finish()
}

#[generator]
pub(crate) fn generated(count: u32) -> impl Iterator<Item = u8> {
    let mut table = [0_u8; 4096];
    for i in 0..count {
        let place = i as usize % table.len();
        table[place] = table[place].wrapping_mul(5).wrapping_add(i as u8);
        yield_!(table[place]);
    }
}

pub(crate) fn hand(count: u32) -> impl Iterator<Item = u8> {
    struct Scrambled {
        indices: std::ops::Range<u32>,
        table: [u8; 4096],
    }

    impl Iterator for Scrambled {
        type Item = u8;

        #[inline]
        fn next(&mut self) -> Option<u8> {
            let i = self.indices.next()?;
            let place = i as usize % self.table.len();
            self.table[place] = self.table[place].wrapping_mul(5).wrapping_add(i as u8);
            Some(self.table[place])
        }
    }

    Scrambled { indices: 0..count, table: [0; 4096] }
}

pub(crate) fn adaptors(count: u32) -> impl Iterator<Item = u8> {
    (0..count).scan([0_u8; 4096], |table, i| {
        let place = i as usize % table.len();
        table[place] = table[place].wrapping_mul(5).wrapping_add(i as u8);
        Some(table[place])
    })
}

#[cfg(not(native))]
pub(crate) mod peers {
    use futures_core::Stream;

    use crate::peers::Stackful;

    #[::diapause::coroutine(yield = u8)]
    pub(crate) fn diapause(count: u32) {
        let mut table: [u8; 4096] = [0_u8; 4096];
        for i in 0..count {
            let place = i as usize % table.len();
            table[place] = table[place].wrapping_mul(5).wrapping_add(i as u8);
            yield_!(table[place]);
        }
    }

    pub(crate) fn genawaiter(count: u32) -> impl Iterator<Item = u8> {
        let scrambled = genawaiter::rc::Gen::new(|co| async move {
            let mut table = [0_u8; 4096];
            for i in 0..count {
                let place = i as usize % table.len();
                table[place] = table[place].wrapping_mul(5).wrapping_add(i as u8);
                co.yield_(table[place]).await;
            }
        });
        scrambled.into_iter()
    }

    pub(crate) fn next_gen(count: u32) -> impl Iterator<Item = u8> {
        use next_gen::prelude::*;

        #[generator(yield(u8))]
        fn scrambled(count: u32) {
            let mut table = [0_u8; 4096];
            for i in 0..count {
                let place = i as usize % table.len();
                table[place] = table[place].wrapping_mul(5).wrapping_add(i as u8);
                yield_!(table[place]);
            }
        }

        scrambled.call_boxed((count,))
    }

    pub(crate) fn corosensei(count: u32) -> impl Iterator<Item = u8> {
        Stackful::new(move |yielder| {
            let mut table = [0_u8; 4096];
            for i in 0..count {
                let place = i as usize % table.len();
                table[place] = table[place].wrapping_mul(5).wrapping_add(i as u8);
                yielder.suspend(table[place]);
            }
        })
    }

    pub(crate) fn async_stream(count: u32) -> impl Stream<Item = u8> {
        async_stream::stream! {
            let mut table = [0_u8; 4096];
            for i in 0..count {
                let place = i as usize % table.len();
                table[place] = table[place].wrapping_mul(5).wrapping_add(i as u8);
                yield table[place];
            }
        }
    }

    pub(crate) fn asynk_strim(count: u32) -> impl Stream<Item = u8> {
        asynk_strim::stream_fn(move |mut yielder| async move {
            let mut table = [0_u8; 4096];
            for i in 0..count {
                let place = i as usize % table.len();
                table[place] = table[place].wrapping_mul(5).wrapping_add(i as u8);
                yielder.yield_item(table[place]).await;
            }
        })
    }
}
