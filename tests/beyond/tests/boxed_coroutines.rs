//! `#[generator(boxed)]` on coroutines: bodies that borrow their own variables while they wait for an argument.

use generator_core::CoroutineState::{Complete, Yielded};
use generator_core::{Coroutine, Items, OfIterator, generator};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};

#[generator(boxed)]
fn count(text: String, #[resume] first: String) -> impl Coroutine<String, Yield = usize, Return = usize> + Send {
    let words: Vec<&str> = text.split(' ').collect();
    let mut wanted = first;
    let mut asked = 0;
    while !wanted.is_empty() {
        asked += 1;
        wanted = yield_!(words.iter().filter(|word| **word == wanted).count());
    }
    asked
}

#[test]
fn arguments_come_and_a_value_is_returned() {
    let mut counts = count("a b a".into());
    assert_eq!(counts.resume("a".into()), Yielded(2));
    let counted = std::thread::spawn(move || {
        assert_eq!(counts.resume("b".into()), Yielded(1));
        assert_eq!(counts.resume("c".into()), Yielded(0));
        counts.resume(String::new())
    });
    assert_eq!(counted.join().expect("the thread ends"), Complete(3));
}

#[test]
fn one_that_has_ended_panics_where_it_is_resumed() {
    let mut counts = count("a".into());
    assert_eq!(counts.resume(String::new()), Complete(0));
    let message = catch_unwind(AssertUnwindSafe(|| counts.resume(String::new()))).expect_err("it has ended");
    let message = message.downcast_ref::<&str>().expect("a text");
    assert!(message.contains("resumed after"), "{message}");
}

#[test]
fn the_panic_is_at_the_callers_line() {
    thread_local!(static PLACE: RefCell<Option<(String, u32)>> = const { RefCell::new(None) });
    let mut counts = count("a".into());
    let _ = counts.resume(String::new());
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|place| (place.file().to_owned(), place.line()));
        PLACE.with(|own| *own.borrow_mut() = place);
    }));
    let line = Location::caller().line() + 1;
    let panicked = catch_unwind(AssertUnwindSafe(|| counts.resume(String::new())));
    std::panic::set_hook(hook);
    assert!(panicked.is_err());
    PLACE.with(|place| assert_eq!(*place.borrow(), Some((file!().to_owned(), line))));
}

#[generator(boxed)]
fn parse(separator: char) -> impl Coroutine<&'static str, Yield = usize, Return = Result<u32, std::num::ParseIntError>> {
    let mut all = String::new();
    loop {
        let seen: &str = &all;
        let text = yield_!(seen.len());
        if text.is_empty() {
            break;
        }
        if !all.is_empty() {
            all.push(separator);
        }
        all.push_str(text);
    }
    let mut sum = 0;
    for number in all.split(separator) {
        sum += number.parse::<u32>()?;
    }
    Ok(sum)
}

#[test]
fn a_failure_is_returned() {
    let mut sums = parse(',');
    // The first argument is dropped.
    assert_eq!(sums.resume("0"), Yielded(0));
    assert_eq!(sums.resume("12"), Yielded(2));
    assert_eq!(sums.resume("3"), Yielded(4));
    assert_eq!(sums.resume(""), Complete(Ok(15)));
    let mut sums = parse(',');
    let _ = sums.resume("");
    let _ = sums.resume("x");
    assert!(matches!(sums.resume(""), Complete(Err(_))));
}

#[generator(boxed)]
fn outer(list: Vec<u32>) -> impl Coroutine<u32, Yield = u32, Return = u32> {
    let mut total = 0;
    for number in &list {
        total += yield_from!(inner(*number), 0);
    }
    total + yield_from!(Box::new(inner(1)) as Box<dyn Coroutine<u32, Yield = u32, Return = u32>>)
}

#[generator(boxed)]
fn inner(factor: u32, #[resume] mut argument: u32) -> impl Coroutine<u32, Yield = u32, Return = u32> {
    let factors = [factor];
    for factor in &factors {
        argument += yield_!(argument * factor);
    }
    argument
}

#[test]
fn one_delegates_to_another() {
    let mut outer = outer(vec![2, 3]);
    assert_eq!(outer.resume(9), Yielded(0));
    assert_eq!(outer.resume(5), Yielded(0));
    assert_eq!(outer.resume(7), Yielded(0));
    assert_eq!(outer.resume(1), Complete(13));
}

#[test]
fn arguments_are_dropped_when_they_come() {
    struct Noisy<'l>(&'l RefCell<Vec<u32>>, u32);
    impl Drop for Noisy<'_> {
        fn drop(&mut self) {
            self.0.borrow_mut().push(self.1);
        }
    }
    #[generator(boxed)]
    fn ignores<'l>(journal: &'l RefCell<Vec<u32>>) -> impl Coroutine<Noisy<'l>, Yield = usize> + use<'l> {
        let local = Noisy(journal, 100);
        let borrowed = &local;
        yield_!(journal.borrow().len());
        yield_!(journal.borrow().len());
        let _kept = yield_!(borrowed.1 as usize);
        yield_!(journal.borrow().len());
    }
    let journal = RefCell::default();
    let mut ignoring = ignores(&journal);
    assert_eq!(ignoring.resume(Noisy(&journal, 1)), Yielded(1));
    assert_eq!(ignoring.resume(Noisy(&journal, 2)), Yielded(2));
    assert_eq!(ignoring.resume(Noisy(&journal, 3)), Yielded(100));
    assert_eq!(ignoring.resume(Noisy(&journal, 4)), Yielded(3));
    drop(ignoring);
    assert_eq!(journal.take(), [1, 2, 3, 4, 100]);
}

#[test]
fn a_panic_ends_it() {
    #[generator(boxed)]
    fn panics(counted: std::rc::Rc<()>) -> impl Coroutine<(), Yield = usize> {
        let held = [counted.clone(), counted];
        let counted = &held[0];
        yield_!(std::rc::Rc::strong_count(counted));
        panic!("in the body");
    }
    let counted = std::rc::Rc::new(());
    let mut panicking = panics(counted.clone());
    assert_eq!(panicking.resume(()), Yielded(3));
    assert!(catch_unwind(AssertUnwindSafe(|| panicking.resume(()))).is_err());
    assert_eq!(std::rc::Rc::strong_count(&counted), 1);
    assert!(catch_unwind(AssertUnwindSafe(|| panicking.resume(()))).is_err());
}

#[test]
fn items_and_iterators() {
    #[generator(boxed)]
    fn lengths(text: String) -> Box<dyn Coroutine<(), Yield = usize, Return = String>> {
        for word in text.split(' ') {
            yield_!(word.len());
        }
        text
    }
    let mut items = Items::new(lengths("ab c".into()));
    assert!(items.by_ref().eq([2, 1]));
    assert_eq!(items.take_return().as_deref(), Some("ab c"));
    #[generator(boxed)]
    fn all(numbers: Vec<u32>) -> impl Coroutine<(), Yield = u32> {
        yield_from!(OfIterator::new(numbers.iter().copied()));
    }
    assert!(Items::new(all(vec![1, 2])).eq([1, 2]));
}
