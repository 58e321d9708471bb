//! Bodies that suspend by `await`, and all the unsafe code of this crate.
//!
//! In: `async |args, mut yielder: Yielder<'_, T>| { … yielder.put(item).await … }`, the body as its author wrote it. Out: a
//! frame that polls it, and takes out what it has put.
//!
//! A frame is the body's future together with an [`Exchange`], which a [`Yielder`] in the future points to. What makes that
//! sound:
//!
//! - **No yielder leaves its body.** A body takes a `Yielder<'s, …>` for *every* lifetime `'s`: it can store one nowhere but
//!   in what `'s` bounds, which is its own future. (So say the bounds `AsyncFnOnce(A, Yielder<'_, Y, R>)` of the functions at
//!   the end, the only ones that make a [`Begin`].) `Yielder` is invariant in `'s`: not even a body inside another's can
//!   exchange the two.
//! - **The exchange outlives the future** and stays where it is. Both are in one allocation, or in one pinned value, and the
//!   future is dropped first. What is forgotten leaks with its allocation; what is pinned is never forgotten and reused.
//! - **Only one thread is at the exchange.** A yielder is used while its future is polled or dropped, for which the frame is
//!   borrowed by `&mut`; the frame uses it when it isn't. `&Frame` gives access to nothing.
//! - **No exclusive reference covers both** while there is a future: there is `&mut` to the future, and `&` to the exchange,
//!   whose fields are cells. (The owner's `&mut` of a pinned value doesn't count, as that isn't `Unpin`: each future that
//!   points into itself rests on that.)
//!
//! Nothing depends on how a body behaves. One that polls a suspension twice, forgets it, waits for something else or is made
//! by hand may lose items, end or panic.

#[cfg(feature = "boxed")]
use alloc::boxed::Box;
use core::cell::Cell;
use core::fmt::{self, Debug};
use core::future::Future;
use core::marker::{PhantomData, PhantomPinned};
use core::mem;
#[cfg(feature = "boxed")]
use core::mem::MaybeUninit;
use core::pin::Pin;
use core::ptr::NonNull;
#[cfg(feature = "boxed")]
use core::task::Waker;
use core::task::{Context, Poll};

use crate::Status;
#[cfg(feature = "boxed")]
use crate::boxed::{Boxed, ByNext, Eager};
#[cfg(feature = "boxed")]
use crate::boxed_coroutine::BoxedCoroutine;
use crate::ends::Ends;
#[cfg(feature = "boxed")]
use crate::length::{Length, Unknown};
#[cfg(feature = "boxed")]
use crate::{Coroutine, Generator, PinGenerator};
#[cfg(feature = "stream")]
use futures_core::FusedStream;

/// Where a body and its frame leave for each other what is yielded, and what it is resumed with.
struct Exchange<Y, R> {
    item: Cell<Option<Y>>,
    argument: Cell<Option<R>>,
}

impl<Y, R> Exchange<Y, R> {
    #[inline]
    fn new() -> Self {
        Exchange { item: Cell::new(None), argument: Cell::new(None) }
    }
}

/// The body's end of an exchange. It lives no longer than `'s`, of which a body knows nothing.
pub struct Yielder<'s, Y, R = ()> {
    exchange: NonNull<Exchange<Y, R>>,
    scope: PhantomData<fn(&'s ()) -> &'s ()>,
}

// SAFETY: it gives access to an exchange of `Y`s and `R`s, and no other thread is at it (see above). What it hands out is
// taken out in the thread that polls.
unsafe impl<Y: Send, R: Send> Send for Yielder<'_, Y, R> {}
// SAFETY: a shared reference to it gives access to nothing.
unsafe impl<Y, R> Sync for Yielder<'_, Y, R> {}

impl<'s, Y, R> Yielder<'s, Y, R> {
    #[inline]
    fn exchange(&mut self) -> &Exchange<Y, R> {
        // SAFETY: it is there as long as the future that holds `self`, and only one thread is at it.
        unsafe { self.exchange.as_ref() }
    }

