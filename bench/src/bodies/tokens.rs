//! A tokeniser over `&str`: a loop whose branches yield.

use std::hint::black_box;

use generator_core::generator;

use crate::body::Body;
use crate::column::Column;
use crate::consume::Each;

const TEXT: &str =
    "let area3 = (width + 12) * height / 4711; if area3 > 100 { print(area3) } else { skip }\n";
const REPEATS: usize = 400;

#[derive(Debug, PartialEq)]
pub enum Token<'a> {
    Number(&'a str),
    Word(&'a str),
    Symbol(char),
}

/// How many of the first bytes are as wanted.
fn span(text: &str, wanted: impl Fn(&u8) -> bool) -> usize {
    text.bytes().position(|byte| !wanted(&byte)).unwrap_or(text.len())
}

pub(crate) fn body() -> Body {
    let text: &'static str = String::leak(TEXT.repeat(REPEATS));
    let text = move || black_box(text);
    let body = Body::of::<Each>("tokeniser", 1)
        .hand(move || hand(text()))
        .plain_loop(move || {
            let mut rest = text().trim_ascii_start();
            while let Some(first) = rest.chars().next() {
                if first.is_ascii_digit() {
                    let (digits, tail) = rest.split_at(span(rest, u8::is_ascii_digit));
                    black_box(Token::Number(digits));
                    rest = tail;
                } else if first.is_ascii_alphabetic() {
                    let (word, tail) = rest.split_at(span(rest, u8::is_ascii_alphanumeric));
                    black_box(Token::Word(word));
                    rest = tail;
                } else {
                    black_box(Token::Symbol(first));
                    rest = &rest[first.len_utf8()..];
                }
                rest = rest.trim_ascii_start();
            }
        })
        .lacks(Column::Adaptors, "no adaptor takes a string apart like this")
        .generated(move || generated(text()));
    #[cfg(not(native))]
    let body = body
        .iterator(Column::Diapause, move || peers::diapause(text()).into_iter())
        .iterator(Column::Genawaiter, move || peers::genawaiter(text()))
        .iterator(Column::NextGen, move || peers::next_gen(text()))
        .iterator(Column::Corosensei, move || peers::corosensei(text()))
        .stream(Column::AsyncStream, move || peers::async_stream(text()))
        .stream(Column::AsynkStrim, move || peers::asynk_strim(text()));
    body.finish()
}

#[generator]
pub(crate) fn generated(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text.trim_ascii_start();
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_digit() {
            let (digits, tail) = rest.split_at(span(rest, u8::is_ascii_digit));
            yield_!(Token::Number(digits));
            rest = tail;
        } else if first.is_ascii_alphabetic() {
            let (word, tail) = rest.split_at(span(rest, u8::is_ascii_alphanumeric));
            yield_!(Token::Word(word));
            rest = tail;
        } else {
            yield_!(Token::Symbol(first));
            rest = &rest[first.len_utf8()..];
        }
        rest = rest.trim_ascii_start();
    }
}

pub(crate) fn hand(text: &str) -> impl Iterator<Item = Token<'_>> {
    struct Tokens<'a> {
        rest: &'a str,
    }

    impl<'a> Iterator for Tokens<'a> {
        type Item = Token<'a>;

        #[inline]
        fn next(&mut self) -> Option<Token<'a>> {
            self.rest = self.rest.trim_ascii_start();
            let first = self.rest.chars().next()?;
            if first.is_ascii_digit() {
                let (digits, tail) = self.rest.split_at(span(self.rest, u8::is_ascii_digit));
                self.rest = tail;
                Some(Token::Number(digits))
            } else if first.is_ascii_alphabetic() {
                let (word, tail) = self.rest.split_at(span(self.rest, u8::is_ascii_alphanumeric));
                self.rest = tail;
                Some(Token::Word(word))
            } else {
                self.rest = &self.rest[first.len_utf8()..];
                Some(Token::Symbol(first))
            }
        }
    }

    Tokens { rest: text }
}

#[cfg(not(native))]
pub(crate) mod peers {
    use futures_core::Stream;

    use super::{Token, span};
    use crate::peers::Stackful;

    /// It takes no variable for one that may live across a yield whose type looks like a reference.
    type Text = &'static str;

    #[::diapause::coroutine(yield = Token<'static>)]
    pub(crate) fn diapause(text: &'static str) {
        let mut rest: Text = text.trim_ascii_start();
        while let Some(first) = rest.chars().next() {
            if first.is_ascii_digit() {
                let (digits, tail) = rest.split_at(span(rest, u8::is_ascii_digit));
                let tail: Text = tail;
                yield_!(Token::Number(digits));
                rest = tail;
            } else if first.is_ascii_alphabetic() {
                let (word, tail) = rest.split_at(span(rest, u8::is_ascii_alphanumeric));
                let tail: Text = tail;
                yield_!(Token::Word(word));
                rest = tail;
            } else {
                let first: char = first;
                yield_!(Token::Symbol(first));
                rest = &rest[first.len_utf8()..];
            }
            rest = rest.trim_ascii_start();
        }
    }

