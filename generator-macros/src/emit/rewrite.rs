//! The user's code, as it stands in a section: a variable that stays in place is written `(*x)`, every other by its own name;
//! what stands for a yield, a join or a loop is written out.

use super::code::SectionCode;
use super::rewritten::looks;
use crate::ir::marks::{Placeholder, clear, use_of};
use crate::ir::{LocalId, UseId};
use crate::parse::user_macros::restore_macro;
use crate::resolve::macros;
use proc_macro2::Ident;
use quote::{quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Stmt};

/// Rewrites code of a section, at some depth of blocks.
pub(super) struct Rewrite<'c, 'w, 'a> {
    pub code: &'c mut SectionCode<'w, 'a>,
    pub depth: usize,
    /// Whether something comes after the code that is rewritten.
    pub followed: bool,
    pub(super) in_closure: bool,
    /// Whether what is rewritten is borrowed only.
    pub(super) is_shared: bool,
    /// What the patterns of the condition, or of the arm, that is rewritten have bound: no `Option`s yet.
    bound: Vec<LocalId>,
}

impl<'c, 'w, 'a> Rewrite<'c, 'w, 'a> {
    pub fn new(code: &'c mut SectionCode<'w, 'a>, depth: usize, followed: bool) -> Self {
        Rewrite { code, depth, followed, in_closure: false, is_shared: false, bound: Vec::new() }
    }

    /// Rewrites a condition or a guard, whose patterns have bound these.
    pub fn test(&mut self, bound: &[LocalId], rewrite: impl FnOnce(&mut Self)) {
        let outer = self.bound.len();
        self.bound.extend(bound);
        rewrite(self);
        self.bound.truncate(outer);
    }

    /// Whether `local` is an `Option` here.
    pub(super) fn is_slot(&self, local: LocalId) -> bool {
        self.code.is_slot(local) && !self.bound.contains(&local)
    }

    fn block(&mut self, stmts: &mut Vec<Stmt>) {
        if self.in_closure {
            return stmts.iter_mut().for_each(|stmt| self.visit_stmt_mut(stmt));
        }
        let tokens = self.code.block(std::mem::take(stmts), self.depth + 1, self.followed);
        if !tokens.is_empty() {
            *stmts = vec![Stmt::Expr(Expr::Verbatim(tokens), None)];
        }
    }

