//! Borrows of the body's own variables that a variable or the iterator of a loop holds → errors, on the user's borrow.
//!
//! In `fn f(list: Vec<u32>) … { for n in &list { yield_!(*n); } }` the loop's iterator borrows `list` while the
//! generator is suspended. rustc would refuse it too, with a message about the state.
//!
//! Only what is certain is an error: a state can't hold a borrow of what it holds, but whether an expression is one
//! depends on types. `&list` is a borrow of the variable; what `list.iter()` gives borrows a `Vec`, and what
//! `.collect()` makes of that doesn't.

use super::captured::captures_by_reference;
use super::owned::Owned;
use super::{declared, iterable, visit_code};
use crate::collections::{HashMap, HashSet};
use crate::errors::text;
use crate::ir::LocalId;
use crate::ir::marks::clear;
use crate::plan::Plan;
use crate::resolve::Names;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Expr;
use syn::visit::{self, Visit};
use syn::visit_mut::VisitMut;

/// A borrow of a variable.
pub struct Borrowing {
    /// The variable that holds it, or the iterator of a loop.
    pub by: LocalId,
    /// The variable that it came from, which holds it too.
    pub through: Option<LocalId>,
    /// What is said of it, if it is kept across a yield.
    pub error: syn::Error,
}

/// The borrows of the variables that are `owned`.
pub fn borrows(plan: &Plan<'_>, owned: &HashMap<LocalId, Owned>) -> Vec<Borrowing> {
    let mut finder = Finder {
        names: plan.names,
        owned,
        borrowing: HashMap::default(),
        iterators: HashSet::default(),
        found: Vec::new(),
    };
    visit_code(plan.machine, &mut finder);
    finder.found
}

struct Finder<'a> {
    names: &'a Names,
    owned: &'a HashMap<LocalId, Owned>,
    /// The variables whose value borrows another, and what in it does.
    borrowing: HashMap<LocalId, Piece>,
    /// The variables that are iterators for certain.
    iterators: HashSet<LocalId>,
    found: Vec<Borrowing>,
}

/// A piece of a value that borrows a variable.
#[derive(Clone)]
enum Piece {
    Place(TokenStream),
    /// The head of a closure.
    Closure(TokenStream),
}

impl Visit<'_> for Finder<'_> {
    fn visit_local(&mut self, local: &syn::Local) {
        visit::visit_local(self, local);
        let (Some(by), Some(init)) = (declared(self.names, &local.pat), &local.init) else { return };
        if init.diverge.is_some() {
            return;
        }
        if self.is_iterator(&init.expr) {
            self.iterators.insert(by);
        }
        if let Some(iterable) = iterable(&init.expr) {
            let piece = self.borrowing(iterable).or_else(|| self.of_variable(iterable));
            return self.note(by, iterable, piece, text::BORROWED_BY_LOOP);
        }
        let piece = self.borrowing(&init.expr);
        self.borrowing.extend(piece.clone().map(|piece| (by, piece)));
        let piece = piece.or_else(|| self.of_variable(&init.expr));
        self.note(by, &init.expr, piece, text::BORROWED_BY_VARIABLE);
    }

    fn visit_expr_closure(&mut self, _: &syn::ExprClosure) {}
    fn visit_item(&mut self, _: &syn::Item) {}
}

impl Piece {
    /// The place `expr`, without the marks in it, which stand nowhere in the source.
    fn of(expr: &Expr) -> Self {
        struct Unmarked;
        impl VisitMut for Unmarked {
            fn visit_attributes_mut(&mut self, attrs: &mut Vec<syn::Attribute>) {
                clear(attrs);
            }
        }
        let mut expr = expr.clone();
        Unmarked.visit_expr_mut(&mut expr);
        Piece::Place(expr.into_token_stream())
    }
}

