//! The iterator of `#[generator(boxed)]`: its body is a future that waits at each yield, in an allocation of its own, so that
//! it may keep borrows of its own variables meanwhile.
//!
//! `Boxed::new(args, begin, run, length)` holds the arguments; the first `next` allocates, moves them into the body and runs
//! that up to its first yield.

use core::fmt::{self, Debug};
use core::future::Future;
use core::iter::FusedIterator;
use core::mem;
use core::task::Poll;

use crate::body::{Begin, HeapFrame, Yielder};
use crate::ends::Ends;
use crate::folding::folding;
use crate::length::{Left, Length};
use crate::{Generator, Status};

/// A generator on the heap, of a body that makes futures `F`.
pub(crate) struct Boxed<T, A, Make, F, R, L: Length<A>> {
    state: State<T, A, Make, F, R, L>,
}

enum State<T, A, Make, F, R, L: Length<A>> {
    Start { args: A, begin: Begin<Make>, run: R, length: L },
    Running { frame: HeapFrame<T, (), F>, left: L::Left },
    Done,
}

/// The body as a function that hands its items to a sink; it gives the arguments back, if there is none.
pub(crate) trait Run<T, A, E> {
    fn run(&self, args: A, sink: &mut dyn FnMut(T)) -> Result<E, A>;
}

/// There is one.
pub(crate) struct Eager<Function>(pub Function);

impl<T, A, E, Function: Fn(A, &mut dyn FnMut(T)) -> E> Run<T, A, E> for Eager<Function> {
    #[inline]
    fn run(&self, args: A, sink: &mut dyn FnMut(T)) -> Result<E, A> {
        Ok((self.0)(args, sink))
    }
}

/// There is none: all goes by `next`.
pub(crate) struct ByNext;

impl<T, A, E> Run<T, A, E> for ByNext {
    #[inline]
    fn run(&self, args: A, _: &mut dyn FnMut(T)) -> Result<E, A> {
        Err(args)
    }
}

impl<T, A, Make, F, R, L> Boxed<T, A, Make, F, R, L>
where
    Make: FnOnce(A, Yielder<'static, T>) -> F,
    F: Future,
    L: Length<A>,
{
    #[inline]
    pub(crate) fn new(args: A, begin: Begin<Make>, run: R, length: L) -> Self {
        Boxed { state: State::Start { args, begin, run, length } }
    }

    // Outlined, as is `end`: `next` is worth inlining without them only.
    #[cold]
    #[inline(never)]
    fn begin(&mut self) {
        if let State::Start { args, begin, length, .. } = mem::replace(&mut self.state, State::Done) {
            let left = length.at_start(&args);
            self.state = State::Running { frame: HeapFrame::new(args, begin), left };
        }
    }
}

impl<T, A, Make, F, R, L: Length<A>> State<T, A, Make, F, R, L> {
    #[cold]
    #[inline(never)]
    fn end(&mut self) {
        *self = State::Done;
    }

    fn status(&self) -> Status {
        match self {
            State::Start { .. } => Status::Created,
            State::Running { .. } => Status::Suspended,
            State::Done => Status::Done,
        }
    }
}

/// Drops a body, and frees its memory, when it has ended, also by unwinding.
struct Finish<'a, T, A, Make, F, R, L: Length<A>> {
    state: &'a mut State<T, A, Make, F, R, L>,
    ends: bool,
}

impl<T, A, Make, F, R, L: Length<A>> Drop for Finish<'_, T, A, Make, F, R, L> {
    #[inline]
    fn drop(&mut self) {
        if self.ends {
            self.state.end();
        }
    }
}

impl<T, A, E, Make, F, R, L> Iterator for Boxed<T, A, Make, F, R, L>
where
    E: Ends<T>,
    Make: FnOnce(A, Yielder<'static, T>) -> F,
    F: Future<Output = E>,
    R: Run<T, A, E>,
    L: Length<A>,
{
    type Item = T;

    // rustc wouldn't: the body is polled in it.
    #[inline(always)]
    fn next(&mut self) -> Option<T> {
        if let State::Start { .. } = self.state {
            self.begin();
        }
        let mut guard = Finish { state: &mut self.state, ends: true };
        let State::Running { frame, left } = &mut *guard.state else {
            guard.ends = false;
            return None;
        };
        match frame.poll() {
            Poll::Pending => {
                let item = frame.take().unwrap_or_else(|| waits());
                left.took_one();
                guard.ends = false;
                Some(item)
            }
            Poll::Ready(end) => end.last(),
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.state {
            State::Start { args, length, .. } => length.at_start(args).hint(),
            State::Running { left, .. } => left.hint(),
            State::Done => (0, Some(0)),
        }
    }

    #[inline]
    fn fold<B, G: FnMut(B, T) -> B>(mut self, init: B, mut f: G) -> B {
        let mut acc = init;
        match mem::replace(&mut self.state, State::Done) {
            State::Start { args, begin, run, length } => {
                let (folded, ran) = folding(acc, &mut f, |sink| run.run(args, sink));
                acc = folded;
                match ran {
                    Ok(end) => return end.last().into_iter().fold(acc, f),
                    Err(args) => self.state = State::Start { args, begin, run, length },
                }
            }
            state => self.state = state,
        }
        for item in self {
            acc = f(acc, item);
        }
        acc
    }
}

/// A body has come to wait for something that isn't a yield: an `.await` that a macro has hidden.
#[cold]
#[inline(never)]
fn waits() -> ! {
    panic!("a generator of an `Iterator` can't wait for a future")
}

impl<T, A, E, Make, F, R, L> FusedIterator for Boxed<T, A, Make, F, R, L>
where
    E: Ends<T>,
    Make: FnOnce(A, Yielder<'static, T>) -> F,
    F: Future<Output = E>,
    R: Run<T, A, E>,
    L: Length<A>,
{
}

impl<T, A, E, Make, F, R, L> Generator for Boxed<T, A, Make, F, R, L>
where
    E: Ends<T>,
    Make: FnOnce(A, Yielder<'static, T>) -> F,
    F: Future<Output = E>,
    R: Run<T, A, E>,
    L: Length<A>,
{
    #[inline]
    fn status(&self) -> Status {
        self.state.status()
    }
}

impl<T, A, Make, F, R, L: Length<A>> Debug for Boxed<T, A, Make, F, R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Boxed").field(&self.state.status()).finish()
    }
}
