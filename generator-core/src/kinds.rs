//! What a macro can't see of a variable, rustc tells an expansion: tags, types without a value, that its method lookup picks.
//!
//! A call that returns [`Never`] ends the control flow that the borrow checker sees: what stands behind it is no use of a
//! variable. So one text is right in both cases.

use core::marker::PhantomData;
use core::ops::Deref;

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

/// A type, without a value of it.
#[derive(Debug)]
pub struct Kind<T: ?Sized>(PhantomData<fn() -> *const T>);

impl<T: ?Sized> Clone for Kind<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Kind<T> {}

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

/// What is left of a variable that isn't used again.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_keep {
    ($x:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{
            Kind, OfCollection as _, OfCopy as _, OfItems as _, OfOther as _, OfQuiet as _, OfText as _,
            unreached,
        };
        let of = Kind::new();
        if false {
            unreached();
            of.is($x);
        }
        let kind = (&&&&&&of).__generator_kind();
        if kind.stays() {
            kind.reach();
            kind.keep($x)
        } else {
            kind.gone()
        }
    }};
}

/// Whether a method that was called on a place takes a reference to it.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_found {
    ($call:ident, ($place:expr), $method:ident($($argument:ident),*)) => {{
        #[allow(unused_imports)]
        use $crate::__private::Or as _;
        let (shared, exclusive) = $crate::__generator_calls!($call, ($place), $method($($argument),*));
        shared.or(exclusive)
    }};
}

/// The same of a method that isn't known to take a reference to an iterator: one that is exclusive is one itself.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_found_unless_iterator {
    ($call:ident, ($place:expr), $method:ident($($argument:ident),*)) => {{
        #[allow(unused_imports)]
        use $crate::__private::{And as _, Kind, OfIterator as _, OfNone as _, Or as _, unreached};
        let kind = Kind::new();
        if false {
            unreached();
            kind.is($place);
        }
        let (shared, exclusive) = $crate::__generator_calls!($call, ($place), $method($($argument),*));
        shared.or((&&kind).__generator_iterator().and(exclusive))
    }};
}

/// Whether the call has the type of the same one on a shared reference, and on an exclusive one.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_calls {
    ($call:ident, ($place:expr), $method:ident($($argument:ident),*)) => {{
        #[allow(unused_imports)]
        use $crate::__private::{
            Calls, Kind, NotFound, Or as _, OtherCall as _, OwnPlace as _, Pointer, ReferencePlace as _, SameCall as _,
            WithTarget as _, WithoutTarget as _, unreached,
        };
        let (one, two, three, four, five, six) =
            (Kind::new(), Kind::new(), Kind::new(), Kind::new(), Kind::new(), Kind::new());
        if false {
            unreached();
            let place = (&&Pointer(&mut $place)).__generator_place();
            let target = (&&Pointer(&mut *place)).__generator_target();
            let second = (&&Pointer(&mut *target)).__generator_target();
            {
                trait StandIn {
                    fn $method(&mut self $(, $argument: impl ::core::marker::Sized)*) -> NotFound
                    where
                        Self: ::core::marker::Sized,
                    {
                        ::core::unreachable!()
                    }
                }
                impl<T: ?::core::marker::Sized> StandIn for &T {}
                one.is((&*place).$method($($argument.get()),*));
                three.is((&*target).$method($($argument.get()),*));
                five.is((&*second).$method($($argument.get()),*));
            }
            {
                trait StandIn {
                    fn $method(&mut self $(, $argument: impl ::core::marker::Sized)*) -> NotFound
                    where
                        Self: ::core::marker::Sized,
                    {
                        ::core::unreachable!()
                    }
                }
                impl<T: ?::core::marker::Sized> StandIn for &mut T {}
                two.is((&mut *place).$method($($argument.get()),*));
                four.is((&mut *target).$method($($argument.get()),*));
                six.is((&mut *second).$method($($argument.get()),*));
            }
        }
        (
            (&&Calls(&one, &$call))
                .__generator_found()
                .or((&&Calls(&three, &$call)).__generator_found())
                .or((&&Calls(&five, &$call)).__generator_found()),
            (&&Calls(&two, &$call))
                .__generator_found()
                .or((&&Calls(&four, &$call)).__generator_found())
                .or((&&Calls(&six, &$call)).__generator_found()),
        )
    }};
}

/// What the last use of a variable has left of it.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_left {
    ($found:expr, $x:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{
            Kind, OfCollection as _, OfCopy as _, OfItems as _, OfOther as _, OfQuiet as _, OfText as _,
            unreached,
        };
        let of = Kind::new();
        if false {
            unreached();
            of.is($x);
        }
        let kind = (&&&&&&of).__generator_kind();
        let found = $found;
        if kind.stays() {
            kind.reach();
            if found.stays() {
                found.reach();
                kind.keep_if(found, $x)
            } else {
                kind.lost(found, &of)
            }
        } else {
            kind.lost(found, &of)
        }
    }};
}