impl Finder<'_> {
    fn note(&mut self, by: LocalId, value: &Expr, piece: Option<Piece>, message: &str) {
        let error = match piece {
            Some(Piece::Place(tokens)) => syn::Error::new_spanned(tokens, message),
            Some(Piece::Closure(head)) => syn::Error::new_spanned(head, text::BORROWED_BY_CLOSURE),
            None => return,
        };
        let through = self.names.variable(value);
        self.found.push(Borrowing { by, through, error });
    }

    /// `&x`: of any type whatever, it is a borrow of the variable itself.
    fn of_variable(&self, expr: &Expr) -> Option<Piece> {
        match expr {
            Expr::Reference(reference) => self.names.variable(&reference.expr).map(|_| Piece::of(expr)),
            _ => None,
        }
    }

    /// What in `expr` borrows a variable for as long as the value of `expr` is there.
    fn borrowing(&self, expr: &Expr) -> Option<Piece> {
        match expr {
            Expr::Paren(paren) => self.borrowing(&paren.expr),
            Expr::Group(group) => self.borrowing(&group.expr),
            Expr::Path(_) => self.borrowing.get(&self.names.variable(expr)?).cloned(),
            Expr::Reference(reference) if self.is_owned(&reference.expr) => Some(Piece::of(expr)),
            Expr::Closure(closure) if captures_by_reference(self.names, self.owned, closure) => {
                let (start, inputs, end) = (&closure.or1_token, &closure.inputs, &closure.or2_token);
                Some(Piece::Closure(quote!(#start #inputs #end)))
            }
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                if BORROWING.contains(&&*method) && self.is_owned(&call.receiver) {
                    return Some(Piece::of(expr));
                }
                if !ADAPTORS.contains(&&*method) {
                    return None;
                }
                let in_arguments = || {
                    let is_iterator = self.is_iterator(&call.receiver);
                    call.args.iter().filter(|_| is_iterator).find_map(|argument| self.borrowing(argument))
                };
                self.borrowing(&call.receiver).or_else(in_arguments)
            }
            _ => None,
        }
    }

    /// Whether `expr` is an iterator for certain.
    fn is_iterator(&self, expr: &Expr) -> bool {
        const MAKERS: [&str; 6] = ["bytes", "char_indices", "chars", "into_iter", "iter", "iter_mut"];
        match expr {
            Expr::Range(_) => true,
            Expr::Path(_) => self.names.variable(expr).is_some_and(|local| self.iterators.contains(&local)),
            Expr::Paren(paren) => self.is_iterator(&paren.expr),
            Expr::MethodCall(call) => {
                MAKERS.iter().any(|maker| call.method == maker)
                    || ADAPTORS.iter().any(|adaptor| call.method == adaptor)
                        && self.is_iterator(&call.receiver)
            }
            _ => false,
        }
    }

    /// Whether a method that borrows `place` borrows a variable.
    fn is_owned(&self, place: &Expr) -> bool {
        match place {
            Expr::Paren(paren) => self.is_owned(&paren.expr),
            Expr::Group(group) => self.is_owned(&group.expr),
            Expr::Index(index) => matches!(*index.index, Expr::Range(_)) && self.is_owned(&index.expr),
            place => {
                let owned = self.names.variable(place).and_then(|local| self.owned.get(&local));
                matches!(owned, Some(Owned::Array | Owned::Collection))
            }
        }
    }
}

/// The methods of std's collections and strings whose value borrows them.
const BORROWING: &[&str] = &[
    "as_bytes",
    "as_slice",
    "as_str",
    "bytes",
    "char_indices",
    "chars",
    "chunks",
    "chunks_exact",
    "drain",
    "iter",
    "iter_mut",
    "keys",
    "lines",
    "split_ascii_whitespace",
    "split_whitespace",
    "trim",
    "trim_end",
    "trim_start",
    "values",
    "values_mut",
    "windows",
];

/// The methods of iterators that keep the iterator, and the closures that they are given.
const ADAPTORS: &[&str] = &[
    "chain",
    "cloned",
    "copied",
    "cycle",
    "enumerate",
    "filter",
    "filter_map",
    "flat_map",
    "flatten",
    "fuse",
    "inspect",
    "map",
    "map_while",
    "peekable",
    "rev",
    "scan",
    "skip",
    "skip_while",
    "step_by",
    "take",
    "take_while",
    "zip",
];
