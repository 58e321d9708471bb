use core::fmt::{self, Debug};
use core::future::Future;
use core::iter::FusedIterator;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use crate::Status;
use crate::body::{PinnedFrame, Yielder};
use crate::ends::Ends;

/// A generator whose body may borrow its own variables across yields, without an allocation: it can't be moved once it has
/// begun, so its caller pins it.
///
/// A generator function may return `impl PinGenerator<Item = T>`. [`items`](PinGenerator::items) makes an iterator of what is
/// pinned, by [`pin!`](core::pin::pin) or in a `Box`. It is lazy, fused, and a panic ends it, as with every generator.
///
/// This needs the feature `boxed`.
///
/// # Panics
///
/// A panic in the body goes on to the caller, and the generator gives `None` from then on.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use generator_core::{PinGenerator, generator};
/// use std::pin::pin;
///
/// #[generator]
/// fn lengths(text: &str) -> impl PinGenerator<Item = usize> {
///     let lower = text.to_lowercase();
///     for word in lower.split_whitespace() {
///         yield_!(word.len());
///     }
/// }
///
/// let lengths = pin!(lengths("to be or not"));
/// assert!(lengths.items().eq([2, 2, 2, 3]));
/// # }
/// ```
#[must_use = "generators are lazy and do nothing unless consumed"]
pub trait PinGenerator {
    /// The type of what is yielded.
    type Item;

    /// The next item, up to which the body runs on.
    fn next(self: Pin<&mut Self>) -> Option<Self::Item>;

    /// How far the body has come.
    fn status(&self) -> Status;

    /// The items that are left, as an iterator.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// use generator_core::{PinGenerator, generator};
    /// use std::pin::pin;
    ///
    /// #[generator]
    /// fn below(n: u32) -> impl PinGenerator<Item = u32> {
    ///     yield_from!(0..n);
    /// }
    ///
    /// let mut below = pin!(below(4));
    /// assert_eq!(below.as_mut().next(), Some(0));
    /// assert_eq!(below.as_mut().items().sum::<u32>(), 6);
    /// assert!(below.status().is_done());
    /// # }
    /// ```
    fn items(self: Pin<&mut Self>) -> PinnedItems<'_, Self>
    where
        Self: Sized,
    {
        PinnedItems { generator: self }
    }
}

/// The items of a [`PinGenerator`]: what [`items`](PinGenerator::items) returns.
///
/// It gives `None` where the generator has ended.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use generator_core::{PinGenerator, PinnedItems, generator};
/// use std::pin::pin;
///
/// #[generator]
/// fn letters() -> impl PinGenerator<Item = char> {
///     let word = String::from("abc");
///     yield_from!(word.chars());
/// }
///
/// fn second<G: PinGenerator<Item = char>>(mut items: PinnedItems<'_, G>) -> Option<char> {
///     items.nth(1)
/// }
///
/// assert_eq!(second(pin!(letters()).items()), Some('b'));
/// # }
/// ```
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct PinnedItems<'p, G> {
    generator: Pin<&'p mut G>,
}

impl<G: PinGenerator> Iterator for PinnedItems<'_, G> {
    type Item = G::Item;

    #[inline]
    fn next(&mut self) -> Option<G::Item> {
        self.generator.as_mut().next()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.generator.status().is_done() { (0, Some(0)) } else { (0, None) }
    }
}

impl<G: PinGenerator> FusedIterator for PinnedItems<'_, G> {}

impl<G: PinGenerator> Debug for PinnedItems<'_, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PinnedItems").field(&self.generator.status()).finish()
    }
}

impl<T, A, E, Make, F> PinGenerator for PinnedFrame<T, A, Make, F>
where
    E: Ends<T>,
    Make: FnOnce(A, Yielder<'static, T>) -> F,
    F: Future<Output = E>,
{
    type Item = T;

    #[inline]
    fn next(self: Pin<&mut Self>) -> Option<T> {
        match self.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Some(Ok(item))) => Some(item),
            Poll::Ready(Some(Err(end))) => end.last(),
            Poll::Ready(None) => None,
            Poll::Pending => panic!("a generator can't wait for a future"),
        }
    }

    #[inline]
    fn status(&self) -> Status {
        self.status()
    }
}
