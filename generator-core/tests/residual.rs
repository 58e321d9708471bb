//! The `?` of expansions. The item type alone decides what a failure becomes.

use std::num::ParseIntError;
use std::ops::ControlFlow;

use generator_core::__private::{Branch, FromResidual};

/// What `?` expands to, in a function that yields its last item by returning.
macro_rules! question {
    ($operand:expr) => {
        match Branch::branch($operand) {
            ControlFlow::Continue(value) => value,
            ControlFlow::Break(residual) => return Some(FromResidual::from_residual(residual)),
        }
    };
}

#[derive(Debug, PartialEq)]
struct Error(String);

impl From<ParseIntError> for Error {
    fn from(error: ParseIntError) -> Self {
        Error(error.to_string())
    }
}

#[test]
fn a_result_goes_on_or_ends_with_its_error() {
    fn parse(text: &str) -> Option<Result<i32, ParseIntError>> {
        Some(Ok(question!(text.parse::<i32>()) + 1))
    }
    assert_eq!(parse("1"), Some(Ok(2)));
    assert!(matches!(parse("x"), Some(Err(_))));
}

#[test]
fn an_error_is_converted() {
    fn parse(text: &str) -> Option<Result<i32, Error>> {
        Some(Ok(question!(text.parse::<i32>())))
    }
    assert_eq!(parse("x"), Some(Err(Error("invalid digit found in string".into()))));
}

#[test]
fn the_type_of_a_plain_err_needs_no_annotation() {
    fn fail() -> Option<Result<i32, String>> {
        question!(Err("no"));
        None
    }
    assert_eq!(fail(), Some(Err("no".to_string())));
}

#[test]
fn an_option_goes_on_or_ends_with_none() {
    fn first(text: &str) -> Option<Option<char>> {
        Some(Some(question!(text.chars().next())))
    }
    assert_eq!(first("ab"), Some(Some('a')));
    assert_eq!(first(""), Some(None));
}
