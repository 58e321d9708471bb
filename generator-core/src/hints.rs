/// How many items are left, at least and at most.
type Hint = (usize, Option<usize>);

/// What `one` and `other` have together.
#[inline]
pub fn both(one: Hint, other: Hint) -> Hint {
    let upper = one.1.zip(other.1).and_then(|(one, other)| one.checked_add(other));
    (one.0.saturating_add(other.0), upper)
}

/// What is left where each of the items of `hint` makes `least` of them or
/// more, up to `most`.
#[inline]
pub fn in_rounds(hint: Hint, least: usize, most: usize) -> Hint {
    let upper = if most == 0 { Some(0) } else { hint.1.and_then(|upper| upper.checked_mul(most)) };
    (hint.0.saturating_mul(least), upper)
}
