//! The variables of which the source shows that they own what they hold, and don't refer to it.
//!
//! `list: Vec<T>`, `let text = String::new();`, `let mut n = 0;`, `for i in 0..n`

use super::{declared, iterable, visit_code};
use crate::collections::{HashMap, HashSet};
use crate::ir::{Head, LocalId, Machine};
use crate::resolve::{Names, macros};
use crate::types::{is_primitive, strip_groups};
use syn::visit::{self, Visit};
use syn::{Expr, Lit, Pat, Type};

/// What a variable owns.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Owned {
    /// An array, which may be `Copy`.
    Array,
    /// A string, or a collection of std.
    Collection,
    /// A number, a truth value or a character.
    Number,
}

/// The variables of `machine` that own something for certain.
pub fn owned(names: &Names, machine: &Machine) -> HashMap<LocalId, Owned> {
    let typed = |local: &LocalId| Some((*local, of_type(machine.local(*local).ty.as_ref()?)?));
    let owned = machine.parameters.iter().filter_map(typed).collect();
    let mut notes = Notes { names, owned, ranges: HashSet::default() };
    visit_code(machine, &mut notes);
    for repeated in &machine.loops {
        if let Head::For { iter, pat, .. } = &repeated.head
            && notes.ranges.contains(iter)
        {
            notes.declaration(pat, Some(Owned::Number));
        }
    }
    notes.owned
}

struct Notes<'a> {
    names: &'a Names,
    owned: HashMap<LocalId, Owned>,
    /// The iterators over numbers.
    ranges: HashSet<LocalId>,
}

impl Visit<'_> for Notes<'_> {
    fn visit_local(&mut self, local: &syn::Local) {
        visit::visit_local(self, local);
        let value = local.init.as_ref().and_then(|init| self.of_value(&init.expr));
        self.declaration(&local.pat, value);
        if local.init.as_ref().and_then(|init| iterable(&init.expr)).is_some_and(is_range) {
            self.ranges.extend(declared(self.names, &local.pat));
        }
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}

impl Notes<'_> {
    fn declaration(&mut self, pat: &Pat, value: Option<Owned>) {
        match pat {
            Pat::Type(typed) => self.declaration(&typed.pat, of_type(&typed.ty)),
            pat => self.owned.extend(declared(self.names, pat).zip(value)),
        }
    }

    fn of_value(&self, value: &Expr) -> Option<Owned> {
        match value {
            Expr::Paren(paren) => self.of_value(&paren.expr),
            Expr::Array(_) | Expr::Repeat(_) => Some(Owned::Array),
            Expr::Lit(literal) => {
                let is_number =
                    matches!(literal.lit, Lit::Int(_) | Lit::Float(_) | Lit::Bool(_) | Lit::Char(_));
                is_number.then_some(Owned::Number)
            }
            Expr::Call(call) if ["format", "vec"].iter().any(|name| macros::is(call, name)) => {
                Some(Owned::Collection)
            }
            Expr::Call(call) => constructor(&call.func),
            Expr::MethodCall(call) if call.method == "to_string" => Some(Owned::Collection),
            Expr::MethodCall(call) if call.method == "len" => {
                let of = self.names.variable(&call.receiver).and_then(|local| self.owned.get(&local));
                of.map(|_| Owned::Number)
            }
            Expr::MethodCall(call) if call.method == "collect" => {
                match call.turbofish.as_ref()?.args.first()? {
                    syn::GenericArgument::Type(ty) => of_type(ty),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

fn is_range(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(paren) => is_range(&paren.expr),
        Expr::Range(_) => true,
        _ => false,
    }
}

const COLLECTIONS: [&str; 9] =
    ["BTreeMap", "BTreeSet", "BinaryHeap", "HashMap", "HashSet", "LinkedList", "String", "Vec", "VecDeque"];

fn of_type(ty: &Type) -> Option<Owned> {
    match strip_groups(ty) {
        Type::Array(_) => Some(Owned::Array),
        Type::Path(path) if path.qself.is_none() => {
            if path.path.segments.len() == 1 && is_primitive(ty) {
                return Some(Owned::Number);
            }
            is_collection(&path.path).then_some(Owned::Collection)
        }
        _ => None,
    }
}

/// Whether `path` names a type of std that owns its items: `Vec<T>`, `std::collections::HashMap<K, V>`.
fn is_collection(path: &syn::Path) -> bool {
    let (Some(first), Some(last)) = (path.segments.first(), path.segments.last()) else { return false };
    let is_std = ["alloc", "collections", "std"].iter().any(|name| first.ident == name);
    (is_std || path.segments.len() == 1) && COLLECTIONS.iter().any(|name| last.ident == name)
}

/// `Vec::new`, `String::from`, `HashMap::<K, V>::with_capacity`
fn constructor(function: &Expr) -> Option<Owned> {
    let Expr::Path(path) = function else { return None };
    let mut ty = path.path.clone();
    let name = ty.segments.pop()?.into_value().ident;
    ty.segments.pop_punct();
    let makes = ["default", "from", "from_iter", "new", "with_capacity"].iter().any(|known| name == known);
    (path.qself.is_none() && makes && is_collection(&ty)).then_some(Owned::Collection)
}
