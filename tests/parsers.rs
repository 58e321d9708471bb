//! Whole parsers and readers, as one would write them.
use generator_core::generator;
use std::io::{BufRead, Read};
use std::iter::Peekable;

#[macro_use]
mod common;
use common::*;

#[derive(Clone, Debug, PartialEq)]
enum Lexeme<'a> {
    Number(f64),
    Name(&'a str),
    Text(String),
    Sign(char),
    Bad { at: usize, what: char },
}

#[generator]
fn lex(source: &str) -> impl Iterator<Item = Lexeme<'_>> {
    let mut rest = source.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        match c {
            _ if c.is_whitespace() => continue,
            '0'..='9' => {
                let mut end = start + 1;
                while let Some(&(i, '0'..='9' | '.')) = rest.peek() {
                    end = i + 1;
                    rest.next();
                }
                match source[start..end].parse() {
                    Ok(number) => yield_!(Lexeme::Number(number)),
                    Err(_) => {
                        yield_!(Lexeme::Bad { at: start, what: c });
                        return;
                    }
                }
            }
            '"' => {
                let mut text = String::new();
                let closed = loop {
                    match rest.next() {
                        Some((_, '"')) => break true,
                        Some((_, '\\')) => text.extend(rest.next().map(|(_, c)| c)),
                        Some((_, c)) => text.push(c),
                        None => break false,
                    }
                };
                if !closed {
                    yield_!(Lexeme::Bad { at: start, what: '"' });
                }
                yield_!(Lexeme::Text(text));
            }
            '#' => while rest.next().is_some_and(|(_, c)| c != '\n') {},
            c if c.is_alphabetic() => yield_!(Lexeme::Name(name(source, start, &mut rest))),
            '+' | '-' | '(' | ')' => yield_!(Lexeme::Sign(c)),
            what => yield_!(Lexeme::Bad { at: start, what }),
        }
    }
}

fn name<'a>(source: &'a str, start: usize, rest: &mut Peekable<std::str::CharIndices<'_>>) -> &'a str {
    while rest.next_if(|(_, c)| c.is_alphanumeric()).is_some() {}
    let end = rest.peek().map_or(source.len(), |(i, _)| *i);
    &source[start..end]
}

#[generator]
fn records(mut input: impl BufRead) -> impl Iterator<Item = (usize, Vec<String>)> {
    let mut line = String::new();
    let mut number = 0;
    while input.read_line(&mut line).is_ok_and(|n| n > 0) {
        number += 1;
        let text = line.trim();
        if !text.is_empty() && !text.starts_with('#') {
            let fields = text.split(',').map(|field| field.trim().to_string()).collect();
            yield_!((number, fields));
        }
        line.clear();
    }
}

#[generator]
fn blocks<const N: usize>(mut source: impl Read) -> impl Iterator<Item = std::io::Result<Vec<u8>>> {
    let mut buffer = [0; N];
    loop {
        let n = source.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        yield_!(Ok(buffer[..n].to_vec()));
    }
}

#[test]
fn parsing() {
    use Lexeme::*;
    let source = "x1 + 4.5 # comment\n\"a\\\"b\" (~";
    both!(lex(source), [Name("x1"), Sign('+'), Number(4.5), Text("a\"b".into()), Sign('('), Bad { at: 27, what: '~' }]);
    both!(lex("1.2.3 x"), [Bad { at: 0, what: '1' }]);
    both!(lex("\"open"), [Bad { at: 0, what: '"' }, Text("open".into())]);
    let text = "a, b\n\n# no\nc\n";
    both!(records(text.as_bytes()), [(1, vec!["a".to_string(), "b".into()]), (4, vec!["c".into()])]);
    both!(blocks::<2>(&b"abc"[..]).map(Result::unwrap), [b"ab".to_vec(), b"c".to_vec()]);
}
