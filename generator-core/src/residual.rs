//! What `?` in a generator expands to: `core::ops::Try`, as far as stable Rust
//! lets one write it.

use core::convert::Infallible;
use core::ops::ControlFlow;

/// A value that `?` can be applied to.
#[diagnostic::on_unimplemented(
    message = "`?` in a generator applies to a `Result` or an `Option`",
    label = "`?` can't be applied to `{Self}`"
)]
pub trait Branch {
    /// What `?` evaluates to when the body goes on.
    type Output;
    /// What is left of the value when the body ends.
    type Residual;

    /// Whether to go on or to end.
    fn branch(self) -> ControlFlow<Self::Residual, Self::Output>;
}

#[diagnostic::do_not_recommend]
impl<T> Branch for Option<T> {
    type Output = T;
    type Residual = Option<Infallible>;

    #[inline]
    fn branch(self) -> ControlFlow<Self::Residual, T> {
        match self {
            Some(value) => ControlFlow::Continue(value),
            None => ControlFlow::Break(None),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T, E> Branch for Result<T, E> {
    type Output = T;
    type Residual = Result<Infallible, E>;

    #[inline]
    fn branch(self) -> ControlFlow<Self::Residual, T> {
        match self {
            Ok(value) => ControlFlow::Continue(value),
            Err(error) => ControlFlow::Break(Err(error)),
        }
    }
}

/// An item that a failing `?` can be yielded as.
#[diagnostic::on_unimplemented(
    message = "a failing `?` can't be yielded as an item of type `{Self}`",
    label = "the failure would be the last item, of type `{Self}`",
    note = "`?` goes on `Result`s where the items are `Result`s, and on `Option`s where they are `Option`s"
)]
pub trait FromResidual<R> {
    /// The last item of a generator that a `?` ended.
    fn from_residual(residual: R) -> Self;
}

impl<T> FromResidual<Option<Infallible>> for Option<T> {
    #[inline]
    fn from_residual(residual: Option<Infallible>) -> Self {
        match residual {
            None => None,
        }
    }
}

impl<T, E, F: FromError<E>> FromResidual<Result<Infallible, E>> for Result<T, F> {
    #[inline]
    fn from_residual(residual: Result<Infallible, E>) -> Self {
        let Err(error) = residual;
        Err(F::from_error(error))
    }
}

/// An error that `E` can become: [`From`], with the message that `?` deserves.
#[diagnostic::on_unimplemented(
    message = "`?` can't turn the error `{E}` into the items' `{Self}`",
    label = "this `?` needs `{Self}: From<{E}>`",
    note = "write that `impl`, or convert the error with `.map_err(…)?`"
)]
pub trait FromError<E> {
    /// The error as an item carries it.
    fn from_error(error: E) -> Self;
}

#[diagnostic::do_not_recommend]
impl<E, F: From<E>> FromError<E> for F {
    #[inline]
    fn from_error(error: E) -> Self {
        F::from(error)
    }
}
