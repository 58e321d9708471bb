//! What a coroutine returns: the value of its body, of a `return`, and the failure of a `?`.

use super::states;
use generator_core::CoroutineState::{Complete, Yielded};
use generator_core::{Coroutine, Items, generator};
use std::num::ParseIntError;

#[generator]
fn by_its_end(number: u8) -> impl Coroutine<Yield = u8, Return = &'static str> {
    yield_!(number);
    if number % 2 == 0 { "even" } else { "odd" }
}

#[generator]
fn by_a_match(number: Option<u8>) -> impl Coroutine<Yield = u8, Return = String> {
    match number {
        Some(number) if number > 9 => {
            yield_!(9);
            yield_!(number - 9);
            format!("{number} in two")
        }
        Some(number) => {
            yield_!(number);
            number.to_string()
        }
        None => String::new(),
    }
}

#[generator]
fn by_a_loop(limit: u32) -> impl Coroutine<Yield = u32, Return = u32> {
    let mut power = 1;
    loop {
        if power > limit {
            break power;
        }
        yield_!(power);
        power *= 2;
    }
}

#[generator]
fn by_a_macro(number: u8) -> impl Coroutine<Yield = u8, Return = Vec<u8>> {
    yield_!(number);
    vec![number, number + 1]
}

#[generator]
fn of_nothing(number: u8) -> impl Coroutine<Yield = u8> {
    if number == 0 {
        return;
    }
    yield_!(number)
}

#[test]
fn the_value_of_the_body() {
    assert_eq!(states(by_its_end(3), [(); 2]), [Yielded(3), Complete("odd")]);
    assert_eq!(states(by_a_match(Some(11)), [(); 3]), [Yielded(9), Yielded(2), Complete("11 in two".to_owned())]);
    assert_eq!(states(by_a_match(Some(1)), [(); 2]), [Yielded(1), Complete("1".to_owned())]);
    assert_eq!(states(by_a_match(None), [()]), [Complete(String::new())]);
    assert_eq!(states(by_a_loop(4), [(); 4]), [Yielded(1), Yielded(2), Yielded(4), Complete(8)]);
    assert_eq!(states(by_a_macro(1), [(); 2]), [Yielded(1), Complete(vec![1, 2])]);
    assert_eq!(states(of_nothing(1), [(); 2]), [Yielded(1), Complete(())]);
    assert_eq!(states(of_nothing(0), [(); 1]), [Complete(())]);
}

#[generator]
fn early(numbers: Vec<i32>) -> impl Coroutine<Yield = i32, Return = Option<i32>> {
    for number in numbers {
        if number < 0 {
            return Some(number);
        }
        yield_!(number);
    }
    None
}

#[generator]
fn of_a_yield(text: &'static str) -> impl Coroutine<u8, Yield = &'static str, Return = u8> {
    if text.is_empty() {
        return yield_!("empty") + yield_!("still");
    }
    yield_!(text)
}

#[test]
fn the_value_of_a_return() {
    assert_eq!(states(early(vec![1, -2, 3]), [(); 2]), [Yielded(1), Complete(Some(-2))]);
    assert_eq!(states(early(vec![1]), [(); 2]), [Yielded(1), Complete(None)]);
    assert_eq!(states(of_a_yield(""), [1, 2, 3]), [Yielded("empty"), Yielded("still"), Complete(5)]);
    assert_eq!(states(of_a_yield("full"), [1, 2]), [Yielded("full"), Complete(2)]);
}

#[derive(Debug, PartialEq)]
enum Failure {
    Number(ParseIntError),
    Negative(i32),
}

impl From<ParseIntError> for Failure {
    fn from(error: ParseIntError) -> Self {
        Failure::Number(error)
    }
}

#[generator]
fn summed<'a>(#[resume] first: &'a str) -> impl Coroutine<&'a str, Yield = i32, Return = Result<i32, Failure>> {
    let mut sum = 0;
    let mut text = first;
    while !text.is_empty() {
        let number = text.parse::<i32>()?;
        if number < 0 {
            return Err(Failure::Negative(number));
        }
        sum += number;
        text = yield_!(sum);
    }
    Ok(sum)
}

#[generator]
fn walked(steps: Vec<Option<u8>>) -> impl Coroutine<Yield = u8, Return = Option<&'static str>> {
    for step in steps {
        yield_!(step?);
    }
    Some("arrived")
}

#[test]
fn the_failure_of_a_question_mark() {
    assert_eq!(states(summed(), ["1", "2", ""]), [Yielded(1), Yielded(3), Complete(Ok(3))]);
    let error = "x".parse::<i32>().unwrap_err();
    assert_eq!(states(summed(), ["1", "x"]), [Yielded(1), Complete(Err(Failure::Number(error)))]);
    assert_eq!(states(summed(), ["-1"]), [Complete(Err(Failure::Negative(-1)))]);
    assert_eq!(states(walked(vec![Some(1)]), [(); 2]), [Yielded(1), Complete(Some("arrived"))]);
    assert_eq!(states(walked(vec![Some(1), None, Some(2)]), [(); 2]), [Yielded(1), Complete(None)]);
}

macro_rules! checked {
    ($condition:expr) => {
        if !$condition {
            return Err(stringify!($condition));
        }
    };
}

macro_rules! done_if {
    ($condition:expr) => {
        if $condition {
            return;
        }
    };
}

#[generator]
fn hidden_failure(numbers: Vec<u8>) -> impl Coroutine<Yield = u8, Return = Result<usize, &'static str>> {
    let count = numbers.len();
    for number in numbers {
        checked!(number < 9);
        yield_!(number);
    }
    Ok(count)
}

#[generator]
fn hidden_end(numbers: Vec<u8>) -> impl Coroutine<Yield = u8> {
    for number in numbers {
        done_if!(number == 0);
        yield_!(number);
    }
}

#[test]
fn a_return_that_a_macro_hides() {
    assert_eq!(states(hidden_failure(vec![1]), [(); 2]), [Yielded(1), Complete(Ok(1))]);
    assert_eq!(states(hidden_failure(vec![1, 9]), [(); 2]), [Yielded(1), Complete(Err("number < 9"))]);
    assert_eq!(states(hidden_end(vec![1, 0, 2]), [(); 2]), [Yielded(1), Complete(())]);
}

#[generator]
fn never_ends(step: u64) -> impl Coroutine<Yield = u64, Return = std::convert::Infallible> {
    let mut at = 0;
    loop {
        yield_!(at);
        at += step;
    }
}

#[test]
fn nothing_where_it_never_ends() {
    assert!(Items::new(never_ends(5)).take(3).eq([0, 5, 10]));
}

#[generator]
fn closures(numbers: Vec<i32>) -> impl Coroutine<Yield = i32, Return = Vec<i32>> {
    let double = |number: i32| {
        if number > 9 {
            return 0;
        }
        number * 2
    };
    for number in &[1, 10] {
        yield_!(double(*number));
    }
    numbers.into_iter().map(double).collect()
}

#[test]
fn the_returns_of_closures_are_theirs() {
    assert_eq!(states(closures(vec![3, 11]), [(); 3]), [Yielded(2), Yielded(0), Complete(vec![6, 0])]);
}
