//! Thirty yields: a loop of ten branches, each with three.

use std::hint::black_box;

use generator_core::generator;

use crate::body::Body;
use crate::column::Column;
use crate::consume::Each;

const COUNT: u32 = 20_000;

/// Hands the loop to the macro `$wrap`, each item with what makes it a yield before and after it.
macro_rules! thirty {
    ($wrap:ident, $count:ident, ($($yield:tt)*), ($($after:tt)*)) => {
        $wrap! {
            $count
            for op in 0..$count {
                match op % 10 {
                    0 => {
                        $($yield)* (op) $($after)*;
                        $($yield)* (op.wrapping_add(7)) $($after)*;
                        $($yield)* (op.wrapping_mul(3)) $($after)*;
                    }
                    1 => {
                        $($yield)* (op ^ 0x55) $($after)*;
                        $($yield)* (!op) $($after)*;
                        $($yield)* (op.rotate_left(3)) $($after)*;
                    }
                    2 => {
                        $($yield)* (op.wrapping_sub(9)) $($after)*;
                        $($yield)* (op >> 2) $($after)*;
                        $($yield)* (op & 0xff) $($after)*;
                    }
                    3 => {
                        $($yield)* (op | 0x100) $($after)*;
                        $($yield)* (op.wrapping_mul(11)) $($after)*;
                        $($yield)* (op.rotate_right(5)) $($after)*;
                    }
                    4 => {
                        $($yield)* (op << 1) $($after)*;
                        $($yield)* (op ^ 0xf0f) $($after)*;
                        $($yield)* (op.wrapping_add(1)) $($after)*;
                    }
                    5 => {
                        $($yield)* (op.swap_bytes()) $($after)*;
                        $($yield)* (op.wrapping_neg()) $($after)*;
                        $($yield)* (op >> 4) $($after)*;
                    }
                    6 => {
                        $($yield)* (op.wrapping_mul(13)) $($after)*;
                        $($yield)* (op & 0xf0) $($after)*;
                        $($yield)* (op | 1) $($after)*;
                    }
                    7 => {
                        $($yield)* (op.wrapping_sub(77)) $($after)*;
                        $($yield)* (op ^ 0xaaaa) $($after)*;
                        $($yield)* (op.rotate_left(9)) $($after)*;
                    }
                    8 => {
                        $($yield)* (op << 3) $($after)*;
                        $($yield)* (op.wrapping_mul(17)) $($after)*;
                        $($yield)* (!op >> 1) $($after)*;
                    }
                    _ => {
                        $($yield)* (op.wrapping_add(99)) $($after)*;
                        $($yield)* (op & 0xfff) $($after)*;
                        $($yield)* (op ^ 1) $($after)*;
                    }
                }
            }
        }
    };
}

/// The loop itself, where it needs nothing around it.
macro_rules! as_it_is {
    ($count:ident $($body:tt)*) => { $($body)* };
}

