//! Streams, under an executor.

use std::future::poll_fn;
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::Poll;

use futures::StreamExt;
use futures::executor::block_on;
use futures_core::Stream;
use generator_core::generator;

use super::Row;

const ITEMS: u64 = 200_000;

pub(crate) fn rows() -> Vec<Row> {
    let limit = || black_box(ITEMS);
    let row = |name| Row::new(name, 200_000);
    vec![
        row("squares")
            .by("ours", move || drain(ours(limit())))
            .by("async-stream", move || drain(theirs(limit())))
            .by("asynk-strim", move || drain(asynk_strim(limit()))),
        row("squares, dyn")
            .by("ours", move || drain(black_box(Box::pin(ours(limit())) as BoxStream)))
            .by("async-stream", move || drain(black_box(Box::pin(theirs(limit())) as BoxStream)))
            .by("asynk-strim", move || drain(black_box(Box::pin(asynk_strim(limit())) as BoxStream))),
        row("one wake an item")
            .by("ours", move || drain(ours_waiting(limit())))
            .by("async-stream", move || drain(theirs_waiting(limit())))
            .by("asynk-strim", move || drain(asynk_strim_waiting(limit()))),
        row("three deep")
            .by("ours", move || drain(ours_in(ours_in(ours_in(ours(limit()))))))
            .by("async-stream", move || drain(theirs_in(theirs_in(theirs_in(theirs(limit())))))),
    ]
}

type BoxStream = Pin<Box<dyn Stream<Item = u64>>>;

fn drain(items: impl Stream<Item = u64>) -> u64 {
    block_on(async {
        let mut items = pin!(items);
        let mut sum: u64 = 0;
        while let Some(item) = items.next().await {
            sum = sum.wrapping_add(black_box(item));
        }
        sum
    })
}

/// Is woken at once, and then goes on.
async fn wake() {
    let mut is_woken = false;
    poll_fn(|context| {
        if std::mem::replace(&mut is_woken, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[generator]
async fn ours(limit: u64) -> impl Stream<Item = u64> {
    for number in 0..limit {
        yield_!(number.wrapping_mul(number));
    }
}

#[generator]
async fn ours_waiting(limit: u64) -> impl Stream<Item = u64> {
    for number in 0..limit {
        wake().await;
        yield_!(number.wrapping_mul(number));
    }
}

#[generator]
async fn ours_in(items: impl Stream<Item = u64>) -> impl Stream<Item = u64> {
    yield_from!(items);
}

fn theirs(limit: u64) -> impl Stream<Item = u64> {
    async_stream::stream! {
        for number in 0..limit {
            yield number.wrapping_mul(number);
        }
    }
}

fn theirs_waiting(limit: u64) -> impl Stream<Item = u64> {
    async_stream::stream! {
        for number in 0..limit {
            wake().await;
            yield number.wrapping_mul(number);
        }
    }
}

fn theirs_in(items: impl Stream<Item = u64>) -> impl Stream<Item = u64> {
    async_stream::stream! {
        for await item in items {
            yield item;
        }
    }
}

fn asynk_strim(limit: u64) -> impl Stream<Item = u64> {
    asynk_strim::stream_fn(move |mut yielder| async move {
        for number in 0..limit {
            yielder.yield_item(number.wrapping_mul(number)).await;
        }
    })
}

fn asynk_strim_waiting(limit: u64) -> impl Stream<Item = u64> {
    asynk_strim::stream_fn(move |mut yielder| async move {
        for number in 0..limit {
            wake().await;
            yielder.yield_item(number.wrapping_mul(number)).await;
        }
    })
}
