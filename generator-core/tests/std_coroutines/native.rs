//! The tests.

use std::ops::{Coroutine as _, CoroutineState as StdState};
use std::pin::Pin;

use generator_core::CoroutineState::{Complete, Yielded};
use generator_core::{AsStd, Coroutine, Items, OfStd, generator};

#[generator]
fn joined<'a>(#[resume] first: &'a str) -> impl Coroutine<&'a str, Yield = usize, Return = String> {
    let mut text = first.to_owned();
    loop {
        let next = yield_!(text.len());
        if next.is_empty() {
            return text;
        }
        text += next;
    }
}

#[test]
fn ours_as_std() {
    let mut joined = AsStd::new(joined());
    assert_eq!(Pin::new(&mut joined).resume("ab"), StdState::Yielded(2));
    assert_eq!(Pin::new(&mut joined).resume("c"), StdState::Yielded(3));
    assert_eq!(Pin::new(&mut joined).resume(""), StdState::Complete("abc".to_owned()));
}

#[test]
fn std_as_ours() {
    let mut counted = OfStd::new(
        #[coroutine]
        |first: u8| {
            let second = yield first;
            first + second
        },
    );
    assert_eq!([counted.resume(1), counted.resume(2)], [Yielded(1), Complete(3)]);
}

#[test]
fn those_that_borrow_from_themselves_are_pinned() {
    let words = Box::pin(
        #[coroutine]
        static || {
            let text = String::from("a bb");
            for word in text.split(' ') {
                yield word.len();
            }
            text.len()
        },
    );
    let mut items = Items::new(OfStd::new(words));
    assert!(items.by_ref().eq([1, 2]));
    assert_eq!(items.take_return(), Some(4));
}

fn doubled() -> impl Coroutine<u8, Yield = u8, Return = u8> {
    OfStd::new(
        #[coroutine]
        |first: u8| {
            let second = yield first + 1;
            second * 2
        },
    )
}

#[generator]
fn delegating() -> impl Coroutine<u8, Yield = u8, Return = u8> {
    yield_from!(doubled(), 10) + 1
}

#[test]
fn delegation_and_back() {
    let mut there_and_back = OfStd::new(AsStd::new(delegating()));
    assert_eq!([there_and_back.resume(0), there_and_back.resume(5)], [Yielded(11), Complete(11)]);
}
