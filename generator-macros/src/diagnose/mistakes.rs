//! Whether the body has a mistake, for certain, that rustc explains best: on the body as it was written, and once.
//!
//! `let n = 0; n += 1;`, `for n in list.len() { … }`

use super::owned::Owned;
use super::{iterable, visit_code};
use crate::collections::{HashMap, HashSet};
use crate::ir::LocalId;
use crate::plan::Plan;
use crate::resolve::Names;
use crate::syntax::is_compound;
use crate::types::strip_groups;
use syn::visit::{self, Visit};
use syn::{Expr, GenericParam, Generics, Ident, Lit, Type, TypeParamBound, WherePredicate};

/// Whether there is such a mistake.
pub fn are_certain(plan: &Plan<'_>, owned: &HashMap<LocalId, Owned>) -> bool {
    let mut finder = Finder { names: plan.names, owned, declared_empty: HashSet::default(), found: false };
    visit_code(plan.machine, &mut finder);
    finder.found
}

struct Finder<'a> {
    names: &'a Names,
    owned: &'a HashMap<LocalId, Owned>,
    /// The variables that were declared without a value so far: they are set once.
    declared_empty: HashSet<LocalId>,
    found: bool,
}

impl Finder<'_> {
    fn is_no_iterator(&self, expr: &Expr) -> bool {
        let owned = |expr| self.names.variable(expr).and_then(|local| self.owned.get(&local));
        match expr {
            Expr::Paren(paren) => self.is_no_iterator(&paren.expr),
            Expr::Lit(literal) => matches!(literal.lit, Lit::Int(_) | Lit::Float(_) | Lit::Str(_)),
            Expr::MethodCall(call) => {
                let is_collection = matches!(owned(&call.receiver), Some(Owned::Array | Owned::Collection));
                is_collection && call.method == "len"
            }
            expr => owned(expr) == Some(&Owned::Number),
        }
    }

    /// Notes whether `place`, which is changed, is a variable that can't be.
    fn changed(&mut self, place: &Expr) {
        let Some(local) = self.names.variable(place) else { return };
        let is_constant = self.names.locals[local.0].mutability.is_none();
        self.found |= is_constant && !self.declared_empty.contains(&local);
    }
}

impl Visit<'_> for Finder<'_> {
    fn visit_local(&mut self, local: &syn::Local) {
        if local.init.is_none() {
            self.declared_empty.extend(self.names.bindings(&local.pat));
        }
        visit::visit_local(self, local);
    }

    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Assign(assign) => self.changed(&assign.left),
            Expr::Binary(binary) if is_compound(&binary.op) => self.changed(&binary.left),
            Expr::Reference(reference) if reference.mutability.is_some() => self.changed(&reference.expr),
            Expr::ForLoop(repeated) => self.found |= self.is_no_iterator(&repeated.expr),
            other => self.found |= iterable(other).is_some_and(|iterable| self.is_no_iterator(iterable)),
        }
        visit::visit_expr(self, expr);
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}

/// Whether all that is known of `ty` are its bounds, and those don't say that it is `Copy`.
pub fn is_opaque(ty: &Type, generics: &Generics) -> bool {
    match strip_groups(ty) {
        Type::ImplTrait(opaque) => opaque.bounds.iter().all(allows_moves_only),
        Type::Path(path) => path.path.get_ident().is_some_and(|name| is_parameter(name, generics)),
        _ => false,
    }
}

/// Whether `name` is a type parameter without a bound by which it could be `Copy`.
fn is_parameter(name: &Ident, generics: &Generics) -> bool {
    let parameter = generics.params.iter().find_map(|parameter| match parameter {
        GenericParam::Type(parameter) if parameter.ident == *name => Some(parameter),
        _ => None,
    });
    let Some(parameter) = parameter else { return false };
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let in_where = predicates.flat_map(|predicate| match predicate {
        WherePredicate::Type(predicate) => Some(&predicate.bounds),
        _ => None,
    });
    parameter.bounds.iter().chain(in_where.flatten()).all(allows_moves_only)
}

/// Whether `bound` is one of std's that a type can have without being `Copy`.
fn allows_moves_only(bound: &TypeParamBound) -> bool {
    const BOUNDS: [&str; 25] = [
        "AsMut",
        "AsRef",
        "BufRead",
        "Clone",
        "Debug",
        "Default",
        "Display",
        "DoubleEndedIterator",
        "Eq",
        "ExactSizeIterator",
        "Fn",
        "FnMut",
        "FnOnce",
        "FusedIterator",
        "Hash",
        "Into",
        "IntoIterator",
        "Iterator",
        "Ord",
        "PartialEq",
        "PartialOrd",
        "Read",
        "Send",
        "Sync",
        "ToString",
    ];
    match bound {
        TypeParamBound::Trait(bound) => {
            bound.path.segments.last().is_some_and(|last| BOUNDS.iter().any(|known| last.ident == known))
        }
        TypeParamBound::Lifetime(_) => true,
        _ => false,
    }
}
