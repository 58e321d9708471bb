//! Exclusive references of which one path is borrowed across a suspension while others are used: each path becomes a
//! reference of its own, before the borrow.
//!
//! `for x in self.items.iter_mut() { self.count += 1; yield_!(x); }` → `let whole = self; let self_items = &mut whole.items;
//! let self_count = &mut whole.count;`, and the loop with `(*self_items)` and `(*self_count)`: later stages then know three
//! variables, and each goes its own way.

mod known;
mod search;
mod split;
mod statements;

pub use known::note_known;

use crate::collections::HashSet;
use crate::ir::{LocalId, StatementId, UseId};
use crate::resolve::Resolved;
use syn::Block;

/// Where a reference is taken apart.
struct Split {
    local: LocalId,
    /// The statement before which it is.
    before: StatementId,
    /// The fields that become references.
    fields: Vec<Field>,
    /// The uses that are about them.
    uses: HashSet<UseId>,
}

/// A field, to which a reference is made.
struct Field {
    name: String,
    /// Whether a shared reference is enough.
    is_shared: bool,
}

/// Takes the exclusive references of `block` apart where they must be.
pub fn split(resolved: &mut Resolved, block: &mut Block, krate: &syn::Path) {
    let mut made: HashSet<LocalId> = HashSet::default();
    // What is taken apart has shorter paths, and may have to be taken apart once more.
    while let Some(split) = search::search(resolved, block) {
        made.extend(split::apply(resolved, block, &split, krate, made.contains(&split.local)));
    }
}
