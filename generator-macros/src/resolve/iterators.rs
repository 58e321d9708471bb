//! Methods of std's traits that all types have, or that references to iterators have as well: what they do with what they are
//! called on is known by their names.
//!
//! `words.next()` leaves `words`, and so does `(&mut words).next()`; but `(&mut words).count()` has the type of
//! `words.count()`, which takes it.

use proc_macro2::Ident;

/// The methods of `Iterator` and its kin that take a reference.
const BY_REFERENCE: [&str; 30] = [
    "advance_by",
    "all",
    "any",
    "as_slice",
    "as_str",
    "by_ref",
    "find",
    "find_map",
    "is_empty",
    "is_sorted",
    "len",
    "next",
    "next_back",
    "next_chunk",
    "next_if",
    "next_if_eq",
    "next_if_map",
    "nth",
    "nth_back",
    "peek",
    "peek_mut",
    "position",
    "remainder",
    "rfind",
    "rposition",
    "size_hint",
    "try_fold",
    "try_for_each",
    "try_rfold",
    "as_mut_slice",
];

/// The methods of traits that every type has, and that take it: a reference has them too.
const TAKES: [&str; 3] = ["into", "into_iter", "try_into"];

/// The methods of traits that every type has, and that take a reference to it.
const LOOKS: [&str; 6] = ["borrow", "borrow_mut", "clone", "to_owned", "to_string", "type_id"];

fn is_among(names: &[&str], method: &Ident) -> bool {
    names.iter().any(|name| method == name)
}

/// Whether `method` takes a reference to an iterator that it is called on.
pub fn is_by_reference(method: &Ident) -> bool {
    is_among(&BY_REFERENCE, method)
}

/// Whether `method` takes what it is called on, whatever that is.
pub fn takes(method: &Ident) -> bool {
    is_among(&TAKES, method)
}

/// Whether `method` looks at what it is called on, whatever that is.
pub fn looks(method: &Ident) -> bool {
    is_among(&LOOKS, method)
}
