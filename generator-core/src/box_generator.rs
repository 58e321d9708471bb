//! Generators in a box that run each other on a stack of their own: [`BoxGenerator`], and [`SendBoxGenerator`].
//!
//! A frame hands out an item or another generator, which then runs in its place until it ends: no level of a recursion is
//! passed through on the way to an item, nor to a drop.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt::{self, Debug};
use core::iter::FusedIterator;
use core::marker::PhantomData;

use crate::ends::Ends;
use crate::resumed::advance;
use crate::{Generator, State, Status};

/// What a frame hands out.
#[derive(Debug)]
pub enum Handed<T, G> {
    /// An item.
    Item(T),
    /// A generator that goes on in place of the frame, until it ends.
    Call(G),
}

/// A state that may have nothing to do any more.
pub trait Tail {
    /// Whether nothing of the body is left but its end, and nothing that has a drop.
    fn is_over(&self) -> bool;
}

/// Whether a value of this type has nothing to do when it is dropped.
#[inline]
pub const fn has_no_drop<T>(_: &T) -> bool {
    !core::mem::needs_drop::<T>()
}

/// `Delegate(items).into_source()`: what `yield_from!` takes. A method of its own tells a generator in a box from other iterators.
#[derive(Debug)]
pub struct Delegate<I>(pub I);

/// Other iterators.
pub trait Iterable {
    /// What is to be iterated.
    type Items;

    /// The iterator.
    fn into_source(self) -> Iterated<<Self::Items as IntoIterator>::IntoIter>
    where
        Self::Items: IntoIterator;
}

impl<I> Iterable for Delegate<I> {
    type Items = I;

    #[inline]
    fn into_source(self) -> Iterated<I::IntoIter>
    where
        I: IntoIterator,
    {
        Iterated(self.0.into_iter())
    }
}

/// An iterator that is to be a frame.
#[derive(Debug)]
pub struct Iterated<I>(I);

/// What can be run in place of a `G`.
#[diagnostic::on_unimplemented(
    message = "a `{G}` can't yield from a `{Self}`",
    label = "this can't run in its place",
    note = "a `SendBoxGenerator` yields from what is `Send`: a `SendBoxGenerator`, or another iterator that is"
)]
pub trait Callable<G> {
    /// The generator that runs.
    fn call(self) -> G;
}

