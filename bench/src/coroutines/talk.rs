//! A conversation to measure: the same answers to the same arguments, given by everything that can.
//!
//! ```ignore
//! Talk::hand("sum", 1_000, argument, hand::<0>, hand::<1>).generated(generated::<0>, generated::<1>).finish()
//! ```

use std::hint::black_box;
use std::ops::ControlFlow;

use crate::body::{Body, Run};
use crate::column::Column;

/// What is said to a coroutine: it yields, or breaks with what it returns.
pub(crate) type Answer<Y, Z> = ControlFlow<Z, Y>;

/// What can be resumed, whosever it is.
pub(crate) trait Resume<R> {
    type Yield;
    type Return;

    fn resume(&mut self, argument: R) -> Answer<Self::Yield, Self::Return>;
}

impl<R, C: Resume<R> + ?Sized> Resume<R> for &mut C {
    type Yield = C::Yield;
    type Return = C::Return;

    #[inline]
    fn resume(&mut self, argument: R) -> Answer<C::Yield, C::Return> {
        (**self).resume(argument)
    }
}

pub(crate) struct Talk<R, Y, Z> {
    body: Body,
    turns: usize,
    /// What it is resumed with at each turn.
    argument: fn(usize) -> R,
    /// What the coroutine written by hand answers.
    expected: Vec<Answer<Y, Z>>,
}

impl<R, Y, Z> Talk<R, Y, Z>
where
    R: 'static,
    Y: PartialEq + 'static,
    Z: PartialEq + 'static,
{
    /// A coroutine that is resumed so often. Of each there are two, of different types: the one that is measured is resumed
    /// nowhere else, as it would be in a program, and the other through `dyn` only.
    pub(crate) fn hand<C, D>(
        name: &'static str,
        turns: usize,
        argument: fn(usize) -> R,
        make: impl Fn() -> C + 'static,
        make_dyn: impl Fn() -> D + Copy + 'static,
    ) -> Self
    where
        C: Resume<R, Yield = Y, Return = Z>,
        D: Resume<R, Yield = Y, Return = Z>,
    {
        let mut talk = Talk { body: Body::named(name, turns), turns, argument, expected: Vec::new() };
        talk.expected = talk.answers(&mut make_dyn());
        talk.column(Column::Hand, make, make_dyn).through_dyn(Column::HandDyn, make_dyn)
    }

    pub(crate) fn generated<C, D>(
        self,
        make: impl Fn() -> C + 'static,
        make_dyn: impl Fn() -> D + Copy + 'static,
    ) -> Self
    where
        C: Resume<R, Yield = Y, Return = Z>,
        D: Resume<R, Yield = Y, Return = Z>,
    {
        self.column(Column::GENERATED, make, make_dyn).through_dyn(Column::GENERATED_DYN, make_dyn)
    }

    pub(crate) fn column<C, D>(
        mut self,
        column: Column,
        make: impl Fn() -> C + 'static,
        make_dyn: impl Fn() -> D,
    ) -> Self
    where
        C: Resume<R, Yield = Y, Return = Z>,
        D: Resume<R, Yield = Y, Return = Z>,
    {
        let answers = self.answers(&mut make_dyn());
        assert!(answers == self.expected, "{column} answers otherwise in {}", self.body.name);
        let Talk { turns, argument, .. } = self;
        let run = Box::new(move || consume(turns, argument, make()));
        self.body.runs.push(Run { column, run });
        self
    }

    fn through_dyn<D>(mut self, column: Column, make: impl Fn() -> D + 'static) -> Self
    where
        D: Resume<R, Yield = Y, Return = Z>,
    {
        let Talk { turns, argument, .. } = self;
        let run = Box::new(move || {
            let mut coroutine = make();
            let coroutine: &mut dyn Resume<R, Yield = Y, Return = Z> = &mut coroutine;
            consume(turns, argument, black_box(coroutine));
        });
        self.body.runs.push(Run { column, run });
        self
    }

    pub(crate) fn finish(self) -> Body {
        self.body
    }

    fn answers(&self, coroutine: &mut dyn Resume<R, Yield = Y, Return = Z>) -> Vec<Answer<Y, Z>> {
        (0..self.turns).map(self.argument).map(|argument| coroutine.resume(argument)).collect()
    }
}

fn consume<R>(turns: usize, argument: fn(usize) -> R, mut coroutine: impl Resume<R>) {
    for turn in 0..turns {
        let _ = black_box(coroutine.resume(argument(black_box(turn))));
    }
}

/// One of ours.
#[cfg(not(native))]
pub(crate) struct Ours<C>(pub(crate) C);

#[cfg(not(native))]
impl<R, C: generator_core::Coroutine<R>> Resume<R> for Ours<C> {
    type Yield = C::Yield;
    type Return = C::Return;

    #[inline]
    fn resume(&mut self, argument: R) -> Answer<C::Yield, C::Return> {
        use generator_core::CoroutineState::{Complete, Yielded};

        match self.0.resume(argument) {
            Yielded(item) => Answer::Continue(item),
            Complete(value) => Answer::Break(value),
        }
    }
}

/// One of rustc's.
#[cfg(native)]
pub(crate) struct Native<C>(pub(crate) C);

#[cfg(native)]
impl<R, C: std::ops::Coroutine<R> + Unpin> Resume<R> for Native<C> {
    type Yield = C::Yield;
    type Return = C::Return;

    #[inline]
    fn resume(&mut self, argument: R) -> Answer<C::Yield, C::Return> {
        use std::ops::CoroutineState::{Complete, Yielded};

        match std::pin::Pin::new(&mut self.0).resume(argument) {
            Yielded(item) => Answer::Continue(item),
            Complete(value) => Answer::Break(value),
        }
    }
}

#[cfg(not(native))]
impl<R, Y, F: Future> Resume<R> for genawaiter::rc::Gen<Y, R, F> {
    type Yield = Y;
    type Return = F::Output;

    #[inline]
    fn resume(&mut self, argument: R) -> Answer<Y, F::Output> {
        use genawaiter::GeneratorState::{Complete, Yielded};

        match self.resume_with(argument) {
            Yielded(item) => Answer::Continue(item),
            Complete(value) => Answer::Break(value),
        }
    }
}

#[cfg(not(native))]
impl<R, Y, Z> Resume<R> for corosensei::Coroutine<R, Y, Z> {
    type Yield = Y;
    type Return = Z;

    #[inline]
    fn resume(&mut self, argument: R) -> Answer<Y, Z> {
        use corosensei::CoroutineResult::{Return, Yield};

        match self.resume(argument) {
            Yield(item) => Answer::Continue(item),
            Return(value) => Answer::Break(value),
        }
    }
}
