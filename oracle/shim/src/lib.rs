//! The surface of `generator-core`, implemented by rustc's `gen` blocks: what the behaviour tests
//! see of it is what Rust does.
#![feature(try_trait_v2)]

use std::fmt::{self, Debug};
use std::iter::FusedIterator;
use std::mem;

use private::Event;

pub use shim_macros::{generator, generator_items as generator_fn};

/// For imports: inside a generator the attribute replaces it.
#[macro_export]
macro_rules! yield_ {
    ($($item:tt)*) => {
        compile_error!("outside a generator")
    };
}

/// For imports: inside a generator the attribute replaces it.
#[macro_export]
macro_rules! yield_from {
    ($($items:tt)*) => {
        compile_error!("outside a generator")
    };
}

/// How far a generator has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Created,
    Suspended,
    Done,
}

pub trait Generator: FusedIterator {
    fn status(&self) -> Status;

    fn is_done(&self) -> bool {
        self.status() == Status::Done
    }
}

/// A `gen` block with what `generator-core` promises and `gen` blocks lack: a status, `Debug`, and
/// `None` in place of a second panic once the body has panicked.
#[derive(Clone)]
pub struct Gen<I> {
    body: Option<I>,
    status: Status,
}

impl<T, I: Iterator<Item = Event<T>>> Gen<I> {
    pub fn new(body: I) -> Self {
        Gen { body: Some(body), status: Status::Created }
    }
}

impl<T, I: Iterator<Item = Event<T>>> Iterator for Gen<I> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        let end = EndUnlessForgotten(self);
        match end.0.body.as_mut()?.next()? {
            Event::Item(item) => {
                end.0.status = Status::Suspended;
                mem::forget(end);
                Some(item)
            }
            // The body has failed: dropping it drops its variables, in the order of its return.
            Event::Last(item) => Some(item),
        }
    }
}

struct EndUnlessForgotten<'a, I>(&'a mut Gen<I>);

impl<I> Drop for EndUnlessForgotten<'_, I> {
    // The live variables have been dropped by now: by the body's end, or by unwinding.
    fn drop(&mut self) {
        self.0.body = None;
        self.0.status = Status::Done;
    }
}

impl<T, I: Iterator<Item = Event<T>>> FusedIterator for Gen<I> {}

impl<T, I: Iterator<Item = Event<T>>> Generator for Gen<I> {
    fn status(&self) -> Status {
        self.status
    }
}

impl<I> Debug for Gen<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gen").field("status", &self.status).finish_non_exhaustive()
    }
}

/// What the macros expand to.
pub mod private {
    pub use std::boxed::Box;
    pub use std::ops::ControlFlow;
    use std::ops::{FromResidual, Try};

    /// What the body hands out: an item, or the failure that ends it.
    #[derive(Clone)]
    pub enum Event<T> {
        Item(T),
        Last(T),
    }

    /// `?` up to the point where it leaves: `gen` blocks have none of their own.
    pub fn branch<T: Try>(value: T) -> ControlFlow<T::Residual, T::Output> {
        value.branch()
    }

    pub fn from_residual<T: FromResidual<R>, R>(residual: R) -> T {
        T::from_residual(residual)
    }
}
