//! What the source shows of the variables' types: which are `Copy` for certain.
//!
//! `let mut n = 0;` and `let n = s.len();` make `n` one; `let m = n;` makes `m` what `n` is; so does
//! `for m in 0..n`.

use super::items::{Elements, Items};
use crate::collections::{HashMap, HashSet};
use crate::old::ir::LocalId;
use crate::old::moves;
use crate::old::resolve::Names;
use crate::parse::std_macros;
use crate::syntax::{is_place, named_like_a_constant};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, Lit, Member, Pat, UnOp};

/// What was found.
#[derive(Default, Debug)]
pub struct Evidence {
    /// These are `Copy`.
    pub copy: Vec<LocalId>,
    /// These are exclusive references.
    pub exclusive: Vec<LocalId>,
    /// These are numbers, shared references and the like.
    pub scalars: Vec<LocalId>,
    /// These have the same type.
    pub same: Vec<(LocalId, LocalId)>,
    /// These were made by an expression of their own: not by taking a part of another value.
    pub made: HashSet<LocalId>,
    /// These are values of their own: no references to others.
    pub owned: HashSet<LocalId>,
    /// These parts of variables are `Copy`.
    copy_parts: HashSet<(LocalId, Member)>,
    /// These are guards of a lock or cell: `*guard` looks through, and never moves the guard.
    pub guards: HashSet<LocalId>,
    /// These are changed in place by an operator: they are no exclusive references.
    pub counted: HashSet<LocalId>,
    /// These were made from none of the body's variables but such: they borrow none.
    pub rootless: HashSet<LocalId>,
    /// These were made from others.
    rooted: HashSet<LocalId>,
    /// These are parts of variables, or refer to parts.
    pub parts: Vec<(LocalId, LocalId)>,
    /// Of each collection: what is put into it, and what is taken from it.
    pub(super) elements: HashMap<LocalId, Elements>,
    /// What the iterators give, those of the `for`s and the user's own.
    pub(super) iterators: HashMap<LocalId, Items>,
}

impl Evidence {
    /// `let pat = value`
    pub fn initialiser(&mut self, pat: &Pat, value: &Expr, names: &Names) {
        match (pat, value) {
            (Pat::Type(typed), value) => self.initialiser(&typed.pat, value, names),
            (Pat::Tuple(pats), Expr::Tuple(values)) if pats.elems.len() == values.elems.len() => {
                for (pat, value) in pats.elems.iter().zip(&values.elems) {
                    self.initialiser(pat, value, names);
                }
            }
            (Pat::Ident(pat), value) if pat.by_ref.is_none() => {
                if let Some(local) = names.local(&pat.ident) {
                    self.assigned(local, value, names);
                }
            }
            _ => {}
        }
    }

    /// `local = value`
    pub fn assigned(&mut self, local: LocalId, value: &Expr, names: &Names) {
        if matches!(
            value,
            Expr::Call(_) | Expr::MethodCall(_) | Expr::Struct(_) | Expr::Macro(_) | Expr::Array(_)
        ) {
            self.made.insert(local);
        }
        if is_constructed(value) {
            self.owned.insert(local);
        }
        self.parts(local, value);
        if self.rooted.contains(&local) || !self.is_rootless(value, names) {
            self.rooted.insert(local);
            self.rootless.remove(&local);
        } else {
            self.rootless.insert(local);
        }
        if is_scalar(value) {
            self.scalars.push(local);
        }
        if is_copy(value) {
            self.copy.push(local);
        } else if matches!(value, Expr::Reference(_)) {
            self.exclusive.push(local);
        } else if is_guard(value) {
            self.guards.insert(local);
        } else if let Some(other) = names.variable(value) {
            self.same.push((local, other));
        }
    }

