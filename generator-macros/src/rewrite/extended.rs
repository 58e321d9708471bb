//! Extended temporaries → variables: what a `let` borrows lives as long as the variable that it declares.
//!
//! `let kept = &make(); yield_!(kept.len());` → `let temporary = make(); let kept = &temporary; …`, so that the
//! value is kept while the generator is suspended, and the reference isn't. (Rust reference, *Destructors*,
//! temporary lifetime extension.)

use super::Spiller;
use super::operands::Taking;
use super::places::{binds_by_reference, is_temporary};
use syn::{Block, Expr, Stmt};

impl Spiller<'_> {
    /// Makes variables of the extended temporaries of `block`, which suspends: they end with its scope, which is cut into
    /// sections.
    pub(super) fn extend_temporaries(&mut self, block: &mut Block) {
        for mut stmt in std::mem::take(&mut block.stmts) {
            if let Stmt::Local(local) = &mut stmt
                && let Some(init) = &mut local.init
                && init.diverge.is_none()
            {
                let outer = std::mem::take(&mut self.before);
                if binds_by_reference(&local.pat) && is_temporary(&init.expr) {
                    self.keep_temporary(&mut init.expr);
                } else {
                    self.extending(&mut init.expr);
                }
                block.stmts.append(&mut self.before);
                self.before = outer;
            }
            block.stmts.push(stmt);
        }
    }

    /// An expression whose borrowed temporaries are extended.
    fn extending(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Reference(reference) => self.extended_place(&mut reference.expr),
            Expr::Paren(paren) => self.extending(&mut paren.expr),
            Expr::Cast(cast) => self.extending(&mut cast.expr),
            Expr::Tuple(tuple) => self.extending_parts(tuple.elems.iter_mut()),
            Expr::Array(array) => self.extending_parts(array.elems.iter_mut()),
            Expr::Struct(literal) => {
                self.extending_parts(literal.fields.iter_mut().map(|field| &mut field.expr));
            }
            _ => {}
        }
    }

    fn extending_parts<'e>(&mut self, parts: impl Iterator<Item = &'e mut Expr>) {
        let parts = parts.map(|part| (part, Taking::Value)).collect();
        self.in_order(parts, |this, part, _| {
            this.extending(part);
            false
        });
    }

    fn extended_place(&mut self, place: &mut Expr) {
        match place {
            Expr::Paren(paren) => self.extended_place(&mut paren.expr),
            Expr::Field(field) => self.extended_place(&mut field.base),
            Expr::Index(index) => self.extended_place(&mut index.expr),
            Expr::Reference(_) => self.extending(place),
            place if is_temporary(place) => self.keep_temporary(place),
            _ => {}
        }
    }
}
