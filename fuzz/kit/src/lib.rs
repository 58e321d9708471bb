//! What a batch of generated bodies is linked with: the functions they call, and what drives them.

mod borrows;
mod drive;
mod effects;
mod macros;
mod own;
mod pointers;
mod structs;

pub use borrows::*;
pub use drive::{Case, Items, Start, give_last, main, received};
pub use effects::*;
pub use own::*;
pub use pointers::*;
pub use structs::*;

/// What an eager body does with an item.
pub fn give<T: std::fmt::Debug>(item: T) {
    received(item);
}
