use core::fmt::{self, Debug};
use core::iter::FusedIterator;

use crate::folding::folding;
use crate::{Generator, State, Status};

/// A generator: a [`State`] and the code that moves it on.
///
/// The code comes twice. `step` runs the body from where the state stands to
/// its next yield, and serves [`next`](Iterator::next). `run` runs it from the
/// start to the end in one go, each yield a call of a sink, and serves
/// [`fold`](Iterator::fold) and what is built on it: `sum`, `for_each`, `count`
/// and the like go as fast as the plain loop would. `size_hint` tells how many
/// items are left in a state.
///
/// All are meant to be closures that capture nothing, so that a machine is as
/// large as its state, and is [`Clone`], [`Send`], `'static`, … exactly if its
/// state is.
///
/// # Panics
///
/// A panic in the body goes on to the caller of `next`. By then the state is
/// [`State::DONE`]: what it held has been dropped, and the machine gives `None`
/// from then on.
///
/// # Examples
///
/// `#[generator]` writes this. By hand, a countdown is:
///
/// ```
/// use generator_core::{Machine, State, Status};
///
/// enum Countdown {
///     Start { from: u32 },
///     Loop { left: u32 },
///     Done,
/// }
///
/// impl State for Countdown {
///     const DONE: Self = Countdown::Done;
///
///     fn status(&self) -> Status {
///         match self {
///             Countdown::Start { .. } => Status::Created,
///             Countdown::Loop { .. } => Status::Suspended,
///             Countdown::Done => Status::Done,
///         }
///     }
/// }
///
/// fn countdown(from: u32) -> impl Iterator<Item = u32> {
///     Machine::new(
///         Countdown::Start { from },
///         |state| {
///             if let Countdown::Start { from } = state {
///                 *state = Countdown::Loop { left: *from };
///             }
///             if let Countdown::Loop { left } = state {
///                 if *left > 0 {
///                     *left -= 1;
///                     return Some(*left + 1);
///                 }
///                 *state = Countdown::Done;
///             }
///             None
///         },
///         |state, sink| match state {
///             Countdown::Start { from } => {
///                 for left in (1..=from).rev() {
///                     sink(left);
///                 }
///                 Countdown::Done
///             }
///             suspended => suspended,
///         },
///         |state| match state {
///             Countdown::Start { from: left } | Countdown::Loop { left } => {
///                 (*left as usize, Some(*left as usize))
///             }
///             Countdown::Done => (0, Some(0)),
///         },
///     )
/// }
///
/// assert_eq!(countdown(3).size_hint(), (3, Some(3)));
/// assert!(countdown(3).eq([3, 2, 1]));
/// assert_eq!(countdown(3).sum::<u32>(), 6);
/// ```
#[derive(Clone)]
#[must_use = "generators are lazy and do nothing unless consumed"]
pub struct Machine<S, Step, Run, SizeHint> {
    state: S,
    step: Step,
    run: Run,
    size_hint: SizeHint,
}

impl<S: State, Step, Run, SizeHint> Machine<S, Step, Run, SizeHint> {
    /// A machine that starts from `state`. Nothing runs yet.
    ///
    /// - `step` moves the state on to the next yield and returns its item, or
    ///   to [`State::DONE`] and returns `None`. From there it returns `None`.
    /// - `run` hands all items that are left to its sink and returns the state
    ///   it ends in. It may decline, wholly or half-way, by returning a state
    ///   that isn't done: `step` goes on from there.
    /// - `size_hint` tells how many items are left, at least and at most. It
    ///   isn't asked once the state is done.
    #[inline]
    pub fn new<T>(state: S, step: Step, run: Run, size_hint: SizeHint) -> Self
    where
        Step: Fn(&mut S) -> Option<T>,
        Run: Fn(S, &mut dyn FnMut(T)) -> S,
        SizeHint: Fn(&S) -> (usize, Option<usize>),
    {
        Machine { state, step, run, size_hint }
    }

    /// How far the machine has come.
    ///
    /// # Examples
    ///
    /// ```
    /// use generator_core::{Machine, State, Status};
    ///
    /// enum Never {
    ///     Start,
    ///     Done,
    /// }
    ///
    /// impl State for Never {
    ///     const DONE: Self = Never::Done;
    ///
    ///     fn status(&self) -> Status {
    ///         match self {
    ///             Never::Start => Status::Created,
    ///             Never::Done => Status::Done,
    ///         }
    ///     }
    /// }
    ///
    /// let mut never = Machine::new(
    ///     Never::Start,
    ///     |state| -> Option<()> {
    ///         *state = Never::Done;
    ///         None
    ///     },
    ///     |_, _| Never::Done,
    ///     |_| (0, Some(0)),
    /// );
    /// assert_eq!(never.status(), Status::Created);
    /// assert_eq!(never.next(), None);
    /// assert_eq!(never.status(), Status::Done);
    /// ```
    #[inline]
    pub fn status(&self) -> Status {
        self.state.status()
    }

    /// Whether no item is left: the body has returned or panicked.
    #[inline]
    pub fn is_done(&self) -> bool {
        self.status().is_done()
    }
}

impl<T, S, Step, Run, SizeHint> Iterator for Machine<S, Step, Run, SizeHint>
where
    S: State,
    Step: Fn(&mut S) -> Option<T>,
    Run: Fn(S, &mut dyn FnMut(T)) -> S,
    SizeHint: Fn(&S) -> (usize, Option<usize>),
{
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        let mut guard = FinishOnUnwind { state: &mut self.state, unwinds: true };
        let item = (self.step)(guard.state);
        guard.unwinds = false;
        item
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.is_done() { (0, Some(0)) } else { (self.size_hint)(&self.state) }
    }

    #[inline]
    fn fold<B, F>(mut self, init: B, mut f: F) -> B
    where
        F: FnMut(B, T) -> B,
    {
        let (mut acc, state) = folding(init, &mut f, |sink| (self.run)(self.state, sink));
        self.state = state;
        // By `next`: rustc inlines a step into it that is called nowhere else.
        for item in self {
            acc = f(acc, item);
        }
        acc
    }
}

impl<T, S, Step, Run, SizeHint> FusedIterator for Machine<S, Step, Run, SizeHint>
where
    S: State,
    Step: Fn(&mut S) -> Option<T>,
    Run: Fn(S, &mut dyn FnMut(T)) -> S,
    SizeHint: Fn(&S) -> (usize, Option<usize>),
{
}

impl<T, S, Step, Run, SizeHint> Generator for Machine<S, Step, Run, SizeHint>
where
    S: State,
    Step: Fn(&mut S) -> Option<T>,
    Run: Fn(S, &mut dyn FnMut(T)) -> S,
    SizeHint: Fn(&S) -> (usize, Option<usize>),
{
    #[inline]
    fn status(&self) -> Status {
        self.state.status()
    }
}

impl<S: Debug, Step, Run, SizeHint> Debug for Machine<S, Step, Run, SizeHint> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Machine").field(&self.state).finish()
    }
}

/// Sets the state to done when dropped on unwinding.
///
/// A flag, for less code in debug builds than `mem::forget` makes: that is a
/// function for each machine, and one more call that could unwind.
struct FinishOnUnwind<'a, S: State> {
    state: &'a mut S,
    unwinds: bool,
}

impl<S: State> Drop for FinishOnUnwind<'_, S> {
    #[inline]
    fn drop(&mut self) {
        if self.unwinds {
            *self.state = S::DONE;
        }
    }
}
