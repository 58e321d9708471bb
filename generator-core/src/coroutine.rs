/// A computation that is resumed with an argument, and each time yields a value or completes.
///
/// It is [`core::ops::Coroutine`] as far as stable Rust has it, without `Pin`. A function under `#[generator]` that
/// returns `impl Coroutine<R, Yield = Y, Return = Z>` is one:
///
/// - `let next: R = yield_!(y);` hands out `y`, and is the argument that the coroutine is resumed with.
/// - A parameter marked `#[resume]` is the argument of the first resumption. It isn't among those that the function is
///   called with. Without such a parameter the first argument is dropped.
/// - The value of the body, of `return`, or the failure of a `?`, is what the coroutine returns. A `Return` that isn't
///   written is `()`.
/// - [`yield_from!(coroutine, first)`](crate::yield_from) runs another coroutine, and is what that returns.
/// - `impl for<'r> Coroutine<&'r mut Buffer, …>` takes a reference of another lifetime each time.
///
/// Nothing runs before the first [`resume`](Coroutine::resume). An argument that the body doesn't use is dropped when it
/// arrives.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use generator_core::CoroutineState::{Complete, Yielded};
/// use generator_core::{Coroutine, generator};
///
/// /// The mean of the numbers so far; at the first that is none, how many there were.
/// #[generator]
/// fn mean(#[resume] first: f64) -> impl Coroutine<f64, Yield = f64, Return = usize> {
///     let mut sum = first;
///     let mut count = 1;
///     loop {
///         let next = yield_!(sum / count as f64);
///         if next.is_nan() {
///             return count;
///         }
///         sum += next;
///         count += 1;
///     }
/// }
///
/// let mut mean = mean();
/// assert_eq!(mean.resume(1.0), Yielded(1.0));
/// assert_eq!(mean.resume(2.0), Yielded(1.5));
/// assert_eq!(mean.resume(f64::NAN), Complete(2));
/// # }
/// ```
#[must_use = "coroutines are lazy and do nothing unless resumed"]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no coroutine that takes `{R}`",
    label = "this can't be resumed with `{R}`",
    note = "an iterator becomes a coroutine by `OfIterator::new(iterator)`"
)]
pub trait Coroutine<R = ()> {
    /// What it hands out each time it suspends.
    type Yield;
    /// What it gives at its end.
    type Return;

    /// Runs the body up to its next yield, or to its end.
    ///
    /// # Panics
    ///
    /// A panic of the body ends the coroutine and goes on to the caller. One that is resumed after its end panics with
    /// "coroutine resumed after its end", at the place of the call.
    ///
    /// # Examples
    ///
    /// ```
    /// use generator_core::{Coroutine, CoroutineState, OfIterator};
    ///
    /// let mut letters = OfIterator::new("a".chars());
    /// assert_eq!(letters.resume(()), CoroutineState::Yielded('a'));
    /// assert_eq!(letters.resume(()), CoroutineState::Complete(()));
    /// ```
    #[track_caller]
    fn resume(&mut self, argument: R) -> CoroutineState<Self::Yield, Self::Return>;
}

/// What a coroutine has come to.
///
/// # Examples
///
/// ```
/// use generator_core::CoroutineState::{self, Complete, Yielded};
///
/// fn length(state: CoroutineState<&str, usize>) -> usize {
///     match state {
///         Yielded(text) => text.len(),
///         Complete(length) => length,
///     }
/// }
///
/// assert_eq!(length(Yielded("four")), length(Complete(4)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CoroutineState<Y, Z> {
    /// It is suspended, and has handed out this.
    Yielded(Y),
    /// It has ended, with this value.
    Complete(Z),
}

impl<R, C: Coroutine<R> + ?Sized> Coroutine<R> for &mut C {
    type Yield = C::Yield;
    type Return = C::Return;

    #[inline]
    #[track_caller]
    fn resume(&mut self, argument: R) -> CoroutineState<C::Yield, C::Return> {
        (**self).resume(argument)
    }
}

#[cfg(feature = "alloc")]
impl<R, C: Coroutine<R> + ?Sized> Coroutine<R> for alloc::boxed::Box<C> {
    type Yield = C::Yield;
    type Return = C::Return;

    #[inline]
    #[track_caller]
    fn resume(&mut self, argument: R) -> CoroutineState<C::Yield, C::Return> {
        (**self).resume(argument)
    }
}

/// What resuming a coroutine after its end does.
#[cold]
#[track_caller]
pub(crate) fn resumed_after_end() -> ! {
    panic!("coroutine resumed after its end")
}
