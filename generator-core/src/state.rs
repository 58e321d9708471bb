/// The state of a generator: where its body stands, and what it holds there.
///
/// A [`Machine`](crate::Machine) is a state together with the code that moves
/// it on. `#[generator]` declares an enum for each function and implements this
/// trait for it.
///
/// # Examples
///
/// ```
/// use generator_core::{State, Status};
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
///
///     fn size_hint(&self) -> (usize, Option<usize>) {
///         let left = match self {
///             Countdown::Start { from } => *from as usize,
///             Countdown::Loop { left } => *left as usize,
///             Countdown::Done => 0,
///         };
///         (left, Some(left))
///     }
/// }
///
/// assert!(Countdown::DONE.status().is_done());
/// assert!(Countdown::Start { from: 3 }.status().is_created());
/// assert!(Countdown::Loop { left: 2 }.status().is_suspended());
/// assert_eq!(Countdown::Loop { left: 2 }.size_hint(), (2, Some(2)));
/// ```
pub trait State {
    /// The state after the end, which holds nothing.
    ///
    /// Its [`status`](State::status) is [`Status::Done`].
    const DONE: Self;

    /// How far the body has come.
    fn status(&self) -> Status;

    /// How many items are left, at least and at most, as
    /// [`Iterator::size_hint`] tells. It isn't asked of a state whose
    /// [`status`](State::status) is [`Status::Done`].
    ///
    /// By default nothing is known: any number may be left.
    ///
    /// # Examples
    ///
    /// ```
    /// use generator_core::{State, Status};
    ///
    /// struct Unknown;
    ///
    /// impl State for Unknown {
    ///     const DONE: Self = Unknown;
    ///
    ///     fn status(&self) -> Status {
    ///         Status::Done
    ///     }
    /// }
    ///
    /// assert_eq!(Unknown.size_hint(), (0, None));
    /// ```
    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, None)
    }
}

/// How far a generator has come.
///
/// A generator that is running has no status: to run it takes `&mut`, to ask
/// takes `&`.
///
/// # Examples
///
/// ```
/// use generator_core::Status;
///
/// assert!(Status::Created.is_created());
/// assert!(!Status::Suspended.is_done());
/// assert_eq!(format!("{:?}", Status::Done), "Done");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Status {
    /// Nothing of the body has run yet.
    Created,
    /// The body waits at a yield.
    Suspended,
    /// The body has returned or panicked: no item is left.
    Done,
}

impl Status {
    /// Whether nothing of the body has run yet.
    #[inline]
    pub const fn is_created(self) -> bool {
        matches!(self, Status::Created)
    }

    /// Whether the body waits at a yield.
    #[inline]
    pub const fn is_suspended(self) -> bool {
        matches!(self, Status::Suspended)
    }

    /// Whether no item is left.
    ///
    /// `false` doesn't promise an item: whether another one follows is known
    /// only once the body has run on.
    #[inline]
    pub const fn is_done(self) -> bool {
        matches!(self, Status::Done)
    }
}
