use core::mem;

use crate::{Coroutine, CoroutineState};

/// What a coroutine is resumed with: it is taken once, where the body goes on.
#[derive(Debug)]
pub struct Argument<R>(Given<R>);

/// `repr(u8)` gives it a tag of its own. In a niche of `R`, as an `Option` would have it, rustc wouldn't see that the argument is
/// there whenever a body goes on, and would test it each time.
#[derive(Debug)]
#[repr(u8)]
enum Given<R> {
    Taken,
    Here(R),
}

impl<R> Argument<R> {
    /// An argument that has come.
    #[inline]
    pub const fn new(argument: R) -> Self {
        Argument(Given::Here(argument))
    }

    /// Takes it.
    ///
    /// # Panics
    ///
    /// Where it was taken before, which no expansion does.
    #[inline]
    #[track_caller]
    pub fn take(&mut self) -> R {
        match mem::replace(&mut self.0, Given::Taken) {
            Given::Here(argument) => argument,
            Given::Taken => unreachable!("a resumption has one argument"),
        }
    }

    /// Sets it, where the next has come.
    #[inline]
    pub fn set(&mut self, argument: R) {
        self.0 = Given::Here(argument);
    }

    /// Sets what `coroutine` is to be resumed with first.
    #[inline]
    pub fn begin<C>(&mut self, coroutine: C, first: R) -> C {
        self.0 = Given::Here(first);
        coroutine
    }

    /// Resumes another coroutine with it.
    #[inline]
    #[track_caller]
    pub fn resume<C: Coroutine<R>>(&mut self, coroutine: &mut C) -> CoroutineState<C::Yield, C::Return> {
        coroutine.resume(self.take())
    }
}
