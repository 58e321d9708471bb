//! The fourth spelling: `yield!(x)` under `#[generator]`, which needs `#![feature(yield_expr)]`.
#![feature(yield_expr)]

use generator_core::generator;

#[generator]
fn squares(numbers: impl IntoIterator<Item = i64>) -> impl Iterator<Item = i64> {
    for num in numbers {
        yield!(num.pow(2));
    }
}

#[generator]
fn spelled_both_ways(more: bool) -> impl Iterator<Item = &'static str> {
    yield!("literal");
    yield_!("macro");
    if more {
        yield!("again")
    }
}

#[test]
fn yields() {
    assert_eq!(squares([1, 2, 3, 4, 5]).sum::<i64>(), 55);
    assert!(squares([2, 3]).eq([4, 9]));
    assert!(spelled_both_ways(true).eq(["literal", "macro", "again"]));
    assert!(spelled_both_ways(false).eq(["literal", "macro"]));
}
