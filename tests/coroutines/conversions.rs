//! `Items` and `OfIterator`, references and boxes.

use generator_core::CoroutineState::{Complete, Yielded};
use generator_core::{Coroutine, Items, OfIterator, generator};

#[generator]
fn countdown(from: u32) -> impl Coroutine<Yield = u32, Return = String> + Clone + std::fmt::Debug {
    let mut left = from;
    while left > 0 {
        yield_!(left);
        left -= 1;
    }
    format!("{from} to 0")
}

#[test]
fn items_keep_what_is_returned() {
    let mut items = Items::new(countdown(2));
    assert_eq!(items.next(), Some(2));
    assert_eq!(items.take_return(), None);
    assert!(items.by_ref().eq([1]));
    assert_eq!((items.next(), items.next()), (None, None));
    assert_eq!(items.take_return().as_deref(), Some("2 to 0"));
    assert_eq!((items.take_return(), items.next()), (None, None));
}

#[test]
fn into_return_runs_to_the_end() {
    assert_eq!(Items::new(countdown(3)).into_return().as_deref(), Some("3 to 0"));
    let mut begun = Items::new(countdown(3));
    begun.next();
    assert_eq!(begun.clone().into_return(), begun.into_return());
    let mut ended = Items::new(countdown(1));
    assert_eq!(ended.by_ref().count(), 1);
    ended.take_return();
    assert_eq!(ended.into_return(), None);
}

#[test]
fn items_of_a_reference_leave_the_rest() {
    let mut coroutine = countdown(3);
    assert!(Items::new(&mut coroutine).take(2).eq([3, 2]));
    assert_eq!([coroutine.resume(()), coroutine.resume(())], [Yielded(1), Complete("3 to 0".to_owned())]);
}

#[test]
fn there_and_back() {
    assert!(Items::new(OfIterator::new(["a", "b"])).eq(["a", "b"]));
    let mut again = OfIterator::new(Items::new(countdown(1)));
    assert_eq!([again.resume("any"), again.resume("argument")], [Yielded(1), Complete(())]);
}

#[test]
fn debug_and_clone() {
    let mut coroutine = countdown(1);
    assert_eq!(format!("{coroutine:?}"), "Coroutine(Start { from: 1 })");
    coroutine.resume(());
    let mut copy = coroutine.clone();
    assert_eq!(copy.resume(()), coroutine.resume(()));
    assert_eq!(format!("{coroutine:?}"), "Coroutine(Done)");
    assert_eq!(format!("{:?}", Items::new(OfIterator::new(0..1))), "Items(Running(OfIterator { iterator: Some(0..1) }))");
}

#[test]
fn states_compare() {
    assert!(Yielded::<u8, u8>(9) < Complete(0));
    assert_eq!(Yielded::<_, ()>(1).clone(), Yielded(1));
}