/// One of the two. A single type over a marker for `Send` would be invariant in `'a`.
macro_rules! box_generator {
    ($(#[$doc:meta])* $Generator:ident, $Frame:ident, $Clear:ident, [$($send:tt)*], $(#[$of:meta])*) => {
        /// A level of a recursion.
        ///
        /// The lifetime of what it hands out stands in the method, lest `dyn Frame<T> + 'a` be invariant in `'a`.
        trait $Frame<T> {
            /// What the body hands out next; nothing, if it has ended.
            fn resume<'x>(&mut self) -> Option<Handed<T, $Generator<'x, T>>>
            where
                Self: 'x,
                T: 'x;

            /// Whether it needn't be resumed.
            fn is_over(&self) -> bool;

            fn size_hint(&self) -> (usize, Option<usize>);
        }

        $(#[$doc])*
        #[must_use = "generators are lazy and do nothing unless consumed"]
        pub struct $Generator<'a, T: 'a> {
            /// The frame that runs.
            top: Option<Box<dyn $Frame<T> + 'a $($send)*>>,
            /// Those that have called it, the innermost last. Mostly there is none: a box more, for a small generator.
            callers: Option<Box<Vec<Box<dyn $Frame<T> + 'a $($send)*>>>>,
            has_begun: bool,
        }

        impl<'a, T: 'a> $Generator<'a, T> {
            /// What the macro writes. `_run` is the body as written, which rustc checks first. It is never called.
            #[doc(hidden)]
            #[inline]
            pub fn new<S, E, Run, Step>(state: S, _run: Run, step: Step) -> Self
            where
                S: State + Tail + 'a $($send)*,
                E: Ends<T>,
                Run: Fn(S, &mut dyn FnMut(T)) -> E,
                Step: Fn(&mut S, &mut Option<Handed<T, Self>>) -> E + 'a $($send)*,
            {
                Self::on(Body { state, step, handed: PhantomData::<fn() -> Self> })
            }

            $(#[$of])*
            #[inline]
            pub fn of<I>(items: I) -> Self
            where
                I: IntoIterator<Item = T, IntoIter: 'a $($send)*>,
            {
                Self::on(Iterated(items.into_iter()))
            }

            #[inline]
            fn on(frame: impl $Frame<T> + 'a $($send)*) -> Self {
                $Generator { top: Some(Box::new(frame)), callers: None, has_begun: false }
            }

            /// How many generators run each other at present. One that has handed on to another as its last act isn't
            /// among them.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use generator_core::", stringify!($Generator), ";")]
            ///
            #[doc = concat!("let mut items = ", stringify!($Generator), "::of(0..3);")]
            /// assert_eq!(items.depth(), 1);
            /// assert_eq!(items.by_ref().count(), 3);
            /// assert_eq!(items.depth(), 0);
            /// ```
            #[must_use]
            pub fn depth(&self) -> usize {
                self.callers.as_ref().map_or(0, |callers| callers.len()) + usize::from(self.top.is_some())
            }

            /// Lets `callee` run in place of the frame that runs, which waits for it, unless it has nothing else to do.
            #[inline]
            fn call(&mut self, mut callee: Self) {
                let Some(top) = callee.top.take() else { return };
                if let Some(caller) = self.top.replace(top)
                    && !caller.is_over()
                {
                    self.callers.get_or_insert_default().push(caller);
                }
                if let Some(mut callers) = callee.callers.take() {
                    self.callers.get_or_insert_default().append(&mut callers);
                }
            }

            #[inline]
            fn pop(&mut self) -> Option<Box<dyn $Frame<T> + 'a $($send)*>> {
                self.callers.as_mut()?.pop()
            }

            /// Drops the frames one after the other, the innermost first.
            #[cold]
            fn clear(&mut self) {
                let mut guard = $Clear { generator: self, unwinds: true };
                guard.generator.top = None;
                while let Some(frame) = guard.generator.pop() {
                    drop(frame);
                }
                guard.unwinds = false;
            }
        }

        /// Drops all frames on unwinding.
        struct $Clear<'g, 'a, T: 'a> {
            generator: &'g mut $Generator<'a, T>,
            unwinds: bool,
        }

        impl<T> Drop for $Clear<'_, '_, T> {
            #[inline]
            fn drop(&mut self) {
                if self.unwinds {
                    self.generator.clear();
                }
            }
        }

        impl<T> Drop for $Generator<'_, T> {
            fn drop(&mut self) {
                if self.callers.is_some() {
                    self.clear();
                }
            }
        }

        impl<'a, T: 'a> Iterator for $Generator<'a, T> {
            type Item = T;

            #[inline]
            fn next(&mut self) -> Option<T> {
                self.has_begun = true;
                let mut guard = $Clear { generator: self, unwinds: true };
                let this = &mut *guard.generator;
                let item = loop {
                    let Some(top) = &mut this.top else { break None };
                    match top.resume() {
                        Some(Handed::Item(item)) => break Some(item),
                        Some(Handed::Call(callee)) => this.call(callee),
                        None => this.top = this.pop(),
                    }
                };
                guard.unwinds = false;
                item
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                match &self.top {
                    None => (0, Some(0)),
                    Some(top) if self.callers.as_ref().is_none_or(|callers| callers.is_empty()) => top.size_hint(),
                    Some(top) => (top.size_hint().0, None),
                }
            }
        }

        impl<'a, T: 'a> FusedIterator for $Generator<'a, T> {}

        impl<'a, T: 'a> Generator for $Generator<'a, T> {
            fn status(&self) -> Status {
                match &self.top {
                    None => Status::Done,
                    Some(_) if self.has_begun => Status::Suspended,
                    Some(_) => Status::Created,
                }
            }
        }

        impl<T> Debug for $Generator<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($Generator)).field("depth", &self.depth()).finish()
            }
        }

        impl<'a, T: 'a> Delegate<$Generator<'a, T>> {
            /// It runs as it is.
            #[inline]
            pub fn into_source(self) -> $Generator<'a, T> {
                self.0
            }
        }

        #[diagnostic::do_not_recommend]
        impl<'a, T: 'a> Callable<$Generator<'a, T>> for $Generator<'a, T> {
            #[inline]
            fn call(self) -> Self {
                self
            }
        }

        #[diagnostic::do_not_recommend]
        impl<'a, T: 'a, I: Iterator<Item = T> + 'a $($send)*> Callable<$Generator<'a, T>> for Iterated<I> {
            #[inline]
            fn call(self) -> $Generator<'a, T> {
                $Generator::on(self)
            }
        }

        impl<'a, T: 'a, S, Step, E> $Frame<T> for Body<S, Step, $Generator<'a, T>>
        where
            S: State + Tail,
            E: Ends<T>,
            Step: Fn(&mut S, &mut Option<Handed<T, $Generator<'a, T>>>) -> E,
        {
            #[inline]
            fn resume<'x>(&mut self) -> Option<Handed<T, $Generator<'x, T>>>
            where
                Self: 'x,
                T: 'x,
            {
                let mut out = None;
                let end = advance(&mut self.state, &self.step, &mut out);
                match out {
                    Some(Handed::Item(item)) => Some(Handed::Item(item)),
                    Some(Handed::Call(callee)) => Some(Handed::Call(callee)),
                    None => end.last().map(Handed::Item),
                }
            }

            fn is_over(&self) -> bool {
                self.state.is_over()
            }

            /// What is called may have any number of items.
            fn size_hint(&self) -> (usize, Option<usize>) {
                if self.state.status().is_done() { (0, Some(0)) } else { (0, None) }
            }
        }

        impl<T, I: Iterator<Item = T>> $Frame<T> for Iterated<I> {
            #[inline]
            fn resume<'x>(&mut self) -> Option<Handed<T, $Generator<'x, T>>>
            where
                Self: 'x,
                T: 'x,
            {
                self.0.next().map(Handed::Item)
            }

            fn is_over(&self) -> bool {
                false
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                self.0.size_hint()
            }
        }
    };
}

