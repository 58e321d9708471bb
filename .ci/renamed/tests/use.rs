//! A user of the crate, to whom `generator-core` has no name of its own.

renamed::repeat!(ones, 1, u8);
renamed::repeat_literal!(twos, 2, u8);

#[test]
fn coroutines_of_another_crate() {
    use renamed::coroutines::{Coroutine, CoroutineState};

    let mut told = renamed::told();
    let states = [9, 2, 0, 3].map(|argument| told.resume(argument));
    assert_eq!(states[..3], [0, 2, 1].map(CoroutineState::Yielded));
    assert_eq!(states[3], CoroutineState::Complete(Some(5)));
}

#[test]
fn generators_of_another_crate() {
    assert!(renamed::count(9).eq([Some(0), Some(1), Some(2), None]));
    assert!(renamed::literal(2).eq([0, 1]));
    assert!(ones(2).eq([Ok(1), Ok(1)]));
    assert!(twos(2).eq([2, 2]));
    assert!(renamed::expression(2).eq([0, 1]));
}
