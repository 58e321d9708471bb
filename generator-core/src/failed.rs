use core::fmt::{self, Debug};
use core::iter::FusedIterator;
use core::marker::PhantomData;
#[cfg(any(feature = "boxed", feature = "stream"))]
use core::pin::Pin;
#[cfg(feature = "stream")]
use core::task::{Context, Poll};

use crate::{Coroutine, CoroutineState, Generator, Status};

/// What a generator with an error returns: it has the right type, so that its
/// callers see no second error.
pub struct Failed<T>(PhantomData<fn() -> T>);

impl<T> Failed<T> {
    /// Of items that are known.
    #[allow(clippy::new_without_default)]
    #[must_use]
    pub fn new() -> Self {
        Failed(PhantomData)
    }

    /// Of the items that `_sink` takes.
    pub fn of(_sink: impl FnMut(T)) -> Self {
        Self::new()
    }
}

impl<T> Clone for Failed<T> {
    fn clone(&self) -> Self {
        Failed(PhantomData)
    }
}

impl<T> Debug for Failed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Failed")
    }
}

impl<T> Iterator for Failed<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        None
    }
}

impl<T> FusedIterator for Failed<T> {}

impl<T> Generator for Failed<T> {
    fn status(&self) -> Status {
        Status::Done
    }
}

/// A coroutine that yields `Y` and returns `Z`.
impl<R, Y, Z> Coroutine<R> for Failed<(Y, Z)> {
    type Yield = Y;
    type Return = Z;

    fn resume(&mut self, _: R) -> CoroutineState<Y, Z> {
        unreachable!("a function with an error isn't run")
    }
}

#[cfg(feature = "boxed")]
impl<T> crate::PinGenerator for Failed<T> {
    type Item = T;

    fn next(self: Pin<&mut Self>) -> Option<T> {
        None
    }

    fn status(&self) -> Status {
        Status::Done
    }
}

#[cfg(feature = "stream")]
impl<T> futures_core::Stream for Failed<T> {
    type Item = T;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<T>> {
        Poll::Ready(None)
    }
}

#[cfg(feature = "stream")]
impl<T> futures_core::FusedStream for Failed<T> {
    fn is_terminated(&self) -> bool {
        true
    }
}
