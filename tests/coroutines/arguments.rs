//! What a coroutine is resumed with: the first argument, and what each yield evaluates to.

use super::states;
use generator_core::CoroutineState::{Complete, Yielded};
use generator_core::{Coroutine, generator};
use std::collections::HashMap;

#[generator]
fn mean(#[resume] first: f64) -> impl Coroutine<f64, Yield = f64, Return = usize> {
    let mut sum = first;
    let mut count = 1;
    loop {
        let next = yield_!(sum / count as f64);
        if next.is_nan() {
            return count;
        }
        sum += next;
        count += 1;
    }
}

#[test]
fn a_parameter_is_the_first() {
    assert_eq!(states(mean(), [1.0, 2.0, 6.0, f64::NAN]), [Yielded(1.0), Yielded(1.5), Yielded(3.0), Complete(3)]);
    assert_eq!(states(mean(), [f64::INFINITY, f64::NAN]), [Yielded(f64::INFINITY), Complete(1)]);
}

#[generator]
fn between(least: i32, #[resume] (name, first): (&'static str, i32), most: i32) -> impl Coroutine<(&'static str, i32), Yield = String> {
    let (mut name, mut value) = (name, first);
    loop {
        (name, value) = yield_!(format!("{name} = {}", value.clamp(least, most)));
    }
}

#[test]
fn its_pattern_stands_among_those_of_the_call() {
    let mut between = between(0, 9);
    assert_eq!(between.resume(("a", -1)), Yielded("a = 0".to_owned()));
    assert_eq!(between.resume(("b", 5)), Yielded("b = 5".to_owned()));
    assert_eq!(between.resume(("c", 50)), Yielded("c = 9".to_owned()));
}

#[generator]
fn counted(#[resume] mut left: u8) -> impl Coroutine<u8, Yield = u8> {
    while left > 0 {
        left -= 1;
        left += yield_!(left);
    }
}

#[test]
fn it_may_be_mutable() {
    assert_eq!(states(counted(), [2, 0, 2, 0, 0]), [Yielded(1), Yielded(0), Yielded(1), Yielded(0), Complete(())]);
}

#[generator]
fn without(greeting: &str) -> impl Coroutine<String, Yield = String> {
    let name = yield_!(greeting.to_owned());
    let other = yield_!(format!("{greeting}, {name}"));
    yield_!(format!("{greeting}, {name} and {other}"));
}

#[test]
fn without_a_parameter_the_first_is_dropped() {
    let mut without = without("Hello");
    assert_eq!(without.resume("nobody".to_owned()), Yielded("Hello".to_owned()));
    assert_eq!(without.resume("Ann".to_owned()), Yielded("Hello, Ann".to_owned()));
    assert_eq!(without.resume("Bob".to_owned()), Yielded("Hello, Ann and Bob".to_owned()));
    assert_eq!(without.resume("nobody".to_owned()), Complete(()));
}

#[generator]
fn joined<'a>(separator: String) -> impl Coroutine<&'a str, Yield = usize, Return = String> {
    let mut out = String::new();
    let mut word = yield_!(0);
    while !word.is_empty() {
        out += word;
        out += &separator;
        word = yield_!(out.len());
    }
    out
}

#[generator]
fn longest<'a>(#[resume] first: &'a str) -> impl Coroutine<&'a str, Yield = &'a str> {
    let mut longest = first;
    loop {
        let next = yield_!(longest);
        if next.len() > longest.len() {
            longest = next;
        }
    }
}

#[test]
fn it_may_borrow_for_one_lifetime() {
    let text = "a bb c ddd".to_owned();
    let mut words = text.split(' ');
    let mut joined = joined("-".to_owned());
    assert_eq!(joined.resume(""), Yielded(0));
    assert_eq!(joined.resume(words.next().unwrap()), Yielded(2));
    assert_eq!(joined.resume(words.next().unwrap()), Yielded(5));
    assert_eq!(joined.resume(""), Complete("a-bb-".to_owned()));
    let kept = states(longest(), text.split(' '));
    assert_eq!(kept, [Yielded("a"), Yielded("bb"), Yielded("bb"), Yielded("ddd")]);
}

#[generator]
fn written(count: u8) -> impl for<'r> Coroutine<&'r mut Vec<u8>, Yield = usize, Return = u8> {
    for i in 0..count {
        let buffer = yield_!(i as usize);
        buffer.push(i);
    }
    yield_!(99).extend([7; 3]);
    count
}

struct Request<'r> {
    path: &'r str,
    answers: &'r mut HashMap<String, usize>,
}

#[generator]
fn served(#[resume] first: Request<'_>) -> impl for<'r> Coroutine<Request<'r>, Yield = usize> {
    let mut served = 1;
    first.answers.insert(first.path.to_owned(), served);
    loop {
        let Request { path, answers } = yield_!(served);
        served += 1;
        answers.insert(path.to_owned(), served);
    }
}

#[test]
fn it_may_borrow_anew_each_time() {
    let mut written = written(2);
    for expected in [(Yielded(0), vec![]), (Yielded(1), vec![0]), (Yielded(99), vec![1]), (Complete(2), vec![7; 3])] {
        let mut buffer = Vec::new();
        assert_eq!((written.resume(&mut buffer), buffer), expected);
    }
    let mut served = served();
    for count in 1..4 {
        let mut answers = HashMap::new();
        let path = format!("/{count}");
        assert_eq!(served.resume(Request { path: &path, answers: &mut answers }), Yielded(count));
        assert_eq!(answers[&path], count);
    }
}

#[generator]
fn named_alike(argument: u8, out: u8) -> impl Coroutine<u8, Yield = (u8, u8)> {
    let state = argument + out;
    let argument = yield_!((argument, state));
    let next = yield_!((argument, out));
    yield_!((argument, next));
}

#[test]
fn no_name_is_taken() {
    assert_eq!(states(named_alike(1, 2), [9, 3, 4]), [Yielded((1, 3)), Yielded((3, 2)), Yielded((3, 4))]);
}

#[generator]
fn events<E>(#[resume] first: E) -> impl Coroutine<E, Yield = usize, Return = Vec<E>>
where
    E: Clone + PartialEq,
{
    let mut seen = vec![first];
    loop {
        let event = yield_!(seen.len());
        if seen.contains(&event) {
            return seen;
        }
        seen.push(event);
    }
}

#[test]
fn it_may_be_of_any_type() {
    assert_eq!(states(events(), ["a", "b", "a"]), [Yielded(1), Yielded(2), Complete(vec!["a", "b"])]);
    assert_eq!(states(events(), [Some(1), None, None]), [Yielded(1), Yielded(2), Complete(vec![Some(1), None])]);
}

#[generator]
fn between_all(text: &str, #[resume] first: &str) -> impl Coroutine<&str, Yield = String> {
    let mut kept = vec![first];
    loop {
        let next = yield_!(kept.join(text));
        kept.push(next);
    }
}

#[test]
fn a_lifetime_that_is_left_out_is_that_of_a_parameter() {
    let words = "a b".to_owned();
    let separator = "-".to_owned();
    let mut between_all = between_all(&separator);
    let texts: Vec<_> = words.split(' ').map(|word| between_all.resume(word)).collect();
    assert_eq!(texts, [Yielded("a".to_owned()), Yielded("a-b".to_owned())]);
}
