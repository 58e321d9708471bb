//! The stream of an `async fn` under `#[generator]`: its body waits where it awaits something, and at each yield.
//!
//! The waker of whoever polls it is handed to the body, so that what the body awaits wakes the stream's own task.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::{FusedStream, Stream};

use crate::body::{PinnedFrame, Yielder};
use crate::ends::Ends;

impl<T, A, E, Make, F> Stream for PinnedFrame<T, A, Make, F>
where
    E: Ends<T>,
    Make: FnOnce(A, Yielder<'static, T>) -> F,
    F: Future<Output = E>,
{
    type Item = T;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        self.poll(context).map(|yielded| match yielded {
            Some(Ok(item)) => Some(item),
            Some(Err(end)) => end.last(),
            None => None,
        })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.is_terminated() { (0, Some(0)) } else { (0, None) }
    }
}

impl<T, A, E, Make, F> FusedStream for PinnedFrame<T, A, Make, F>
where
    E: Ends<T>,
    Make: FnOnce(A, Yielder<'static, T>) -> F,
    F: Future<Output = E>,
{
    #[inline]
    fn is_terminated(&self) -> bool {
        self.status().is_done()
    }
}
