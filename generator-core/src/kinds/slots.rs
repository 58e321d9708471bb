//! Variables in an `Option` of the expansion, as they are moved or set on some path only: taken out of it where they are moved, and
//! back in it where that has left them.

/// The variable in an `Option` by value: copied, if its type is `Copy`, else taken out.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_take_slot {
    ($slot:ident) => {{
        #[allow(unused_imports)]
        use $crate::__private::{PartCopied as _, PartMoved as _};
        let kind = $crate::__generator_kind_of!(::core::option::Option::unwrap($slot.take()));
        let tag = (&&&&&kind).__generator_part();
        if tag.is_copied() {
            tag.reach_copied();
            *::core::option::Option::unwrap($slot.as_ref())
        } else {
            tag.reach_moved();
            ::core::option::Option::unwrap($slot.take())
        }
    }};
}

/// The same of a part of it: what is left of the variable goes with it, but for the parts that are put into `Option`s of their
/// own, unless the part is copied or leaves an empty one behind.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_take_slot_part {
    ($slot:ident, $whole:ident, $part:expr $(, $own:ident = $other:expr)*) => {{
        #[allow(unused_imports)]
        use $crate::__private::{
            PartCollection as _, PartCopied as _, PartMoved as _, PartOption as _, PartText as _,
        };
        let kind = $crate::__generator_kind_of!({
            let $whole = ::core::option::Option::unwrap($slot.take());
            $part
        });
        let tag = (&&&&&kind).__generator_part();
        if tag.is_copied() {
            tag.reach_copied();
            let $whole = ::core::option::Option::unwrap($slot.as_ref());
            $part
        } else if tag.is_vacated() {
            tag.reach_vacated();
            let $whole = ::core::option::Option::unwrap($slot.as_mut());
            tag.take(&mut $part)
        } else {
            tag.reach_moved();
            let $whole = ::core::option::Option::unwrap($slot.take());
            $($own = ::core::option::Option::Some($other);)*
            $part
        }
    }};
}

/// Nothing yet, for a part that is looked for here once another part was moved.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_later_part {
    ($slot:ident, $whole:ident, $part:expr) => {
        if false {
            $crate::__private::unreached();
            let $whole = ::core::option::Option::unwrap($slot.take());
            ::core::option::Option::Some($part)
        } else {
            ::core::option::Option::None
        }
    };
}

/// Puts a variable that was taken out for a pattern back, unless what the pattern has bound of it was moved.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_put_back {
    ($slot:expr, $whole:ident $(, $bound:ident)*) => {{
        #[allow(unused_imports)]
        use $crate::__private::{And as _, PartCopied as _, PartMoved as _};
        let tag = $crate::__private::Stays$(.and((&&&&&$crate::__private::Kind::of(&$bound)).__generator_part().whole()))*;
        if tag.stays() {
            tag.reach();
            $slot = ::core::option::Option::Some($whole);
        }
    }};
}

/// A call of a method on such a variable: it stays where it is, if the method takes a reference to it.
#[doc(hidden)]
#[macro_export]
macro_rules! __generator_called {
    ($found:expr, $noted:expr, $in_place:expr, $taken:expr) => {{
        // The same type for all three: what is done with the value may be all that tells it.
        if false {
            $crate::__private::unreached();
            $noted
        } else {
            let found = $found;
            if found.stays() {
                found.reach();
                $in_place
            } else {
                found.reach_left();
                $taken
            }
        }
    }};
}
