//! Generator functions on stable Rust: write `yield_!`, get an iterator.
//!
//! ```
//! # #[cfg(feature = "macros")] {
//! use generator_core::generator;
//!
//! #[generator]
//! fn squares(numbers: impl IntoIterator<Item = i64>) -> impl Iterator<Item = i64> {
//!     for num in numbers {
//!         yield_!(num.pow(2));
//!     }
//! }
//!
//! assert_eq!(squares([1, 2, 3, 4, 5]).sum::<i64>(), 55);
//! # }
//! ```
//!
//! # What is here
//!
//! | item | for |
//! | --- | --- |
//! | `#[generator]` | turning a function into a generator (feature `macros`, on by default) |
//! | [`generator_fn!`](generator_fn) | the same, around whole functions: inside it a yield is spelled `yield!`; or a generator as an expression |
//! | [`yield_!`](yield_), [`yield_from!`](yield_from) | handing out items, inside a generator |
//! | [`Generator`] | the iterators that generators return, with their [`Status`] |
//! | [`Coroutine`], [`CoroutineState`] | what a generator may be besides: resumed with arguments, and ending with a value |
//! | [`Items`], [`OfIterator`] | a coroutine as an iterator, and the other way |
//! | `BoxGenerator`, `SendBoxGenerator` | recursion of any depth (feature `alloc`) |
//! | `PinGenerator` | bodies that borrow their own variables, pinned by their callers (feature `boxed`) |
//! | [`Machine`], [`State`] | what the macros expand to; they can be used by hand as well |
//!
//! # Features
//!
//! Only `macros` is on by default.
//!
//! | feature | what it adds |
//! | --- | --- |
//! | `macros` | `#[generator]` and [`generator_fn!`](generator_fn) |
//! | `alloc` | `BoxGenerator` and `SendBoxGenerator`; [`Coroutine`] for boxes |
//! | `boxed` | `#[generator(boxed)]` and `PinGenerator`. It implies `alloc`, and has the crate's unsafe code, in one file. |
//! | `stream` | `#[generator] async fn f(…) -> impl Stream<Item = T>`. It depends on `futures-core`, and shares that file. |
//!
//! # Arguments of the attribute
//!
//! - `#[generator(boxed)]` keeps the body as it is written, in a box that comes
//!   with the first item: it may borrow its own variables across yields.
//! - `#[generator(macros(largest, my::vector))]` names macros of yours whose
//!   arguments are expressions. A generator's body may yield among them, and
//!   goes on to use the variables that they name, as after a function's call.
//!   (The macros of the standard library are known.)
//! - `#[generator(graph = "graphs/machine.mmd")]` writes the machine's states
//!   and the source lines of its transitions to a file, as a state diagram in
//!   Mermaid's notation. The path is relative to the package's folder.
//! - `#[generator(crate = path::to::generator_core)]` says where this crate is
//!   found, if not under its own name.
//!
//! # Features
//!
//! - `macros` (on by default): `#[generator]` and `generator_fn!`.
//! - `alloc`: a `Box` of a coroutine is a coroutine.
//! - `nightly`: `AsStd` and `OfStd`, coroutines of this crate as those of [`core::ops::Coroutine`] and the other way, where rustc
//!   has that trait. On other compilers the feature does nothing.
//!
//! # What a generator promises
//!
//! - **It is lazy.** Calling the function moves its arguments into the
//!   generator and runs nothing of its body. Each [`next`](Iterator::next) runs
//!   the body up to its next yield.
//! - **It is fused.** After its end it gives `None` for ever.
//! - **A panic ends it.** If the body panics, its live variables are dropped
//!   and the generator gives `None` from then on.
//! - **It knows how many items are left**, where that can be known: its
//!   [`size_hint`](Iterator::size_hint) counts yields in a row, and asks the
//!   iterator of a `for`, once that is made.
//! - **It costs what an iterator costs.** The state is a plain enum which holds
//!   the variables that live across a yield: no allocation, only safe code, and
//!   no need for `std` or `alloc`. (What is `boxed`, a stream or a
//!   `BoxGenerator` says what it needs.)

