//! A loop in a loop.

use std::hint::black_box;

use generator_core::generator;

use crate::body::Body;
use crate::column::Column;
use crate::consume::Each;

const LIMIT: u32 = 450;

pub(crate) fn body() -> Body {
    let limit = || black_box(LIMIT);
    let body = Body::of::<Each>("nested pairs", 1)
        .hand(move || hand(limit()))
        .plain_loop(move || {
            let limit = limit();
            for i in 0..limit {
                for j in i + 1..limit {
                    black_box((i, j));
                }
            }
        })
        .iterator(Column::Adaptors, move || adaptors(limit()))
        .generated(move || generated(limit()));
    #[cfg(not(native))]
    let body = body
        .iterator(Column::Diapause, move || peers::diapause(limit()).into_iter())
        .iterator(Column::Genawaiter, move || peers::genawaiter(limit()))
        .iterator(Column::NextGen, move || peers::next_gen(limit()))
        .iterator(Column::Corosensei, move || peers::corosensei(limit()))
        .stream(Column::AsyncStream, move || peers::async_stream(limit()))
        .stream(Column::AsynkStrim, move || peers::asynk_strim(limit()));
    body.finish()
}

#[generator]
pub(crate) fn generated(limit: u32) -> impl Iterator<Item = (u32, u32)> {
    for i in 0..limit {
        for j in i + 1..limit {
            yield_!((i, j));
        }
    }
}

pub(crate) fn hand(limit: u32) -> impl Iterator<Item = (u32, u32)> {
    struct Pairs {
        i: u32,
        j: u32,
        limit: u32,
    }

    impl Iterator for Pairs {
        type Item = (u32, u32);

        #[inline]
        fn next(&mut self) -> Option<(u32, u32)> {
            loop {
                if self.j < self.limit {
                    let j = self.j;
                    self.j += 1;
                    return Some((self.i, j));
                }
                if self.i + 1 >= self.limit {
                    return None;
                }
                self.i += 1;
                self.j = self.i + 1;
            }
        }
    }

    Pairs { i: 0, j: 1, limit }
}

pub(crate) fn adaptors(limit: u32) -> impl Iterator<Item = (u32, u32)> {
    (0..limit).flat_map(move |i| (i + 1..limit).map(move |j| (i, j)))
}

#[cfg(not(native))]
pub(crate) mod peers {
    use futures_core::Stream;

    use crate::peers::Stackful;

    #[::diapause::coroutine(yield = (u32, u32))]
    pub(crate) fn diapause(limit: u32) {
        for i in 0..limit {
            for j in i + 1..limit {
                yield_!((i, j));
            }
        }
    }

    pub(crate) fn genawaiter(limit: u32) -> impl Iterator<Item = (u32, u32)> {
        let pairs = genawaiter::rc::Gen::new(|co| async move {
            for i in 0..limit {
                for j in i + 1..limit {
                    co.yield_((i, j)).await;
                }
            }
        });
        pairs.into_iter()
    }

    pub(crate) fn next_gen(limit: u32) -> impl Iterator<Item = (u32, u32)> {
        use next_gen::prelude::*;

        #[generator(yield((u32, u32)))]
        fn pairs(limit: u32) {
            for i in 0..limit {
                for j in i + 1..limit {
                    yield_!((i, j));
                }
            }
        }

        pairs.call_boxed((limit,))
    }

    pub(crate) fn corosensei(limit: u32) -> impl Iterator<Item = (u32, u32)> {
        Stackful::new(move |yielder| {
            for i in 0..limit {
                for j in i + 1..limit {
                    yielder.suspend((i, j));
                }
            }
        })
    }

    pub(crate) fn async_stream(limit: u32) -> impl Stream<Item = (u32, u32)> {
        async_stream::stream! {
            for i in 0..limit {
                for j in i + 1..limit {
                    yield (i, j);
                }
            }
        }
    }

    pub(crate) fn asynk_strim(limit: u32) -> impl Stream<Item = (u32, u32)> {
        asynk_strim::stream_fn(move |mut yielder| async move {
            for i in 0..limit {
                for j in i + 1..limit {
                    yielder.yield_item((i, j)).await;
                }
            }
        })
    }
}