pub(crate) fn body() -> Body {
    let count = || black_box(COUNT);
    let body = Body::of::<Each>("thirty yields", 1)
        .hand(move || hand(count()))
        .plain_loop(move || {
            let count = count();
            thirty!(as_it_is, count, (black_box), ());
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

macro_rules! generated {
    ($count:ident $($body:tt)*) => {
        #[generator]
        fn generated($count: u32) -> impl Iterator<Item = u32> {
            $($body)*
        }
    };
}

thirty!(generated, count, (yield_!), ());

/// The items of one round of the loop.
fn three(op: u32) -> [u32; 3] {
    match op % 10 {
        0 => [op, op.wrapping_add(7), op.wrapping_mul(3)],
        1 => [op ^ 0x55, !op, op.rotate_left(3)],
        2 => [op.wrapping_sub(9), op >> 2, op & 0xff],
        3 => [op | 0x100, op.wrapping_mul(11), op.rotate_right(5)],
        4 => [op << 1, op ^ 0xf0f, op.wrapping_add(1)],
        5 => [op.swap_bytes(), op.wrapping_neg(), op >> 4],
        6 => [op.wrapping_mul(13), op & 0xf0, op | 1],
        7 => [op.wrapping_sub(77), op ^ 0xaaaa, op.rotate_left(9)],
        8 => [op << 3, op.wrapping_mul(17), !op >> 1],
        _ => [op.wrapping_add(99), op & 0xfff, op ^ 1],
    }
}

fn hand(count: u32) -> impl Iterator<Item = u32> {
    struct Thirty {
        op: u32,
        /// The item of the three that comes next.
        place: u32,
        count: u32,
    }

    impl Iterator for Thirty {
        type Item = u32;

        #[inline]
        fn next(&mut self) -> Option<u32> {
            if self.op == self.count {
                return None;
            }
            let op = self.op;
            let item = match (op % 10) * 3 + self.place {
                0 => op,
                1 => op.wrapping_add(7),
                2 => op.wrapping_mul(3),
                3 => op ^ 0x55,
                4 => !op,
                5 => op.rotate_left(3),
                6 => op.wrapping_sub(9),
                7 => op >> 2,
                8 => op & 0xff,
                9 => op | 0x100,
                10 => op.wrapping_mul(11),
                11 => op.rotate_right(5),
                12 => op << 1,
                13 => op ^ 0xf0f,
                14 => op.wrapping_add(1),
                15 => op.swap_bytes(),
                16 => op.wrapping_neg(),
                17 => op >> 4,
                18 => op.wrapping_mul(13),
                19 => op & 0xf0,
                20 => op | 1,
                21 => op.wrapping_sub(77),
                22 => op ^ 0xaaaa,
                23 => op.rotate_left(9),
                24 => op << 3,
                25 => op.wrapping_mul(17),
                26 => !op >> 1,
                27 => op.wrapping_add(99),
                28 => op & 0xfff,
                _ => op ^ 1,
            };
            if self.place == 2 {
                self.place = 0;
                self.op += 1;
            } else {
                self.place += 1;
            }
            Some(item)
        }
    }

    Thirty { op: 0, place: 0, count }
}

fn adaptors(count: u32) -> impl Iterator<Item = u32> {
    (0..count).flat_map(three)
}

#[cfg(not(native))]
mod peers {
    use futures_core::Stream;

    use crate::peers::Stackful;

    macro_rules! diapause {
        ($count:ident $($body:tt)*) => {
            #[::diapause::coroutine(yield = u32)]
            pub(crate) fn diapause($count: u32) {
                $($body)*
            }
        };
    }

    thirty!(diapause, count, (yield_!), ());

    pub(crate) fn genawaiter(count: u32) -> impl Iterator<Item = u32> {
        let thirty = genawaiter::rc::Gen::new(|co| async move {
            thirty!(as_it_is, count, (co.yield_), (.await));
        });
        thirty.into_iter()
    }

    macro_rules! next_gen {
        ($count:ident $($body:tt)*) => {
            pub(crate) fn next_gen($count: u32) -> impl Iterator<Item = u32> {
                use ::next_gen::prelude::*;

                #[generator(yield(u32))]
                fn thirty($count: u32) {
                    $($body)*
                }

                thirty.call_boxed(($count,))
            }
        };
    }

    thirty!(next_gen, count, (yield_!), ());

    pub(crate) fn corosensei(count: u32) -> impl Iterator<Item = u32> {
        Stackful::new(move |yielder| {
            thirty!(as_it_is, count, (yielder.suspend), ());
        })
    }

    macro_rules! async_stream {
        ($count:ident $($body:tt)*) => {
            pub(crate) fn async_stream($count: u32) -> impl Stream<Item = u32> {
                async_stream::stream! { $($body)* }
            }
        };
    }

    thirty!(async_stream, count, (yield), ());

    pub(crate) fn asynk_strim(count: u32) -> impl Stream<Item = u32> {
        asynk_strim::stream_fn(move |mut yielder| async move {
            thirty!(as_it_is, count, (yielder.yield_item), (.await));
        })
    }
}
