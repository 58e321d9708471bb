//! An accumulator that a body as written hands its items to: `fold` without a state machine.

use core::mem;

/// Runs `run` with a sink that adds each item to the accumulator by `f`. What `run` returns is handed on.
#[inline]
pub(crate) fn folding<B, T, E>(
    init: B,
    mut f: impl FnMut(B, T) -> B,
    run: impl FnOnce(&mut dyn FnMut(T)) -> E,
) -> (B, E) {
    // `f` takes the accumulator by value, which a sink can't hold so.
    let mut slot = Slot::Full(init);
    let end = run(&mut |item| {
        if let Slot::Full(acc) = mem::replace(&mut slot, Slot::Empty) {
            slot = Slot::Full(f(acc, item));
        }
    });
    let Slot::Full(acc) = slot else {
        unreachable!("a body doesn't outlive a panic in its sink");
    };
    (acc, end)
}

/// The accumulator of a fold, but while it is being computed.
///
/// `repr(u8)` gives it a tag of its own. In a niche of `B`, as an `Option`
/// would have it, rustc wouldn't see that it is full whenever an item comes,
/// and would test it each time.
#[repr(u8)]
enum Slot<B> {
    Empty,
    Full(B),
}
