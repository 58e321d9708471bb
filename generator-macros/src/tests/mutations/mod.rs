//! The expansion of anything ends, without a panic, in Rust or in an error that is shown where it belongs.
//!
//! The inputs are the generators of the repository, each with some random changes. They are the same each time:
//! input number n is made from the seed n. `MUTATIONS=0..100000 cargo test -p generator-macros mutations` tries so
//! many of them, and shrinks the first that fails.

mod syntax;
mod tokens;

use super::corpus;
use crate::expand;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::fmt;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;
use syn::visit::Visit;

/// The inputs that are tried where `MUTATIONS` doesn't say which.
const INPUTS: Range<u64> = 0..2000;

/// No expansion takes so long.
const LIMIT: Duration = Duration::from_secs(60);

/// rustc's own main thread has as much.
const STACK: usize = 8 << 20;

fn inputs() -> Range<u64> {
    let Ok(inputs) = std::env::var("MUTATIONS") else { return INPUTS };
    let ends = inputs.split_once("..").and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    let (from, to) = ends.expect("MUTATIONS is a range of numbers");
    from..to
}

#[test]
fn mutations() {
    let (done, progress) = mpsc::channel();
    let run = move || {
        let mutator = Mutator::new(corpus::generators());
        let mut outcomes = Outcomes::default();
        for seed in inputs() {
            let input = mutator.input(seed);
            done.send((seed, input.to_string())).expect("the test waits");
            if let Err(wrong) = outcomes.check(&input) {
                let fails = |input: &TokenStream| {
                    Outcomes::default().check(input).is_err_and(|other| other.is_like(&wrong))
                };
                let small = tokens::shrink(input, fails);
                let wrong = Outcomes::default().check(&small).unwrap_err();
                panic!("input {seed}, made small:\n{small}\n{wrong}");
            }
        }
        outcomes
    };
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(run).expect("a thread can be made");
    let mut current = (0, String::new());
    loop {
        match progress.recv_timeout(LIMIT) {
            Ok(next) => current = next,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => panic!("input {} doesn't end:\n{}", current.0, current.1),
        }
    }
    let outcomes = worker.join().unwrap_or_else(|_| panic!("input {} fails", current.0));
    println!("{outcomes:?}");
}

/// Makes the inputs.
pub struct Mutator {
    sources: Vec<TokenStream>,
    snippets: Vec<Vec<tokens::Tree>>,
    pieces: syntax::Pieces,
}

impl Mutator {
    pub fn new(sources: Vec<TokenStream>) -> Self {
        let snippets = include_str!("snippets.txt").lines();
        let mut pieces = syntax::Pieces::default();
        for source in &sources {
            if let Ok(function) = syn::parse2::<syn::ItemFn>(source.clone()) {
                pieces.visit_item_fn(&function);
            }
        }
        for snippet in snippets.clone() {
            if let Ok(block) = syn::parse_str::<syn::Block>(&format!("{{ {snippet} }}")) {
                pieces.visit_block(&block);
            }
        }
        let snippets =
            snippets.map(|snippet| tokens::trees(snippet.parse().expect("a snippet is of tokens")));
        Mutator { snippets: snippets.collect(), sources, pieces }
    }

    pub fn input(&self, seed: u64) -> TokenStream {
        let rng = &mut StdRng::seed_from_u64(seed);
        let mut source = choose(&self.sources, rng).cloned().unwrap_or_default();
        if rng.random_bool(0.8)
            && let Ok(mut function) = syn::parse2::<syn::ItemFn>(source.clone())
        {
            for _ in 0..rng.random_range(1..8) {
                syntax::change(&mut function, &self.pieces, rng);
            }
            source = function.into_token_stream();
        }
        if rng.random_bool(0.5) {
            let mut trees = tokens::trees(source);
            for _ in 0..rng.random_range(1..5) {
                let other = tokens::trees(choose(&self.sources, rng).cloned().unwrap_or_default());
                let snippet = choose(&self.snippets, rng).map_or(&[][..], Vec::as_slice);
                tokens::change(&mut trees, other, snippet, rng);
            }
            source = tokens::stream(&trees);
        }
        let somewhere = self.sources[0].clone().into_iter().next().expect("it has tokens").span();
        tokens::placed(source, somewhere)
    }
}

fn choose<'c, T>(from: &'c [T], rng: &mut StdRng) -> Option<&'c T> {
    from.get(rng.random_range(0..from.len().max(1)))
}

/// A part of a list with `len` elements: mostly a short one.
fn range(len: usize, rng: &mut StdRng) -> (usize, usize) {
    let start = rng.random_range(0..=len);
    let most = if rng.random_bool(0.8) { 2 } else { len };
    (start, (start + rng.random_range(0..=most)).min(len))
}

/// How many expansions ended in which way.
#[derive(Debug, Default)]
struct Outcomes {
    expanded: usize,
    rejected: usize,
}

/// What is wrong with an expansion.
#[derive(Debug)]
enum Wrong {
    Panics,
    /// It doesn't parse, with this error.
    IsNotRust(String, TokenStream),
    /// An error is shown at no place of the user's.
    IsNowhere(String),
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wrong::Panics => write!(f, "its expansion panics"),
            Wrong::IsNotRust(error, tokens) => write!(f, "its expansion isn't Rust: {error}\n{tokens}"),
            Wrong::IsNowhere(message) => write!(f, "its error is shown nowhere: {message}"),
        }
    }
}

impl Wrong {
    fn is_like(&self, other: &Wrong) -> bool {
        match (self, other) {
            (Wrong::IsNotRust(one, _), Wrong::IsNotRust(two, _))
            | (Wrong::IsNowhere(one), Wrong::IsNowhere(two)) => one == two,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

impl Outcomes {
    fn check(&mut self, input: &TokenStream) -> Result<(), Wrong> {
        // No attribute stands on nothing.
        if input.is_empty() {
            return Ok(());
        }
        let expand =
            || [expand::attribute(TokenStream::new(), input.clone()), expand::function_like(input.clone())];
        for tokens in catch_unwind(AssertUnwindSafe(expand)).map_err(|_| Wrong::Panics)? {
            if holds_error(tokens.clone())? {
                self.rejected += 1;
            } else {
                self.expanded += 1;
                match syn::parse2::<syn::File>(tokens.clone()) {
                    // In `break 'a ::path()` syn takes the first colon for the label's.
                    Err(error) if error.to_string() == "expected loop or block expression" => {}
                    Err(error) => return Err(Wrong::IsNotRust(error.to_string(), tokens)),
                    Ok(_) => {}
                }
            }
        }
        Ok(())
    }
}

/// Whether an error is among `tokens`. It must be shown at some of the user's.
fn holds_error(tokens: TokenStream) -> Result<bool, Wrong> {
    let mut found = false;
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(name) if name == "compile_error" => {
                found = true;
                if tokens::is_nowhere(name.span()) {
                    let message = tokens.nth(1).map(|message| message.to_string());
                    return Err(Wrong::IsNowhere(message.unwrap_or_default()));
                }
            }
            TokenTree::Group(group) => found |= holds_error(group.stream())?,
            _ => {}
        }
    }
    Ok(found)
}