    /// Leaves `item` for the caller. To be awaited: the body goes on when that has been taken.
    #[inline]
    pub fn put(&mut self, item: Y) -> Suspend<'_, 's, Y, R> {
        self.exchange().item.set(Some(item));
        Suspend(self)
    }

    /// The same, but that the body goes on with an argument, when there is one.
    #[inline]
    pub fn put_and_receive(&mut self, item: Y) -> Receive<'_, 's, Y, R> {
        self.exchange().item.set(Some(item));
        Receive(self)
    }

    /// Whether an item waits to be taken.
    #[inline]
    pub(crate) fn has_item(&mut self) -> bool {
        // SAFETY: the reference ends here, before anybody else can be at the cell.
        unsafe { (*self.exchange().item.as_ptr()).is_some() }
    }
}

impl<Y, R> Debug for Yielder<'_, Y, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Yielder")
    }
}

/// A suspended body: ready when its item has been taken.
#[derive(Debug)]
#[must_use = "the body suspends where this is awaited"]
pub struct Suspend<'y, 's, Y, R>(&'y mut Yielder<'s, Y, R>);

impl<Y, R> Future for Suspend<'_, '_, Y, R> {
    type Output = ();

    #[inline]
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.0.has_item() { Poll::Pending } else { Poll::Ready(()) }
    }
}

/// A suspended body: ready when there is an argument to resume it with.
#[derive(Debug)]
#[must_use = "the body suspends where this is awaited"]
pub struct Receive<'y, 's, Y, R>(&'y mut Yielder<'s, Y, R>);

impl<Y, R> Future for Receive<'_, '_, Y, R> {
    type Output = R;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<R> {
        match self.0.exchange().argument.take() {
            Some(argument) => Poll::Ready(argument),
            None => Poll::Pending,
        }
    }
}

/// What makes the future of a body that lets no yielder out.
pub(crate) struct Begin<Make>(Make);

/// A body that has begun, and its exchange, in one allocation.
#[cfg(feature = "boxed")]
pub(crate) struct HeapFrame<Y, R, F>(NonNull<Room<Y, R, F>>);

#[cfg(feature = "boxed")]
struct Room<Y, R, F> {
    exchange: Exchange<Y, R>,
    body: F,
}

// SAFETY: it owns an exchange and a future.
#[cfg(feature = "boxed")]
unsafe impl<Y: Send, R: Send, F: Send> Send for HeapFrame<Y, R, F> {}
// SAFETY: a shared reference gives access to neither.
#[cfg(feature = "boxed")]
unsafe impl<Y, R, F> Sync for HeapFrame<Y, R, F> {}

