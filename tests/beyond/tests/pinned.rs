//! `impl PinGenerator`: bodies that borrow their own variables, pinned by their callers.

use generator_core::{PinGenerator, Status, generator};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;

#[generator]
fn lengths(text: String) -> impl PinGenerator<Item = usize> + Send {
    for word in text.split(' ') {
        yield_!(word.len());
    }
}

#[test]
fn it_is_pinned_on_the_stack_or_in_a_box() {
    let mut on_the_stack = pin!(lengths("ab c def".into()));
    assert_eq!(on_the_stack.status(), Status::Created);
    assert_eq!(on_the_stack.as_mut().next(), Some(2));
    assert_eq!(on_the_stack.status(), Status::Suspended);
    assert!(on_the_stack.as_mut().items().eq([1, 3]));
    assert_eq!(on_the_stack.as_mut().next(), None);
    assert_eq!(on_the_stack.items().size_hint(), (0, Some(0)));

    let mut in_a_box = Box::pin(lengths("ab c def".into()));
    assert_eq!(in_a_box.as_mut().next(), Some(2));
    let rest = std::thread::spawn(move || in_a_box.as_mut().items().sum::<usize>()).join();
    assert_eq!(rest.expect("the thread ends"), 4);
}

#[generator]
fn parsed(text: &str) -> impl PinGenerator<Item = Result<u32, std::num::ParseIntError>> {
    let parts: Vec<&str> = text.split(' ').collect();
    for part in &parts {
        yield_!(Ok(part.parse()?));
    }
}

#[test]
fn a_failure_is_the_last_item() {
    let parsed = pin!(parsed("1 2 x 3"));
    let items: Vec<_> = parsed.items().map(Result::ok).collect();
    assert_eq!(items, [Some(1), Some(2), None]);
}

struct Noisy<'l>(&'l RefCell<Vec<&'static str>>, &'static str);

impl Drop for Noisy<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().push(self.1);
    }
}

#[generator]
fn noisy<'l>(argument: Noisy<'l>, panics: bool) -> impl PinGenerator<Item = &'static str> {
    let local = Noisy(argument.0, "local");
    let borrowed = (&local, Noisy(argument.0, "borrower"));
    yield_!(borrowed.0.1);
    assert!(!panics, "in the body");
    yield_!("second");
}

#[test]
fn drops_and_panics() {
    let journal = RefCell::default();
    let make = |panics| noisy(Noisy(&journal, "argument"), panics);
    drop(make(false));
    assert_eq!(journal.take(), ["argument"]);
    {
        let mut half = pin!(make(false));
        assert_eq!(half.as_mut().next(), Some("local"));
    }
    assert_eq!(journal.take(), ["borrower", "local", "argument"]);
    let mut panicking = pin!(make(true));
    assert_eq!(panicking.as_mut().next(), Some("local"));
    assert!(catch_unwind(AssertUnwindSafe(|| panicking.as_mut().next())).is_err());
    assert_eq!(journal.take(), ["borrower", "local", "argument"]);
    assert!(panicking.status().is_done() && panicking.as_mut().next().is_none());
    let mut whole = Box::pin(make(false));
    assert_eq!(whole.as_mut().items().count(), 2);
    assert_eq!(journal.take(), ["borrower", "local", "argument"]);
}

#[test]
fn a_box_of_an_unnamed_one() {
    #[generator]
    fn chars(text: String) -> std::pin::Pin<Box<dyn PinGenerator<Item = char>>> {
        yield_from!(text.chars());
    }
    let mut chars = chars("ab".into());
    assert_eq!(chars.as_mut().next(), Some('a'));
    assert_eq!((chars.as_mut().next(), chars.as_mut().next()), (Some('b'), None));
}
