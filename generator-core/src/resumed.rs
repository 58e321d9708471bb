use core::fmt::{self, Debug};
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::mem;

use crate::ends::Ends;
use crate::folding::folding;
use crate::{Generator, State, Status};

/// A state, the body as written, and the step.
#[must_use = "generators are lazy and do nothing unless consumed"]
pub struct Resumed<S, Run, Step, T> {
    state: S,
    run: Run,
    step: Step,
    item: PhantomData<fn() -> T>,
}

impl<S: State, Run, Step, T> Resumed<S, Run, Step, T> {
    /// A machine that starts from `state`. Nothing runs yet.
    #[inline]
    pub fn new<E>(state: S, run: Run, step: Step) -> Self
    where
        E: Ends<T>,
        Run: Fn(S, &mut dyn FnMut(T)) -> E,
        Step: Fn(&mut S, &mut Option<T>) -> E,
    {
        Resumed { state, run, step, item: PhantomData }
    }
}

impl<S: Clone, Run: Clone, Step: Clone, T> Clone for Resumed<S, Run, Step, T> {
    fn clone(&self) -> Self {
        Resumed {
            state: self.state.clone(),
            run: self.run.clone(),
            step: self.step.clone(),
            item: PhantomData,
        }
    }
}

impl<S: Debug, Run, Step, T> Debug for Resumed<S, Run, Step, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Machine").field(&self.state).finish()
    }
}

impl<T, S, Run, Step, E> Iterator for Resumed<S, Run, Step, T>
where
    S: State,
    E: Ends<T>,
    Run: Fn(S, &mut dyn FnMut(T)) -> E,
    Step: Fn(&mut S, &mut Option<T>) -> E,
{
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        let mut out = None;
        let end = advance(&mut self.state, &self.step, &mut out);
        if out.is_some() { out } else { end.last() }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.state.status().is_done() { (0, Some(0)) } else { self.state.size_hint() }
    }

    #[inline]
    fn fold<B, F>(mut self, init: B, mut f: F) -> B
    where
        F: FnMut(B, T) -> B,
    {
        if !self.state.status().is_created() {
            let mut acc = init;
            for item in self {
                acc = f(acc, item);
            }
            return acc;
        }
        let start = mem::replace(&mut self.state, S::DONE);
        let (acc, end) = folding(init, &mut f, |sink| (self.run)(start, sink));
        match end.last() {
            Some(item) => f(acc, item),
            None => acc,
        }
    }
}

impl<T, S, Run, Step, E> FusedIterator for Resumed<S, Run, Step, T>
where
    S: State,
    E: Ends<T>,
    Run: Fn(S, &mut dyn FnMut(T)) -> E,
    Step: Fn(&mut S, &mut Option<T>) -> E,
{
}

impl<T, S, Run, Step, E> Generator for Resumed<S, Run, Step, T>
where
    S: State,
    E: Ends<T>,
    Run: Fn(S, &mut dyn FnMut(T)) -> E,
    Step: Fn(&mut S, &mut Option<T>) -> E,
{
    #[inline]
    fn status(&self) -> Status {
        self.state.status()
    }
}

/// Takes a step. One that leaves nothing in `out` has ended: it fell off its end, returned, failed or panicked.
// Not inlined where it is called behind `dyn`, it would cost a call.
#[inline(always)]
pub(crate) fn advance<S: State, T, E>(
    state: &mut S,
    step: impl FnOnce(&mut S, &mut Option<T>) -> E,
    out: &mut Option<T>,
) -> E {
    let mut guard = Finish { state, ends: true };
    let end = step(guard.state, out);
    guard.ends = out.is_none();
    end
}

/// Sets the state to done when a step has ended, also by unwinding.
pub(crate) struct Finish<'a, S: State> {
    pub state: &'a mut S,
    pub ends: bool,
}

impl<S: State> Drop for Finish<'_, S> {
    #[inline]
    fn drop(&mut self) {
        if self.ends {
            *self.state = S::DONE;
        }
    }
}
