use core::fmt::{self, Debug};
use core::marker::PhantomData;

use crate::argument::Argument;
use crate::coroutine::resumed_after_end;
use crate::finishes::Finishes;
use crate::resumed::Finish;
use crate::{Coroutine, CoroutineState, State};

/// A coroutine: a state, and the step that moves it on.
#[must_use = "coroutines are lazy and do nothing unless resumed"]
pub struct Resumable<S, Step, Y, Z> {
    state: S,
    step: Step,
    handed_out: PhantomData<fn() -> (Y, Z)>,
}

impl<S: State, Step, Y, Z> Resumable<S, Step, Y, Z> {
    /// A coroutine that starts from `state` and takes arguments of the type `R`. Nothing runs yet.
    ///
    /// `_run` is the body as written, which rustc checks first. It is never called.
    #[inline]
    pub fn new<R, E, Run>(state: S, _run: Run, step: Step) -> Self
    where
        E: Finishes<Z>,
        Run: Fn(S, &mut Argument<R>, &mut dyn FnMut(Y)) -> E,
        Step: Fn(&mut S, &mut Argument<R>, &mut Option<CoroutineState<Y, Z>>) -> E,
    {
        Resumable { state, step, handed_out: PhantomData }
    }

    /// The same, with arguments of another lifetime each time: `A` is `dyn for<'r> Of<'r, At = &'r mut T>`.
    #[inline]
    pub fn higher_ranked<A, E, Run>(state: S, _run: Run, step: Step) -> Self
    where
        A: for<'r> Of<'r> + ?Sized,
        E: Finishes<Z>,
        Run: for<'r> Fn(S, &mut Argument<<A as Of<'r>>::At>, &mut dyn FnMut(Y)) -> E,
        Step: for<'r> Fn(&mut S, &mut Argument<<A as Of<'r>>::At>, &mut Option<CoroutineState<Y, Z>>) -> E,
    {
        Resumable { state, step, handed_out: PhantomData }
    }
}

/// Has rustc check the body of a coroutine, which isn't run.
pub fn checked_coroutine<A, Y, E, Body>(_body: Body)
where
    A: for<'r> Of<'r> + ?Sized,
    Body: for<'r> FnOnce(&mut Argument<<A as Of<'r>>::At>, &mut dyn FnMut(Y)) -> E,
{
}

/// A type that holds a lifetime `'r`, as a type of its own.
pub trait Of<'r> {
    /// The type, with that lifetime.
    type At;
}

impl<R, Y, Z, S, Step, E> Coroutine<R> for Resumable<S, Step, Y, Z>
where
    S: State,
    E: Finishes<Z>,
    Step: Fn(&mut S, &mut Argument<R>, &mut Option<CoroutineState<Y, Z>>) -> E,
{
    type Yield = Y;
    type Return = Z;

    /// A step that leaves without having handed something out has fallen off its end, or has failed.
    #[inline]
    fn resume(&mut self, argument: R) -> CoroutineState<Y, Z> {
        if E::FALLS_OFF && self.state.status().is_done() {
            resumed_after_end();
        }
        let mut argument = Argument::new(argument);
        let mut out = None;
        let mut guard = Finish { state: &mut self.state, ends: true };
        let end = (self.step)(guard.state, &mut argument, &mut out);
        guard.ends = !matches!(out, Some(CoroutineState::Yielded(_)));
        drop(guard);
        match out {
            Some(out) => out,
            None => CoroutineState::Complete(end.value()),
        }
    }
}

impl<S: Clone, Step: Clone, Y, Z> Clone for Resumable<S, Step, Y, Z> {
    fn clone(&self) -> Self {
        Resumable { state: self.state.clone(), step: self.step.clone(), handed_out: PhantomData }
    }
}

impl<S: Debug, Step, Y, Z> Debug for Resumable<S, Step, Y, Z> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Coroutine").field(&self.state).finish()
    }
}
