//! How the body of a coroutine ends: each `return` hands its value out as a yield does its item. What the step itself
//! returns tells of the ends that the macro doesn't see: a failing `?`, and the end of a body whose value is `()`.

use crate::coroutine::resumed_after_end;

/// What a step returns.
pub trait Finishes<Z> {
    /// Whether a step may come to the body's end without having handed out its value. One that does so otherwise has found
    /// that the body had ended before.
    const FALLS_OFF: bool;

    /// The value of the body, where the step has handed out nothing.
    #[track_caller]
    fn value(self) -> Z;
}

impl Finishes<()> for () {
    const FALLS_OFF: bool = true;

    #[inline]
    fn value(self) {}
}

/// A step has handed out what it had to.
#[derive(Debug)]
pub struct Stopped;

impl<Z> Finishes<Z> for Stopped {
    const FALLS_OFF: bool = false;

    #[inline]
    fn value(self) -> Z {
        resumed_after_end()
    }
}

impl<T, E> Finishes<Result<T, E>> for Result<Stopped, E> {
    const FALLS_OFF: bool = false;

    #[inline]
    fn value(self) -> Result<T, E> {
        match self {
            Ok(stopped) => stopped.value(),
            Err(error) => Err(error),
        }
    }
}

impl<T> Finishes<Option<T>> for Option<Stopped> {
    const FALLS_OFF: bool = false;

    #[inline]
    fn value(self) -> Option<T> {
        match self {
            Some(stopped) => stopped.value(),
            None => None,
        }
    }
}

/// Values that tell of a failure: the failure's type is found behind an alias such as `io::Result<T>`.
#[diagnostic::on_unimplemented(
    message = "a coroutine that returns `{Self}` can't return a failure",
    label = "the failure of a `?` would be what the coroutine returns, a `{Self}`",
    note = "`?` goes on `Result`s where a `Result` is returned, and on `Option`s where an `Option` is"
)]
pub trait MayFail: Sized {
    /// What a step returns.
    type Ends: Finishes<Self>;
    /// A step that has stopped.
    fn end() -> Self::Ends;
}

impl<T, E> MayFail for Result<T, E> {
    type Ends = Result<Stopped, E>;
    #[inline]
    fn end() -> Result<Stopped, E> {
        Ok(Stopped)
    }
}

impl<T> MayFail for Option<T> {
    type Ends = Option<Stopped>;
    #[inline]
    fn end() -> Option<Stopped> {
        Some(Stopped)
    }
}
