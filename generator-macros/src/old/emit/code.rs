//! The code of a section: its statements, and which variables it holds in place and which it has taken out.
//!
//! A section begins with every variable in place, behind a reference. Where a statement needs one by value, the
//! variant that holds it is taken out of the state, as late as may be, and put back at the exit.

use super::context::Context;
use super::rewrite::assignment;
use super::step::Writer;
use crate::old::ir::{Code, LocalId, Stmt, StmtKind};
use crate::spans::Spans;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Stmt as Source;

impl<'a> Writer<'a> {
    /// What `local` is called here, where it isn't in place.
    pub fn name(&self, local: LocalId, context: &Context<'_>) -> Ident {
        context.renamed(local).unwrap_or_else(|| super::state::field(self.plan, local))
    }

    /// Writes `code`. `tail` says whether control leaves the section after it.
    pub fn code(&self, code: &Code, context: &mut Context<'a>, tail: bool) -> TokenStream {
        let mut tokens = TokenStream::new();
        let mut in_order = false;
        for (index, stmt) in code.iter().enumerate() {
            if !context.is_prepared {
                if !in_order && self.is_in_turn(stmt, context) {
                    tokens.extend(self.declare_in_order(&code[index..], context));
                    in_order = true;
                }
                tokens.extend(self.take_needed(std::slice::from_ref(stmt), context));
                tokens.extend(self.declare_assigned(stmt, context));
            }
            context.bound.retain(|local| !self.plan.saved.uses(stmt.id, *local));
            tokens.extend(self.unwrap_awaited(stmt, context));
            tokens.extend(self.stmt(stmt, context, tail && index + 1 == code.len()));
            self.end_waiting(stmt, context);
            tokens.extend(self.declare_behind(&code[..=index], code.get(index + 1), context));
        }
        tokens
    }

    fn stmt(&self, stmt: &Stmt, context: &mut Context<'a>, tail: bool) -> TokenStream {
        match &stmt.kind {
            StmtKind::Plain(source) => {
                let written = self.plain(source, context);
                let assigned = assignment(source).and_then(|(target, _)| self.plan.names.variable(target));
                let types = self.tell_types(assigned.as_slice(), context);
                quote! { #written #types }
            }
            StmtKind::IntoIter { iter, iterable } => {
                context.declare([*iter]);
                let name = super::state::field(self.plan, *iter);
                let spans = Spans::of(iterable);
                let iterable = self.expr(iterable, context);
                let into_iter = spans.call(quote!(::core::iter::IntoIterator::into_iter), iterable);
                quote! { let #name = #into_iter; }
            }
            StmtKind::Next { pat, then, otherwise, .. } => {
                let next = self.head_condition(stmt, context);
                let otherwise = self.code(otherwise, &mut context.branch(otherwise), false);
                context.is_prepared = !self.always_exits(then);
                context.bind(stmt, self.plan.names.bindings(pat));
                let then = self.code(then, context, tail);
                quote! { #next else { #otherwise }; #then }
            }
            StmtKind::Block { code, is_unsafe } => {
                let code = self.code(code, &mut context.branch(code), tail);
                let unsafety = is_unsafe.then(|| quote!(unsafe));
                quote! { #unsafety { #code } }
            }
            StmtKind::If { cond, then, otherwise } => {
                let written = self.expr(cond, context);
                let mut inside = context.branch(then);
                inside.bind(stmt, self.plan.names.condition_bindings(cond));
                let then = self.code(then, &mut inside, tail);
                let otherwise = self.code(otherwise, &mut context.branch(otherwise), tail);
                if otherwise.is_empty() {
                    quote! { if #written { #then } }
                } else {
                    quote! { if #written { #then } else { #otherwise } }
                }
            }
            StmtKind::Match { scrutinee, arms } => {
                let scrutinee = self.expr(scrutinee, context);
                let arms = arms.iter().map(|arm| {
                    let mut inside = context.branch(&arm.code);
                    inside.bind(stmt, self.plan.names.bindings(&arm.pat));
                    let pat = self.pattern(&arm.pat);
                    let guard = arm.guard.as_ref().map(|guard| {
                        let guard = self.expr(guard, &mut inside);
                        quote!(if #guard)
                    });
                    let code = self.code(&arm.code, &mut inside, tail);
                    quote! { #pat #guard => { #code } }
                });
                quote! { match #scrutinee { #(#arms)* } }
            }
            StmtKind::Suspend { value, exit } => self.suspend(value, *exit, context),
            StmtKind::Goto(exit) => self.leave(*exit, context, tail, self.plan.machine.exit(*exit).container),
        }
    }

    fn plain(&self, source: &Source, context: &mut Context<'a>) -> TokenStream {
        match source {
            // One that the section doesn't set is declared where it is set.
            Source::Local(local) if local.init.is_none() => {
                let bound = self.plan.names.bindings(&local.pat);
                let set = bound.into_iter().filter(|local| context.noted().assigned.contains(local));
                let declarations: Vec<TokenStream> = set
                    .collect::<Vec<LocalId>>()
                    .into_iter()
                    .map(|local| self.declaration(local, context))
                    .collect();
                quote! { #(#declarations;)* }
            }
            Source::Local(local) => {
                let written = self.source(source, context);
                let bound = self.plan.names.bindings(&local.pat);
                context.declare(bound.iter().copied());
                let types = self.tell_types(&bound, context);
                quote! { #written #types }
            }
            source => {
                let Some((target, value)) = assignment(source) else { return self.source(source, context) };
                let Some(local) = self.plan.names.variable(target) else {
                    return self.source(source, context);
                };
                let sets_itself = self.sets_itself(local, value);
                if context.is_optional(local) {
                    if !sets_itself {
                        return self.replace_optional(local, value, context);
                    }
                    let unwrapped = self.unwrap_optional(local, context);
                    let written = self.source(source, context);
                    return quote! { #unwrapped #written };
                }
                if context.declared.contains(local) || context.is_in_place(local) {
                    return self.source(source, context);
                }
                if sets_itself {
                    let declaration = self.declaration(local, context);
                    let written = self.source(source, context);
                    return quote! { #declaration; #written };
                }
                let value = self.expr(value, context);
                let declaration = self.declaration(local, context);
                quote! { #declaration = #value; }
            }
        }
    }

    /// Whether control never comes out of the end of `code`.
    pub(super) fn always_exits(&self, code: &Code) -> bool {
        code.last().is_some_and(|last| self.exiting.contains(&last.id))
    }
}
