//! What an iterator of std gives, where the source shows it: items that are `Copy` have no drop to come after a yield.
//!
//! `for line in text.lines()`, with `text: &str`, gives what is `Copy`; `for (i, c) in f().enumerate()` gives pairs that
//! begin with a number; `Some(c) = chars.next()`, with `let mut chars = text.chars();`, a character.

use super::Evidence;
use super::evidence::{is_copy as is_copy_value, is_scalar};
use crate::old::ir::{Local, LocalId};
use crate::old::owned::is_collection;
use crate::old::resolve::Names;
use crate::syntax::is_place;
use crate::types::{
    behind_references, first_argument, is_copy, is_primitive, item_argument, strip_groups, traits,
};
use syn::{Expr, ExprMethodCall, ExprRange, Pat, Type};

/// What an iterator gives.
#[derive(Clone, Debug)]
pub enum Items {
    /// What is `Copy`.
    Copy,
    /// Numbers, shared references and the like.
    Scalar,
    /// What has the type of these variables.
    Same(Vec<LocalId>),
    /// Pairs that begin with a number.
    Numbered,
}

/// The variables that go into a collection, and those that come out of it.
#[derive(Default, Debug)]
pub struct Elements {
    put: Vec<LocalId>,
    taken: Vec<LocalId>,
}

impl Evidence {
    /// The iterator of a `for` is made from `iterable`.
    pub fn iterator(&mut self, iter: LocalId, iterable: &Expr, known: Known<'_>) {
        if !is_place(iterable) && self.is_rootless(iterable, known.names) {
            self.rootless.insert(iter);
        }
        let items = self.items(iterable, known);
        self.iterators.extend(items.map(|items| (iter, items)));
    }

    /// The iterator of a `for` gives what `pat` binds.
    pub fn item(&mut self, iter: LocalId, pat: &Pat, names: &Names) {
        if self.rootless.contains(&iter) {
            self.rootless.extend(names.bindings(pat));
        }
        if let Some(items) = self.iterators.get(&iter).cloned() {
            self.given(&items, pat, names);
        }
    }

    /// `let mut chars = text.chars();`
    pub fn iterator_variable(&mut self, pat: &Pat, value: &Expr, known: Known<'_>) {
        if let (Pat::Ident(pat), Expr::MethodCall(_)) = (pat, value)
            && let Some(local) = known.names.local(&pat.ident)
        {
            let items = self.items(value, known);
            self.iterators.extend(items.map(|items| (local, items)));
        }
    }

    /// `Some(char)` is matched against `chars.next()`, say.
    pub fn option(&mut self, value: &Expr, pat: &Pat, known: Known<'_>) {
        let (Expr::MethodCall(call), Pat::TupleStruct(some)) = (value, pat) else { return };
        let Some(pat) = some.elems.first().filter(|_| some.path.is_ident("Some")) else { return };
        let items = match &*call.method.to_string() {
            "find" | "last" | "max" | "min" | "next" | "next_back" | "nth" | "nth_back" => {
                self.items(&call.receiver, known)
            }
            "peek" => self.items(&call.receiver, known).map(|_| Items::Scalar),
            "pop" | "pop_back" | "pop_front" => {
                let popped = known.names.bindings(pat);
                if let (Some(of), Pat::Ident(_)) = (known.names.variable(&call.receiver), pat) {
                    self.elements.entry(of).or_default().taken.extend(popped);
                }
                known.declared(&call.receiver).and_then(|ty| items_of_type(behind_references(ty)))
            }
            _ => None,
        };
        if let Some(items) = items {
            self.given(&items, pat, known.names);
        }
    }

    /// `stack.push(node)`
    pub fn pushed(&mut self, call: &ExprMethodCall, names: &Names) {
        if let [item] = &call.args.iter().collect::<Vec<_>>()[..]
            && ["push", "push_back", "push_front"].iter().any(|method| call.method == method)
            && let (Some(of), Some(item)) = (names.variable(&call.receiver), names.variable(item))
        {
            self.elements.entry(of).or_default().put.push(item);
        }
    }

    /// From what is put into a collection to what is taken from it: if the one is `Copy`, the other is. (Not the other way
    /// round: what is put there may be coerced.)
    pub fn through_collections(&self) -> impl Iterator<Item = (LocalId, LocalId)> + '_ {
        self.elements.values().flat_map(|Elements { put, taken }| {
            let put = put.iter().flat_map(|put| taken.first().map(|first| (*put, *first)));
            put.chain(taken.windows(2).map(|pair| (pair[0], pair[1])))
        })
    }

    /// `pat` binds one of `items`.
    fn given(&mut self, items: &Items, pat: &Pat, names: &Names) {
        let bound = names.bindings(pat);
        match (items, pat) {
            (Items::Scalar, Pat::Ident(_)) => {
                self.copy.extend(&bound);
                self.scalars.extend(&bound);
            }
            // Of what is `Copy`, each part is.
            (Items::Copy | Items::Scalar, _) => self.copy.extend(&bound),
            (Items::Same(others), Pat::Ident(_)) => {
                for local in bound {
                    self.same.extend(others.iter().map(|other| (local, *other)));
                }
            }
            (Items::Numbered, Pat::Tuple(pats)) => {
                if let Some(Pat::Ident(number)) = pats.elems.first() {
                    self.copy.extend(names.local(&number.ident));
                }
            }
            _ => {}
        }
    }

    /// What is given by the iterator that is made from `iterable`.
    fn items(&mut self, iterable: &Expr, known: Known<'_>) -> Option<Items> {
        match iterable {
            Expr::Paren(paren) => self.items(&paren.expr, known),
            Expr::Group(group) => self.items(&group.expr, known),
            Expr::Range(range) => Some(self.numbers(range, known.names)),
            Expr::Reference(reference) if reference.mutability.is_none() => {
                is_sequence(known.declared(&reference.expr)?).then_some(Items::Scalar)
            }
            Expr::MethodCall(call) => match &*call.method.to_string() {
                method if KEEP_ITEMS.contains(&method) => self.items(&call.receiver, known),
                "enumerate" => match self.items(&call.receiver, known) {
                    Some(Items::Copy | Items::Scalar) => Some(Items::Copy),
                    _ => Some(Items::Numbered),
                },
                method => known.items_of_method(method, &call.receiver),
            },
            value => match self.iterators.get(&known.names.variable(value)?) {
                Some(items) => Some(items.clone()),
                None => items_of_type(known.declared(value)?),
            },
        }
    }

    /// What a range gives. Both ends have its type.
    fn numbers(&mut self, range: &ExprRange, names: &Names) -> Items {
        let ends = [&range.start, &range.end].into_iter().filter_map(Option::as_deref);
        let variables: Vec<LocalId> = ends.clone().filter_map(|end| names.variable(end)).collect();
        if ends.clone().any(is_scalar) {
            self.copy.extend(&variables);
            self.scalars.extend(variables);
            Items::Scalar
        } else if ends.clone().any(is_copy_value) {
            self.copy.extend(variables);
            Items::Copy
        } else {
            Items::Same(variables)
        }
    }
}

