//! The spellings of a yield under `#[generator]` on stable Rust all mean the same.
#![allow(clippy::let_and_return, clippy::unused_unit)] // every spelling

use generator_core::generator;

#[macro_use]
mod common;
use common::*;

#[generator]
fn underscore(n: u8) -> impl Iterator<Item = u8> {
    yield_!(n);
    yield_!(n + 1,);
    yield_![n + 2];
    yield_! { n + 3 }
    yield_!({
        let n = n * 2;
        n
    });
}

#[generator]
fn by_path(n: u8) -> impl Iterator<Item = u8> {
    generator_core::yield_!(n);
    ::generator_core::yield_!(n + 1);
    generator_core::yield_from!([n + 2, n + 3]);
}

#[generator]
fn raw(n: u8) -> impl Iterator<Item = u8> {
    r#yield!(n);
    if n > 0 {
        r#yield!(n + 1)
    }
    match n {
        0 => r#yield!(100),
        _ => r#yield! { n + 2 },
    }
    generator_core::r#yield!(n + 3);
}

#[generator_core::generator]
fn attribute_by_path(n: u8) -> impl Iterator<Item = u8> {
    yield_!(n);
}

#[generator]
fn of_units() -> impl Iterator<Item = ()> {
    yield_!(());
    yield_!();
}

// A variable, a field, a method and a label of the same name are no yields.
#[generator]
fn other_names(yield_: u8) -> impl Iterator<Item = u8> {
    struct Yields {
        r#yield: u8,
    }
    impl Yields {
        fn yield_from(&self) -> u8 {
            self.r#yield
        }
    }
    let r#yield = yield_ + 1;
    let yields = Yields { r#yield };
    'yield_: for item in [yield_, r#yield, yields.yield_from() + 1] {
        if item > 5 {
            break 'yield_;
        }
        yield_!(item);
    }
    yield_!(yields.r#yield);
}

#[test]
fn all_spellings() {
    both!(underscore(1), [1, 2, 3, 4, 2]);
    both!(by_path(1), [1, 2, 3, 4]);
    both!(raw(1), [1, 2, 3, 4]);
    both!(raw(0), [0, 100, 3]);
    both!(attribute_by_path(1), [1]);
    both!(of_units(), [(), ()]);
    both!(other_names(1), [1, 2, 3, 2]);
}

mod imported {
    use super::common::*;
    #[allow(unused_imports)] // an import isn't needed
    use generator_core::{generator as machine, yield_, yield_from};

    #[machine]
    fn both_yields(n: u8) -> impl Iterator<Item = u8> {
        yield_!(n);
        yield_from!([n; 2]);
    }

    #[test]
    fn imports_are_harmless() {
        both!(both_yields(1), [1, 1, 1]);
    }
}

#[generator]
fn raw_twice(r#type: u32) -> impl Iterator<Item = u32> {
    yield_!(r#type);
    let r#type = r#type + 1;
    yield_!(r#type);
    let r#type = r#type + 1;
    yield_!(r#type);
}

#[test]
fn raw_names_are_hidden() {
    both!(raw_twice(1), [1, 2, 3]);
}
