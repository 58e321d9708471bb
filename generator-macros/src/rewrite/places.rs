//! Questions asked of an expression's syntax: whether it is a temporary, what variable it is a part of.

use crate::syntax::is_place;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, Ident, Pat};

/// Whether `expr`, where it is borrowed, is a value that may have a drop: not a place, a constant or a reference.
pub fn is_temporary(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(paren) => is_temporary(&paren.expr),
        Expr::Group(group) => is_temporary(&group.expr),
        Expr::Lit(_)
        | Expr::Reference(_)
        | Expr::RawAddr(_)
        | Expr::Closure(_)
        | Expr::Cast(_)
        | Expr::Range(_)
        | Expr::Unary(_)
        | Expr::Let(_)
        | Expr::Verbatim(_)
        | Expr::Infer(_) => false,
        Expr::Tuple(tuple) => tuple.elems.iter().any(|elem| !is_constant(elem)),
        Expr::Array(array) => array.elems.iter().any(|elem| !is_constant(elem)),
        Expr::Binary(binary) => !is_truth(&binary.op),
        expr => !is_place(expr),
    }
}

/// Whether `expr` is made of literals alone.
pub(super) fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Unary(unary) => is_constant(&unary.expr),
        Expr::Reference(reference) => is_constant(&reference.expr),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_constant),
        Expr::Array(array) => array.elems.iter().all(is_constant),
        _ => false,
    }
}

/// Whether `op` gives a truth value.
pub fn is_truth(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::And(_)
            | BinOp::Or(_)
            | BinOp::Eq(_)
            | BinOp::Ne(_)
            | BinOp::Lt(_)
            | BinOp::Le(_)
            | BinOp::Gt(_)
            | BinOp::Ge(_)
    )
}

/// The name that a place begins with: `self.rows[i]` → `self`.
pub(super) fn root(place: &Expr) -> Option<&Ident> {
    match place {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        Expr::Field(field) => root(&field.base),
        Expr::Index(index) => root(&index.expr),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => root(&unary.expr),
        Expr::Paren(paren) => root(&paren.expr),
        Expr::Group(group) => root(&group.expr),
        _ => None,
    }
}

/// Whether a reference stands in `expr`, to be evaluated with it: a suspended generator can't hold one into itself.
pub(super) fn holds_reference(expr: &Expr) -> bool {
    match expr {
        Expr::Reference(_) | Expr::RawAddr(_) | Expr::Closure(_) => true,
        Expr::Paren(paren) => holds_reference(&paren.expr),
        Expr::Group(group) => holds_reference(&group.expr),
        Expr::Cast(cast) => holds_reference(&cast.expr),
        Expr::Tuple(tuple) => tuple.elems.iter().any(holds_reference),
        Expr::Array(array) => array.elems.iter().any(holds_reference),
        Expr::Struct(literal) => literal.fields.iter().any(|field| holds_reference(&field.expr)),
        Expr::Range(range) => {
            [&range.start, &range.end].into_iter().flatten().any(|end| holds_reference(end))
        }
        _ => false,
    }
}

/// Whether `pat` leaves a part of what it matches where it is: by `_`, `..` or `ref`.
pub fn leaves_rest(pat: &Pat) -> bool {
    struct Rest(bool);
    impl Visit<'_> for Rest {
        fn visit_pat_wild(&mut self, _: &syn::PatWild) {
            self.0 = true;
        }
        fn visit_pat_rest(&mut self, _: &syn::PatRest) {
            self.0 = true;
        }
        fn visit_pat_struct(&mut self, pat: &syn::PatStruct) {
            self.0 |= pat.rest.is_some();
            visit::visit_pat_struct(self, pat);
        }
        fn visit_pat_ident(&mut self, pat: &syn::PatIdent) {
            self.0 |= pat.by_ref.is_some();
            visit::visit_pat_ident(self, pat);
        }
    }
    let mut rest = Rest(false);
    rest.visit_pat(pat);
    rest.0
}

/// Whether the items of `iterable` are references, numbers or characters, as far as its syntax tells.
pub fn gives_references(iterable: &Expr) -> bool {
    match iterable {
        Expr::Reference(_) | Expr::Range(_) => true,
        Expr::Paren(paren) => gives_references(&paren.expr),
        Expr::MethodCall(call) => match call.method.to_string().as_str() {
            "bytes" | "char_indices" | "chars" | "chunks" | "iter" | "iter_mut" | "keys" | "lines"
            | "split" | "split_whitespace" | "values" | "values_mut" | "windows" => true,
            "copied" | "enumerate" | "peekable" | "rev" | "skip" | "step_by" | "take" => {
                gives_references(&call.receiver)
            }
            _ => false,
        },
        _ => false,
    }
}

/// `mut`, if one of `pats` binds by `ref`: it may be `ref mut`.
pub(super) fn mutability<'p>(pats: impl IntoIterator<Item = &'p Pat>) -> Option<syn::Token![mut]> {
    let by_reference = pats.into_iter().any(binds_by_reference);
    by_reference.then(|| syn::Token![mut](proc_macro2::Span::mixed_site()))
}

/// Whether `pat` binds a part of what it matches by `ref`.
pub fn binds_by_reference(pat: &Pat) -> bool {
    struct ByReference(bool);
    impl Visit<'_> for ByReference {
        fn visit_pat_ident(&mut self, pat: &syn::PatIdent) {
            self.0 |= pat.by_ref.is_some();
            visit::visit_pat_ident(self, pat);
        }
    }
    let mut by_reference = ByReference(false);
    by_reference.visit_pat(pat);
    by_reference.0
}
