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
    message = "`?` in a generator needs an item type of `Result` or `Option`",
    label = "items of type `{Self}` can't carry this failure",
    note = "where the items are `Result`s, `?` goes on `Result`s, and on `Option`s where they are `Option`s: the \
            failure becomes the last item"
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

impl<T, E, F: From<E>> FromResidual<Result<Infallible, E>> for Result<T, F> {
    #[inline]
    fn from_residual(residual: Result<Infallible, E>) -> Self {
        let Err(error) = residual;
        Err(F::from(error))
    }
}