/// What is known of the variables.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub names: &'a Names,
    pub locals: &'a [Local],
}

impl<'a> Known<'a> {
    fn items_of_method(self, method: &str, receiver: &Expr) -> Option<Items> {
        match method {
            "copied" | "char_indices" => Some(Items::Copy),
            "chars" | "split_ascii_whitespace" | "split_whitespace" => Some(Items::Scalar),
            method if OF_TEXT.contains(&method) && self.is_text(receiver) => {
                Some(if method.ends_with("match_indices") { Items::Copy } else { Items::Scalar })
            }
            method if OF_SEQUENCE.contains(&method) => {
                is_sequence(self.declared(receiver)?).then_some(Items::Scalar)
            }
            _ => None,
        }
    }

    /// The type of a variable, where it is written.
    fn declared(self, value: &Expr) -> Option<&'a Type> {
        self.locals[self.names.variable(value)?.0].ty.as_ref()
    }

    /// Whether `value` is a string for certain.
    fn is_text(self, value: &Expr) -> bool {
        match value {
            Expr::Paren(paren) => self.is_text(&paren.expr),
            Expr::Lit(literal) => matches!(literal.lit, syn::Lit::Str(_)),
            Expr::MethodCall(call) => {
                ["as_str", "trim", "trim_end", "trim_start"].iter().any(|method| call.method == method)
            }
            value => self.declared(value).is_some_and(|ty| match behind_references(ty) {
                Type::Path(path) => ["String", "str"].iter().any(|name| path.path.is_ident(name)),
                _ => false,
            }),
        }
    }
}

/// What iterating over a value of the type `ty` gives.
fn items_of_type(ty: &Type) -> Option<Items> {
    match strip_groups(ty) {
        Type::Reference(reference) if reference.mutability.is_none() => {
            is_sequence(&reference.elem).then_some(Items::Scalar)
        }
        Type::Array(array) => given(&array.elem),
        Type::Path(path) if is_sequence(ty) => given(first_argument(&path.path)?),
        Type::ImplTrait(of) => traits(&of.bounds).find_map(|bound| given(item_argument(bound)?)),
        _ => None,
    }
}

/// What gives items of the type `ty`.
fn given(ty: &Type) -> Option<Items> {
    if is_primitive(ty) || matches!(ty, Type::Reference(reference) if reference.mutability.is_none()) {
        return Some(Items::Scalar);
    }
    is_copy(ty).then_some(Items::Copy)
}

/// Whether `ty` is an array, a slice or a collection of std, or refers to one. A map isn't: it gives pairs.
fn is_sequence(ty: &Type) -> bool {
    match behind_references(ty) {
        Type::Array(_) | Type::Slice(_) => true,
        Type::Path(path) => {
            let is_map =
                path.path.segments.last().is_some_and(|last| last.ident.to_string().ends_with("Map"));
            path.qself.is_none() && is_collection(&path.path) && !is_map && !path.path.is_ident("String")
        }
        _ => false,
    }
}

/// Methods of an iterator that give the same items, or some of them.
const KEEP_ITEMS: [&str; 11] = [
    "by_ref",
    "cycle",
    "filter",
    "fuse",
    "inspect",
    "into_iter",
    "rev",
    "skip",
    "skip_while",
    "step_by",
    "take",
];

/// Methods of a string whose iterators give characters, bytes, or pieces of the string. (A reader has some as well.)
const OF_TEXT: [&str; 13] = [
    "bytes",
    "lines",
    "match_indices",
    "matches",
    "rmatch_indices",
    "rmatches",
    "rsplit",
    "rsplitn",
    "rsplit_terminator",
    "split",
    "split_inclusive",
    "split_terminator",
    "splitn",
];

/// Methods of a slice, or of a collection, whose iterators give references.
const OF_SEQUENCE: [&str; 12] = [
    "chunk_by",
    "chunks",
    "chunks_exact",
    "iter",
    "rchunks",
    "rchunks_exact",
    "rsplit",
    "rsplitn",
    "split",
    "split_inclusive",
    "splitn",
    "windows",
];
