//! Pieces of syntax that several stages make.

use proc_macro2::{Ident, Span};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, Pat, Path, Stmt};

/// A path that no user can write: what bears it was made by the expansion, and is gone at its end.
pub fn nameless() -> Path {
    Path { leading_colon: None, segments: Punctuated::new() }
}

/// Whether `path` is [`nameless`].
pub fn is_nameless(path: &Path) -> bool {
    path.segments.is_empty()
}

/// The pattern that binds `ident`.
pub fn plain(ident: &Ident) -> Pat {
    Pat::Ident(syn::PatIdent {
        attrs: Vec::new(),
        by_ref: None,
        mutability: None,
        ident: ident.clone(),
        subpat: None,
    })
}

/// The expression that reads `ident`.
pub fn variable(ident: &Ident) -> Expr {
    Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path: ident.clone().into() })
}

/// `let pattern = value;`
pub fn let_statement(pattern: Pat, value: Expr) -> Stmt {
    let span = pattern.span();
    Stmt::Local(syn::Local {
        attrs: Vec::new(),
        let_token: syn::Token![let](span),
        pat: pattern,
        init: Some(syn::LocalInit { eq_token: syn::Token![=](span), expr: Box::new(value), diverge: None }),
        semi_token: syn::Token![;](span),
    })
}

/// `place = value;`
pub fn assign_statement(place: Expr, value: Expr) -> Stmt {
    let span = value.span();
    let assign = syn::ExprAssign {
        attrs: Vec::new(),
        left: Box::new(place),
        eq_token: syn::Token![=](span),
        right: Box::new(value),
    };
    Stmt::Expr(Expr::Assign(assign), Some(syn::Token![;](span)))
}

/// `()`
pub fn unit(span: Span) -> Expr {
    Expr::Tuple(syn::ExprTuple {
        attrs: Vec::new(),
        paren_token: syn::token::Paren(span),
        elems: Punctuated::new(),
    })
}