#[cfg(feature = "boxed")]
impl<Y, R, F: Future> HeapFrame<Y, R, F> {
    /// Makes the future of a body, which runs nothing of it yet.
    #[inline]
    pub(crate) fn new<A, Make>(args: A, Begin(make): Begin<Make>) -> Self
    where
        Make: FnOnce(A, Yielder<'static, Y, R>) -> F,
    {
        let room = Box::into_raw(Box::<Room<Y, R, F>>::new_uninit());
        let exchange = {
            let room = room.cast::<Room<Y, R, F>>();
            // SAFETY: the room is allocated.
            unsafe {
                (&raw mut (*room).exchange).write(Exchange::new());
                NonNull::new_unchecked(&raw mut (*room).exchange)
            }
        };
        // If `make` panics, the room is freed.
        let memory = Memory(room);
        let body = make(args, Yielder { exchange, scope: PhantomData });
        mem::forget(memory);
        let room = room.cast::<Room<Y, R, F>>();
        // SAFETY: as above. It comes from a box, so it isn't null.
        unsafe {
            (&raw mut (*room).body).write(body);
            HeapFrame(NonNull::new_unchecked(room))
        }
    }

    /// Runs the body on, up to what it yields (then it is pending) or its end.
    #[inline]
    pub(crate) fn poll(&mut self) -> Poll<F::Output> {
        // SAFETY: the future is pinned: made, polled and dropped in its allocation. This is the only reference to it.
        let body = unsafe { Pin::new_unchecked(&mut (*self.0.as_ptr()).body) };
        body.poll(&mut Context::from_waker(Waker::noop()))
    }

    /// What the body has put.
    #[inline]
    pub(crate) fn take(&mut self) -> Option<Y> {
        self.exchange().item.take()
    }

    /// Lets a body go on that waits for an argument.
    #[inline]
    pub(crate) fn give(&mut self, argument: R) {
        self.exchange().argument.set(Some(argument));
    }

    #[inline]
    fn exchange(&mut self) -> &Exchange<Y, R> {
        // SAFETY: it is there as long as `self`, and the body doesn't run.
        unsafe { &(*self.0.as_ptr()).exchange }
    }
}

#[cfg(feature = "boxed")]
impl<Y, R, F> Drop for HeapFrame<Y, R, F> {
    fn drop(&mut self) {
        let room = self.0.as_ptr();
        // Also if the body panics as it is dropped.
        let _memory = Memory::<Y, R, F>(room.cast());
        // SAFETY: it is dropped once, in place.
        unsafe { (&raw mut (*room).body).drop_in_place() }
    }
}

/// The allocation of a frame whose exchange is made, and whose future isn't there: not yet, or no longer.
#[cfg(feature = "boxed")]
struct Memory<Y, R, F>(*mut MaybeUninit<Room<Y, R, F>>);

#[cfg(feature = "boxed")]
impl<Y, R, F> Drop for Memory<Y, R, F> {
    fn drop(&mut self) {
        // SAFETY: it comes from a box, and nobody else has it. An item that nobody has taken may be left: it is dropped last,
        // as its drop may panic.
        unsafe {
            let _exchange = (&raw const (*self.0.cast::<Room<Y, R, F>>()).exchange).read();
            drop(Box::from_raw(self.0));
        }
    }
}

/// What is pinned by its owner: a body, begun or not, and its exchange.
pub(crate) struct PinnedFrame<Y, A, Make, F> {
    // Before the exchange, for it is dropped first.
    stage: Stage<A, Make, F>,
    exchange: Exchange<Y, ()>,
    /// The future points to the exchange. Of a type that isn't `Unpin`, rustc takes no `&mut` to be exclusive.
    _pinned: PhantomPinned,
}

enum Stage<A, Make, F> {
    Start(A, Begin<Make>),
    Running(F),
    Done,
}

// SAFETY: a shared reference tells whether it is done, and gives access to nothing else.
unsafe impl<Y, A, Make, F> Sync for PinnedFrame<Y, A, Make, F> {}

impl<Y, A, Make, F> PinnedFrame<Y, A, Make, F>
where
    Make: FnOnce(A, Yielder<'static, Y>) -> F,
    F: Future,
{
    fn new(args: A, begin: Begin<Make>) -> Self {
        PinnedFrame { stage: Stage::Start(args, begin), exchange: Exchange::new(), _pinned: PhantomPinned }
    }

    /// Runs the body on, up to what it yields (`Ok`), its end (`Err`), or where it waits. At its end, or if it panics, it is
    /// dropped. After that there is nothing.
    #[inline]
    pub(crate) fn poll(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Y, F::Output>>> {
        // SAFETY: nothing is moved out of it but what a body begins with, which isn't pinned.
        let this = unsafe { self.get_unchecked_mut() };
        if let Stage::Start(..) = this.stage
            && let Stage::Start(args, Begin(make)) = mem::replace(&mut this.stage, Stage::Done)
        {
            let yielder = Yielder { exchange: NonNull::from(&this.exchange), scope: PhantomData };
            this.stage = Stage::Running(make(args, yielder));
        }
        let mut guard = FinishStage { stage: &mut this.stage, ends: true };
        let Stage::Running(body) = &mut *guard.stage else {
            guard.ends = false;
            return Poll::Ready(None);
        };
        // SAFETY: it is pinned as `self` is: made, polled and dropped in place.
        let body = unsafe { Pin::new_unchecked(body) };
        match body.poll(context) {
            Poll::Ready(end) => Poll::Ready(Some(Err(end))),
            Poll::Pending => {
                guard.ends = false;
                let Some(item) = this.exchange.item.take() else { return Poll::Pending };
                Poll::Ready(Some(Ok(item)))
            }
        }
    }
}

impl<Y, A, Make, F> PinnedFrame<Y, A, Make, F> {
    /// How far the body has come.
    #[inline]
    pub(crate) fn status(&self) -> Status {
        match self.stage {
            Stage::Start(..) => Status::Created,
            Stage::Running(_) => Status::Suspended,
            Stage::Done => Status::Done,
        }
    }
}

impl<Y, A, Make, F> Debug for PinnedFrame<Y, A, Make, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pinned").field(&self.status()).finish()
    }
}

/// Drops a body in place when it has ended, also by unwinding.
struct FinishStage<'a, A, Make, F> {
    stage: &'a mut Stage<A, Make, F>,
    ends: bool,
}

