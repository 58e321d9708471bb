//! How parts are reached that are used again: as one's own, through `&mut`, or through `&`.

use super::*;
use core::ops::Deref;

/// The parts of a variable are one's own.
#[derive(Debug)]
pub struct Owned;

/// Parts that can be changed.
#[derive(Clone, Copy, Debug)]
pub struct Exclusive;
/// Parts that can't, as they are behind a shared pointer.
#[derive(Clone, Copy, Debug)]
pub struct Shared;

impl Exclusive {
    /// Whether they can be changed.
    #[inline]
    pub const fn is_exclusive(self) -> bool {
        true
    }
    /// Control goes on.
    #[inline]
    pub const fn reach_exclusive(self) {}
    /// Control never goes on.
    pub fn reach_shared(self) -> Never {
        unreachable!()
    }
    /// A reference.
    #[inline]
    pub fn exclusive<T: ?Sized>(self, part: &mut T) -> &mut T {
        part
    }
    /// No shared one.
    pub fn shared<T: ?Sized>(self, _: &T) -> &mut T {
        unreachable!()
    }
}
impl Shared {
    /// Whether they can be changed.
    #[inline]
    pub const fn is_exclusive(self) -> bool {
        false
    }
    /// Control never goes on.
    pub fn reach_exclusive(self) -> Never {
        unreachable!()
    }
    /// Control goes on.
    #[inline]
    pub const fn reach_shared(self) {}
    /// No exclusive one.
    pub fn exclusive<T: ?Sized>(self, _: &mut T) -> &T {
        unreachable!()
    }
    /// A reference.
    #[inline]
    pub fn shared<T: ?Sized>(self, part: &T) -> &T {
        part
    }
}

/// A pointer that gives exclusive access.
pub trait ToExclusive {
    /// The tag.
    #[inline]
    fn __generator_access(&self) -> Exclusive {
        Exclusive
    }
}
impl<T: core::ops::DerefMut> ToExclusive for &&Kind<T> {}
/// One that gives shared access only.
pub trait ToShared {
    /// The tag.
    #[inline]
    fn __generator_access(&self) -> Shared {
        Shared
    }
}
impl<T: Deref> ToShared for &Kind<T> {}
/// No pointer.
pub trait ToOwn {
    /// The tag.
    #[inline]
    fn __generator_access(&self) -> Exclusive {
        Exclusive
    }
}
impl<T> ToOwn for Kind<T> {}

/// Names the type of what a reference, or [`Owned`], stands for.
pub trait Stands {
    /// That type.
    type For;
    /// It.
    #[inline]
    fn __generator_stands(&self) -> Kind<Self::For> {
        Kind::new()
    }
}
impl<W> Stands for &mut W {
    type For = W;
}
impl Stands for Owned {
    type For = Owned;
}

/// Whether parts of a variable can be changed.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_access {
    ($whole:ident) => {{
        #[allow(unused_imports)]
        use $crate::__private::{Stands as _, ToExclusive as _, ToOwn as _, ToShared as _};
        (&&&$whole.__generator_stands()).__generator_access()
    }};
}

/// A part of a variable by reference.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_by_reference {
    ($access:ident, $part:expr) => {{
        let access = $access;
        if access.is_exclusive() {
            access.reach_exclusive();
            access.exclusive(&mut $part)
        } else {
            access.reach_shared();
            access.shared(&$part)
        }
    }};
}
