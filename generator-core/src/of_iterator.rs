use crate::coroutine::resumed_after_end;
use crate::{Coroutine, CoroutineState};

/// An iterator as a coroutine, which takes any argument, drops it, and returns `()`.
///
/// A coroutine's `yield_from!` runs coroutines: `yield_from!(OfIterator::new(items))` hands out what an iterator gives.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use generator_core::{Coroutine, Items, OfIterator, generator};
///
/// #[generator]
/// fn framed(text: &str) -> impl Coroutine<Yield = char, Return = usize> {
///     yield_!('[');
///     yield_from!(OfIterator::new(text.chars()));
///     yield_!(']');
///     text.len()
/// }
///
/// let mut letters = Items::new(framed("ab"));
/// assert_eq!(letters.by_ref().collect::<String>(), "[ab]");
/// assert_eq!(letters.take_return(), Some(2));
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "coroutines are lazy and do nothing unless resumed"]
pub struct OfIterator<I> {
    /// `None` after the end.
    iterator: Option<I>,
}

impl<I: Iterator> OfIterator<I> {
    /// The items of `items`, of which none is asked for yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use generator_core::{Coroutine, CoroutineState, OfIterator};
    ///
    /// let mut one = OfIterator::new([1]);
    /// assert_eq!(one.resume("any"), CoroutineState::Yielded(1));
    /// assert_eq!(one.resume("argument"), CoroutineState::Complete(()));
    /// ```
    #[inline]
    pub fn new(items: impl IntoIterator<IntoIter = I>) -> Self {
        OfIterator { iterator: Some(items.into_iter()) }
    }
}

impl<R, I: Iterator> Coroutine<R> for OfIterator<I> {
    type Yield = I::Item;
    type Return = ();

    #[inline]
    fn resume(&mut self, argument: R) -> CoroutineState<I::Item, ()> {
        drop(argument);
        let Some(iterator) = &mut self.iterator else { resumed_after_end() };
        match iterator.next() {
            Some(item) => CoroutineState::Yielded(item),
            None => {
                self.iterator = None;
                CoroutineState::Complete(())
            }
        }
    }
}