    /// Whether `value` borrows none of the body's variables for certain: it takes none but what borrows none, and by value.
    pub(super) fn is_rootless(&self, value: &Expr, names: &Names) -> bool {
        const VALUES: [&str; 2] = ["format", "matches"];
        let all = |mut values: &mut dyn Iterator<Item = &Expr>| {
            Iterator::all(&mut values, |value| self.is_rootless(value, names))
        };
        match value {
            value if is_number(value) => true,
            Expr::Lit(_) => true,
            Expr::Macro(call) if std_macros::is(&call.mac, "vec") => std_macros::parse(&call.mac)
                .is_some_and(|mut read| all(&mut read.arguments_mut().map(|value| &*value))),
            Expr::Macro(call) => VALUES.iter().any(|name| std_macros::is(&call.mac, name)),
            Expr::Field(field) => self.is_rootless(&field.base, names),
            Expr::Path(_) => names.variable(value).is_none_or(|local| self.rootless.contains(&local)),
            Expr::Paren(paren) => self.is_rootless(&paren.expr, names),
            Expr::Group(group) => self.is_rootless(&group.expr, names),
            Expr::Cast(cast) => self.is_rootless(&cast.expr, names),
            Expr::Try(tried) => self.is_rootless(&tried.expr, names),
            Expr::Unary(unary) => self.is_rootless(&unary.expr, names),
            Expr::Reference(reference) => {
                !is_place(&reference.expr) && self.is_rootless(&reference.expr, names)
            }
            Expr::MethodCall(call) => {
                !is_place(&call.receiver) && all(&mut std::iter::once(&*call.receiver).chain(&call.args))
            }
            Expr::Call(call) => all(&mut std::iter::once(&*call.func).chain(&call.args)),
            Expr::Binary(binary) => all(&mut [&*binary.left, &*binary.right].into_iter()),
            Expr::Tuple(tuple) => all(&mut tuple.elems.iter()),
            Expr::Array(array) => all(&mut array.elems.iter()),
            Expr::Struct(literal) => {
                all(&mut literal.fields.iter().map(|field| &field.expr).chain(literal.rest.as_deref()))
            }
            Expr::Match(matched) => all(&mut matched.arms.iter().map(|arm| &*arm.body)),
            Expr::Range(range) => {
                all(&mut [&range.start, &range.end].into_iter().flatten().map(|end| &**end))
            }
            Expr::Closure(closure) => captures_nothing(closure, names),
            _ => false,
        }
    }

    /// `local = (1, f())`, `local = Point { x: 1, name: f() }`
    fn parts(&mut self, local: LocalId, value: &Expr) {
        match value {
            Expr::Tuple(tuple) => {
                let copies = tuple.elems.iter().zip(0..).filter(|(elem, _)| is_copy(elem));
                self.copy_parts.extend(
                    copies.map(|(elem, index)| {
                        (local, Member::Unnamed(syn::Index { index, span: elem.span() }))
                    }),
                );
            }
            Expr::Struct(literal) => {
                let copies = literal.fields.iter().filter(|field| is_copy(&field.expr));
                self.copy_parts.extend(copies.map(|field| (local, field.member.clone())));
            }
            _ => {}
        }
    }

    /// Whether `field` is a part of a variable that is `Copy` for certain.
    pub fn is_copy_part(&self, field: &syn::ExprField, names: &Names) -> bool {
        names
            .variable(&field.base)
            .is_some_and(|local| self.copy_parts.contains(&(local, field.member.clone())))
    }

    /// `pat`, where it is a variable, binds all of `value`.
    pub fn bound(&mut self, value: &Expr, pat: &Pat, names: &Names) {
        if let Pat::Ident(pat) = pat
            && pat.by_ref.is_none()
            && let (Some(local), Some(other)) = (names.local(&pat.ident), names.variable(value))
        {
            self.same.push((local, other));
        }
    }

    /// `bound` is what a pattern binds of `value`: of a reference, it binds references, or what is `Copy`. `borrows` says
    /// whether it binds some of a variable by `ref`.
    pub fn matched(&mut self, value: &Expr, bound: &[LocalId], borrows: bool, names: &Names) {
        if !borrows && self.is_rootless(value, names) {
            self.rootless.extend(bound);
        }
        if let Some(whole) = names.variable(value).filter(|_| !borrows) {
            self.parts.extend(bound.iter().map(|part| (whole, *part)));
        }
        match value {
            Expr::Reference(reference) if reference.mutability.is_some() => self.exclusive.extend(bound),
            Expr::Reference(_) => self.copy.extend(bound),
            Expr::Paren(paren) => self.matched(&paren.expr, bound, borrows, names),
            value if is_scalar(value) => {
                self.copy.extend(bound);
                self.scalars.extend(bound);
            }
            _ => {}
        }
    }
}

