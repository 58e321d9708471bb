//! `match` with yields in its arms, and matches between yields.
#![allow(clippy::manual_range_patterns)] // every kind of pattern

use generator_core::generator;

#[macro_use]
mod common;
use common::*;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(i64),
    Word(String),
    Open,
    Close,
    Pair { left: i64, right: Option<i64> },
}
use Token::*;

#[generator]
fn render(tokens: Vec<Token>) -> impl Iterator<Item = String> {
    let mut depth = 0;
    for token in tokens {
        match token {
            Open => depth += 1,
            Close => depth -= 1,
            Number(n) if n < 0 => {
                yield_!("-".into());
                yield_!((-n).to_string());
            }
            Number(0) => {}
            Number(n) => yield_!(n.to_string()),
            Word(w) if w.is_empty() => yield_!("empty".to_owned()),
            Word(w) => {
                for c in w.chars().rev().collect::<Vec<_>>() {
                    yield_!(c.to_string());
                }
                yield_!(w);
            }
            Pair { left, right: Some(right) } => {
                yield_!(format!("{left}"));
                yield_!(format!("{}", left + right));
            }
            Pair { right: None, .. } => yield_!(format!("lone at {depth}")),
        }
    }
    yield_!(format!("depth {depth}"))
}

#[test]
fn arms_of_an_owned_enum() {
    let tokens = [
        Open,
        Number(-3),
        Number(0),
        Number(7),
        Word("ab".into()),
        Word(String::new()),
        Pair { left: 1, right: Some(2) },
        Pair { left: 1, right: None },
    ];
    both!(render(tokens.to_vec()), ["-", "3", "7", "b", "a", "ab", "empty", "1", "3", "lone at 1", "depth 1"]);
    both!(render(vec![Close]), ["depth -1"]);
}

#[generator]
fn borrowed_arms<'a>(tokens: &'a [Token]) -> impl Iterator<Item = &'a str> {
    for token in tokens {
        match token {
            Word(w) => yield_!(w),
            Number(n @ (1 | 2 | 3)) => {
                for _ in 0..*n {
                    yield_!("small");
                }
            }
            Number(n @ 4..=9) if n % 2 == 0 => yield_!("even digit"),
            Number(..=-1) => yield_!("negative"),
            Number(_) => yield_!("number"),
            Open | Close => yield_!("bracket"),
            Pair { left: a, right: Some(b) } if a > b => yield_!("down"),
            Pair { .. } => {
                yield_!("p");
                yield_!("q")
            }
        }
    }
}

#[test]
fn arms_of_a_borrowed_enum() {
    let tokens = [Number(2), Number(4), Number(5), Number(-9), Word("w".into()), Close, Pair { left: 2, right: Some(1) }];
    both!(borrowed_arms(&tokens), ["small", "small", "even digit", "number", "negative", "w", "bracket", "down"]);
    both!(borrowed_arms(&[Pair { left: 2, right: Some(3) }]), ["p", "q"]);
}

#[generator]
fn values_of_arms(xs: Vec<(u8, char)>) -> impl Iterator<Item = String> {
    let mut seen = 0;
    for x in xs {
        let name = match x {
            (0, _) => "zero",
            (n @ 1..=9, 'a' | 'b') => {
                yield_!(format!("digit {n}"));
                "ab"
            }
            (n, c @ 'c'..='e') => {
                yield_!(format!("{c}{n}"));
                seen += 1;
                yield_!(format!("seen {seen}"));
                "c to e"
            }
            (255, _) => break,
            (_, '!') => return,
            _ => continue,
        };
        yield_!(name.to_string());
    }
    yield_!(format!("{seen} seen"));
}

#[test]
fn matches_with_values() {
    both!(
        values_of_arms(vec![(0, 'x'), (5, 'b'), (50, 'd'), (50, 'z'), (1, 'c'), (255, 'x'), (0, 'x')]),
        ["zero", "digit 5", "ab", "d50", "seen 1", "c to e", "c1", "seen 2", "c to e", "2 seen"]
    );
    both!(values_of_arms(vec![(0, 'x'), (10, '!'), (0, 'x')]), ["zero"]);
}

#[generator]
fn nested_matches(pairs: &[(Option<i32>, Result<i32, char>)]) -> impl Iterator<Item = i32> {
    for &(a, b) in pairs {
        match (a, b) {
            (Some(a), Ok(b)) if a == b => yield_!(a),
            (Some(a), Ok(b)) => match a.cmp(&b) {
                std::cmp::Ordering::Less => {
                    yield_!(a);
                    yield_!(b)
                }
                _ => match b {
                    0 => yield_!(0),
                    b if b < 0 => {
                        if a > 10 {
                            yield_!(-b);
                        }
                        yield_!(a - b);
                    }
                    _ => (),
                },
            },
            (x, Err(c)) => {
                let Some(x) = x else { continue };
                yield_!(x * c as i32);
            }
            (None, Ok(_)) => yield_!(-1),
        }
        yield_!(1000);
    }
}

