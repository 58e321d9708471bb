//! What is done with the items: each its own type, so that what one does is compiled apart from the others.

use std::hint::black_box;

pub(crate) trait Consume {
    /// Whether there is a way to do it by `fold`.
    const FOLDS: bool;

    /// How many of `all` items it takes.
    fn taken(all: usize) -> usize {
        all
    }

    fn by_next<I: Iterator>(items: I);

    fn by_fold<I: Iterator>(items: I);
}

/// Looks at each item.
pub(crate) enum Each {}

impl Consume for Each {
    const FOLDS: bool = true;

    fn by_next<I: Iterator>(items: I) {
        for item in items {
            black_box(item);
        }
    }

    fn by_fold<I: Iterator>(items: I) {
        items.fold((), |(), item| {
            black_box(item);
        });
    }
}

/// Collects all items into a vector.
pub(crate) enum Collected {}

impl Consume for Collected {
    const FOLDS: bool = true;

    fn by_next<I: Iterator>(items: I) {
        black_box(items.collect::<Vec<_>>());
    }

    fn by_fold<I: Iterator>(items: I) {
        let mut collected = Vec::with_capacity(items.size_hint().0);
        items.for_each(|item| collected.push(item));
        black_box(collected);
    }
}

/// Takes one item and drops the rest.
pub(crate) enum First {}

impl Consume for First {
    const FOLDS: bool = false;

    fn taken(all: usize) -> usize {
        all.min(1)
    }

    fn by_next<I: Iterator>(mut items: I) {
        black_box(items.next());
    }

    fn by_fold<I: Iterator>(_: I) {
        unreachable!("`fold` has no first item");
    }
}
