//! Where the parts of a variable are: in itself, behind a reference, or behind a smart pointer.

use super::*;
use core::marker::PhantomData;
use core::ops::Deref;

/// A variable that is a reference: a part of it is copied or borrowed, never moved.
#[derive(Debug)]
pub struct Reference<W>(PhantomData<fn() -> W>);
/// One whose parts stand behind a smart pointer, and can't be moved either.
#[derive(Debug)]
pub struct BehindPointer<W>(PhantomData<fn() -> W>);
/// One whose parts are its own, or those of a box.
#[derive(Debug)]
pub struct OwnParts<W>(pub(super) PhantomData<fn() -> W>);

macro_rules! places {
    ($($name:ident: $reference:literal $pointer:literal $reach_reference:ty, $reach_pointer:ty, $reach_own:ty;)*) => { $(
        impl<W> $name<W> {
            /// Whether it is a reference.
            #[inline]
            pub const fn is_reference(&self) -> bool {
                $reference
            }
            /// Whether it is a pointer.
            #[inline]
            pub const fn is_pointer(&self) -> bool {
                $pointer
            }
            /// Control goes on where it is a reference.
            #[inline]
            pub fn reach_reference(&self) -> $reach_reference {
                reached()
            }
            /// Control goes on where it is a pointer.
            #[inline]
            pub fn reach_pointer(&self) -> $reach_pointer {
                reached()
            }
            /// Control goes on where the parts are its own.
            #[inline]
            pub fn reach_own(&self) -> $reach_own {
                reached()
            }
        }
    )* };
}
places! {
    Reference: true false (), Never, Never;
    BehindPointer: false true Never, (), Never;
    OwnParts: false false Never, Never, ();
}

impl<W> Reference<W> {
    /// Nothing of it has to be dropped.
    #[inline]
    pub fn tag<B>(&self, _: B) -> Leaves {
        Leaves
    }
    /// The variable.
    #[inline]
    pub fn reference(&self, whole: W) -> W {
        whole
    }
    /// No pointer.
    pub fn pointer(&self, _: &mut W) -> W {
        unreachable!()
    }
    /// No parts of its own.
    pub fn own<P>(&self, _: P) -> W {
        unreachable!()
    }
    /// What is kept: the variable.
    #[inline]
    pub fn whole_again<P>(&self, whole: W) -> Whole<W, P> {
        Whole(whole, PhantomData)
    }
    /// No pointer.
    pub fn rest_again<R, P>(&self, _: R) -> Whole<W, P> {
        unreachable!()
    }
    /// No parts of its own.
    pub fn parts_again<P>(&self, _: P) -> Whole<W, P> {
        unreachable!()
    }
}
impl<W> BehindPointer<W> {
    /// It has to be dropped.
    #[inline]
    pub fn tag<B>(&self, _: B) -> Stays {
        Stays
    }
    /// No reference.
    pub fn reference<'w>(&self, _: W) -> &'w mut W {
        unreachable!()
    }
    /// The variable.
    #[inline]
    pub fn pointer<'w>(&self, whole: &'w mut W) -> &'w mut W {
        whole
    }
    /// No parts of its own.
    pub fn own<'w, P>(&self, _: P) -> &'w mut W {
        unreachable!()
    }
    /// No reference.
    pub fn whole_again<X, P>(&self, _: X) -> Whole<W, P> {
        unreachable!()
    }
    /// What is kept: the variable.
    #[inline]
    pub fn rest_again<P>(&self, whole: W) -> Whole<W, P> {
        Whole(whole, PhantomData)
    }
    /// No parts of its own.
    pub fn parts_again<P>(&self, _: P) -> Whole<W, P> {
        unreachable!()
    }
}
impl<W> OwnParts<W> {
    /// What the uses of its parts tell.
    #[inline]
    pub fn tag<B>(&self, tag: B) -> B {
        tag
    }
    /// No reference.
    pub fn reference<P>(&self, _: W) -> P {
        unreachable!()
    }
    /// No pointer.
    pub fn pointer<P>(&self, _: &mut W) -> P {
        unreachable!()
    }
    /// The parts.
    #[inline]
    pub fn own<P>(&self, parts: P) -> P {
        parts
    }
    /// No reference.
    pub fn whole_again<X, P>(&self, _: X) -> Parts<W, P> {
        unreachable!()
    }
    /// No pointer.
    pub fn rest_again<R, P>(&self, _: R) -> Parts<W, P> {
        unreachable!()
    }
    /// What is kept: the parts.
    #[inline]
    pub fn parts_again<P>(&self, parts: P) -> Parts<W, P> {
        Parts(parts, PhantomData)
    }
}

