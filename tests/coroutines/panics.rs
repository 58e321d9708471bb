//! Resuming after the end, and panics of the body.

use crate::common::{Noisy, noted};
use generator_core::CoroutineState::{Complete, Yielded};
use generator_core::{Coroutine, Items, OfIterator, generator};
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::Mutex;

/// The message of a panic of `run`, and the line that it is shown at.
fn panic_of(run: impl FnOnce()) -> (String, u32) {
    static HOOK: Mutex<()> = Mutex::new(());
    thread_local! {
        static LINE: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
    }
    let lock = HOOK.lock();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(|info| LINE.set(info.location().map_or(0, Location::line))));
    let caught = catch_unwind(AssertUnwindSafe(run));
    std::panic::set_hook(before);
    drop(lock);
    let payload = caught.expect_err("it panics");
    let text = payload.downcast_ref::<String>().cloned();
    let text = text.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    (text.expect("a panic has a message"), LINE.get())
}

#[generator]
fn one(number: u8) -> impl Coroutine<u8, Yield = u8> {
    yield_!(number);
}

#[generator]
fn failing(guard: Noisy) -> impl Coroutine<u8, Yield = usize, Return = u8> {
    let divisor = yield_!(guard.0.len());
    12 / divisor
}

fn check_resumed_after_end<R: Default, C: Coroutine<R>>(mut coroutine: C) {
    for _ in 0..2 {
        let (text, line) = panic_of(|| {
            coroutine.resume(R::default());
        });
        assert!(text.contains("resumed after"), "{text}");
        assert_eq!(line, line!() - 3, "it isn't shown at the call");
    }
}

#[test]
fn resumed_after_its_end() {
    let mut ended = one(1);
    assert_eq!([ended.resume(0), ended.resume(0)], [Yielded(1), Complete(())]);
    check_resumed_after_end(&mut ended);
    check_resumed_after_end(&mut ended as &mut dyn Coroutine<u8, Yield = u8, Return = ()>);
    let mut iterator = OfIterator::new([(); 0]);
    assert_eq!(iterator.resume(0), Complete(()));
    check_resumed_after_end::<u8, _>(iterator);
}

#[test]
fn a_panic_of_the_body_ends_it() {
    noted();
    let mut coroutine = failing(Noisy("guard"));
    assert_eq!(coroutine.resume(0), Yielded(5));
    let (text, _) = panic_of(|| {
        coroutine.resume(0);
    });
    assert!(text.contains("divide by zero"), "{text}");
    assert_eq!(noted(), ["drop guard"]);
    check_resumed_after_end(coroutine);
    assert!(noted().is_empty());
}

#[generator]
fn panicking() -> impl Coroutine<Yield = u8, Return = u8> {
    yield_!(1);
    panic!("within")
}

#[generator]
fn around(guard: Noisy) -> impl Coroutine<Yield = u8, Return = u8> {
    let value = yield_from!(panicking());
    value + guard.0.len() as u8
}

#[test]
fn a_panic_goes_through_delegation() {
    noted();
    let mut around = around(Noisy("guard"));
    assert_eq!(around.resume(()), Yielded(1));
    assert_eq!(panic_of(|| assert_eq!(around.resume(()), Yielded(2))).0, "within");
    assert_eq!(noted(), ["drop guard"]);
    check_resumed_after_end(around);
}

#[test]
fn items_that_panic_end() {
    let mut items = Items::new(panicking());
    assert_eq!(items.next(), Some(1));
    assert_eq!(panic_of(|| assert_eq!(items.next(), None)).0, "within");
    assert_eq!((items.next(), items.take_return()), (None, None));
}