    pub(super) fn variable(&self, local: LocalId, ident: &Ident, id: Option<UseId>) -> Option<Expr> {
        if self.is_slot(local) {
            return Some(Expr::Verbatim(self.whole_in_slot(local, id)));
        }
        // An error about it is an error about the user's token.
        self.code.is_in_place(local).then(|| Expr::Verbatim(quote_spanned!(ident.span()=> (*#ident))))
    }

    fn placeholder(&mut self, placeholder: &Placeholder) -> Expr {
        Expr::Verbatim(match placeholder {
            Placeholder::Goto(exit, label) => {
                let goes = self.code.goto(*exit);
                let leaves = label.as_ref().map(|label| quote!(break #label;));
                quote! { { #goes #leaves } }
            }
            Placeholder::Loop(id, _) => self.code.own_loop(*id),
            Placeholder::Scope(_) | Placeholder::Statement(_) => quote!(),
        })
    }
}

/// What `expr` is a part of: a variable, or another value.
/// Takes the marks off `expr`, and makes it the macro again that it stands for.
pub(super) fn finish(expr: &mut Expr) {
    macros::restore(expr);
    restore_macro(expr);
    match expr {
        Expr::Path(path) => clear(&mut path.attrs),
        Expr::Macro(call) => clear(&mut call.attrs),
        Expr::Loop(repeated) => clear(&mut repeated.attrs),
        Expr::While(repeated) => clear(&mut repeated.attrs),
        Expr::ForLoop(repeated) => clear(&mut repeated.attrs),
        _ => {}
    }
}

impl VisitMut for Rewrite<'_, '_, '_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Some(placeholder) = Placeholder::of(expr) {
            *expr = self.placeholder(&placeholder);
            return;
        }
        if let Some(part) = super::rest::part(self.code, expr) {
            *expr = part;
            return;
        }
        if let Some(used) = self.used_in_slot(expr) {
            *expr = Expr::Verbatim(used);
            return;
        }
        match expr {
            Expr::Const(_) => {}
            Expr::Yield(_) => self.yielded(expr),
            Expr::Path(path) if path.qself.is_none() => self.named(expr),
            Expr::Field(_) if super::rest::is_vacated_by(self.code, expr) => self.vacated(expr),
            Expr::Continue(_) => self.continues(expr),
            Expr::Break(_) => self.breaks(expr),
            Expr::Return(_) => self.returns(expr),
            Expr::Binary(binary) if looks(&binary.op) => self.looks_at_operands(binary),
            Expr::Reference(reference) if reference.mutability.is_none() => self.shared(expr),
            Expr::Assign(assign) if self.sets_option(&assign.left) => self.assigned(expr),
            Expr::Closure(_) | Expr::Async(_) => self.closure(expr),
            Expr::MethodCall(_) => self.called(expr),
            Expr::Try(tried) if matches!(*tried.expr, Expr::MethodCall(_)) => self.tried(expr),
            Expr::Macro(call) if use_of(&call.attrs).is_some() => self.unknown_macro(expr),
            _ => {
                visit_mut::visit_expr_mut(self, expr);
                finish(expr);
            }
        }
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.block(&mut block.stmts);
    }

    /// `S { x: x }` is written `S { x }` again.
    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        visit_mut::visit_field_value_mut(self, field);
        if let (syn::Member::Named(member), Expr::Path(path)) = (&field.member, &field.expr)
            && path.path.get_ident() == Some(member)
        {
            field.colon_token = None;
        }
    }

    fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
        visit_mut::visit_field_pat_mut(self, field);
        if let (syn::Member::Named(member), syn::Pat::Ident(pat)) = (&field.member, &*field.pat)
            && *member == pat.ident
            && pat.subpat.is_none()
        {
            field.colon_token = None;
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        let bound = self.code.writer.plan.names.bindings(&arm.pat);
        let again = self.code.mutable_again(&bound);
        self.visit_pat_mut(&mut arm.pat);
        if let Some((_, guard)) = &mut arm.guard {
            self.test(&bound, |this| this.visit_expr_mut(guard));
        }
        self.visit_expr_mut(&mut arm.body);
        if !again.is_empty() {
            let body = &arm.body;
            *arm.body = Expr::Verbatim(quote!({ #again #body }));
            arm.comma.get_or_insert_with(Default::default);
        }
    }

    fn visit_expr_if_mut(&mut self, conditional: &mut syn::ExprIf) {
        let bound = self.code.writer.plan.names.condition_bindings(&conditional.cond);
        self.test(&bound, |this| this.visit_expr_mut(&mut conditional.cond));
        self.visit_block_mut(&mut conditional.then_branch);
        if let Some((_, otherwise)) = &mut conditional.else_branch {
            self.visit_expr_mut(otherwise);
        }
        let again = self.code.mutable_again(&bound);
        if !again.is_empty() {
            conditional.then_branch.stmts.insert(0, Stmt::Expr(Expr::Verbatim(again), None));
        }
    }

    fn visit_expr_while_mut(&mut self, repeated: &mut syn::ExprWhile) {
        let bound = self.code.writer.plan.names.condition_bindings(&repeated.cond);
        self.test(&bound, |this| this.visit_expr_mut(&mut repeated.cond));
        self.visit_block_mut(&mut repeated.body);
        let again = self.code.mutable_again(&bound);
        if !again.is_empty() {
            repeated.body.stmts.insert(0, Stmt::Expr(Expr::Verbatim(again), None));
        }
    }

    fn visit_type_mut(&mut self, _: &mut syn::Type) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