/// A reference.
pub trait PartsOfReference {
    /// Its type.
    type Whole;
    /// The tag.
    #[inline]
    fn __generator_place_of(&self) -> Reference<Self::Whole> {
        Reference(PhantomData)
    }
}
impl<'a, T: ?Sized> PartsOfReference for &&&&Kind<&'a T> {
    type Whole = &'a T;
}
impl<'a, T: ?Sized> PartsOfReference for &&&&Kind<&'a mut T> {
    type Whole = &'a mut T;
}
/// A reference: what isn't copied of it can't be moved.
pub trait OfReference {
    /// The tag.
    #[inline]
    fn __generator_reference(&self) -> Stays {
        Stays
    }
}
impl<T: ?Sized> OfReference for &Kind<&T> {}
impl<T: ?Sized> OfReference for &Kind<&mut T> {}
/// No reference.
pub trait OfNoReference {
    /// The tag.
    #[inline]
    fn __generator_reference(&self) -> Leaves {
        Leaves
    }
}
impl<T> OfNoReference for Kind<T> {}
/// A box: its parts can be moved out.
pub trait PartsOfBox {
    /// Its type.
    type Whole;
    /// The tag.
    #[inline]
    fn __generator_place_of(&self) -> OwnParts<Self::Whole> {
        OwnParts(PhantomData)
    }
}
impl<T: core::ops::DerefMut<Target: Sized> + From<T::Target>> PartsOfBox for &&&Kind<T> {
    type Whole = T;
}
/// A pointer that gives exclusive access.
pub trait PartsOfExclusive {
    /// Its type.
    type Whole;
    /// The tag.
    #[inline]
    fn __generator_place_of(&self) -> BehindPointer<Self::Whole> {
        BehindPointer(PhantomData)
    }
}
impl<T: core::ops::DerefMut> PartsOfExclusive for &&Kind<T> {
    type Whole = T;
}
/// A pointer that is shared, as `Rc` and `Arc` are.
pub trait PartsOfShared {
    /// Its type.
    type Whole;
    /// The tag.
    #[inline]
    fn __generator_place_of(&self) -> BehindPointer<Self::Whole> {
        BehindPointer(PhantomData)
    }
}
impl<T> PartsOfShared for &Kind<T>
where
    T: Deref<Target: Sized> + From<T::Target> + AsRef<T::Target> + core::borrow::Borrow<T::Target> + Clone,
{
    type Whole = T;
}
/// Any other variable.
pub trait PartsOfOwn {
    /// Its type.
    type Whole;
    /// The tag.
    #[inline]
    fn __generator_place_of(&self) -> OwnParts<Self::Whole> {
        OwnParts(PhantomData)
    }
}
impl<T> PartsOfOwn for Kind<T> {
    type Whole = T;
}

/// Where the parts of a variable are.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_behind {
    ($kind:ident) => {{
        #[allow(unused_imports)]
        use $crate::__private::{
            PartsOfBox as _, PartsOfExclusive as _, PartsOfOwn as _, PartsOfReference as _,
            PartsOfShared as _,
        };
        (&&&&&$kind).__generator_place_of()
    }};
}

/// What is left of a variable of which parts are used again: all, or those parts.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_rest {
    ($tags:expr, $x:expr, $parts:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{And as _, OfNoReference as _, OfReference as _, Or as _};
        let of = $crate::__private::Kind::new();
        if false {
            $crate::__private::unreached();
            of.is($x);
        }
        let tags = (&&of).__generator_reference().or($tags);
        if tags.stays() {
            tags.reach();
            tags.whole($x)
        } else {
            tags.reach_parts();
            tags.parts($parts)
        }
    }};
}
