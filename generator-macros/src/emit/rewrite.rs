//! The user's code, as it stands in a section: a variable that stays in place is written `(*x)`, every other by its own name;
//! what stands for a yield, a join or a loop is written out.

use super::code::SectionCode;
use crate::analyse::Member;
use crate::ir::marks::{Placeholder, clear, exit_of, use_of};
use crate::ir::{LocalId, UseId};
use crate::parse::user_macros::restore_macro;
use crate::resolve::macros;
use crate::resolve::opaque::replaced;
use crate::spans::Spans;
use crate::syntax::{in_parentheses, labels_among, start, unit};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Expr, Stmt};

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

    fn variable(&self, local: LocalId, ident: &Ident, id: Option<UseId>) -> Option<Expr> {
        if self.is_slot(local) {
            return Some(Expr::Verbatim(self.whole_in_slot(local, id)));
        }
        // An error about it is an error about the user's token.
        self.code.is_in_place(local).then(|| Expr::Verbatim(quote_spanned!(ident.span()=> (*#ident))))
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

    /// Whether one of several places that are assigned to is a variable that is an `Option` in this section.
    fn sets_slot_among(&self, target: &Expr) -> bool {
        let places = super::assigned::places(target);
        places.into_iter().any(|place| self.slot_of(place).is_some() || self.old_of(place).is_some())
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
fn base(expr: &mut Expr) -> &mut Expr {
    match expr {
        Expr::Field(field) => base(&mut field.base),
        expr => expr,
    }
}

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
            Expr::Yield(suspension) => {
                if let Some(value) = &mut suspension.expr {
                    self.visit_expr_mut(value);
                }
                let Some(exit) = exit_of(&suspension.attrs) else { return };
                *expr = Expr::Verbatim(self.code.suspend(exit, suspension));
            }
            Expr::Path(path) if path.qself.is_none() => {
                let local = path.path.get_ident().and_then(|ident| {
                    self.code.writer.plan.names.local(ident).map(|local| (local, ident.clone()))
                });
                let id = use_of(&path.attrs);
                clear(&mut path.attrs);
                if let Some((local, ident)) = local
                    && let Some(place) = self.variable(local, &ident, id)
                {
                    *expr = place;
                }
            }
            Expr::Field(_) if super::rest::is_vacated_by(self.code, expr) => {
                self.visit_expr_mut(base(expr));
                let krate = self.code.writer.krate;
                *expr = Expr::Verbatim(quote!(#krate::__private::take!(#expr)));
            }
            Expr::Continue(jump) => {
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
            Expr::Break(jump) => {
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
            Expr::Binary(syn::ExprBinary {
                op: BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_),
                left,
                right,
                ..
            }) => {
                // They look at their operands only.
                for operand in [left, right] {
                    let looks = matches!(**operand, Expr::Path(_) | Expr::Field(_) | Expr::Paren(_));
                    let outer = self.is_shared;
                    self.is_shared |= looks;
                    self.visit_expr_mut(operand);
                    self.is_shared = outer;
                }
            }
            Expr::Reference(reference) if reference.mutability.is_none() => {
                let outer = std::mem::replace(&mut self.is_shared, true);
                visit_mut::visit_expr_mut(self, expr);
                self.is_shared = outer;
                finish(expr);
            }
            Expr::Assign(assign) if self.sets_slot_among(&assign.left) => {
                let value = std::mem::replace(&mut *assign.right, unit(start(&assign.left)));
                *expr = super::assigned::apart(&assign.left, value);
                self.visit_expr_mut(expr);
            }
            Expr::Assign(assign) if self.slot_of(&assign.left).is_some() => {
                let slot = self.slot_of(&assign.left);
                self.visit_expr_mut(&mut assign.right);
                let value = &assign.right;
                let place = self.code.in_slot(&assign.left).then(|| quote!(*));
                let set = quote!(#place #slot = ::core::option::Option::Some(#value));
                *expr = Expr::Verbatim(match self.old_of(&assign.left) {
                    Some(old) => quote!({ #set; #old = ::core::option::Option::None; }),
                    None => set,
                });
            }
            Expr::Assign(assign) if self.old_of(&assign.left).is_some() => {
                let old = self.old_of(&assign.left);
                visit_mut::visit_expr_mut(self, expr);
                *expr = Expr::Verbatim(quote!({ #expr; #old = ::core::option::Option::None; }));
            }
            Expr::Closure(_) | Expr::Async(_) => self.closure(expr),
            Expr::Const(_) => {}
            Expr::Return(returned) => {
                if let Some(value) = &mut returned.expr {
                    self.visit_expr_mut(value);
                } else if !self.in_closure {
                    let (end, token) = (self.code.writer.end(), &returned.return_token);
                    *expr = Expr::Verbatim(quote!(#token #end));
                }
            }
            Expr::MethodCall(_) => {
                let noted = self.code.calls.noted(expr);
                visit_mut::visit_expr_mut(self, expr);
                if let Some(note) = noted {
                    note.apply(expr);
                }
            }
            Expr::Try(tried) if matches!(*tried.expr, Expr::MethodCall(_)) => {
                // rustc shows an error about the `?` at the end of the two: both have to stand where the user wrote them.
                let place = Spans::of(&tried.expr);
                self.visit_expr_mut(&mut tried.expr);
                if let Expr::Verbatim(noted) = &mut *tried.expr {
                    *noted = place.parenthesised(std::mem::take(noted));
                }
                finish(expr);
            }
            Expr::Macro(call) if use_of(&call.attrs).is_some() => {
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
                    *expr =
                        Expr::Verbatim(quote!({ #put_back #clears let #value = #call; #take_again #value }));
                } else if !clears.is_empty() {
                    *expr = Expr::Verbatim(quote!({ #clears #call }));
                }
            }
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
