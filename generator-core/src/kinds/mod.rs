//! What a macro can't see of a variable, rustc tells an expansion: tags, types without a value, that its method lookup picks.
//!
//! A call that returns [`Never`] ends the control flow that the borrow checker sees: what stands behind it is no use of a
//! variable. So one text is right in both cases.

mod access;
mod asks;
mod calls;
mod parts;
mod places;
mod rest;
mod slots;
mod tags;
mod targets;
mod types;

pub use access::*;
pub use calls::*;
pub use parts::*;
pub use places::*;
pub use rest::*;
pub use tags::*;
pub use targets::*;
pub use types::*;