/// Whether `closure` names none of the body's variables but those that it declares.
fn captures_nothing(closure: &syn::ExprClosure, names: &Names) -> bool {
    struct Named<'a> {
        names: &'a Names,
        declared: HashSet<LocalId>,
        used: HashSet<LocalId>,
        is_read: bool,
    }
    impl Visit<'_> for Named<'_> {
        fn visit_expr(&mut self, expr: &Expr) {
            self.used.extend(self.names.variable(expr));
            visit::visit_expr(self, expr);
        }
        fn visit_pat(&mut self, pat: &Pat) {
            self.declared.extend(self.names.bindings(pat));
        }
        fn visit_macro(&mut self, _: &syn::Macro) {
            self.is_read = false;
        }
    }
    let mut named = Named { names, declared: HashSet::default(), used: HashSet::default(), is_read: true };
    named.visit_expr_closure(closure);
    named.is_read && named.used.is_subset(&named.declared)
}

/// Whether the syntax of `expr` says that it isn't a reference itself: `Point { … }`, `Some(x)`, `Vec::new()`.
fn is_constructed(expr: &Expr) -> bool {
    let is_type = |segment: &syn::PathSegment| named_like_a_constant(&segment.ident);
    match expr {
        Expr::Struct(_) | Expr::Macro(_) | Expr::Array(_) | Expr::Tuple(_) | Expr::Repeat(_) => true,
        Expr::Paren(paren) => is_constructed(&paren.expr),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path.path.segments.iter().rev().take(2).any(is_type),
            _ => false,
        },
        _ => false,
    }
}

/// `mutex.lock().unwrap()`, `cell.borrow_mut()` and the like.
fn is_guard(expr: &Expr) -> bool {
    match expr {
        Expr::MethodCall(call) => moves::returns_guard(&call.method.to_string()) || is_guard(&call.receiver),
        Expr::Try(tried) => is_guard(&tried.expr),
        _ => false,
    }
}

/// Whether `expr` is a number, a shared reference or the like, whatever types its operands have.
pub(super) fn is_scalar(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(literal) => !matches!(literal.lit, Lit::Verbatim(_)),
        Expr::Paren(paren) => is_scalar(&paren.expr),
        Expr::Group(group) => is_scalar(&group.expr),
        Expr::Cast(_) => true,
        Expr::Unary(unary) => !matches!(unary.op, UnOp::Deref(_)) && is_scalar(&unary.expr),
        Expr::Reference(reference) => reference.mutability.is_none(),
        Expr::Binary(binary) => {
            is_comparison(binary.op) || is_scalar(&binary.left) && is_scalar(&binary.right)
        }
        _ => false,
    }
}

/// Whether `op` gives a truth value.
fn is_comparison(op: BinOp) -> bool {
    matches!(
        op,
        BinOp::Eq(_)
            | BinOp::Ne(_)
            | BinOp::Lt(_)
            | BinOp::Le(_)
            | BinOp::Gt(_)
            | BinOp::Ge(_)
            | BinOp::And(_)
            | BinOp::Or(_)
    )
}

/// Whether the type of `expr` is `Copy`, as its syntax tells.
pub(super) fn is_copy(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(literal) => !matches!(literal.lit, Lit::Verbatim(_)),
        Expr::Paren(paren) => is_copy(&paren.expr),
        Expr::Group(group) => is_copy(&group.expr),
        Expr::Cast(_) => true,
        Expr::Unary(unary) => !matches!(unary.op, UnOp::Deref(_)) && is_number(&unary.expr),
        Expr::Reference(reference) => reference.mutability.is_none(),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_copy),
        Expr::MethodCall(call) => moves::returns_number(&call.method.to_string()),
        Expr::Binary(binary) => {
            is_comparison(binary.op) || is_number(&binary.left) && is_number(&binary.right)
        }
        _ => false,
    }
}

/// Whether `expr` is a number or truth value for certain.
fn is_number(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(literal) => !matches!(literal.lit, Lit::Verbatim(_) | Lit::Str(_) | Lit::ByteStr(_)),
        Expr::Paren(paren) => is_number(&paren.expr),
        Expr::Cast(_) => true,
        Expr::MethodCall(call) => moves::returns_number(&call.method.to_string()),
        Expr::Unary(unary) => !matches!(unary.op, UnOp::Deref(_)) && is_number(&unary.expr),
        Expr::Binary(_) => is_copy(expr),
        _ => false,
    }
}
