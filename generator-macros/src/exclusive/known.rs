//! Variables that are exclusive references for certain, though no type is written: a field of a variable that isn't `mut`
//! can be changed through such a reference only.
//!
//! `while let Some(branch) = open.pop() { yield_!(&mut branch.leaves); }` → `branch` is one. Were a variable missed here, its
//! paths would stay together; none is found that is something else.

use crate::collections::{HashMap, HashSet};
use crate::ir::LocalId;
use crate::resolve::Names;
use crate::syntax::is_compound;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Pat};

/// Notes the variables of `block` that are exclusive references.
pub fn note_known(names: &mut Names, block: &Block) {
    let mut known =
        Known { names, changed: HashSet::default(), made: HashSet::default(), copies: HashMap::default() };
    known.visit_block(block);
    let Known { changed, made, copies, .. } = known;
    let changed = changed.into_iter().filter(|local| names.locals[local.0].mutability.is_none());
    let mut found: Vec<LocalId> = changed.chain(made).collect();
    found.extend((0..names.locals.len()).map(LocalId).filter(|local| names.locals[local.0].is_exclusive));
    while let Some(local) = found.pop() {
        let of = &mut names.locals[local.0];
        (of.is_reference, of.is_exclusive) = (true, true);
        let again = copies.get(&local).into_iter().flatten();
        found.extend(again.filter(|copy| !names.locals[copy.0].is_exclusive));
    }
}

struct Known<'n> {
    names: &'n Names,
    /// The variables of which a field is set or borrowed exclusively.
    changed: HashSet<LocalId>,
    /// Those that are made as such references.
    made: HashSet<LocalId>,
    /// Of each variable: those that are made of it.
    copies: HashMap<LocalId, Vec<LocalId>>,
}

impl Known<'_> {
    /// `place`, which is changed.
    fn change(&mut self, place: &Expr) {
        match place {
            Expr::Field(field) => self.changed.extend(self.names.variable(&field.base)),
            Expr::Paren(paren) => self.change(&paren.expr),
            Expr::Group(group) => self.change(&group.expr),
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|elem| self.change(elem)),
            _ => {}
        }
    }
}

impl Visit<'_> for Known<'_> {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Assign(assign) => self.change(&assign.left),
            Expr::Binary(binary) if is_compound(&binary.op) => self.change(&binary.left),
            Expr::Reference(reference) if reference.mutability.is_some() => self.change(&reference.expr),
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_local(&mut self, local: &syn::Local) {
        if let (Pat::Ident(pat), Some(init)) = (&local.pat, &local.init)
            && let (None, Some(id)) = (&pat.by_ref, self.names.local(&pat.ident))
        {
            match &*init.expr {
                Expr::Reference(reference) if reference.mutability.is_some() => {
                    self.made.insert(id);
                }
                expr => {
                    if let Some(of) = self.names.variable(expr) {
                        self.copies.entry(of).or_default().push(id);
                    }
                }
            }
        }
        visit::visit_local(self, local);
    }

    fn visit_pat_ident(&mut self, pat: &syn::PatIdent) {
        if pat.by_ref.is_some() && pat.mutability.is_some() {
            self.made.extend(self.names.local(&pat.ident));
        }
        visit::visit_pat_ident(self, pat);
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}
