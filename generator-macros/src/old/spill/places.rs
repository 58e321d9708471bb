//! Questions asked of an expression's syntax: whether it is a temporary, what variable it is a part of.

use crate::old::ir::{Stmt, StmtKind};
use crate::old::moves::{returns_number, returns_view};
use crate::parse::std_macros;
use crate::syntax::{is_compound, is_place};
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, Ident, Pat};

/// Whether `expr`, where it is borrowed, is a value that may have a drop: not a place, a constant or a reference.
pub(super) fn is_temporary(expr: &Expr) -> bool {
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
        Expr::MethodCall(call) => {
            let method = call.method.to_string();
            !returns_view(&method) && !returns_number(&method)
        }
        expr => !is_place(expr),
    }
}

/// Whether `expr` gives a value with a drop, as far as its syntax tells.
pub fn may_drop(expr: &Expr) -> bool {
    match expr {
        Expr::Binary(binary) => !is_compound(&binary.op),
        Expr::Macro(mac) => std_macros::may_drop(&mac.mac),
        Expr::Assign(_)
        | Expr::Break(_)
        | Expr::Continue(_)
        | Expr::Return(_)
        | Expr::Lit(_)
        | Expr::ForLoop(_)
        | Expr::While(_) => false,
        Expr::Tuple(tuple) => !tuple.elems.is_empty(),
        Expr::Paren(paren) => may_drop(&paren.expr),
        Expr::Block(block) if block.label.is_none() => value_may_drop(&block.block),
        Expr::Unsafe(block) => value_may_drop(&block.block),
        Expr::If(conditional) => conditional
            .else_branch
            .as_ref()
            .is_some_and(|(_, otherwise)| value_may_drop(&conditional.then_branch) || may_drop(otherwise)),
        Expr::Match(matched) => matched.arms.iter().any(|arm| may_drop(&arm.body)),
        _ => true,
    }
}

/// The same of the value of `block`.
fn value_may_drop(block: &syn::Block) -> bool {
    matches!(block.stmts.last(), Some(syn::Stmt::Expr(value, None)) if may_drop(value))
}

/// Whether temporaries that may have a drop live on when `expr` is evaluated, to the end of what it stands in.
pub fn leaves_temporaries(expr: &Expr) -> bool {
    struct Temporaries(bool);
    impl Visit<'_> for Temporaries {
        fn visit_expr(&mut self, expr: &Expr) {
            self.0 |= match expr {
                Expr::Reference(reference) => is_temporary(&reference.expr),
                Expr::MethodCall(call) => is_temporary(&call.receiver),
                Expr::Field(field) => is_temporary(&field.base),
                Expr::Index(index) => is_temporary(&index.expr),
                Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => is_temporary(&unary.expr),
                Expr::Binary(binary) if is_truth(&binary.op) => {
                    is_temporary(&binary.left) || is_temporary(&binary.right)
                }
                Expr::Match(matched) => is_temporary(&matched.expr),
                _ => false,
            };
            match expr {
                Expr::Match(matched) => self.visit_expr(&matched.expr),
                // Their temporaries end inside.
                Expr::Block(_)
                | Expr::Unsafe(_)
                | Expr::If(_)
                | Expr::Loop(_)
                | Expr::While(_)
                | Expr::ForLoop(_)
                | Expr::Closure(_)
                | Expr::Async(_)
                | Expr::Const(_) => {}
                expr => visit::visit_expr(self, expr),
            }
        }
    }
    let mut temporaries = Temporaries(false);
    temporaries.visit_expr(expr);
    temporaries.0
}

/// Whether temporaries that may have a drop, or the iterator of a `for`, live on where control leaves `stmt` from inside.
pub fn hides_values(stmt: &Stmt) -> bool {
    struct Hidden(bool);
    impl Visit<'_> for Hidden {
        fn visit_expr(&mut self, expr: &Expr) {
            self.0 |= match expr {
                Expr::ForLoop(repeated) => !gives_references(&repeated.expr),
                Expr::Match(matched) => scrutinee(&matched.expr),
                Expr::If(conditional) => condition(&conditional.cond),
                Expr::While(repeated) => condition(&repeated.cond),
                _ => false,
            };
            visit::visit_expr(self, expr);
        }
        fn visit_expr_closure(&mut self, _: &syn::ExprClosure) {}
        fn visit_item(&mut self, _: &syn::Item) {}
    }
    match &stmt.kind {
        StmtKind::If { cond, .. } => condition(cond),
        StmtKind::Match { scrutinee: matched, .. } => scrutinee(matched),
        StmtKind::Plain(source) if !stmt.embedded.is_empty() => {
            let mut hidden = Hidden(false);
            hidden.visit_stmt(source);
            hidden.0
        }
        _ => false,
    }
}

fn scrutinee(scrutinee: &Expr) -> bool {
    is_temporary(scrutinee) || leaves_temporaries(scrutinee)
}

fn condition(cond: &Expr) -> bool {
    match cond {
        Expr::Let(tested) => scrutinee(&tested.expr),
        Expr::Binary(binary) => condition(&binary.left) || condition(&binary.right),
        Expr::Paren(paren) => condition(&paren.expr),
        Expr::Group(group) => condition(&group.expr),
        _ => false,
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

fn is_truth(op: &BinOp) -> bool {
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
pub(super) fn gives_references(iterable: &Expr) -> bool {
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
