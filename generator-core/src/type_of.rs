use core::marker::PhantomData;

/// The type of a variable that an expansion sets in more than one place.
///
/// Inference learns it where the variable is first declared, and knows it
/// where the variable is set again, without a value of it at hand.
#[derive(Debug)]
pub struct TypeOf<T>(PhantomData<fn() -> T>);

impl<T> TypeOf<T> {
    /// A type to be inferred.
    #[allow(clippy::new_without_default)]
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        TypeOf(PhantomData)
    }

    /// Says that it is the type of `_value`.
    #[inline]
    pub const fn is(&self, _value: &T) {}
}
