//! What a batch of generated bodies is linked with: the functions they call, and what drives them.

mod drive;
mod effects;

pub use drive::{Case, Items, give_last, main, received};
pub use effects::*;

/// What an eager body does with an item.
pub fn give<T: std::fmt::Debug>(item: T) {
    received(item);
}
