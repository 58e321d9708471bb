//! Whether a part that is used by value was copied, left an empty one behind, or was moved.

use super::*;

/// A part that is copied.
#[derive(Clone, Copy, Debug)]
pub struct Copied;
/// A part in whose place an empty one is left.
#[derive(Clone, Copy, Debug)]
pub struct Vacated;
/// A part that is moved out.
#[derive(Clone, Copy, Debug)]
pub struct MovedOut;

macro_rules! parts {
    ($($name:ident: $copied:literal $vacated:literal $reach_copied:ty, $reach_vacated:ty, $reach_moved:ty, $whole:ident;)*) => { $(
        impl $name {
            /// Whether it is copied.
            #[inline]
            pub const fn is_copied(self) -> bool {
                $copied
            }
            /// Whether an empty one is left.
            #[inline]
            pub const fn is_vacated(self) -> bool {
                $vacated
            }
            /// Control goes on where it is copied.
            #[inline]
            pub fn reach_copied(self) -> $reach_copied {
                reached()
            }
            /// Control goes on where an empty one is left.
            #[inline]
            pub fn reach_vacated(self) -> $reach_vacated {
                reached()
            }
            /// Control goes on where it is moved out.
            #[inline]
            pub fn reach_moved(self) -> $reach_moved {
                reached()
            }
            /// Whether the variable stays whole.
            #[inline]
            pub const fn whole(self) -> $whole {
                $whole
            }
        }
    )* };
}
parts! {
    Copied: true false (), Never, Never, Stays;
    Vacated: false true Never, (), Never, Stays;
    MovedOut: false false Never, Never, (), Leaves;
}

/// Where control goes on, or not.
pub(super) trait Reached {
    fn reached() -> Self;
}
impl Reached for () {
    #[inline]
    fn reached() {}
}
impl Reached for Never {
    fn reached() -> Never {
        unreachable!()
    }
}
#[inline]
pub(super) fn reached<R: Reached>() -> R {
    R::reached()
}

impl Vacated {
    /// The part.
    #[inline]
    pub fn take<T: Default>(self, part: &mut T) -> T {
        core::mem::take(part)
    }
}
impl Copied {
    /// No empty one is left.
    pub fn take<T>(self, _: &mut T) -> T {
        unreachable!()
    }
}
impl MovedOut {
    /// No empty one is left.
    pub fn take<T>(self, _: &mut T) -> T {
        unreachable!()
    }
}

/// A part whose type is `Copy`.
pub trait PartCopied {
    /// The tag.
    #[inline]
    fn __generator_part(&self) -> Copied {
        Copied
    }
}
impl<T: Copy> PartCopied for &&&&Kind<T> {}

/// A part that is a collection.
pub trait PartCollection {
    /// The tag.
    #[inline]
    fn __generator_part(&self) -> Vacated {
        Vacated
    }
}
impl<T: Default + IntoIterator + FromIterator<T::Item>> PartCollection for &&&Kind<T> {}

/// A part that is text.
pub trait PartText {
    /// The tag.
    #[inline]
    fn __generator_part(&self) -> Vacated {
        Vacated
    }
}
impl<T: Default + core::borrow::Borrow<str> + FromIterator<char>> PartText for &&Kind<T> {}

/// A part that is an `Option`.
pub trait PartOption {
    /// The tag.
    #[inline]
    fn __generator_part(&self) -> Vacated {
        Vacated
    }
}
impl<T> PartOption for &Kind<Option<T>> {}

/// Any other part.
pub trait PartMoved {
    /// The tag.
    #[inline]
    fn __generator_part(&self) -> MovedOut {
        MovedOut
    }
}
impl<T> PartMoved for Kind<T> {}

/// Whether a part that is used by value is copied, or moved.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_part {
    ($part:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{PartCopied as _, PartMoved as _};
        let kind = $crate::__generator_kind_of!($part);
        (&&&&&kind).__generator_part().whole()
    }};
}

/// The same, where an empty one may be left in its place.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_vacated {
    ($part:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{
            PartCollection as _, PartCopied as _, PartMoved as _, PartOption as _, PartText as _,
        };
        let kind = $crate::__generator_kind_of!($part);
        (&&&&&kind).__generator_part().whole()
    }};
}

/// The same of a part of what `whole` is the type of.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_vacated_of {
    ($whole:ident, $part:expr) => {
        $crate::__generator_vacated!({
            let $whole = $whole.get();
            $part
        })
    };
}

/// A part by value: copied, taken with an empty one left in its place, or moved.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_take {
    ($part:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{
            PartCollection as _, PartCopied as _, PartMoved as _, PartOption as _, PartText as _,
        };
        let tag = (&&&&&$crate::__private::Kind::of(&$part)).__generator_part();
        if tag.is_copied() {
            tag.reach_copied();
            $part
        } else if tag.is_vacated() {
            tag.reach_vacated();
            tag.take(&mut $part)
        } else {
            tag.reach_moved();
            $part
        }
    }};
}

/// Whether what a pattern binds is copied, or moved.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_pattern {
    ($part:expr, $pat:pat, $($name:ident $kind:ident),*) => {{
        #[allow(unused_imports)]
        use $crate::__private::{And as _, PartCopied as _, PartMoved as _};
        $(let $kind = $crate::__private::Kind::new();)*
        if false {
            $crate::__private::unreached();
            #[allow(irrefutable_let_patterns)]
            if let $pat = $part {
                $($kind.is($name);)*
            }
        }
        $crate::__private::Stays$(.and((&&&&&$kind).__generator_part().whole()))*
    }};
}

/// Whether a part that is the receiver of a method is copied, or left by the method.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_receiver {
    ($part:expr, $found:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::Or as _;
        $crate::__generator_part!($part).or($found)
    }};
}
