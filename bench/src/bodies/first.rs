//! Nested pairs, made, asked once and dropped: what a generator costs that hardly runs.

use std::hint::black_box;

use super::pairs;
use crate::body::Body;
use crate::column::Column;
use crate::consume::First;

const LIMIT: u32 = 30;

pub(crate) fn body() -> Body {
    let limit = || black_box(LIMIT);
    let body = Body::of::<First>("first item", 1_000)
        .hand(move || pairs::hand(limit()))
        .plain_loop(move || {
            let limit = limit();
            'pairs: for i in 0..limit {
                if let Some(j) = (i + 1..limit).next() {
                    black_box((i, j));
                    break 'pairs;
                }
            }
        })
        .iterator(Column::Adaptors, move || pairs::adaptors(limit()))
        .lacks(Column::Fold, "`fold` has no first item")
        .generated(move || pairs::generated(limit()));
    #[cfg(not(native))]
    let body = {
        use pairs::peers;

        body.iterator(Column::Diapause, move || peers::diapause(limit()).into_iter())
            .iterator(Column::Genawaiter, move || peers::genawaiter(limit()))
            .iterator(Column::NextGen, move || peers::next_gen(limit()))
            .iterator(Column::Corosensei, move || peers::corosensei(limit()))
            .stream(Column::AsyncStream, move || peers::async_stream(limit()))
            .stream(Column::AsynkStrim, move || peers::asynk_strim(limit()))
    };
    body.finish()
}
