//! Tags: whether something stays of a variable; and what is handed on of it.

use super::*;
use core::marker::PhantomData;

/// What a call returns that never comes back.
#[derive(Debug)]
pub enum Never {}

/// Ends the control flow that the borrow checker sees.
pub fn unreached() -> Never {
    unreachable!()
}

/// In the place of a variable whose drop does nothing, or which is gone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Gone;

impl Gone {
    /// Nothing is kept.
    #[inline]
    pub const fn into_option(self) -> Option<Gone> {
        None
    }
}

/// A variable that isn't used again, and is kept to be dropped in its turn.
#[derive(Clone, Debug)]
pub struct HeldOn<T>(pub T);

impl<T> HeldOn<T> {
    /// It is kept.
    #[inline]
    pub fn into_option(self) -> Option<T> {
        Some(self.0)
    }
}

/// In the place of a variable that its last use has taken.
#[derive(Debug)]
pub struct Lost<T>(PhantomData<fn() -> T>);

impl<T> Lost<T> {
    /// Nothing is kept.
    #[inline]
    pub fn into_option(self) -> Option<T> {
        None
    }
}

impl<T> Clone for Lost<T> {
    fn clone(&self) -> Self {
        Lost(PhantomData)
    }
}

/// Something is left of a variable, and its drop may do something.
#[derive(Clone, Copy, Debug)]
pub struct Stays;

/// Nothing is left of a variable, or its drop does nothing.
#[derive(Clone, Copy, Debug)]
pub struct Leaves;

impl Stays {
    /// Whether something is left.
    #[inline]
    pub const fn stays(self) -> bool {
        true
    }
    /// Control goes on.
    #[inline]
    pub const fn reach(self) {}
    /// Control never goes on.
    #[inline]
    pub fn reach_left(self) -> Never {
        unreachable!()
    }
    /// The variable is kept.
    #[inline]
    pub fn keep<T>(self, value: T) -> HeldOn<T> {
        HeldOn(value)
    }
    /// It isn't gone.
    #[inline]
    pub fn gone<T>(self) -> HeldOn<T> {
        unreachable!()
    }
    /// It is kept, if its last use has left it.
    #[inline]
    pub fn keep_if<T, F: Found<T>>(self, found: F, value: T) -> F::Out {
        found.hold(value)
    }
    /// It was taken.
    #[inline]
    pub fn lost<T, F: Found<T>>(self, found: F, _: &Kind<T>) -> F::Out {
        found.lose()
    }
    /// What is left of it.
    #[inline]
    pub fn of_option<T>(self, value: Option<T>) -> Option<T> {
        value
    }
    /// Something is left of it.
    pub fn no_option<T>(self, _: &Kind<T>) -> Option<T> {
        unreachable!()
    }
}

impl Leaves {
    /// Whether something is left.
    #[inline]
    pub const fn stays(self) -> bool {
        false
    }
    /// Control never goes on.
    #[inline]
    pub fn reach(self) -> Never {
        unreachable!()
    }
    /// Control goes on.
    #[inline]
    pub const fn reach_left(self) {}
    /// The variable isn't kept.
    #[inline]
    pub fn keep<T>(self, _: T) -> Gone {
        Gone
    }
    /// It is gone.
    #[inline]
    pub const fn gone(self) -> Gone {
        Gone
    }
    /// It isn't kept.
    #[inline]
    pub fn keep_if<T, F>(self, _: F, _: T) -> Gone {
        Gone
    }
    /// It was taken.
    #[inline]
    pub fn lost<T, F>(self, _: F, _: &Kind<T>) -> Gone {
        Gone
    }
    /// Nothing is left of it.
    #[inline]
    pub fn of_option<T>(self, _: Option<T>) -> Option<Gone> {
        None
    }
    /// Nothing is left of it.
    #[inline]
    pub fn no_option<T>(self, _: &Kind<T>) -> Option<Gone> {
        None
    }
}

/// What is left of a variable whose drop does something, after its last use.
pub trait Found<T> {
    /// The variable, or nothing.
    type Out;
    /// The variable.
    fn hold(self, value: T) -> Self::Out;
    /// Nothing.
    fn lose(self) -> Self::Out;
}

impl<T> Found<T> for Stays {
    type Out = HeldOn<T>;
    fn hold(self, value: T) -> HeldOn<T> {
        HeldOn(value)
    }
    fn lose(self) -> HeldOn<T> {
        unreachable!()
    }
}

impl<T> Found<T> for Leaves {
    type Out = Lost<T>;
    fn hold(self, _: T) -> Lost<T> {
        unreachable!()
    }
    fn lose(self) -> Lost<T> {
        Lost(PhantomData)
    }
}

/// One of two tags that says that something is left.
pub trait Or<B> {
    /// Which.
    type Out;
    /// Which.
    fn or(self, b: B) -> Self::Out;
}

impl<B> Or<B> for Stays {
    type Out = Stays;
    fn or(self, _: B) -> Stays {
        Stays
    }
}

impl<B> Or<B> for Leaves {
    type Out = B;
    fn or(self, b: B) -> B {
        b
    }
}

/// Both of two tags say that something is left.
pub trait And<B> {
    /// Whether they do.
    type Out;
    /// Whether they do.
    fn and(self, b: B) -> Self::Out;
}

impl<B> And<B> for Stays {
    type Out = B;
    fn and(self, b: B) -> B {
        b
    }
}

impl<B> And<B> for Leaves {
    type Out = Leaves;
    fn and(self, _: B) -> Leaves {
        Leaves
    }
}