#[test]
fn matches_in_matches() {
    both!(nested_matches(&[(Some(1), Ok(1)), (Some(1), Ok(2)), (Some(2), Ok(1))]), [1, 1000, 1, 2, 1000, 1000]);
    both!(nested_matches(&[(Some(2), Ok(0)), (Some(20), Ok(-5)), (None, Ok(1))]), [0, 1000, 5, 25, 1000, -1, 1000]);
    both!(nested_matches(&[(None, Err('a')), (Some(2), Err('\n'))]), [20, 1000]);
}

#[generator]
fn states(text: &str) -> impl Iterator<Item = (usize, char)> {
    enum Mode {
        Text,
        Quoted { since: usize },
        Escape(Box<Mode>),
    }
    let mut mode = Mode::Text;
    for (i, c) in text.char_indices() {
        mode = match (mode, c) {
            (Mode::Text, '"') => Mode::Quoted { since: i },
            (Mode::Quoted { since }, '"') => {
                yield_!((since, '"'));
                Mode::Text
            }
            (mode, '\\') => Mode::Escape(Box::new(mode)),
            (Mode::Escape(inner), c) => {
                yield_!((i, c.to_ascii_uppercase()));
                *inner
            }
            (Mode::Quoted { since }, c) if c.is_whitespace() => {
                yield_!((since, '_'));
                yield_!((i, '_'));
                Mode::Quoted { since }
            }
            (mode, c) => {
                yield_!((i, c));
                mode
            }
        };
    }
    if let Mode::Quoted { since } = mode {
        yield_!((since, '?'));
    }
}

#[test]
fn match_on_a_moved_state() {
    both!(states(r#"a" b\n""#), [(0, 'a'), (1, '_'), (2, '_'), (3, 'b'), (5, 'N'), (1, '"')]);
    both!(states(r#"\x""#), [(1, 'X'), (2, '?')]);
}

// A `ref` binding of a parameter's referent, a match on a place, and one that only changes variables.
#[generator]
fn places(pair: &(String, Option<String>), mut n: u8) -> impl Iterator<Item = &str> {
    match *pair {
        (ref name, Some(ref title)) => {
            yield_!(title);
            yield_!(name);
        }
        (ref name, None) => yield_!(name),
    }
    match n {
        0 => n = 10,
        _ => n += 1,
    }
    match (n, &pair.1) {
        (10, _) => yield_!("ten"),
        (_, Some(t)) if t.len() > 2 => yield_!(&t[2..]),
        _ => {}
    }
    match &mut n {
        m if *m > 5 => *m = 1,
        m => *m = 2,
    }
    yield_!(match n {
        1 => "one",
        _ => "two",
    });
}

#[test]
fn match_on_places() {
    let person = |title: Option<&str>| ("ann".to_string(), title.map(String::from));
    let (doctor, professor, plain) = (person(Some("Dr")), person(Some("Prof")), person(None));
    both!(places(&doctor, 0), ["Dr", "ann", "ten", "one"]);
    both!(places(&professor, 3), ["Prof", "ann", "of", "two"]);
    both!(places(&plain, 3), ["ann", "two"]);
}

#[generator]
fn constants(codes: Vec<u16>) -> impl Iterator<Item = &'static str> {
    const OK: u16 = 200;
    const TEAPOT: u16 = 418;
    for code in codes {
        match code {
            OK => yield_!("ok"),
            TEAPOT => {
                yield_!("tea");
                yield_!("pot");
            }
            u16::MIN..OK => yield_!("early"),
            c => match c / 100 {
                4 | 5 => yield_!("error"),
                _ if c == u16::MAX => return,
                _ => yield_!("other"),
            },
        }
    }
}

#[test]
fn match_on_constants() {
    both!(constants(vec![200, 418, 7, 404, 302, u16::MAX, 1]), ["ok", "tea", "pot", "early", "error", "other"]);
}

// A `match` without arms moves what it matches: control never comes to it.
#[generator]
fn that_can_fail_never(numbers: Vec<Result<i32, std::convert::Infallible>>) -> impl Iterator<Item = i32> {
    for number in numbers {
        match number {
            Ok(number) => yield_!(number),
            Err(never) => match never {},
        }
    }
}

#[test]
fn without_arms() {
    both!(that_can_fail_never(vec![Ok(1), Ok(2)]), [1, 2]);
}
