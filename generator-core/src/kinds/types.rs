//! A type without a value of it, and whether its drop does nothing.

use super::*;
use crate::ends::Fails;
use core::marker::PhantomData;

/// A type, without a value of it.
#[derive(Debug)]
pub struct Kind<T: ?Sized>(PhantomData<fn() -> *const T>);

impl<T: ?Sized> Clone for Kind<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Kind<T> {}

impl<T: Fails> Kind<T> {
    /// A body with such items that hasn't failed.
    #[inline]
    pub fn end(self) -> T::Ends {
        T::end()
    }
}

impl<T> Kind<T> {
    /// A type to be inferred.
    #[allow(clippy::new_without_default)]
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Kind(PhantomData)
    }
    /// The type of a variable.
    #[inline]
    pub const fn of(_: &T) -> Self {
        Kind(PhantomData)
    }
    /// Says that it is the type of `_value`.
    #[inline]
    pub fn is(&self, _value: T) {}
    /// Says that it is the type of the variable.
    #[inline]
    pub fn is_of(&self, _: &T) {}
    /// Says that it is the type of `value`, and gives that back.
    #[inline]
    pub fn note(&self, value: T) -> T {
        value
    }
    /// Parts of a variable of the type.
    #[inline]
    pub fn of_parts<P>(&self, parts: P) -> Parts<T, P> {
        Parts(parts, PhantomData)
    }
    /// A value of the type, in code that is never reached.
    #[inline]
    pub fn get(&self) -> T {
        unreachable!()
    }
}

/// An argument of any type.
#[derive(Clone, Copy, Debug)]
pub struct Any;

impl Any {
    /// Gives `value` back.
    #[inline]
    pub fn note<T>(&self, value: T) -> T {
        value
    }
    /// A value of whichever type is wanted, in code that is never reached.
    pub fn get(&self) -> ! {
        unreachable!()
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident: [$($for:tt)*] $tag:ident;)*) => { $(
        $(#[$doc])*
        pub trait $name {
            /// The tag.
            #[inline]
            fn __generator_kind(&self) -> $tag {
                $tag
            }
        }
        impl<T> $name for $($for)* {}
    )* };
}
kinds! {
    /// A type whose drop does nothing, as it is `Copy`.
    OfCopy: [&&&&&Kind<T> where T: Copy] Leaves;
    /// A type whose drop does nothing.
    OfQuiet: [&&&&Kind<T> where T: Quiet] Leaves;
    /// A collection of such: its drop frees memory.
    OfCollection: [&&&Kind<T> where T: Default + IntoIterator<Item: Quiet> + FromIterator<T::Item>] Leaves;
    /// What is left of a collection of such.
    OfItems: [&&Kind<T> where T: Iterator<Item: Quiet> + AsRef<[T::Item]>] Leaves;
    /// Text: its drop frees memory.
    OfText: [&Kind<T> where T: Default + core::borrow::Borrow<str> + FromIterator<char>] Leaves;
    /// Any other type.
    OfOther: [Kind<T>] Stays;
}

/// Types that aren't `Copy`, and whose drop does nothing that can be seen.
pub trait Quiet {}

macro_rules! quiet {
    ($([$($generics:tt)*] $ty:ty;)*) => { $(impl<$($generics)*> Quiet for $ty {})* };
}
quiet! {
    ['a, T: ?Sized] &'a T;
    ['a, T: ?Sized] &'a mut T;
    [] str;
    [] bool; [] char;
    [] u8; [] u16; [] u32; [] u64; [] u128; [] usize;
    [] i8; [] i16; [] i32; [] i64; [] i128; [] isize;
    [] f32; [] f64;
    [] (); [A: Quiet] (A,); [A: Quiet, B: Quiet] (A, B); [A: Quiet, B: Quiet, C: Quiet] (A, B, C);
    [A: Quiet, B: Quiet, C: Quiet, D: Quiet] (A, B, C, D);
    [T: Quiet, const N: usize] [T; N];
    [T: Quiet] [T];
    [T: Quiet] Option<T>;
    [T: Quiet, E: Quiet] Result<T, E>;
    [T: ?Sized] PhantomData<T>;
    [T: Quiet] core::cell::Cell<T>;
    [T: Quiet] core::ops::Range<T>;
    [T: Quiet] core::ops::RangeInclusive<T>;
    [T: Quiet] core::ops::RangeFrom<T>;
    ['a, T] core::slice::Iter<'a, T>;
    ['a, T] core::slice::IterMut<'a, T>;
    ['a, T] core::slice::Chunks<'a, T>;
    ['a, T] core::slice::ChunksMut<'a, T>;
    ['a, T] core::slice::ChunksExact<'a, T>;
    ['a, T] core::slice::Windows<'a, T>;
    ['a] core::str::Chars<'a>;
    ['a] core::str::CharIndices<'a>;
    ['a] core::str::Bytes<'a>;
    ['a] core::str::Lines<'a>;
    ['a] core::str::SplitWhitespace<'a>;
    ['a] core::str::SplitAsciiWhitespace<'a>;
    ['a] core::str::Split<'a, char>;
    ['a, 'b] core::str::Split<'a, &'b str>;
    ['a] core::str::SplitN<'a, char>;
    ['a, 'b] core::str::SplitN<'a, &'b str>;
    ['a] core::str::RSplit<'a, char>;
    [I: Quiet] core::iter::Rev<I>;
    [I: Quiet] core::iter::Enumerate<I>;
    [I: Quiet] core::iter::Skip<I>;
    [I: Quiet] core::iter::Take<I>;
    [I: Quiet] core::iter::StepBy<I>;
    [I: Quiet] core::iter::Copied<I>;
    [I: Quiet] core::iter::Cloned<I>;
    [I: Quiet, J: Quiet] core::iter::Zip<I, J>;
    [I: Quiet, J: Quiet] core::iter::Chain<I, J>;
    [I: Quiet + Iterator<Item: Quiet>] core::iter::Peekable<I>;
}
