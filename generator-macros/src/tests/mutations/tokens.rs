//! Changes to tokens, wherever they stand: what comes out rarely parses.

use super::{choose, range};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use rand::RngExt;
use rand::rngs::StdRng;

/// A token, or a group with its contents taken out.
#[derive(Clone)]
pub enum Tree {
    Token(TokenTree),
    Group(Group, Vec<Tree>),
}

pub fn trees(tokens: TokenStream) -> Vec<Tree> {
    let tree = |token| match token {
        TokenTree::Group(group) => {
            let inner = trees(group.stream());
            Tree::Group(group, inner)
        }
        token => Tree::Token(token),
    };
    tokens.into_iter().map(tree).collect()
}

pub fn stream(trees: &[Tree]) -> TokenStream {
    let token = |tree: &Tree| match tree {
        Tree::Token(token) => token.clone(),
        Tree::Group(group, inner) => with_delimiter(group, group.delimiter(), stream(inner)).into(),
    };
    trees.iter().map(token).collect()
}

fn with_delimiter(group: &Group, delimiter: Delimiter, inner: TokenStream) -> Group {
    let mut changed = Group::new(delimiter, inner);
    changed.set_span(group.span());
    changed
}

/// Whether `span` is the call site's: no place in a source.
pub fn is_nowhere(span: Span) -> bool {
    span.byte_range().is_empty()
}

/// The tokens that have no place in a source get the place `at`.
pub fn placed(tokens: TokenStream, at: Span) -> TokenStream {
    let placed = tokens.into_iter().map(|mut token| {
        let span = if is_nowhere(token.span()) { at } else { token.span() };
        if let TokenTree::Group(group) = &token {
            token = Group::new(group.delimiter(), placed(group.stream(), at)).into();
        }
        token.set_span(span);
        token
    });
    placed.collect()
}

/// Makes one change. `other` are tokens of another function, `snippet` what may be inserted.
pub fn change(trees: &mut Vec<Tree>, mut other: Vec<Tree>, snippet: &[Tree], rng: &mut StdRng) {
    if rng.random_bool(0.2) {
        return rename(trees, rng);
    }
    let list = any_list(trees, rng);
    let (start, end) = range(list.len(), rng);
    match rng.random_range(0..10) {
        0 => drop(list.drain(start..end)),
        1 => {
            let copies = list[start..end].to_vec();
            list.splice(start..start, copies);
        }
        2 => list[start..end].reverse(),
        3 => {
            let other = choose(any_list(&mut other, rng), rng).cloned();
            list.splice(start..end.min(start + 1), other);
        }
        4 => drop(list.splice(start..end, std::mem::take(any_list(&mut other, rng)))),
        5 => {
            for tree in &mut list[start..end] {
                if let Tree::Group(group, _) = tree {
                    *group = with_delimiter(group, any_delimiter(rng), TokenStream::new());
                }
            }
        }
        6 => {
            let inner: Vec<Tree> = list.drain(start..end).collect();
            list.insert(start, Tree::Group(Group::new(any_delimiter(rng), TokenStream::new()), inner));
        }
        _ => drop(list.splice(start..start, snippet.iter().cloned())),
    }
}

/// Takes tokens away from `input`, which `fails`, as long as what is left fails.
pub fn shrink(input: TokenStream, fails: impl Fn(&TokenStream) -> bool) -> TokenStream {
    let mut small = trees(input);
    let mut length = small.len();
    // Runs of tokens, first long ones, of the n-th list.
    while length > 0 {
        let (mut list, mut start) = (0, 0);
        loop {
            let mut candidate = small.clone();
            let Some(nth) = nth_list(&mut candidate, &mut list.clone()) else { break };
            if start >= nth.len() {
                (list, start) = (list + 1, 0);
                continue;
            }
            let end = nth.len().min(start + length);
            nth.drain(start..end);
            if fails(&stream(&candidate)) {
                small = candidate;
            } else {
                start += length;
            }
        }
        length /= 2;
    }
    stream(&small)
}

fn any_delimiter(rng: &mut StdRng) -> Delimiter {
    let all = [Delimiter::Brace, Delimiter::Bracket, Delimiter::Parenthesis, Delimiter::None];
    all[rng.random_range(0..all.len())]
}

/// The list of tokens at the top or in one of the groups.
fn any_list<'t>(trees: &'t mut Vec<Tree>, rng: &mut StdRng) -> &'t mut Vec<Tree> {
    fn groups(trees: &[Tree]) -> usize {
        trees.iter().map(|tree| if let Tree::Group(_, inner) = tree { 1 + groups(inner) } else { 0 }).sum()
    }
    let mut n = rng.random_range(0..=groups(trees));
    nth_list(trees, &mut n).expect("there are so many groups")
}

/// The list at the top, then those in the groups. `n` is counted down.
fn nth_list<'t>(trees: &'t mut Vec<Tree>, n: &mut usize) -> Option<&'t mut Vec<Tree>> {
    if *n == 0 {
        return Some(trees);
    }
    trees.iter_mut().find_map(|tree| {
        let Tree::Group(_, inner) = tree else { return None };
        *n -= 1;
        nth_list(inner, n)
    })
}

/// Gives an identifier, in one place or in all, the name of another.
fn rename(trees: &mut [Tree], rng: &mut StdRng) {
    fn identifiers<'t>(trees: &'t mut [Tree], found: &mut Vec<&'t mut Ident>) {
        for tree in trees {
            match tree {
                Tree::Token(TokenTree::Ident(ident)) => found.push(ident),
                Tree::Token(_) => {}
                Tree::Group(_, inner) => identifiers(inner, found),
            }
        }
    }
    let mut found = Vec::new();
    identifiers(trees, &mut found);
    let Some(last) = found.len().checked_sub(1) else { return };
    let (from, to) = (rng.random_range(0..=last), rng.random_range(0..=last));
    let (from_name, to) = (found[from].clone(), found[to].clone());
    if rng.random_bool(0.5) {
        *found[from] = to;
    } else {
        found.into_iter().filter(|ident| **ident == from_name).for_each(|ident| *ident = to.clone());
    }
}
