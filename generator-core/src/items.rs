use core::fmt::{self, Debug};
use core::iter::FusedIterator;
use core::mem;

use crate::{Coroutine, CoroutineState};

/// What a coroutine yields, as an iterator that keeps what it returns.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use generator_core::{Coroutine, Items, generator};
///
/// /// The lines of `text` that hold something; how many don't.
/// #[generator]
/// fn filled(text: &str) -> impl Coroutine<Yield = &str, Return = usize> {
///     let mut empty = 0;
///     for line in text.lines() {
///         if line.is_empty() {
///             empty += 1;
///         } else {
///             yield_!(line);
///         }
///     }
///     empty
/// }
///
/// let mut lines = Items::new(filled("one\n\ntwo"));
/// assert!(lines.by_ref().eq(["one", "two"]));
/// assert_eq!(lines.take_return(), Some(1));
/// # }
/// ```
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Items<C: Coroutine> {
    stage: Stage<C, C::Return>,
}

/// How far the coroutine has come.
#[derive(Clone, Debug)]
enum Stage<C, Z> {
    Running(C),
    Returned(Z),
    /// It has panicked, or what it returned was taken.
    Over,
}

impl<C: Coroutine> Items<C> {
    /// The items of `coroutine`, which runs as they are asked for.
    ///
    /// # Examples
    ///
    /// ```
    /// use generator_core::{Items, OfIterator};
    ///
    /// assert!(Items::new(OfIterator::new([1, 2])).eq([1, 2]));
    /// ```
    #[inline]
    pub fn new(coroutine: C) -> Self {
        Items { stage: Stage::Running(coroutine) }
    }

    /// What the coroutine has returned: once after the iterator has given `None`, else nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use generator_core::{Items, OfIterator};
    ///
    /// let mut items = Items::new(OfIterator::new([1]));
    /// assert_eq!((items.next(), items.take_return()), (Some(1), None));
    /// assert_eq!((items.next(), items.take_return()), (None, Some(())));
    /// assert_eq!(items.take_return(), None);
    /// ```
    pub fn take_return(&mut self) -> Option<C::Return> {
        if !matches!(self.stage, Stage::Returned(_)) {
            return None;
        }
        match mem::replace(&mut self.stage, Stage::Over) {
            Stage::Returned(value) => Some(value),
            _ => None,
        }
    }

    /// Runs the coroutine to its end, and drops the items that are left. Returned is what the coroutine returns;
    /// nothing, if that was taken.
    ///
    /// # Panics
    ///
    /// As the coroutine's body.
    ///
    /// # Examples
    ///
    /// ```
    /// use generator_core::{Items, OfIterator};
    ///
    /// assert_eq!(Items::new(OfIterator::new([1, 2])).into_return(), Some(()));
    /// ```
    pub fn into_return(mut self) -> Option<C::Return> {
        self.by_ref().for_each(drop);
        self.take_return()
    }
}

impl<C: Coroutine> Iterator for Items<C> {
    type Item = C::Yield;

    #[inline]
    fn next(&mut self) -> Option<C::Yield> {
        let mut guard = OverOnUnwind { stage: &mut self.stage, unwinds: false };
        let Stage::Running(coroutine) = guard.stage else { return None };
        guard.unwinds = true;
        let state = coroutine.resume(());
        guard.unwinds = false;
        match state {
            CoroutineState::Yielded(item) => Some(item),
            CoroutineState::Complete(value) => {
                *guard.stage = Stage::Returned(value);
                None
            }
        }
    }
}

/// Ends the items where the coroutine panics.
struct OverOnUnwind<'a, C, Z> {
    stage: &'a mut Stage<C, Z>,
    unwinds: bool,
}

impl<C, Z> Drop for OverOnUnwind<'_, C, Z> {
    #[inline]
    fn drop(&mut self) {
        if self.unwinds {
            *self.stage = Stage::Over;
        }
    }
}

impl<C: Coroutine> FusedIterator for Items<C> {}

impl<C: Coroutine + Clone> Clone for Items<C>
where
    C::Return: Clone,
{
    fn clone(&self) -> Self {
        Items { stage: self.stage.clone() }
    }
}

impl<C: Coroutine + Debug> Debug for Items<C>
where
    C::Return: Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Items").field(&self.stage).finish()
    }
}
