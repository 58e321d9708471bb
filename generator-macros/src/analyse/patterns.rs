//! What a pattern does with the place that it is matched against.

use super::uses::Member;
use crate::resolve::binds;
use syn::visit::{self, Visit};
use syn::{Expr, Pat};

/// What a pattern takes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Takes {
    /// Nothing: it looks, or it binds by `ref`.
    Nothing,
    /// All of it, under a name.
    Whole,
    /// Parts of it, as far as they aren't references by its type.
    Parts,
}

/// What `pat` takes of a place.
pub fn takes(pat: &Pat) -> Takes {
    match pat {
        Pat::Ident(ident) if binds(ident) && ident.subpat.is_none() => {
            if ident.by_ref.is_some() {
                Takes::Nothing
            } else {
                Takes::Whole
            }
        }
        Pat::Type(typed) => takes(&typed.pat),
        Pat::Paren(paren) => takes(&paren.pat),
        pat => {
            let mut values = Values(false);
            values.visit_pat(pat);
            if values.0 { Takes::Parts } else { Takes::Nothing }
        }
    }
}

/// Whether something is bound by value.
struct Values(bool);

impl Visit<'_> for Values {
    fn visit_pat_ident(&mut self, pat: &syn::PatIdent) {
        self.0 |= binds(pat) && pat.by_ref.is_none();
        visit::visit_pat_ident(self, pat);
    }
    fn visit_expr(&mut self, _: &Expr) {}
}

/// The paths of the parts that `pat` binds by value, as far as it names fields.
pub fn bound_paths(pat: &Pat) -> Vec<Vec<Member>> {
    fn collect(pat: &Pat, path: &[Member], into: &mut Vec<Vec<Member>>) {
        let inside = |member: Member| path.iter().cloned().chain([member]).collect::<Vec<Member>>();
        match pat {
            Pat::Struct(pat) => {
                pat.fields
                    .iter()
                    .for_each(|field| collect(&field.pat, &inside(Member::of(&field.member)), into));
            }
            Pat::Tuple(pat) if !pat.elems.iter().any(|elem| matches!(elem, Pat::Rest(_))) => {
                for (index, elem) in pat.elems.iter().enumerate() {
                    collect(elem, &inside(Member::Field(index.to_string())), into);
                }
            }
            Pat::Paren(pat) => collect(&pat.pat, path, into),
            pat if takes(pat) == Takes::Nothing => {}
            _ => into.push(path.to_vec()),
        }
    }
    let mut found = Vec::new();
    collect(pat, &[], &mut found);
    found
}

/// The variables that `pat` binds by value; none, if it binds some by reference.
pub fn by_value(pat: &Pat) -> Option<Vec<syn::Ident>> {
    struct Bound(Option<Vec<syn::Ident>>);
    impl Visit<'_> for Bound {
        fn visit_pat_ident(&mut self, pat: &syn::PatIdent) {
            match &mut self.0 {
                _ if !binds(pat) => {}
                found if pat.by_ref.is_some() => *found = None,
                Some(found) if !found.contains(&pat.ident) => found.push(pat.ident.clone()),
                _ => {}
            }
            visit::visit_pat_ident(self, pat);
        }
        fn visit_expr(&mut self, _: &Expr) {}
    }
    let mut bound = Bound(Some(Vec::new()));
    bound.visit_pat(pat);
    bound.0
}
