//! The macros by which an expansion asks what is left of a variable.

/// The type of a value: rustc checks the expression, and nothing of it is evaluated or moved.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_kind_of {
    ($value:expr) => {{
        let kind = $crate::__private::Kind::new();
        if false {
            $crate::__private::unreached();
            kind.is($value);
        }
        kind
    }};
}

/// Whether the drop of a value of the type does something.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_drop_of {
    ($kind:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{
            OfCollection as _, OfCopy as _, OfItems as _, OfOther as _, OfQuiet as _, OfText as _,
        };
        let kind = $kind;
        (&&&&&&kind).__generator_kind()
    }};
}

/// What is left of a variable that isn't used again.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_keep {
    ($x:expr) => {{
        let kind = $crate::__generator_drop_of!($crate::__generator_kind_of!($x));
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
        use $crate::__private::{And as _, OfIterator as _, OfNone as _, Or as _};
        let kind = $crate::__generator_kind_of!($place);
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
            Or as _, OtherCall as _, OwnPlace as _, ReferencePlace as _, SameCall as _, WithElements as _,
            WithTarget as _, WithoutTarget as _,
        };
        // No name but those of traits is brought in: the place and the arguments may name the user's own.
        let (one, two) = ($crate::__private::Kind::new(), $crate::__private::Kind::new());
        let (three, four) = ($crate::__private::Kind::new(), $crate::__private::Kind::new());
        let (five, six) = ($crate::__private::Kind::new(), $crate::__private::Kind::new());
        if false {
            $crate::__private::unreached();
            let place = (&&$crate::__private::Pointer(&mut $place)).__generator_place();
            let target = (&&&$crate::__private::Pointer(&mut *place)).__generator_target();
            let second = (&&&$crate::__private::Pointer(&mut *target)).__generator_target();
            {
                trait StandIn {
                    fn $method(&mut self $(, $argument: impl ::core::marker::Sized)*) -> $crate::__private::NotFound
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
                    fn $method(&mut self $(, $argument: impl ::core::marker::Sized)*) -> $crate::__private::NotFound
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
            (&&$crate::__private::Calls(&one, &$call))
                .__generator_found()
                .or((&&$crate::__private::Calls(&three, &$call)).__generator_found())
                .or((&&$crate::__private::Calls(&five, &$call)).__generator_found()),
            (&&$crate::__private::Calls(&two, &$call))
                .__generator_found()
                .or((&&$crate::__private::Calls(&four, &$call)).__generator_found())
                .or((&&$crate::__private::Calls(&six, &$call)).__generator_found()),
        )
    }};
}

/// What the last use of a variable has left of it.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_left {
    ($found:expr, $x:expr) => {{
        let of = $crate::__generator_kind_of!($x);
        let kind = $crate::__generator_drop_of!(of);
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
        let of = $crate::__generator_kind_of!(::core::option::Option::unwrap($slot));
        let kind = $crate::__generator_drop_of!(of);
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
        let rest = $rest;
        $crate::__generator_drop_of!(rest.kind()).of_option(rest.into_option())
    }};
    // More of them were used since: it may have been taken apart.
    ($tag:expr, $kind:expr, $rest:expr) => {{
        let whole = if $tag.stays() {
            $tag.reach();
            $rest.into_option()
        } else {
            ::core::option::Option::None
        };
        $crate::__generator_drop_of!($kind).of_option(whole)
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
