//! Macros of a program's own: those that hide jumps and `?`, and those that are given the text of a format.

/// A value, or what is done without one.
#[macro_export]
macro_rules! some {
    ($value:expr, else $other:expr) => {
        match $value {
            Some(value) => value,
            None => $other,
        }
    };
}

/// The same of a result, the other way round.
#[macro_export]
macro_rules! or_else {
    ($other:expr; $value:expr) => {
        match $value {
            Ok(value) => value,
            Err(_) => $other,
        }
    };
}

#[macro_export]
macro_rules! skip_if {
    ($label:lifetime if $on:expr) => {
        if $on {
            continue $label;
        }
    };
    ($on:expr) => {
        if $on {
            continue;
        }
    };
}

#[macro_export]
macro_rules! leave_if {
    ($label:lifetime if $on:expr) => {
        if $on {
            break $label;
        }
    };
    ($on:expr) => {
        if $on {
            break;
        }
    };
    ($on:expr, $value:expr) => {
        if $on {
            break $value;
        }
    };
}

#[macro_export]
macro_rules! stop_if {
    ($on:expr) => {
        if $on {
            return;
        }
    };
}

#[macro_export]
macro_rules! leave {
    () => {
        break
    };
    ($label:lifetime) => {
        break $label
    };
    ($label:lifetime, $value:expr) => {
        break $label $value
    };
}

#[macro_export]
macro_rules! again {
    () => {
        continue
    };
    ($label:lifetime) => {
        continue $label
    };
}

#[macro_export]
macro_rules! stop {
    () => {
        return
    };
}

/// `?`, which is nowhere to be seen.
#[macro_export]
macro_rules! attempt {
    ($value:expr) => {
        $value?
    };
}

#[macro_export]
macro_rules! say {
    ($($part:tt)*) => {
        $crate::note(format!($($part)*))
    };
}

#[macro_export]
macro_rules! written {
    ($($part:tt)*) => {
        format!($($part)*)
    };
}

#[macro_export]
macro_rules! tell {
    ($text:literal, $what:expr) => {
        $crate::note(format!($text, $what))
    };
}

/// Looks at what it is given, and doesn't move it.
#[macro_export]
macro_rules! glance {
    ($($what:ident)*) => {{
        $( $crate::note(format!("{:?}", $what)); )*
    }};
}

/// Calls a method, whose name is an argument.
#[macro_export]
macro_rules! call {
    ($what:ident . $method:ident) => {
        $what.$method()
    };
}
