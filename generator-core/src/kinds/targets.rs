//! What the fields are of that a reference leads to: of what it refers to, or of what that points to.
//!
//! `self.guard.count`, where `guard` is a `RefMut`: to borrow several of such fields at once, it is dereferenced first.

use super::*;
use core::ops::{Deref, DerefMut};

/// The fields are those of what is referred to, itself or as rustc sees through a box or a reference.
#[derive(Clone, Copy, Debug)]
pub struct OwnFields;
/// They are behind a pointer that gives exclusive access.
#[derive(Clone, Copy, Debug)]
pub struct ExclusiveFields;
/// They are behind one that gives shared access only.
#[derive(Clone, Copy, Debug)]
pub struct SharedFields;

impl OwnFields {
    /// The reference itself.
    #[inline]
    pub fn reach<R>(self, whole: R) -> R {
        whole
    }
}
impl ExclusiveFields {
    /// A reference to what is pointed to.
    #[inline]
    pub fn reach<P: DerefMut>(self, whole: &mut P) -> &mut P::Target {
        whole
    }
}
impl SharedFields {
    /// A shared reference.
    #[inline]
    pub fn reach<P>(self, whole: &mut P) -> &P {
        whole
    }
}

macro_rules! targets {
    ($($(#[$doc:meta])* $name:ident: $tag:ident $(, [$($generics:tt)*] $for:ty)*;)*) => { $(
        $(#[$doc])*
        pub trait $name {
            /// The tag.
            #[inline]
            fn __generator_target_of(&self) -> $tag {
                $tag
            }
        }
        $(impl<$($generics)*> $name for $for {})*
    )* };
}
targets! {
    /// A shared reference, or an exclusive one to another.
    TargetOfReference: OwnFields, [T: ?Sized] &&&&Kind<&T>, [T: ?Sized] &&&&Kind<&mut &mut T>;
    /// A reference to a box.
    TargetOfBox: OwnFields, [B: DerefMut<Target: Sized> + From<B::Target>] &&&Kind<&mut B>;
    /// A reference to a pointer that gives exclusive access.
    TargetOfExclusive: ExclusiveFields, [P: DerefMut] &&Kind<&mut P>;
    /// A reference to another pointer.
    TargetOfShared: SharedFields, [P: Deref] &Kind<&mut P>;
    /// Any other reference.
    TargetOfOwn: OwnFields, [R] Kind<R>;
}

/// A reference.
pub trait Access {
    /// Whether it is exclusive.
    type Tag;
    /// Whether it is exclusive.
    fn access(&self) -> Self::Tag;
}
impl<T: ?Sized> Access for &T {
    type Tag = Shared;
    #[inline]
    fn access(&self) -> Shared {
        Shared
    }
}
impl<T: ?Sized> Access for &mut T {
    type Tag = Exclusive;
    #[inline]
    fn access(&self) -> Exclusive {
        Exclusive
    }
}

/// Whether a reference is exclusive.
#[inline]
pub fn access_of<R: Access>(reference: &R) -> R::Tag {
    reference.access()
}
