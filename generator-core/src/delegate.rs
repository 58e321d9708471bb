//! What `yield_from!` in an `async` generator takes: a stream, or anything that can be iterated.
//!
//! `forward(pin!(into_stream(items)), &mut yielder).await` hands each item of the two out.

use core::fmt::{self, Debug};
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::Stream;

use crate::body::Yielder;

/// `source` as a stream. Which `Kind` of source it is, rustc infers: no other fits.
#[inline]
pub fn into_stream<Kind, S: Source<Kind>>(source: S) -> S::Stream {
    source.into_stream()
}

/// What can be yielded from.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a stream nor an iterator",
    label = "the items of this can't be yielded",
    note = "`yield_from!` in an `async` generator takes an `impl Stream` or an `impl IntoIterator`"
)]
pub trait Source<Kind> {
    /// The stream of its items.
    type Stream: Stream;

    /// Makes it.
    fn into_stream(self) -> Self::Stream;
}

/// A stream already.
#[derive(Debug)]
pub struct OfStream;

#[diagnostic::do_not_recommend]
impl<S: Stream> Source<OfStream> for S {
    type Stream = S;

    #[inline]
    fn into_stream(self) -> S {
        self
    }
}

/// An iterator, or what is made one.
#[derive(Debug)]
pub struct OfItems;

#[diagnostic::do_not_recommend]
impl<I: IntoIterator> Source<OfItems> for I {
    type Stream = Ready<I::IntoIter>;

    #[inline]
    fn into_stream(self) -> Ready<I::IntoIter> {
        Ready(self.into_iter())
    }
}

/// A stream whose items are always ready.
pub struct Ready<I>(I);

// Its iterator isn't pinned with it.
impl<I> Unpin for Ready<I> {}

impl<I: Iterator> Stream for Ready<I> {
    type Item = I::Item;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }
}

impl<I> Debug for Ready<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ready")
    }
}

/// Hands all items of `stream` out. To be awaited.
#[inline]
pub fn forward<'y, 's, T, S: Stream<Item = T>>(
    stream: Pin<&'y mut S>,
    yielder: &'y mut Yielder<'s, T>,
) -> Forward<'y, 's, S> {
    Forward { stream, yielder }
}

/// What [`forward`] returns: a body that is suspended at each item of another stream, and waits where that does.
#[must_use = "futures do nothing unless awaited"]
pub struct Forward<'y, 's, S: Stream> {
    stream: Pin<&'y mut S>,
    yielder: &'y mut Yielder<'s, S::Item>,
}

impl<S: Stream> Future for Forward<'_, '_, S> {
    type Output = ();

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.yielder.has_item() {
            return Poll::Pending;
        }
        match self.stream.as_mut().poll_next(context) {
            Poll::Ready(Some(item)) => {
                drop(self.yielder.put(item));
                Poll::Pending
            }
            Poll::Ready(None) => Poll::Ready(()),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: Stream> Debug for Forward<'_, '_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Forward")
    }
}
