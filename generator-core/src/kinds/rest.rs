//! What is left of a variable of which a part was used by value: all of it, or the parts that are used later.

use super::*;
use core::marker::PhantomData;

/// What is left of a variable: all of it, a `W`.
#[derive(Clone, Debug)]
pub struct Whole<W, P>(pub(super) W, pub(super) PhantomData<fn() -> P>);

/// What is left of a variable: the parts that are used later, a `P`.
#[derive(Clone, Debug)]
pub struct Parts<W, P>(pub(super) P, pub(super) PhantomData<fn() -> W>);

impl Stays {
    /// Control never goes on: the variable is whole.
    pub fn reach_parts(self) -> Never {
        unreachable!()
    }
    /// All of it.
    #[inline]
    pub fn whole<W, P>(self, whole: W) -> Whole<W, P> {
        Whole(whole, PhantomData)
    }
    /// Not only parts.
    pub fn parts<W, P>(self, _: P) -> Whole<W, P> {
        unreachable!()
    }
}

impl Leaves {
    /// Control goes on.
    #[inline]
    pub const fn reach_parts(self) {}
    /// Not all of it.
    pub fn whole<W, P>(self, _: W) -> Parts<W, P> {
        unreachable!()
    }
    /// The parts.
    #[inline]
    pub fn parts<W, P>(self, parts: P) -> Parts<W, P> {
        Parts(parts, PhantomData)
    }
}

impl<W, P> Whole<W, P> {
    /// The same, of fewer parts.
    #[inline]
    pub fn map_parts<Q>(self, _: impl FnOnce(P) -> Q) -> Whole<W, Q> {
        Whole(self.0, PhantomData)
    }
    /// Where its parts are.
    #[inline]
    pub fn place<K>(&self, place: K) -> K {
        place
    }
    /// The variable, if it is whole.
    #[inline]
    pub fn into_option(self) -> Option<W> {
        Some(self.0)
    }
    /// The variable's type.
    #[inline]
    pub fn kind(&self) -> Kind<W> {
        Kind::new()
    }
    /// Whether it is whole.
    #[inline]
    pub const fn is_whole(&self) -> bool {
        true
    }
    /// Control goes on.
    #[inline]
    pub const fn reach_whole(&self) {}
    /// Control never goes on.
    pub fn reach_parts(&self) -> Never {
        unreachable!()
    }
    /// The variable.
    #[inline]
    pub fn by_whole(&mut self) -> &mut W {
        &mut self.0
    }
    /// Not only parts.
    pub fn by_parts(&mut self) -> (&mut W, &mut P) {
        unreachable!()
    }
    /// The variable.
    #[inline]
    pub fn into_whole(self) -> W {
        self.0
    }
    /// Not only parts.
    pub fn into_parts(self) -> P {
        unreachable!()
    }
    /// As told at run time.
    #[inline]
    pub fn either(self) -> Either<W, P> {
        Either::Whole(self.0)
    }
}

impl<W, P> Parts<W, P> {
    /// The same, of fewer parts.
    #[inline]
    pub fn map_parts<Q>(self, narrow: impl FnOnce(P) -> Q) -> Parts<W, Q> {
        Parts(narrow(self.0), PhantomData)
    }
    /// They are one's own.
    #[inline]
    pub fn place<K>(&self, _: K) -> OwnParts<W> {
        OwnParts(PhantomData)
    }
    /// The variable, if it is whole.
    #[inline]
    pub fn into_option(self) -> Option<W> {
        None
    }
    /// The variable's type.
    #[inline]
    pub fn kind(&self) -> Kind<W> {
        Kind::new()
    }
    /// Whether it is whole.
    #[inline]
    pub const fn is_whole(&self) -> bool {
        false
    }
    /// Control never goes on.
    pub fn reach_whole(&self) -> Never {
        unreachable!()
    }
    /// Control goes on.
    #[inline]
    pub const fn reach_parts(&self) {}
    /// Not all of it.
    pub fn by_whole(&mut self) -> &mut W {
        unreachable!()
    }
    /// The parts.
    #[inline]
    pub fn by_parts(&mut self) -> (Owned, &mut P) {
        (Owned, &mut self.0)
    }
    /// Not all of it.
    pub fn into_whole(self) -> W {
        unreachable!()
    }
    /// The parts.
    #[inline]
    pub fn into_parts(self) -> P {
        self.0
    }
    /// As told at run time.
    #[inline]
    pub fn either(self) -> Either<W, P> {
        Either::Parts(self.0)
    }
}

/// What is left of a variable, where several paths meet.
#[derive(Clone, Debug)]
pub enum Either<W, P> {
    /// All of it.
    Whole(W),
    /// The parts that are used later.
    Parts(P),
}

impl<W, P> Either<W, P> {
    /// The same, of fewer parts.
    #[inline]
    pub fn map_parts<Q>(self, narrow: impl FnOnce(P) -> Q) -> Either<W, Q> {
        match self {
            Either::Whole(whole) => Either::Whole(whole),
            Either::Parts(parts) => Either::Parts(narrow(parts)),
        }
    }
    /// Where its parts are.
    #[inline]
    pub fn place<K>(&self, place: K) -> K {
        place
    }
    /// The variable, if it is whole.
    #[inline]
    pub fn into_option(self) -> Option<W> {
        match self {
            Either::Whole(whole) => Some(whole),
            Either::Parts(_) => None,
        }
    }
    /// The variable's type.
    #[inline]
    pub fn kind(&self) -> Kind<W> {
        Kind::new()
    }
    /// Whether it is whole.
    #[inline]
    pub const fn is_whole(&self) -> bool {
        matches!(self, Either::Whole(_))
    }
    /// Control goes on.
    #[inline]
    pub const fn reach_whole(&self) {}
    /// Control goes on.
    #[inline]
    pub const fn reach_parts(&self) {}
    /// The variable.
    #[inline]
    pub fn by_whole(&mut self) -> &mut W {
        match self {
            Either::Whole(whole) => whole,
            Either::Parts(_) => unreachable!(),
        }
    }
    /// The parts.
    #[inline]
    pub fn by_parts(&mut self) -> (Owned, &mut P) {
        match self {
            Either::Parts(parts) => (Owned, parts),
            Either::Whole(_) => unreachable!(),
        }
    }
    /// The variable.
    #[inline]
    pub fn into_whole(self) -> W {
        match self {
            Either::Whole(whole) => whole,
            Either::Parts(_) => unreachable!(),
        }
    }
    /// The parts.
    #[inline]
    pub fn into_parts(self) -> P {
        match self {
            Either::Parts(parts) => parts,
            Either::Whole(_) => unreachable!(),
        }
    }
    /// Itself.
    #[inline]
    pub fn either(self) -> Self {
        self
    }
}