impl<A, Make, F> Drop for FinishStage<'_, A, Make, F> {
    #[inline]
    fn drop(&mut self) {
        if self.ends {
            *self.stage = Stage::Done;
        }
    }
}

/// A boxed generator of `body`. `run` is the same body, each yield a call of the sink: a fresh one is folded by it.
#[cfg(feature = "boxed")]
#[inline]
pub fn boxed<T, E, A, Body, Run, L>(
    args: A,
    length: L,
    body: Body,
    run: Run,
) -> impl Generator<Item = T> + Debug
where
    E: Ends<T>,
    Body: AsyncFnOnce(A, Yielder<'_, T>) -> E,
    Run: Fn(A, &mut dyn FnMut(T)) -> E,
    L: Length<A>,
{
    Boxed::new(args, Begin(move |args, yielder: Yielder<'static, T>| body(args, yielder)), Eager(run), length)
}

/// A boxed coroutine of `body`, whose last argument is what it is resumed with first.
#[cfg(feature = "boxed")]
#[inline]
pub fn boxed_coroutine<R, Y, Z, A, Body>(
    args: A,
    body: Body,
) -> impl Coroutine<R, Yield = Y, Return = Z> + Debug
where
    Body: AsyncFnOnce(A, Yielder<'_, Y, R>, R) -> Z,
{
    let make = move |(args, first): (A, R), yielder: Yielder<'static, Y, R>| body(args, yielder, first);
    BoxedCoroutine::new(args, Begin(make))
}

/// A boxed generator of an expression, whose body captures. There is no second copy of it, which would capture the same.
#[cfg(feature = "boxed")]
#[inline]
pub fn boxed_expression<T, E, Body>(body: Body) -> impl Generator<Item = T> + Debug
where
    E: Ends<T>,
    Body: AsyncFnOnce(Yielder<'_, T>) -> E,
{
    // What it captures is in the body, which begins as the argument.
    let begin = Begin(|body: Body, yielder: Yielder<'static, T>| body(yielder));
    Boxed::new(body, begin, ByNext, Unknown)
}

/// A generator to be pinned by its caller, without an allocation.
#[cfg(feature = "boxed")]
#[inline]
pub fn pinned<T, E, A, Body>(args: A, body: Body) -> impl PinGenerator<Item = T> + Debug
where
    E: Ends<T>,
    Body: AsyncFnOnce(A, Yielder<'_, T>) -> E,
{
    PinnedFrame::new(args, Begin(move |args, yielder: Yielder<'static, T>| body(args, yielder)))
}

/// A stream of an `async` body.
#[cfg(feature = "stream")]
#[inline]
pub fn stream<T, E, A, Body>(args: A, body: Body) -> impl FusedStream<Item = T> + Debug
where
    E: Ends<T>,
    Body: AsyncFnOnce(A, Yielder<'_, T>) -> E,
{
    PinnedFrame::new(args, Begin(move |args, yielder: Yielder<'static, T>| body(args, yielder)))
}

/// The same of an expression, whose body captures.
#[cfg(feature = "stream")]
#[inline]
pub fn stream_expression<T, E, Body>(body: Body) -> impl FusedStream<Item = T> + Debug
where
    E: Ends<T>,
    Body: AsyncFnOnce(Yielder<'_, T>) -> E,
{
    let begin = Begin(|body: Body, yielder: Yielder<'static, T>| body(yielder));
    PinnedFrame::new(body, begin)
}
