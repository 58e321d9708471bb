//! What lets generators of other crates be consumed as iterators.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use corosensei::{Coroutine, CoroutineResult, Yielder};
use futures_core::Stream;

/// A stream, polled in a loop: those measured wait for nothing.
pub(crate) struct Polled<'a, S>(pub(crate) Pin<&'a mut S>);

impl<S: Stream> Iterator for Polled<'_, S> {
    type Item = S::Item;

    #[inline]
    fn next(&mut self) -> Option<S::Item> {
        let mut context = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(item) = self.0.as_mut().poll_next(&mut context) {
                return item;
            }
        }
    }
}

/// A coroutine with a stack of its own, of corosensei's default size.
pub(crate) struct Stackful<T>(Coroutine<(), T, ()>);

impl<T: 'static> Stackful<T> {
    pub(crate) fn new(body: impl FnOnce(&Yielder<(), T>) + 'static) -> Self {
        Stackful(Coroutine::new(move |yielder, ()| body(yielder)))
    }
}

impl<T> Iterator for Stackful<T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        match self.0.resume(()) {
            CoroutineResult::Yield(item) => Some(item),
            CoroutineResult::Return(()) => None,
        }
    }
}
