//! Expressions of a section that are written otherwise than they stand: yields, jumps, variables in `Option`s, calls whose types are
//! noted.
//!
//! `return` → `return end()`, where the body may fail; `x = f()` → `x_slot = Some(f())`, where `x` is an `Option`.

use super::assigned;
use super::rewrite::{Rewrite, finish};
use crate::analyse::Member;
use crate::ir::UseId;
use crate::ir::marks::{clear, exit_of, use_of};
use crate::resolve::opaque::replaced;
use crate::spans::Spans;
use crate::syntax::{in_parentheses, labels_among, start, unit};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Expr};

/// Whether `op` looks at its operands only.
pub(super) fn looks(op: &BinOp) -> bool {
    matches!(op, BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_))
}

impl Rewrite<'_, '_, '_> {
    pub(super) fn yielded(&mut self, expr: &mut Expr) {
        let Expr::Yield(suspension) = expr else { return };
        if let Some(value) = &mut suspension.expr {
            self.visit_expr_mut(value);
        }
        if let Some(exit) = exit_of(&suspension.attrs) {
            *expr = Expr::Verbatim(self.code.suspend(exit, suspension));
        }
    }

    /// A name, maybe of a variable.
    pub(super) fn named(&mut self, expr: &mut Expr) {
        let Expr::Path(path) = expr else { return };
        let local = path
            .path
            .get_ident()
            .and_then(|ident| self.code.writer.plan.names.local(ident).map(|local| (local, ident.clone())));
        let id = use_of(&path.attrs);
        clear(&mut path.attrs);
        if let Some((local, ident)) = local
            && let Some(place) = self.variable(local, &ident, id)
        {
            *expr = place;
        }
    }

    /// A part that leaves an empty one behind.
    pub(super) fn vacated(&mut self, expr: &mut Expr) {
        self.visit_expr_mut(base(expr));
        let krate = self.code.writer.krate;
        *expr = Expr::Verbatim(quote!(#krate::__private::take!(#expr)));
    }

    pub(super) fn continues(&mut self, expr: &mut Expr) {
        let Expr::Continue(jump) = expr else { return };
        let mut back = self.code.back_before(&jump.attrs);
        if let Some(label) = &jump.label {
            let labels = [label.clone()];
            back.extend(self.code.writer.clears_labelled(self.code.section, &labels));
        }
        clear(&mut jump.attrs);
        if !back.is_empty() {
            *expr = Expr::Verbatim(quote!({ #back #jump }));
        }
    }

    pub(super) fn breaks(&mut self, expr: &mut Expr) {
        let Expr::Break(jump) = expr else { return };
        let back = self.code.back_before(&jump.attrs);
        clear(&mut jump.attrs);
        visit_mut::visit_expr_break_mut(self, jump);
        // rustc warns of a block behind a label: that could have been the block's.
        if jump.label.is_some()
            && let Some(value) = &mut jump.expr
            && matches!(**value, Expr::Block(_) | Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_))
        {
            let span = start(value);
            let block = std::mem::replace(&mut **value, unit(span));
            **value = in_parentheses(block, span);
        }
        if !back.is_empty() {
            *expr = Expr::Verbatim(quote!({ #back #jump }));
        }
    }

    pub(super) fn returns(&mut self, expr: &mut Expr) {
        let Expr::Return(returned) = expr else { return };
        if let Some(value) = &mut returned.expr {
            self.visit_expr_mut(value);
        }
        if self.in_closure {
            return;
        }
        if self.code.writer.shape.returned.has_value() {
            *expr = self.code.writer.returned_from_step(returned);
        } else if returned.expr.is_none() {
            let (end, token) = (self.code.writer.protocol.end(), &returned.return_token);
            *expr = Expr::Verbatim(quote!(#token #end));
        }
    }

    /// The operands of a comparison.
    pub(super) fn looks_at_operands(&mut self, binary: &mut syn::ExprBinary) {
        for operand in [&mut binary.left, &mut binary.right] {
            let looks = matches!(**operand, Expr::Path(_) | Expr::Field(_) | Expr::Paren(_));
            let outer = self.is_shared;
            self.is_shared |= looks;
            self.visit_expr_mut(operand);
            self.is_shared = outer;
        }
    }

    /// `&place`
    pub(super) fn shared(&mut self, expr: &mut Expr) {
        let outer = std::mem::replace(&mut self.is_shared, true);
        visit_mut::visit_expr_mut(self, expr);
        self.is_shared = outer;
        finish(expr);
    }

    pub(super) fn called(&mut self, expr: &mut Expr) {
        let noted = self.code.calls.noted(expr);
        visit_mut::visit_expr_mut(self, expr);
        if let Some(note) = noted {
            note.apply(expr);
        }
    }

    /// A call with a `?`.
    pub(super) fn tried(&mut self, expr: &mut Expr) {
        let Expr::Try(tried) = expr else { return };
        // rustc shows an error about the `?` at the end of the two: both have to stand where the user wrote them.
        let place = Spans::of(&tried.expr);
        self.visit_expr_mut(&mut tried.expr);
        if let Expr::Verbatim(noted) = &mut *tried.expr {
            *noted = place.parenthesised(std::mem::take(noted));
        }
        finish(expr);
    }

    pub(super) fn unknown_macro(&mut self, expr: &mut Expr) {
        let Expr::Macro(call) = expr else { return };
        let is_guarded = self.code.guarded == use_of(&call.attrs);
        let (put_back, take_again) = match is_guarded || self.in_closure {
            true => Default::default(),
            false => self.code.around_macro(call),
        };
        let labels = labels_among(call.mac.tokens.clone());
        call.mac.tokens = self.opaque(call.mac.tokens.clone(), use_of(&call.attrs));
        clear(&mut call.attrs);
        let clears = self.code.writer.clears_labelled(self.code.section, &labels);
        if !put_back.is_empty() {
            let value = super::own("value");
            *expr = Expr::Verbatim(quote!({ #put_back #clears let #value = #call; #take_again #value }));
        } else if !clears.is_empty() {
            *expr = Expr::Verbatim(quote!({ #clears #call }));
        }
    }

    /// A macro that isn't known: its tokens may name variables.
    fn opaque(&self, tokens: TokenStream, id: Option<UseId>) -> TokenStream {
        replaced(tokens, &mut |named| {
            let local = self.code.writer.plan.names.local(&named.name)?;
            let path: Vec<Member> = named.path.iter().cloned().map(Member::Field).collect();
            if let Some(part) = super::rest::part_at(self.code, local, &path) {
                return Some(part);
            }
            let (variable, fields) = (self.variable(local, &named.name, id)?, &named.fields);
            Some(quote!(#variable #fields))
        })
    }

    /// The `Option` that the variable `place` is in this section.
    fn slot_of(&self, place: &Expr) -> Option<Ident> {
        let local = self.code.writer.plan.names.variable(place)?;
        self.is_slot(local).then(|| self.code.slot_name(local))
    }

    /// What holds the old value of the variable `place`.
    fn old_of(&self, place: &Expr) -> Option<Ident> {
        let local = self.code.writer.plan.names.variable(place)?;
        self.code.old_name(local).map(|(old, _)| old)
    }

    /// Whether a variable that is an `Option` in this section is set, alone or among several places, or an old value of one is held.
    pub(super) fn sets_option(&self, target: &Expr) -> bool {
        self.sets_slot_among(target) || self.slot_of(target).is_some() || self.old_of(target).is_some()
    }

    /// Sets it.
    pub(super) fn assigned(&mut self, expr: &mut Expr) {
        let Expr::Assign(assign) = expr else { return };
        if self.sets_slot_among(&assign.left) {
            let value = std::mem::replace(&mut *assign.right, unit(start(&assign.left)));
            *expr = assigned::apart(&assign.left, value);
            return self.visit_expr_mut(expr);
        }
        let (slot, old) = (self.slot_of(&assign.left), self.old_of(&assign.left));
        let clears = old.map(|old| quote!(#old = ::core::option::Option::None;));
        let set = match slot {
            Some(slot) => {
                self.visit_expr_mut(&mut assign.right);
                let value = &assign.right;
                let place = self.code.in_slot(&assign.left).then(|| quote!(*));
                quote!(#place #slot = ::core::option::Option::Some(#value))
            }
            None => {
                visit_mut::visit_expr_mut(self, expr);
                quote!(#expr)
            }
        };
        *expr = Expr::Verbatim(match clears {
            Some(clears) => quote!({ #set; #clears }),
            None => set,
        });
    }

    /// Whether one of several places that are assigned to is a variable that is an `Option` in this section.
    fn sets_slot_among(&self, target: &Expr) -> bool {
        let places = super::assigned::places(target);
        places.into_iter().any(|place| self.slot_of(place).is_some() || self.old_of(place).is_some())
    }
}

fn base(expr: &mut Expr) -> &mut Expr {
    match expr {
        Expr::Field(field) => base(&mut field.base),
        expr => expr,
    }
}
