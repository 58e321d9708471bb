//! What std's methods do with their receiver: the table that tells a use by reference from a possible move.
//!
//! `x.len()` never moves `x`; `x.collect()` may. A method that isn't here counts as one that may move its
//! receiver: a variable whose last use is such a call is given up to it.

/// Whether `method` takes its receiver by reference, in every type of std that has it.
pub fn takes_by_reference(method: &str) -> bool {
    BY_REFERENCE.binary_search(&method).is_ok()
}

/// Whether the value of `method` can't hold a borrow of its receiver.
pub fn returns_owned(method: &str) -> bool {
    returns_number(method) || RETURNS_OWNED.binary_search(&method).is_ok()
}

/// Whether the value of `method` is a number or truth value.
pub fn returns_number(method: &str) -> bool {
    RETURNS_NUMBER.binary_search(&method).is_ok()
}

/// Sorted. Only methods that no type of std also has with a `self` receiver that matters when it moves.
const BY_REFERENCE: &[&str] = &[
    "append", "as_bytes", "as_deref", "as_deref_mut", "as_mut_slice", "as_ptr", "as_slice", "as_str", "back",
    "back_mut", "binary_search", "binary_search_by", "binary_search_by_key", "borrow", "borrow_mut", "bytes",
    "capacity", "char_indices", "chars", "chunks", "chunks_exact", "chunks_mut", "clear", "clone", "clone_from",
    "concat", "contains", "contains_key", "copy_from_slice", "dedup", "drain", "ends_with", "entry", "eq",
    "extend", "extend_from_slice", "fill", "first", "first_mut", "front", "front_mut", "get", "get_mut",
    "get_or_insert", "get_or_insert_with", "insert", "is_alphabetic", "is_empty", "is_err", "is_none", "is_ok",
    "is_some", "iter", "iter_mut", "keys", "last", "last_mut", "len", "lines", "lock", "next_back", "parse", "peek",
    "peek_mut", "pop", "pop_back", "pop_first", "pop_front", "pop_last", "push", "push_back", "push_front",
    "push_str", "range", "read", "read_line", "remove", "replace_range", "resize", "retain", "reverse", "sort",
    "sort_by", "sort_by_key", "sort_unstable", "sort_unstable_by", "sort_unstable_by_key", "split_at",
    "split_whitespace", "starts_with", "swap", "swap_remove", "take_while_ref", "to_le_bytes", "to_lowercase",
    "to_owned", "to_string", "to_uppercase", "to_vec", "trim", "trim_end", "trim_start", "truncate", "try_borrow",
    "try_borrow_mut", "try_lock", "values", "values_mut", "windows", "write", "write_all",
];

/// Sorted.
const RETURNS_OWNED: &[&str] = &[
    "clone", "collect", "concat", "fold", "for_each", "into_owned", "join", "parse", "push", "push_back",
    "push_front", "push_str", "sum", "to_lowercase", "to_owned", "to_string", "to_uppercase", "to_vec",
];

/// Sorted.
const RETURNS_NUMBER: &[&str] = &[
    "all", "any", "capacity", "contains", "contains_key", "count", "count_ones", "count_zeros", "ends_with",
    "is_alphabetic", "is_ascii_digit", "is_ascii_whitespace", "is_char_boundary", "is_empty", "is_err", "is_none",
    "is_ok", "is_some", "leading_zeros", "len", "starts_with", "strong_count", "trailing_zeros",
];

#[cfg(test)]
mod tests {
    use super::{BY_REFERENCE, RETURNS_NUMBER, RETURNS_OWNED};

    #[test]
    fn tables_are_sorted() {
        for table in [BY_REFERENCE, RETURNS_OWNED, RETURNS_NUMBER] {
            assert!(table.is_sorted(), "{table:?}");
        }
    }
}
