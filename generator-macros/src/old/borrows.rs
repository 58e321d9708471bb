//! Borrows of the body's own variables that would be kept in the state → errors, on the user's borrow.
//!
//! In `fn f(list: Vec<u32>) … { for n in &list { yield_!(*n); } }` the loop's iterator borrows `list` while the
//! generator is suspended. rustc would refuse it too, with a message about the state.
//!
//! Only what is certain is an error: a state can't hold a borrow of what it holds, but whether an expression is one
//! depends on types. `&list` is a borrow of the variable; what `list.iter()` gives borrows a `Vec`, and what
//! `.collect()` makes of that doesn't.

use crate::collections::{HashMap, HashSet};
use crate::errors::{Errors, text};
use crate::old::ir::{LocalId, Machine, PointKind, Stmt, StmtKind};
use crate::old::moves::takes_by_reference;
use crate::old::owned::{Owned, owned};
use crate::old::resolve::Names;
use crate::old::saved::Saved;
use crate::old::walk::each_section;
use crate::parse::std_macros::{self, Piece, Taking};
use syn::visit::{self, Visit};
use syn::{Expr, Pat};

/// Checks the variables that `saved` keeps while the generator is suspended.
pub fn check(machine: &Machine, names: &Names, saved: &Saved, errors: &Errors) {
    let suspended = machine.points.iter().zip(&saved.at_points);
    let suspended = suspended.filter(|(point, _)| matches!(point.kind, PointKind::Suspension(_)));
    let kept: HashSet<LocalId> = suspended.flat_map(|(_, kept)| kept.keys().copied()).collect();
    let checker = Checker { names, owned: owned(machine, names), kept, errors };
    each_section(&machine.body, &mut |_, code| checker.code(code));
}

struct Checker<'a> {
    names: &'a Names,
    /// The variables that are known to own what methods borrow.
    owned: HashMap<LocalId, Owned>,
    /// The variables that a suspended generator keeps.
    kept: HashSet<LocalId>,
    errors: &'a Errors,
}

/// A piece of a value that borrows a variable.
enum Borrowing<'e> {
    Place(&'e Expr),
    Closure(&'e syn::ExprClosure),
}

impl Checker<'_> {
    fn code(&self, code: &[Stmt]) {
        for stmt in code {
            match &stmt.kind {
                StmtKind::IntoIter { iter, iterable } if self.kept.contains(iter) => {
                    self.report(self.borrowing(iterable), text::BORROWED_BY_LOOP);
                }
                StmtKind::Plain(syn::Stmt::Local(local)) => self.initialiser(local),
                _ => {}
            }
            stmt.kind.branches().for_each(|branch| self.code(branch));
        }
    }

    fn initialiser(&self, local: &syn::Local) {
        let (Pat::Ident(pat), Some(init)) = (&local.pat, &local.init) else { return };
        let kept = self.names.local(&pat.ident).is_some_and(|local| self.kept.contains(&local));
        if kept && init.diverge.is_none() {
            let borrowing = match &*init.expr {
                // Of any type whatever, it is a borrow of the variable itself.
                Expr::Reference(reference) if self.names.variable(&reference.expr).is_some() => {
                    Some(Borrowing::Place(&init.expr))
                }
                value => self.borrowing(value),
            };
            self.report(borrowing, text::BORROWED_BY_VARIABLE);
        }
    }

    fn report(&self, borrowing: Option<Borrowing<'_>>, message: &str) {
        match borrowing {
            Some(Borrowing::Place(expr)) => self.errors.error(expr, message),
            Some(Borrowing::Closure(closure)) => {
                let head = (&closure.or1_token, &closure.inputs, &closure.or2_token);
                let (start, inputs, end) = head;
                self.errors.error(quote::quote!(#start #inputs #end), text::BORROWED_BY_CLOSURE);
            }
            None => {}
        }
    }

    /// What in `expr` borrows a variable for as long as the value of `expr` is there.
    fn borrowing<'e>(&self, expr: &'e Expr) -> Option<Borrowing<'e>> {
        match expr {
            Expr::Paren(paren) => self.borrowing(&paren.expr),
            Expr::Group(group) => self.borrowing(&group.expr),
            Expr::Reference(reference) if self.is_owned(&reference.expr) => Some(Borrowing::Place(expr)),
            Expr::Closure(closure) if self.captures_by_reference(closure) => {
                Some(Borrowing::Closure(closure))
            }
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                if BORROWING.contains(&&*method) && self.is_owned(&call.receiver) {
                    return Some(Borrowing::Place(expr));
                }
                if !ADAPTORS.contains(&&*method) {
                    return None;
                }
                let in_arguments = || {
                    call.args
                        .iter()
                        .filter(|_| is_iterator(&call.receiver))
                        .find_map(|arg| self.borrowing(arg))
                };
                self.borrowing(&call.receiver).or_else(in_arguments)
            }
            _ => None,
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

    fn captures_by_reference(&self, closure: &syn::ExprClosure) -> bool {
        if closure.capture.is_some() {
            return false;
        }
        let mut captured =
            Captured { checker: self, borrowed: HashSet::default(), other: HashSet::default() };
        captured.visit_expr(&closure.body);
        captured.borrowed.iter().any(|local| !captured.other.contains(local))
    }
}

/// What the body of a closure does with the variables that it captures.
struct Captured<'a> {
    checker: &'a Checker<'a>,
    /// The variables that it uses by reference; a number that it reads is one of them.
    borrowed: HashSet<LocalId>,
    /// The variables that it may move.
    other: HashSet<LocalId>,
}

impl Captured<'_> {
    /// A place that is used by reference.
    fn borrow(&mut self, place: &Expr) {
        match self.checker.names.variable(place) {
            Some(local) if self.checker.owned.contains_key(&local) => drop(self.borrowed.insert(local)),
            _ => self.visit_expr(place),
        }
    }
}

impl Visit<'_> for Captured<'_> {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Path(_) => {
                if let Some(local) = self.checker.names.variable(expr) {
                    let is_number = self.checker.owned.get(&local) == Some(&Owned::Number);
                    let uses = if is_number { &mut self.borrowed } else { &mut self.other };
                    uses.insert(local);
                }
            }
            Expr::Reference(reference) => self.borrow(&reference.expr),
            Expr::Index(index) => {
                self.borrow(&index.expr);
                self.visit_expr(&index.index);
            }
            Expr::MethodCall(call) if takes_by_reference(&call.method.to_string()) => {
                self.borrow(&call.receiver);
                call.args.iter().for_each(|argument| self.visit_expr(argument));
            }
            other => visit::visit_expr(self, other),
        }
    }

    fn visit_macro(&mut self, mac: &syn::Macro) {
        let pieces = std_macros::parse(mac).map(|read| read.pieces);
        for piece in pieces.iter().flatten() {
            match piece {
                Piece::Argument(argument, Taking::ByReference | Taking::BeforePanic) => self.borrow(argument),
                Piece::Argument(argument, Taking::ByValue) => self.visit_expr(argument),
                Piece::Tokens(_) => {}
            }
        }
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}

/// Whether `expr` is an iterator for certain.
fn is_iterator(expr: &Expr) -> bool {
    const MAKERS: [&str; 6] = ["bytes", "char_indices", "chars", "into_iter", "iter", "iter_mut"];
    match expr {
        Expr::Range(_) => true,
        Expr::Paren(paren) => is_iterator(&paren.expr),
        Expr::MethodCall(call) => {
            MAKERS.iter().any(|maker| call.method == maker)
                || ADAPTORS.iter().any(|adaptor| call.method == adaptor) && is_iterator(&call.receiver)
        }
        _ => false,
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
