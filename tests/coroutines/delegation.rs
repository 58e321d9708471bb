//! `yield_from!` of coroutines: the examples of PEP 380 and of CPython's `test_pep380.py`, but for those that throw.

use super::states;
use crate::common::{Noisy, note, noted};
use generator_core::CoroutineState::{Complete, Yielded};
use generator_core::{Coroutine, OfIterator, generator};

mod sent {
    use super::*;

    #[generator]
    fn inner() -> impl Coroutine<Option<u8>, Yield = u8> {
        note("starting inner");
        for i in 0..3 {
            let sent = yield_!(i);
            note(format!("inner got {sent:?}"));
        }
        note("finishing inner");
    }

    #[generator]
    fn outer() -> impl Coroutine<Option<u8>, Yield = u8> {
        note("starting outer");
        yield_from!(inner());
        note("finishing outer");
    }

    /// "Test delegation of initial next() call to subgenerator", "of next()", "of send()".
    #[test]
    fn values_go_through() {
        noted();
        let mut outer = outer();
        assert!(noted().is_empty());
        assert_eq!(outer.resume(Some(9)), Yielded(0));
        assert_eq!(noted(), ["starting outer", "starting inner"]);
        assert_eq!(outer.resume(Some(1)), Yielded(1));
        assert_eq!(outer.resume(None), Yielded(2));
        assert_eq!(outer.resume(Some(3)), Complete(()));
        let inner = ["inner got Some(1)", "inner got None", "inner got Some(3)", "finishing inner"];
        assert_eq!(noted(), [&inner[..], &["finishing outer"]].concat());
    }

    /// "Test delegating close()".
    #[test]
    fn dropped_from_within() {
        #[generator]
        fn inner() -> impl Coroutine<Yield = u8> {
            let _inner = Noisy("inner");
            yield_!(1);
            yield_!(2);
        }
        #[generator]
        fn outer() -> impl Coroutine<Yield = u8> {
            let _outer = Noisy("outer");
            yield_from!(inner());
            yield_!(3);
        }
        noted();
        let mut begun = outer();
        assert_eq!(begun.resume(()), Yielded(1));
        drop(begun);
        assert_eq!(noted(), ["drop inner", "drop outer"]);
        drop(outer());
        assert!(noted().is_empty());
    }
}

mod returned {
    use super::*;

    #[generator]
    fn accumulated() -> impl Coroutine<Option<u32>, Yield = (), Return = u32> {
        let mut tally = 0;
        while let Some(next) = yield_!() {
            tally += next;
        }
        tally
    }

    #[generator]
    fn gathered(rounds: usize) -> impl Coroutine<Option<u32>, Yield = (), Return = Vec<u32>> {
        let mut tallies = Vec::new();
        while tallies.len() < rounds {
            let tally = yield_from!(accumulated());
            tallies.push(tally);
        }
        tallies
    }

    /// "accumulate" and "gather_tallies" of "What's new in Python 3.3".
    #[test]
    fn what_it_returns_is_the_value() {
        let mut gathered = gathered(2);
        let sent = [None, Some(1), Some(2), Some(3), None, Some(10), Some(20)];
        for argument in sent {
            assert_eq!(gathered.resume(argument), Yielded(()));
        }
        assert_eq!(gathered.resume(None), Complete(vec![6, 30]));
    }

    #[generator]
    fn echo(#[resume] first: u8) -> impl Coroutine<u8, Yield = u8, Return = u8> {
        let next = yield_!(first * 10);
        next + 1
    }

    #[generator]
    fn twice(#[resume] first: u8) -> impl Coroutine<u8, Yield = u8, Return = (u8, u8)> {
        (yield_from!(echo(), first), yield_from!(echo(), first + 1))
    }

    #[test]
    fn in_expressions_with_a_first_argument() {
        assert_eq!(states(twice(), [3, 5, 7]), [Yielded(30), Yielded(40), Complete((6, 8))]);
    }

    #[generator]
    fn at_once() -> impl Coroutine<u8, Yield = u8, Return = &'static str> {
        if false {
            yield_!(0);
        }
        "at once"
    }

    #[generator]
    fn around_it() -> impl Coroutine<u8, Yield = u8, Return = usize> {
        let text = yield_from!(at_once());
        yield_!(1);
        text.len() + yield_from!(at_once(), 9).len()
    }

    /// "Test delegation of next() call to a subgenerator" that has nothing to yield.
    #[test]
    fn it_may_end_at_once() {
        assert_eq!(states(around_it(), [0, 0]), [Yielded(1), Complete(14)]);
    }
}

mod shared {
    use super::*;

    #[generator]
    fn letters() -> impl Coroutine<Yield = char, Return = char> {
        yield_!('a');
        yield_!('b');
        'c'
    }

    #[generator]
    fn part_of<C: Coroutine<Yield = char, Return = char>>(rest: C) -> impl Coroutine<Yield = char, Return = char> {
        yield_from!(rest)
    }

    /// "Test that a subgenerator can be shared", by reference.
    #[test]
    fn one_that_has_begun() {
        let mut letters = letters();
        assert_eq!(letters.resume(()), Yielded('a'));
        assert_eq!(states(part_of(&mut letters), [(); 2]), [Yielded('b'), Complete('c')]);
        let mut dynamic: Box<dyn Coroutine<Yield = char, Return = char>> = Box::new(super::shared::letters());
        assert_eq!(dynamic.resume(()), Yielded('a'));
        assert_eq!(states(part_of(&mut *dynamic), [(); 2]), [Yielded('b'), Complete('c')]);
    }

    #[generator]
    fn of_items(items: Vec<u8>) -> impl Coroutine<&'static str, Yield = u8, Return = usize> {
        let count = items.len();
        yield_from!(OfIterator::new(items), "first");
        yield_from!(OfIterator::new(Some(9)));
        count
    }

    /// "Test delegation of next() to non-generator".
    #[test]
    fn the_items_of_an_iterator() {
        assert_eq!(states(of_items(vec![1, 2]), ["x"; 4]), [Yielded(1), Yielded(2), Yielded(9), Complete(2)]);
    }

    #[generator]
    fn filled(count: usize) -> impl for<'r> Coroutine<&'r mut String, Yield = usize, Return = usize> {
        for _ in 0..count {
            let text = yield_!(count);
            text.push('x');
        }
        count
    }

    #[generator]
    fn handed_on(#[resume] first: &mut String) -> impl for<'r> Coroutine<&'r mut String, Yield = usize, Return = usize> {
        first.push('>');
        yield_from!(filled(1), first) + yield_from!(filled(2), Box::leak(Box::default()))
    }

    #[test]
    fn arguments_that_borrow_anew() {
        let mut handed_on = handed_on();
        let mut texts: [String; 4] = Default::default();
        let expected = [Yielded(1), Yielded(2), Yielded(2), Complete(3)];
        for (text, expected) in texts.iter_mut().zip(expected) {
            assert_eq!(handed_on.resume(text), expected);
        }
        assert_eq!(texts, [">", "x", "x", "x"]);
    }
}