#![no_std]
#![cfg_attr(generator_coroutines, feature(coroutine_trait))]
#![cfg_attr(not(any(feature = "boxed", feature = "stream")), forbid(unsafe_code))]

#[cfg(feature = "alloc")]
extern crate alloc;

mod argument;
#[cfg(any(feature = "boxed", feature = "stream"))]
#[allow(unsafe_code)]
mod body;
#[cfg(feature = "alloc")]
mod box_generator;
#[cfg(feature = "boxed")]
mod boxed;
#[cfg(feature = "boxed")]
mod boxed_coroutine;
mod coroutine;
#[cfg(feature = "stream")]
mod delegate;
mod ends;
mod failed;
mod finishes;
mod folding;
mod generator;
mod hints;
mod items;
mod kinds;
#[cfg(feature = "boxed")]
mod length;
mod machine;
mod macros;
mod of_iterator;
#[cfg(feature = "boxed")]
mod pinned;
mod residual;
mod resumable;
mod resumed;
mod state;
#[cfg(generator_coroutines)]
mod std_coroutines;
mod stepped;
#[cfg(feature = "stream")]
mod stream;
mod type_of;

#[cfg(feature = "alloc")]
pub use crate::box_generator::{BoxGenerator, SendBoxGenerator};
pub use crate::coroutine::{Coroutine, CoroutineState};
pub use crate::generator::Generator;
pub use crate::items::Items;
pub use crate::machine::Machine;
pub use crate::of_iterator::OfIterator;
#[cfg(feature = "boxed")]
pub use crate::pinned::{PinGenerator, PinnedItems};
pub use crate::state::{State, Status};
#[cfg(generator_coroutines)]
pub use crate::std_coroutines::{AsStd, OfStd};

#[cfg(feature = "macros")]
#[doc(inline)]
pub use generator_macros::generator;

/// What expansions name and nobody else should: no part of it is stable.
#[doc(hidden)]
pub mod __private {
    pub use crate::argument::Argument;
    #[cfg(any(feature = "boxed", feature = "stream"))]
    pub use crate::body::{Receive, Suspend, Yielder};
    #[cfg(feature = "boxed")]
    pub use crate::body::{boxed, boxed_coroutine, boxed_expression, pinned};
    #[cfg(feature = "stream")]
    pub use crate::body::{stream, stream_expression};
    #[cfg(feature = "alloc")]
    pub use crate::box_generator::{Callable, Delegate, Handed, Iterable, Tail, has_no_drop};
    #[cfg(feature = "stream")]
    pub use crate::delegate::{forward, into_stream};
    pub use crate::ends::{Ends, Fails};
    pub use crate::failed::Failed;
    pub use crate::finishes::{MayFail, Stopped};
    pub use crate::hints::{both, in_rounds};
    pub use crate::kinds::*;
    #[cfg(feature = "boxed")]
    pub use crate::length::{Known, Unknown};
    pub use crate::residual::{Branch, FromResidual};
    pub use crate::resumable::{Of, Resumable, checked_coroutine};
    pub use crate::resumed::Resumed;
    pub use crate::stepped::{Stepped, checked};
    pub use crate::type_of::TypeOf;
    pub use crate::{
        __generator_access as access, __generator_behind as behind, __generator_by_reference as by_reference,
        __generator_called as called, __generator_found as found,
        __generator_found_unless_iterator as found_unless_iterator, __generator_keep as keep,
        __generator_keep_slot as keep_slot, __generator_later_part as later_part, __generator_left as left,
        __generator_nothing as nothing, __generator_part as part, __generator_pattern as pattern,
        __generator_put_back as put_back, __generator_receiver as receiver, __generator_rest as rest,
        __generator_rest_option as rest_option, __generator_take as take, __generator_take_slot as take_slot,
        __generator_take_slot_part as take_slot_part, __generator_vacated as vacated,
        __generator_vacated_of as vacated_of,
    };
    pub use ::core;
    #[cfg(feature = "macros")]
    pub use generator_macros::generator_items;
}
