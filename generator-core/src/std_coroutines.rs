use core::ops;
use core::pin::Pin;

use crate::{Coroutine, CoroutineState};

/// A coroutine of this crate as one of [`core::ops::Coroutine`]. It is never pinned itself, so that any reference will do.
///
/// With the feature `nightly`, where rustc has that trait.
///
/// # Panics
///
/// As the coroutine that it wraps, also where it is resumed after its end.
///
/// # Examples
///
/// ```
/// #![feature(coroutine_trait)]
/// # #[cfg(feature = "macros")] {
/// use core::ops::{Coroutine as _, CoroutineState};
/// use core::pin::Pin;
/// use generator_core::{AsStd, Coroutine, generator};
///
/// #[generator]
/// fn doubled(#[resume] first: u32) -> impl Coroutine<u32, Yield = u32> {
///     let mut number = first;
///     loop {
///         number = yield_!(number * 2);
///     }
/// }
///
/// let mut doubled = AsStd::new(doubled());
/// assert_eq!(Pin::new(&mut doubled).resume(2), CoroutineState::Yielded(4));
/// assert_eq!(Pin::new(&mut doubled).resume(3), CoroutineState::Yielded(6));
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "coroutines are lazy and do nothing unless resumed"]
pub struct AsStd<C> {
    coroutine: C,
}

/// Nothing in it is pinned.
impl<C> Unpin for AsStd<C> {}

impl<C> AsStd<C> {
    /// `coroutine`, which isn't resumed yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use generator_core::{AsStd, OfIterator};
    ///
    /// let letters = AsStd::new(OfIterator::new("ab".chars()));
    /// # drop(letters);
    /// ```
    #[inline]
    pub const fn new(coroutine: C) -> Self {
        AsStd { coroutine }
    }
}

impl<R, C: Coroutine<R>> ops::Coroutine<R> for AsStd<C> {
    type Yield = C::Yield;
    type Return = C::Return;

    #[inline]
    #[track_caller]
    fn resume(self: Pin<&mut Self>, argument: R) -> ops::CoroutineState<C::Yield, C::Return> {
        match self.get_mut().coroutine.resume(argument) {
            CoroutineState::Yielded(item) => ops::CoroutineState::Yielded(item),
            CoroutineState::Complete(value) => ops::CoroutineState::Complete(value),
        }
    }
}

/// A coroutine of [`core::ops::Coroutine`] as one of this crate: those that may be moved, which a `Pin<&mut C>` and a
/// `Pin<Box<C>>` always may.
///
/// With the feature `nightly`, where rustc has that trait.
///
/// # Panics
///
/// As the coroutine that it wraps. rustc's own panic where they are resumed after their end, with "coroutine resumed after
/// completion".
///
/// # Examples
///
/// ```
/// #![feature(coroutine_trait, coroutines, stmt_expr_attributes)]
/// use generator_core::{Coroutine, CoroutineState, OfStd};
///
/// let mut counting = OfStd::new(
///     #[coroutine]
///     |first: u32| {
///         let second = yield first + 1;
///         first + second
///     },
/// );
/// assert_eq!(counting.resume(1), CoroutineState::Yielded(2));
/// assert_eq!(counting.resume(10), CoroutineState::Complete(11));
/// ```
#[derive(Clone, Debug)]
#[must_use = "coroutines are lazy and do nothing unless resumed"]
pub struct OfStd<C> {
    coroutine: C,
}

impl<C: Unpin> OfStd<C> {
    /// `coroutine`, which isn't resumed yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use generator_core::{AsStd, Items, OfIterator, OfStd};
    ///
    /// assert!(Items::new(OfStd::new(AsStd::new(OfIterator::new([1, 2])))).eq([1, 2]));
    /// ```
    #[inline]
    pub const fn new(coroutine: C) -> Self {
        OfStd { coroutine }
    }
}

impl<R, C: ops::Coroutine<R> + Unpin> Coroutine<R> for OfStd<C> {
    type Yield = C::Yield;
    type Return = C::Return;

    #[inline]
    fn resume(&mut self, argument: R) -> CoroutineState<C::Yield, C::Return> {
        match Pin::new(&mut self.coroutine).resume(argument) {
            ops::CoroutineState::Yielded(item) => CoroutineState::Yielded(item),
            ops::CoroutineState::Complete(value) => CoroutineState::Complete(value),
        }
    }
}
