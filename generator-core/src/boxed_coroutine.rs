//! The coroutine of `#[generator(boxed)]`: as the iterator is, but that it is resumed with an argument, and ends with a value.

use core::fmt::{self, Debug};
use core::future::Future;
use core::mem;
use core::task::Poll;

use crate::body::{Begin, HeapFrame, Yielder};
use crate::coroutine::resumed_after_end;
use crate::{Coroutine, CoroutineState};

/// A coroutine on the heap, of a body that makes futures `F`. Its first argument is one of those that the body begins with.
pub(crate) struct BoxedCoroutine<R, Y, A, Make, F> {
    state: State<R, Y, A, Make, F>,
}

enum State<R, Y, A, Make, F> {
    Start { args: A, begin: Begin<Make> },
    Running(HeapFrame<Y, R, F>),
    Done,
}

impl<R, Y, A, Make, F> BoxedCoroutine<R, Y, A, Make, F>
where
    Make: FnOnce((A, R), Yielder<'static, Y, R>) -> F,
    F: Future,
{
    #[inline]
    pub(crate) fn new(args: A, begin: Begin<Make>) -> Self {
        BoxedCoroutine { state: State::Start { args, begin } }
    }
}

/// Drops a body, and frees its memory, when it has ended, also by unwinding.
struct Finish<'a, R, Y, A, Make, F> {
    state: &'a mut State<R, Y, A, Make, F>,
    ends: bool,
}

impl<R, Y, A, Make, F> Drop for Finish<'_, R, Y, A, Make, F> {
    #[inline]
    fn drop(&mut self) {
        if self.ends {
            *self.state = State::Done;
        }
    }
}

impl<R, Y, A, Make, F> Coroutine<R> for BoxedCoroutine<R, Y, A, Make, F>
where
    Make: FnOnce((A, R), Yielder<'static, Y, R>) -> F,
    F: Future,
{
    type Yield = Y;
    type Return = F::Output;

    #[inline]
    #[track_caller]
    fn resume(&mut self, argument: R) -> CoroutineState<Y, F::Output> {
        if let State::Running(frame) = &mut self.state {
            frame.give(argument);
        } else {
            let State::Start { args, begin } = mem::replace(&mut self.state, State::Done) else {
                resumed_after_end()
            };
            self.state = State::Running(HeapFrame::new((args, argument), begin));
        }
        let mut guard = Finish { state: &mut self.state, ends: true };
        let State::Running(frame) = &mut *guard.state else { resumed_after_end() };
        match frame.poll() {
            Poll::Pending => {
                let item = frame.take().unwrap_or_else(|| waits());
                guard.ends = false;
                CoroutineState::Yielded(item)
            }
            Poll::Ready(value) => CoroutineState::Complete(value),
        }
    }
}

/// A body has come to wait for something that isn't a yield: an `.await` that a macro has hidden.
#[cold]
#[inline(never)]
fn waits() -> ! {
    panic!("a coroutine can't wait for a future")
}

impl<R, Y, A, Make, F> Debug for BoxedCoroutine<R, Y, A, Make, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BoxedCoroutine")
    }
}
