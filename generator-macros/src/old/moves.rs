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

/// Whether the value of `method` looks at a string or at bytes, and has no drop.
fn returns_view(method: &str) -> bool {
    RETURNS_VIEW.binary_search(&method).is_ok()
}

/// Whether `expr` is a method call whose value has no drop, as it is a number or looks at a string or at bytes.
pub fn gives_view(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Paren(paren) => gives_view(&paren.expr),
        syn::Expr::Group(group) => gives_view(&group.expr),
        syn::Expr::MethodCall(call) => {
            let method = call.method.to_string();
            returns_view(&method) || returns_number(&method)
        }
        _ => false,
    }
}

/// Sorted. (`lines` and `bytes` aren't here: those of a reader own it.)
const RETURNS_VIEW: &[&str] = &[
    "as_bytes",
    "as_str",
    "char_indices",
    "chars",
    "split_ascii_whitespace",
    "split_whitespace",
    "trim",
    "trim_ascii",
    "trim_ascii_end",
    "trim_ascii_start",
    "trim_end",
    "trim_start",
];

/// Whether `method` returns the guard of a lock or cell.
pub fn returns_guard(method: &str) -> bool {
    ["borrow", "borrow_mut", "lock", "read", "try_borrow", "try_borrow_mut", "try_lock", "write"]
        .contains(&method)
}

/// Whether `function` is one of `std::process` that don't return.
pub fn never_returns(function: &syn::Expr) -> bool {
    let syn::Expr::Path(path) = function else { return false };
    let mut segments = path.path.segments.iter().rev().map(|segment| &segment.ident);
    let is_end = segments.next().is_some_and(|name| name == "exit" || name == "abort");
    is_end && segments.next().is_some_and(|module| module == "process")
}

/// Sorted. Only methods that no type of std also has with a `self` receiver that matters when it moves.
const BY_REFERENCE: &[&str] = &[
    "append",
    "as_bytes",
    "as_deref",
    "as_deref_mut",
    "as_mut",
    "as_mut_slice",
    "as_ptr",
    "as_ref",
    "as_slice",
    "as_str",
    "back",
    "back_mut",
    "binary_search",
    "binary_search_by",
    "binary_search_by_key",
    "borrow",
    "borrow_mut",
    "by_ref",
    "capacity",
    "char_indices",
    "chars",
    "chunks",
    "chunks_exact",
    "chunks_mut",
    "clear",
    "clone",
    "clone_from",
    "concat",
    "contains",
    "contains_key",
    "copy_from_slice",
    "dedup",
    "deref",
    "drain",
    "elapsed",
    "ends_with",
    "entry",
    "eq",
    "eq_ignore_ascii_case",
    "extend",
    "extend_from_slice",
    "fetch_add",
    "fetch_sub",
    "fill",
    "first",
    "first_key_value",
    "first_mut",
    "flush",
    "front",
    "front_mut",
    "get",
    "get_mut",
    "get_or_insert",
    "get_or_insert_default",
    "get_or_insert_with",
    "insert",
    "is_alphabetic",
    "is_ascii",
    "is_empty",
    "is_err",
    "is_none",
    "is_ok",
    "is_some",
    "iter",
    "iter_mut",
    "keys",
    "last",
    "last_key_value",
    "last_mut",
    "len",
    "load",
    "lock",
    "next",
    "next_back",
    "next_if",
    "next_if_eq",
    "notify_one",
    "nth",
    "parse",
    "peek",
    "peek_mut",
    "pop",
    "pop_back",
    "pop_first",
    "pop_front",
    "pop_last",
    "push",
    "push_back",
    "push_front",
    "push_str",
    "range",
    "read",
    "read_exact",
    "read_line",
    "read_to_end",
    "read_to_string",
    "recv",
    "remove",
    "replace",
    "replace_range",
    "resize",
    "retain",
    "reverse",
    "rotate_left",
    "rotate_right",
    "send",
    "sort",
    "sort_by",
    "sort_by_key",
    "sort_unstable",
    "sort_unstable_by",
    "sort_unstable_by_key",
    "split_at",
    "split_first",
    "split_last",
    "split_off",
    "split_whitespace",
    "starts_with",
    "store",
    "strip_prefix",
    "strip_suffix",
    "swap",
    "swap_remove",
    "to_ascii_lowercase",
    "to_ascii_uppercase",
    "to_le_bytes",
    "to_lowercase",
    "to_owned",
    "to_string",
    "to_uppercase",
    "to_vec",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "try_borrow",
    "try_borrow_mut",
    "try_lock",
    "try_recv",
    "values",
    "values_mut",
    "windows",
    "write",
    "write_all",
    "write_fmt",
    "write_str",
];

/// Sorted.
const RETURNS_OWNED: &[&str] = &[
    "abs_diff",
    "append",
    "checked_add",
    "checked_div",
    "checked_mul",
    "checked_neg",
    "checked_rem",
    "checked_sub",
    "clear",
    "clone",
    "clone_from",
    "collect",
    "concat",
    "copy_from_slice",
    "dedup",
    "div_euclid",
    "elapsed",
    "extend",
    "extend_from_slice",
    "fetch_add",
    "fetch_sub",
    "fill",
    "flush",
    "fold",
    "for_each",
    "insert",
    "into_owned",
    "join",
    "load",
    "max",
    "min",
    "next",
    "next_back",
    "next_if",
    "next_if_eq",
    "next_power_of_two",
    "nth",
    "parse",
    "partition",
    "pop",
    "pop_back",
    "pop_first",
    "pop_front",
    "pop_last",
    "position",
    "product",
    "push",
    "push_back",
    "push_front",
    "push_str",
    "read",
    "read_exact",
    "read_line",
    "read_to_end",
    "read_to_string",
    "recv",
    "rem_euclid",
    "remove",
    "repeat",
    "replace",
    "replace_range",
    "resize",
    "retain",
    "reverse",
    "rotate_left",
    "rotate_right",
    "rposition",
    "saturating_add",
    "saturating_div",
    "saturating_mul",
    "saturating_neg",
    "saturating_rem",
    "saturating_sub",
    "send",
    "sort",
    "sort_by",
    "sort_by_key",
    "sort_unstable",
    "sort_unstable_by",
    "sort_unstable_by_key",
    "split_off",
    "store",
    "sum",
    "swap",
    "swap_remove",
    "to_ascii_lowercase",
    "to_ascii_uppercase",
    "to_le_bytes",
    "to_lowercase",
    "to_owned",
    "to_string",
    "to_uppercase",
    "to_vec",
    "truncate",
    "try_recv",
    "unzip",
    "wrapping_add",
    "wrapping_div",
    "wrapping_mul",
    "wrapping_neg",
    "wrapping_rem",
    "wrapping_sub",
    "write_all",
    "write_fmt",
    "write_str",
];

/// Sorted.
const RETURNS_NUMBER: &[&str] = &[
    "all",
    "any",
    "capacity",
    "contains",
    "contains_key",
    "count",
    "count_ones",
    "count_zeros",
    "ends_with",
    "is_alphabetic",
    "is_ascii_digit",
    "is_ascii_whitespace",
    "is_char_boundary",
    "is_empty",
    "is_err",
    "is_none",
    "is_ok",
    "is_some",
    "leading_zeros",
    "len",
    "starts_with",
    "strong_count",
    "trailing_zeros",
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
