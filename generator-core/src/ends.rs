//! How a body ends: by its end or a `return`, or by a failure, which is the last item.

/// What a copy of a body returns.
#[diagnostic::on_unimplemented(
    message = "a generator of `{T}` can't end with a value of type `{Self}`",
    label = "`return;` ends a generator"
)]
pub trait Ends<T> {
    /// The last item, if the body has failed.
    fn last(self) -> Option<T>;
}

impl<T> Ends<T> for () {
    #[inline]
    fn last(self) -> Option<T> {
        None
    }
}

/// What a function returns: stable Rust spells `!` only as that.
pub trait Returns {
    /// The type.
    type Output;
}

impl<T> Returns for fn() -> T {
    type Output = T;
}

/// A body without an end: `generator_fn!(move || loop { yield!(1) })`.
impl<T> Ends<T> for <fn() -> ! as Returns>::Output {
    fn last(self) -> Option<T> {
        self
    }
}

impl<T, E> Ends<Result<T, E>> for Result<(), E> {
    #[inline]
    fn last(self) -> Option<Result<T, E>> {
        self.err().map(Err)
    }
}

impl<T> Ends<Option<T>> for Option<()> {
    #[inline]
    fn last(self) -> Option<Option<T>> {
        if self.is_some() { None } else { Some(None) }
    }
}

#[diagnostic::on_unimplemented(
    message = "a failure can't be yielded as an item of type `{Self}`",
    label = "the failure of a `?` would be the last item, of type `{Self}`",
    note = "`?` goes on `Result`s where the items are `Result`s, and on `Option`s where they are `Option`s"
)]
/// Items that tell of a failure: the failure's type is found behind an alias such as `io::Result<T>`.
pub trait Fails: Sized {
    /// What a body with such items returns.
    type Ends: Ends<Self>;
    /// A body that hasn't failed.
    fn end() -> Self::Ends;
}

impl<T, E> Fails for Result<T, E> {
    type Ends = Result<(), E>;
    #[inline]
    fn end() -> Result<(), E> {
        Ok(())
    }
}

impl<T> Fails for Option<T> {
    type Ends = Option<()>;
    #[inline]
    fn end() -> Option<()> {
        Some(())
    }
}
