//! Whether the body has a mistake, for certain, that rustc explains best: on the body as it was written, and once.
//!
//! `let text = String::new(); yield_!(text); yield_!(text);`, `let n = 0; n += 1;`, `for n in list.len() { … }`

use crate::collections::HashMap;
use crate::old::ir::{LocalId, Machine, Stmt, StmtKind};
use crate::old::owned::{Owned, owned};
use crate::old::resolve::Names;
use crate::old::saved::Saved;
use crate::old::walk::each_section;
use crate::parse::std_macros;
use crate::signature::Shape;
use crate::syntax::is_compound;
use syn::visit::{self, Visit};
use syn::{Expr, GenericParam, Generics, Ident, Lit, Type, TypeParamBound, WherePredicate};

/// Whether there is such a mistake.
pub fn are_certain(shape: &Shape, machine: &Machine, names: &Names, saved: &Saved) -> bool {
    let mut finder = Finder { machine, names, saved, owned: owned(machine, names), found: false };
    finder.found = finder.is_used_after_move(&shape.sig.generics);
    each_section(&machine.body, &mut |_, code| finder.code(code));
    finder.found
}

struct Finder<'a> {
    machine: &'a Machine,
    names: &'a Names,
    saved: &'a Saved,
    owned: HashMap<LocalId, Owned>,
    found: bool,
}

impl Finder<'_> {
    /// Whether some variable is used by value, and again, though its type isn't `Copy`.
    fn is_used_after_move(&self, generics: &Generics) -> bool {
        self.saved.used_again.iter().any(|local| {
            let ty = self.machine.local(*local).ty.as_ref();
            self.owned.get(local) == Some(&Owned::Collection) || ty.is_some_and(|ty| is_opaque(ty, generics))
        })
    }

    fn code(&mut self, code: &[Stmt]) {
        for stmt in code {
            match &stmt.kind {
                StmtKind::Plain(source) => self.visit_stmt(source),
                StmtKind::IntoIter { iterable, .. } => {
                    self.found |= self.is_no_iterator(iterable);
                    self.visit_expr(iterable);
                }
                StmtKind::If { cond: value, .. }
                | StmtKind::Match { scrutinee: value, .. }
                | StmtKind::Suspend { value, .. } => self.visit_expr(value),
                StmtKind::Next { .. } | StmtKind::Block { .. } | StmtKind::Goto(_) => {}
            }
            stmt.kind.branches().for_each(|branch| self.code(branch));
        }
    }

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
        let is_constant = self.machine.local(local).mutability.is_none();
        self.found |= is_constant && !self.saved.declared_empty.contains(&local);
    }
}

impl Visit<'_> for Finder<'_> {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Assign(assign) => self.changed(&assign.left),
            Expr::Binary(binary) if is_compound(&binary.op) => self.changed(&binary.left),
            Expr::Reference(reference) if reference.mutability.is_some() => self.changed(&reference.expr),
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_macro(&mut self, mac: &syn::Macro) {
        if let Some(mut read) = std_macros::parse(mac) {
            read.arguments_mut().for_each(|argument| self.visit_expr(argument));
        }
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}

/// Whether all that is known of `ty` are its bounds, and those don't say that it is `Copy`.
fn is_opaque(ty: &Type, generics: &Generics) -> bool {
    match ty {
        Type::Paren(paren) => is_opaque(&paren.elem, generics),
        Type::Group(group) => is_opaque(&group.elem, generics),
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