/// What is left of a variable in an `Option`.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_keep_slot {
    ($slot:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{
            Kind, OfCollection as _, OfCopy as _, OfItems as _, OfOther as _, OfQuiet as _, OfText as _,
            unreached,
        };
        let of = Kind::new();
        if false {
            unreached();
            of.is(::core::option::Option::unwrap($slot));
        }
        let kind = (&&&&&&of).__generator_kind();
        if kind.stays() {
            kind.reach();
            kind.of_option($slot)
        } else {
            kind.no_option(&of)
        }
    }};
}

/// What is left of a variable of which parts were used, where all of it may be gone.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_rest_option {
    ($rest:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{
            OfCollection as _, OfCopy as _, OfItems as _, OfOther as _, OfQuiet as _, OfText as _,
        };
        let rest = $rest;
        let kind = rest.kind();
        (&&&&&&kind).__generator_kind().of_option(rest.into_option())
    }};
    // More of them were used since: it may have been taken apart.
    ($tag:expr, $kind:expr, $rest:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{
            OfCollection as _, OfCopy as _, OfItems as _, OfOther as _, OfQuiet as _, OfText as _,
        };
        let kind = $kind;
        let whole = if $tag.stays() {
            $tag.reach();
            $rest.into_option()
        } else {
            ::core::option::Option::None
        };
        (&&&&&&kind).__generator_kind().of_option(whole)
    }};
}

/// Whether a part of what stands behind a reference is copied, or leaves an empty one behind.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_vacated_of {
    ($whole:ident, $part:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{
            Kind, PartCollection as _, PartCopied as _, PartMoved as _, PartOption as _, PartText as _,
            unreached,
        };
        let kind = Kind::new();
        if false {
            unreached();
            let $whole = $whole.get();
            kind.is($part);
        }
        (&&&&&kind).__generator_part().whole()
    }};
}

/// Nothing, in the place of what is kept of a variable elsewhere.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_nothing {
    ($x:expr) => {
        ::core::option::Option::None
    };
}

/// What is left of a variable: all of it, a `W`.
#[derive(Clone, Debug)]
pub struct Whole<W, P>(W, PhantomData<fn() -> P>);

/// What is left of a variable: the parts that are used later, a `P`.
#[derive(Clone, Debug)]
pub struct Parts<W, P>(P, PhantomData<fn() -> W>);

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
    /// The variable's type, for code that is never reached.
    #[inline]
    pub fn by_whole_unreached(&self) -> Kind<W> {
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
    /// The variable's type, for code that is never reached.
    #[inline]
    pub fn by_whole_unreached(&self) -> Kind<W> {
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
    /// The variable's type, for code that is never reached.
    #[inline]
    pub fn by_whole_unreached(&self) -> Kind<W> {
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
trait Reached {
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
fn reached<R: Reached>() -> R {
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
        use $crate::__private::{Kind, PartCopied as _, PartMoved as _, unreached};
        let kind = Kind::new();
        if false {
            unreached();
            kind.is($part);
        }
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
            Kind, PartCollection as _, PartCopied as _, PartMoved as _, PartOption as _, PartText as _,
            unreached,
        };
        let kind = Kind::new();
        if false {
            unreached();
            kind.is($part);
        }
        (&&&&&kind).__generator_part().whole()
    }};
}

/// A part by value: copied, taken with an empty one left in its place, or moved.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_take {
    ($part:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{
            Kind, PartCollection as _, PartCopied as _, PartMoved as _, PartOption as _, PartText as _,
        };
        let tag = (&&&&&Kind::of(&$part)).__generator_part();
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
        use $crate::__private::{And as _, Kind, PartCopied as _, PartMoved as _, Stays, unreached};
        $(let $kind = Kind::new();)*
        if false {
            unreached();
            #[allow(irrefutable_let_patterns)]
            if let $pat = $part {
                $($kind.is($name);)*
            }
        }
        Stays$(.and((&&&&&$kind).__generator_part().whole()))*
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

/// A variable that is a reference: a part of it is copied or borrowed, never moved.
#[derive(Debug)]
pub struct Reference<W>(PhantomData<fn() -> W>);
/// One whose parts stand behind a smart pointer, and can't be moved either.
#[derive(Debug)]
pub struct BehindPointer<W>(PhantomData<fn() -> W>);
/// One whose parts are its own, or those of a box.
#[derive(Debug)]
pub struct OwnParts<W>(PhantomData<fn() -> W>);

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
        use $crate::__private::{And as _, Kind, OfNoReference as _, OfReference as _, Or as _, unreached};
        let of = Kind::new();
        if false {
            unreached();
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
