use core::fmt::{self, Debug};
use core::iter::FusedIterator;
use core::marker::PhantomData;

use crate::ends::Ends;
use crate::kinds::Kind;
use crate::resumed::advance;
use crate::{Generator, State, Status};

/// A state and the step: the generator of an expression. What it has captured can't be in two closures, so that there is no body
/// as written to fold it by.
#[must_use = "generators are lazy and do nothing unless consumed"]
pub struct Stepped<S, Step, T> {
    state: S,
    step: Step,
    item: PhantomData<fn() -> T>,
}

impl<S: State, Step, T> Stepped<S, Step, T> {
    /// A machine of items of this kind, that starts from `state`. Nothing runs yet.
    #[inline]
    pub fn new<E>(_item: Kind<T>, state: S, step: Step) -> Self
    where
        E: Ends<T>,
        Step: FnMut(&mut S, &mut Option<T>) -> E,
    {
        Stepped { state, step, item: PhantomData }
    }
}

/// Has rustc check the body as written, which isn't run. Its items are of this kind.
pub fn checked<T, E: Ends<T>>(_item: Kind<T>, _body: impl FnOnce(&mut dyn FnMut(T)) -> E) {}

impl<S: Clone, Step: Clone, T> Clone for Stepped<S, Step, T> {
    fn clone(&self) -> Self {
        Stepped { state: self.state.clone(), step: self.step.clone(), item: PhantomData }
    }
}

impl<S: Debug, Step, T> Debug for Stepped<S, Step, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Machine").field(&self.state).finish()
    }
}

impl<T, S, Step, E> Iterator for Stepped<S, Step, T>
where
    S: State,
    E: Ends<T>,
    Step: FnMut(&mut S, &mut Option<T>) -> E,
{
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        let mut out = None;
        let end = advance(&mut self.state, &mut self.step, &mut out);
        if out.is_some() { out } else { end.last() }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.state.status().is_done() { (0, Some(0)) } else { self.state.size_hint() }
    }
}

impl<T, S, Step, E> FusedIterator for Stepped<S, Step, T>
where
    S: State,
    E: Ends<T>,
    Step: FnMut(&mut S, &mut Option<T>) -> E,
{
}

impl<T, S, Step, E> Generator for Stepped<S, Step, T>
where
    S: State,
    E: Ends<T>,
    Step: FnMut(&mut S, &mut Option<T>) -> E,
{
    #[inline]
    fn status(&self) -> Status {
        self.state.status()
    }
}
