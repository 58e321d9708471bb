use core::iter::FusedIterator;

use crate::Status;

/// An iterator that is a generator, and can tell how far it has come.
///
/// A generator function may return `impl Generator<Item = T>` in place of
/// `impl Iterator<Item = T>`, where its callers are to know its [`Status`].
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use generator_core::{Generator, Status, generator};
///
/// #[generator]
/// fn greeting() -> impl Generator<Item = &'static str> {
///     yield_!("hello");
/// }
///
/// let mut words = greeting();
/// assert_eq!(words.status(), Status::Created);
/// assert_eq!(words.next(), Some("hello"));
/// assert_eq!(words.status(), Status::Suspended);
/// assert_eq!(words.next(), None);
/// assert!(words.is_done());
/// # }
/// ```
#[must_use = "generators are lazy and do nothing unless consumed"]
pub trait Generator: FusedIterator {
    /// How far the generator has come.
    fn status(&self) -> Status;

    /// Whether no item is left: the body has returned or panicked.
    #[inline]
    fn is_done(&self) -> bool {
        self.status().is_done()
    }
}

impl<G: Generator + ?Sized> Generator for &mut G {
    #[inline]
    fn status(&self) -> Status {
        (**self).status()
    }
}