    pub(crate) fn genawaiter(text: &str) -> impl Iterator<Item = Token<'_>> {
        let tokens = genawaiter::rc::Gen::new(|co| async move {
            let mut rest = text.trim_ascii_start();
            while let Some(first) = rest.chars().next() {
                if first.is_ascii_digit() {
                    let (digits, tail) = rest.split_at(span(rest, u8::is_ascii_digit));
                    co.yield_(Token::Number(digits)).await;
                    rest = tail;
                } else if first.is_ascii_alphabetic() {
                    let (word, tail) = rest.split_at(span(rest, u8::is_ascii_alphanumeric));
                    co.yield_(Token::Word(word)).await;
                    rest = tail;
                } else {
                    co.yield_(Token::Symbol(first)).await;
                    rest = &rest[first.len_utf8()..];
                }
                rest = rest.trim_ascii_start();
            }
        });
        tokens.into_iter()
    }

    pub(crate) fn next_gen(text: &str) -> impl Iterator<Item = Token<'_>> {
        use next_gen::prelude::*;

        #[generator(yield(Token<'a>))]
        fn tokens<'a>(text: &'a str) {
            let mut rest = text.trim_ascii_start();
            while let Some(first) = rest.chars().next() {
                if first.is_ascii_digit() {
                    let (digits, tail) = rest.split_at(span(rest, u8::is_ascii_digit));
                    yield_!(Token::Number(digits));
                    rest = tail;
                } else if first.is_ascii_alphabetic() {
                    let (word, tail) = rest.split_at(span(rest, u8::is_ascii_alphanumeric));
                    yield_!(Token::Word(word));
                    rest = tail;
                } else {
                    yield_!(Token::Symbol(first));
                    rest = &rest[first.len_utf8()..];
                }
                rest = rest.trim_ascii_start();
            }
        }

        tokens.call_boxed((text,))
    }

    pub(crate) fn corosensei(text: &'static str) -> impl Iterator<Item = Token<'static>> {
        Stackful::new(move |yielder| {
            let mut rest = text.trim_ascii_start();
            while let Some(first) = rest.chars().next() {
                if first.is_ascii_digit() {
                    let (digits, tail) = rest.split_at(span(rest, u8::is_ascii_digit));
                    yielder.suspend(Token::Number(digits));
                    rest = tail;
                } else if first.is_ascii_alphabetic() {
                    let (word, tail) = rest.split_at(span(rest, u8::is_ascii_alphanumeric));
                    yielder.suspend(Token::Word(word));
                    rest = tail;
                } else {
                    yielder.suspend(Token::Symbol(first));
                    rest = &rest[first.len_utf8()..];
                }
                rest = rest.trim_ascii_start();
            }
        })
    }

    pub(crate) fn async_stream(text: &str) -> impl Stream<Item = Token<'_>> {
        async_stream::stream! {
            let mut rest = text.trim_ascii_start();
            while let Some(first) = rest.chars().next() {
                if first.is_ascii_digit() {
                    let (digits, tail) = rest.split_at(span(rest, u8::is_ascii_digit));
                    yield Token::Number(digits);
                    rest = tail;
                } else if first.is_ascii_alphabetic() {
                    let (word, tail) = rest.split_at(span(rest, u8::is_ascii_alphanumeric));
                    yield Token::Word(word);
                    rest = tail;
                } else {
                    yield Token::Symbol(first);
                    rest = &rest[first.len_utf8()..];
                }
                rest = rest.trim_ascii_start();
            }
        }
    }

    pub(crate) fn asynk_strim(text: &str) -> impl Stream<Item = Token<'_>> {
        asynk_strim::stream_fn(move |mut yielder| async move {
            let mut rest = text.trim_ascii_start();
            while let Some(first) = rest.chars().next() {
                if first.is_ascii_digit() {
                    let (digits, tail) = rest.split_at(span(rest, u8::is_ascii_digit));
                    yielder.yield_item(Token::Number(digits)).await;
                    rest = tail;
                } else if first.is_ascii_alphabetic() {
                    let (word, tail) = rest.split_at(span(rest, u8::is_ascii_alphanumeric));
                    yielder.yield_item(Token::Word(word)).await;
                    rest = tail;
                } else {
                    yielder.yield_item(Token::Symbol(first)).await;
                    rest = &rest[first.len_utf8()..];
                }
                rest = rest.trim_ascii_start();
            }
        })
    }
}