/// A state and its step.
struct Body<S, Step, G> {
    state: S,
    step: Step,
    handed: PhantomData<fn() -> G>,
}

box_generator! {
    /// A generator in a box whose `yield_from!` of another one costs the same at any depth of recursion.
    ///
    /// A function under `#[generator]` may return it. Then `yield_from!` lets what is yielded from run *in place* of the
    /// function until it ends, on a stack of the generator's own: an item isn't handed through the levels above, and
    /// neither [`next`](Iterator::next) nor a drop recurses. A `yield_from!` that is the last act of a function, where
    /// nothing is left to drop, doesn't even keep it: a walk along a list needs constant memory.
    ///
    /// The type can be named and stored, and is covariant in `'a`. What is yielded from may be of any type that
    /// can be iterated: it gets a box of its own, if it isn't a `BoxGenerator`. [`SendBoxGenerator`] is the same for
    /// other threads.
    ///
    /// Each level is allocated when it is made. `fold` goes by `next`, as a plain recursion could overflow the machine's
    /// stack. Generators that are passed as *arguments*, each inside the next one, drop recursively if they never begin.
    ///
    /// This needs the feature `alloc`.
    ///
    /// # Panics
    ///
    /// A panic in a body drops all levels, the innermost first, and goes on to the caller of `next`. From then on there
    /// is no item.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// use generator_core::{BoxGenerator, generator};
    ///
    /// struct Node {
    ///     value: u32,
    ///     left: Option<Box<Node>>,
    ///     right: Option<Box<Node>>,
    /// }
    ///
    /// #[generator]
    /// fn in_order(node: Option<&Node>) -> BoxGenerator<'_, u32> {
    ///     if let Some(node) = node {
    ///         yield_from!(in_order(node.left.as_deref()));
    ///         yield_!(node.value);
    ///         yield_from!(in_order(node.right.as_deref()));
    ///     }
    /// }
    ///
    /// let leaf = |value| Some(Box::new(Node { value, left: None, right: None }));
    /// let tree = Node { value: 2, left: leaf(1), right: leaf(3) };
    /// assert!(in_order(Some(&tree)).eq([1, 2, 3]));
    /// # }
    /// ```
    BoxGenerator, Frame, Clear, [],
    /// The items of an iterator, as a `BoxGenerator`.
    ///
    /// # Examples
    ///
    /// ```
    /// use generator_core::BoxGenerator;
    ///
    /// let digits: BoxGenerator<'static, u8> = BoxGenerator::of([1, 2, 3]);
    /// assert_eq!(digits.size_hint(), (3, Some(3)));
    /// assert!(digits.eq([1, 2, 3]));
    /// ```
}

box_generator! {
    /// A [`BoxGenerator`] that can be sent to other threads: so have to be its arguments, and what it keeps.
    ///
    /// It can be yielded from in a `BoxGenerator`, but not the other way round.
    ///
    /// This needs the feature `alloc`.
    ///
    /// # Panics
    ///
    /// As a [`BoxGenerator`] does.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// use generator_core::{SendBoxGenerator, generator};
    ///
    /// #[generator]
    /// fn ruler(depth: u32) -> SendBoxGenerator<'static, u32> {
    ///     if depth > 0 {
    ///         yield_from!(ruler(depth - 1));
    ///         yield_!(depth);
    ///         yield_from!(ruler(depth - 1));
    ///     }
    /// }
    ///
    /// let marks = std::thread::spawn(|| ruler(3).collect::<Vec<_>>());
    /// assert_eq!(marks.join().unwrap(), [1, 2, 1, 3, 1, 2, 1]);
    /// # }
    /// ```
    SendBoxGenerator, SendFrame, SendClear, [+ Send],
    /// The items of an iterator, as a `SendBoxGenerator`.
    ///
    /// # Examples
    ///
    /// ```
    /// use generator_core::SendBoxGenerator;
    ///
    /// let digits: SendBoxGenerator<'static, u8> = SendBoxGenerator::of([1, 2, 3]);
    /// assert_eq!(std::thread::spawn(|| digits.count()).join().unwrap(), 3);
    /// ```
}

/// As any iterator.
#[diagnostic::do_not_recommend]
impl<'a, T: 'a> Callable<BoxGenerator<'a, T>> for SendBoxGenerator<'a, T> {
    #[inline]
    fn call(self) -> BoxGenerator<'a, T> {
        BoxGenerator::of(self)
    }
}
