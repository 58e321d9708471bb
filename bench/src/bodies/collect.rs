//! The squares, collected into a vector: whether `size_hint` lets it be allocated at once.

use std::hint::black_box;

use super::squares;
use crate::body::Body;
use crate::column::Column;
use crate::consume::Collected;

const NUMBERS: i64 = 10_000;

pub(crate) fn body() -> Body {
    let numbers = || 0..black_box(NUMBERS);
    let body = Body::of::<Collected>("collect", 10)
        .hand(move || squares::hand(numbers()))
        .plain_loop(move || {
            let numbers = numbers();
            let mut squares = Vec::with_capacity(numbers.size_hint().0);
            for num in numbers {
                squares.push(num.pow(2));
            }
            black_box(squares);
        })
        .iterator(Column::Adaptors, move || squares::adaptors(numbers()))
        .generated(move || squares::generated(numbers()));
    #[cfg(not(native))]
    let body = {
        use squares::peers;

        body.iterator(Column::Diapause, move || peers::diapause(numbers()).into_iter())
            .iterator(Column::Genawaiter, move || peers::genawaiter(numbers()))
            .iterator(Column::NextGen, move || peers::next_gen(numbers()))
            .iterator(Column::Corosensei, move || peers::corosensei(numbers()))
            .stream(Column::AsyncStream, move || peers::async_stream(numbers()))
            .stream(Column::AsynkStrim, move || peers::asynk_strim(numbers()))
    };
    body.finish()
}
