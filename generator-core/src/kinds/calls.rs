//! Whether a method has taken what it was called on: the type of the call is compared with that of the call on a reference.

use super::*;
use core::ops::Deref;

/// What the stand-in of a method returns.
#[derive(Debug)]
pub struct NotFound;

/// Two types: that of a call, and that of the same call on a reference.
///
/// A trait that references implement as well, such as `BufRead`, gives a method that takes `self` to them too. Most often
/// its value tells of the difference: that of `(&mut reader).lines()` is a `Lines<&mut …>`.
#[derive(Debug)]
pub struct Calls<'k, T, U>(pub &'k Kind<T>, pub &'k Kind<U>);

/// They are the same.
pub trait SameCall {
    /// The tag.
    #[inline]
    fn __generator_found(&self) -> Stays {
        Stays
    }
}
impl<T> SameCall for &Calls<'_, T, T> {}

/// They aren't.
pub trait OtherCall {
    /// The tag.
    #[inline]
    fn __generator_found(&self) -> Leaves {
        Leaves
    }
}
impl<T, U> OtherCall for Calls<'_, T, U> {}

/// An iterator: methods of that trait which take it give the same value where they take a reference to it.
pub trait OfIterator {
    /// The tag.
    #[inline]
    fn __generator_iterator(&self) -> Leaves {
        Leaves
    }
}
impl<T: Iterator> OfIterator for &Kind<T> {}

/// No iterator.
pub trait OfNone {
    /// The tag.
    #[inline]
    fn __generator_iterator(&self) -> Stays {
        Stays
    }
}
impl<T> OfNone for Kind<T> {}

/// A variable, to look behind where it is a smart pointer.
#[derive(Debug)]
pub struct Pointer<'a, T: ?Sized>(pub &'a mut T);

/// What is behind a type that is no pointer.
#[derive(Debug)]
pub struct NoTarget;

/// A variable that is a reference: nothing is asked of it.
pub trait ReferencePlace {
    /// Nothing.
    fn __generator_place(&self) -> &'static mut NoTarget {
        unreachable!()
    }
}
impl<T: ?Sized> ReferencePlace for &Pointer<'_, &T> {}
impl<T: ?Sized> ReferencePlace for &Pointer<'_, &mut T> {}

/// Any other variable.
pub trait OwnPlace {
    /// Its type.
    type Place: ?Sized;
    /// It.
    fn __generator_place<'p>(&self) -> &'p mut Self::Place
    where
        Self::Place: 'p,
    {
        unreachable!()
    }
}
impl<T: ?Sized> OwnPlace for Pointer<'_, T> {
    type Place = T;
}

/// An array, on which methods of slices are called.
pub trait WithElements {
    /// The slice.
    type Target: ?Sized;
    /// The slice.
    fn __generator_target(&self) -> &'static mut Self::Target;
}
impl<T: 'static, const N: usize> WithElements for &&Pointer<'_, [T; N]> {
    type Target = [T];
    fn __generator_target(&self) -> &'static mut [T] {
        unreachable!()
    }
}

/// A pointer.
pub trait WithTarget {
    /// What it points to.
    type Target: ?Sized;
    /// What it points to.
    fn __generator_target(&self) -> &'static mut Self::Target;
}
impl<T: Deref + ?Sized> WithTarget for &Pointer<'_, T>
where
    T::Target: 'static,
{
    type Target = T::Target;
    fn __generator_target(&self) -> &'static mut T::Target {
        unreachable!()
    }
}

/// No pointer.
pub trait WithoutTarget {
    /// Nothing.
    fn __generator_target(&self) -> &'static mut NoTarget {
        unreachable!()
    }
}
impl<T: ?Sized> WithoutTarget for Pointer<'_, T> {}
