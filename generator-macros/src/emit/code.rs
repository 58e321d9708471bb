//! The code of a section: what it is handed is bound, scopes are opened anew, and each use of a variable is written as where
//! the variable lives asks for.

use super::Writer;
use super::calls::Calls;
use super::labels::Renamed;
use super::rewrite::Rewrite;
use super::shape::{
    Marks, begins_with_scope, bypassing, followed_at, follows_outside, holds_loop, is_empty, is_nothing,
    is_scope, without_braces,
};
use crate::collections::{HashMap, HashSet};
use crate::ir::marks::{Placeholder, use_of};
use crate::ir::{Entry, LocalId, LoopId, SectionId, UseId};
use crate::plan::{Field, Form};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{Expr, Lifetime, Pat, Stmt};

/// Writes the code of one section.
pub struct SectionCode<'w, 'a> {
    pub writer: &'w Writer<'a>,
    pub section: SectionId,
    /// The loop that the section stands at, and how deep in blocks what was kept in it is taken out.
    pub(super) own_loop: Option<(LoopId, Option<usize>)>,
    /// Whether something follows in a block further out: what is taken out of the loop is declared before it.
    pub(super) defers: bool,
    /// The labels by which a jump out of its loop passes the place where what was kept in it is taken out.
    pub(super) bypassing: Vec<Lifetime>,
    /// The macro around which the statement that is written has put back what a jump out of it needs.
    pub(super) guarded: Option<UseId>,
    /// Whether what the section has taken out is put back at the end of its code, to which its jumps come as well.
    pub(super) puts_back_at_end: bool,
    /// The calls whose types it remembers.
    pub(super) calls: Calls,
    /// The uses of parts by value, after which some exit keeps the variable whole if it can.
    pub(super) vacates: HashSet<UseId>,
    /// The variables that its scope marks declare, and how deep in blocks.
    pub(super) marked: HashMap<LocalId, usize>,
}

impl<'w, 'a> SectionCode<'w, 'a> {
    pub fn new(writer: &'w Writer<'a>, section: SectionId) -> Self {
        let code = &writer.plan.machine.sections[section.0].code;
        let own_loop = match writer.plan.entry(section) {
            Entry::Loop(id) => Some((id, followed_at(code, 0))),
            _ => None,
        };
        let mut marks = Marks::default();
        code.iter().for_each(|stmt| marks.visit_stmt(stmt));
        let level = own_loop.and_then(|(_, level)| level);
        let bypassing = level.map_or_else(Vec::new, |level| bypassing(code, level));
        let defers = level.is_some_and(|level| level > 0 && follows_outside(code, level));
        SectionCode {
            writer,
            section,
            own_loop,
            defers,
            bypassing,
            guarded: None,
            puts_back_at_end: false,
            calls: Calls::of(writer, section),
            vacates: super::rest::vacates(writer, section),
            marked: marks.found,
        }
    }

    pub fn write(mut self) -> TokenStream {
        let beginning = self.beginning();
        let code = self.whole_code();
        quote! { #beginning #code }
    }

    /// What the section takes and declares at its beginning.
    pub fn beginning(&mut self) -> TokenStream {
        let plan = self.writer.plan;
        let own = &plan.sections[self.section.0];
        let mut tokens = TokenStream::new();
        if self.own_loop.is_none() {
            tokens.extend(self.slots());
        } else {
            tokens.extend(self.slots_after().0);
        }
        if self.own_loop.is_none() {
            let handed = plan.handed[self.section.0].iter().filter(|field| field.form == Form::Raw);
            let top = handed
                .map(|field| field.local)
                .filter(|local| self.marked.get(local).copied().unwrap_or(0) == 0);
            let top: Vec<LocalId> = top.collect();
            tokens.extend(self.tell(&top));
            tokens.extend(self.slotted(&top));
        }
        let mut deferred: Vec<LocalId> =
            own.deferred.iter().copied().filter(|local| !self.marked.contains_key(local)).collect();
        if self.defers {
            for field in self.needed_after() {
                if !self.marked.contains_key(&field.local) {
                    deferred.retain(|local| {
                        *local != field.local || field.form == Form::Rest || self.old_name(*local).is_some()
                    });
                    tokens.extend(self.declare_before(&field));
                    if field.form == Form::Rest {
                        tokens.extend(super::rest::declare_parts(self.writer, self.section, field.local));
                    }
                }
            }
        }
        tokens.extend(self.declare_in_turn(&deferred));
        tokens.extend(self.calls.witnesses(self.writer.krate));
        if self.own_loop.is_none() {
            tokens.extend(super::rest::bind(self.writer, self.section, false));
        }
        tokens
    }

    /// Declares what the statement of the section's loop has declared once more, behind what was kept in the loop: it drops before
    /// that.
    fn declare_again(&self, declared: &[LocalId]) -> TokenStream {
        if self.defers || self.needed_after().is_empty() {
            return TokenStream::new();
        }
        let again = declared.iter().map(|local| {
            let of = self.writer.plan.machine.local(*local);
            match self.is_slot(*local) {
                true => {
                    let slot = self.slot_name(*local);
                    quote! { let mut #slot = #slot; }
                }
                false => {
                    let (name, mutability) = (&of.unique, of.mutability);
                    quote! { let #mutability #name = #name; }
                }
            }
        });
        again.collect()
    }

    /// Declares variables at the section's beginning, and anew those that it is handed and that were declared behind them.
    fn declare_in_turn(&self, deferred: &[LocalId]) -> TokenStream {
        let plan = self.writer.plan;
        let mut tokens = TokenStream::new();
        let mut is_behind = false;
        for local in plan.chain(self.section) {
            if deferred.contains(&local) {
                is_behind = true;
                tokens.extend(self.declaration(local));
                tokens.extend(self.old_value(local));
            } else if is_behind
                && self.own_loop.is_none()
                && self.marked.get(&local).copied().unwrap_or(0) == 0
                && let Some(field) = plan.handed[self.section.0].iter().find(|field| field.local == local)
            {
                let (name, mutability) = (self.writer.field_name(field), self.writer.mutability(field));
                tokens.extend(quote! { let #mutability #name = #name; });
            }
        }
        tokens
    }

    /// What is kept of a variable that the section sets is dropped then.
    pub(super) fn old_value(&self, local: LocalId) -> TokenStream {
        match self.old_name(local).filter(|_| self.own_loop.is_none()) {
            Some((old, kept)) => quote! { let mut #old = ::core::option::Option::Some(#kept); },
            None => TokenStream::new(),
        }
    }

    /// The `Option` that holds what is kept of a variable which the section sets, and what is kept.
    pub fn old_name(&self, local: LocalId) -> Option<(Ident, Ident)> {
        let plan = self.writer.plan;
        let form = plan.own_form(self.section, local)?;
        // What was in the slot of a loop that has ended may have been moved out of it.
        let is_kept = match form {
            Form::Raw => false,
            Form::Slot => self.own_loop.is_some() && !self.is_slot(local),
            _ => self.own_loop.is_none(),
        };
        let own = &plan.sections[self.section.0];
        let is_taken = form != Form::Rest && own.taken.contains(&local) && plan.sets(self.section, local);
        let is_set = own.deferred.contains(&local) || is_taken;
        (is_kept && is_set).then(|| {
            let kept = self.writer.field_name(&Field { local, form });
            (quote::format_ident!("{kept}_old", span = kept.span()), kept)
        })
    }

    /// Tells the types of variables that other sections declare anew.
    fn tell(&self, known: &[LocalId]) -> TokenStream {
        let told = known.iter().filter_map(|local| {
            let of = self.writer.type_name(*local)?;
            let name = &self.writer.plan.machine.local(*local).unique;
            Some(quote! { #of.is_of(&#name); })
        });
        told.collect()
    }

    /// `let mut x: T;`
    pub(super) fn declaration(&self, local: LocalId) -> TokenStream {
        if self.is_slot(local) {
            let slot = self.slot_name(local);
            let ty = self.writer.plan.machine.local(local).ty.as_ref();
            let ty = ty.map(|ty| quote!(: ::core::option::Option<#ty>));
            let of = self
                .writer
                .type_name(local)
                .map(|of| quote! { if false { #slot = ::core::option::Option::Some(#of.get()); } });
            return quote! { let mut #slot #ty = ::core::option::Option::None; #of };
        }
        let id = local;
        let local = self.writer.plan.machine.local(local);
        let (name, ty) = (&local.unique, local.ty.as_ref().map(|ty| quote!(: #ty)));
        let of = self.writer.type_name(id).map(|of| quote! { if false { #name = #of.get(); } });
        quote! { let mut #name #ty; #of }
    }

    /// The statements of the section.
    pub fn statements(&mut self) -> TokenStream {
        let mut code = self.writer.plan.machine.sections[self.section.0].code.clone();
        code.iter_mut().for_each(|stmt| Renamed(&self.bypassing).visit_stmt_mut(stmt));
        self.block(code, 0, false)
    }

    /// The statements of a block. `followed` tells that something comes after it.
    pub(super) fn block(&mut self, code: Vec<Stmt>, depth: usize, followed: bool) -> TokenStream {
        let mut tokens = TokenStream::new();
        let mut code = code.into_iter();
        while let Some(stmt) = code.next() {
            let rest = code.as_slice();
            // Where nothing happens before the block ends, none of its variables is declared anew, nor those of blocks in it.
            let goes_on = if is_scope(&stmt) { !is_empty(rest) } else { !rest.is_empty() };
            let has_loop = self.own_loop.is_some_and(|(id, _)| holds_loop(&stmt, id));
            let level = self.own_loop.and_then(|(_, level)| level);
            if has_loop && level.unwrap_or(0) == depth {
                tokens.extend(self.taken_throughout());
            }
            let declared = match &stmt {
                Stmt::Local(local) if has_loop => self.writer.plan.names.bindings(&local.pat),
                _ => Vec::new(),
            };
            let stmt = self.stmt(stmt, depth, followed || goes_on);
            if !is_nothing(&stmt) {
                tokens.extend(stmt);
            }
            if has_loop && level == Some(depth) {
                tokens.extend(self.take_after());
                tokens.extend(self.slots_after().1);
                tokens.extend(self.declare_again(&declared));
                tokens.extend(super::rest::bind(self.writer, self.section, self.defers));
            }
        }
        if depth > 0 { without_braces(tokens) } else { tokens }
    }

    fn stmt(&mut self, stmt: Stmt, depth: usize, followed: bool) -> TokenStream {
        match stmt {
            Stmt::Expr(expr, semi) => {
                if let Some(Placeholder::Scope(locals)) = Placeholder::of(&expr) {
                    return self.open(&locals, depth, followed);
                }
                // The blocks that a text stands in.
                if let Expr::Block(block) = &expr
                    && block.label.is_none()
                    && block.attrs.is_empty()
                    && begins_with_scope(&block.block.stmts)
                {
                    let Expr::Block(block) = expr else { unreachable!() };
                    let inner = self.block(block.block.stmts, depth + 1, followed);
                    return quote! { { #inner } #semi };
                }
                self.rewritten(Stmt::Expr(expr, semi), depth, followed)
            }
            Stmt::Local(local) if local.init.is_none() => {
                let set = |local: &LocalId| self.writer.plan.sets(self.section, *local);
                let bound = self.writer.plan.names.bindings(&local.pat);
                let bound: Vec<TokenStream> =
                    bound.into_iter().filter(set).map(|local| self.declaration(local)).collect();
                quote! { #(#bound)* }
            }
            stmt => self.rewritten(stmt, depth, followed),
        }
    }

    fn rewritten(&mut self, mut stmt: Stmt, depth: usize, followed: bool) -> TokenStream {
        let (put_back, take_again) = match &stmt {
            // It may declare variables: no block around it.
            Stmt::Expr(Expr::Macro(call), Some(_)) => {
                self.guarded = use_of(&call.attrs);
                self.around_macro(call)
            }
            _ => (TokenStream::new(), TokenStream::new()),
        };
        let mut rewrite = Rewrite::new(self, depth, followed);
        let around = match &mut stmt {
            Stmt::Local(local) => rewrite.let_in_slot(local),
            _ => None,
        };
        let (take_out, back) = match around {
            Some(around) => around,
            None => {
                rewrite.visit_stmt_mut(&mut stmt);
                Default::default()
            }
        };
        let bound = match &stmt {
            Stmt::Local(local) => self.writer.plan.names.bindings(&local.pat),
            _ => Vec::new(),
        };
        let again = self.mutable_again(&bound);
        quote! { #put_back #take_out #stmt #back #take_again #again }
    }

    /// Variables out of which parts are taken are mutable: declared anew, where a pattern has bound them.
    pub fn mutable_again(&self, bound: &[LocalId]) -> TokenStream {
        let plan = self.writer.plan;
        let taken = bound.iter().filter(|local| {
            plan.machine.local(**local).mutability.is_none() && super::rest::is_vacated(self.writer, **local)
        });
        let names: Vec<&Ident> = taken.map(|local| &plan.machine.local(*local).unique).collect();
        let slotted = self.slotted(bound);
        let told = self.tell(bound);
        quote! { #(let mut #names = #names;)* #told #slotted }
    }

    /// The scope of a block that is opened anew.
    fn open(&self, locals: &[LocalId], depth: usize, followed: bool) -> TokenStream {
        let plan = self.writer.plan;
        let mut tokens = TokenStream::new();
        let needed = self.needed_after();
        for local in locals {
            let handed = plan.handed[self.section.0].iter().find(|field| field.local == *local);
            if self.defers
                && let Some(field) = needed.iter().find(|field| field.local == *local)
            {
                tokens.extend(self.declare_before(field));
                if field.form != Form::Rest && self.old_name(*local).is_none() {
                    continue;
                }
            }
            if let Some(field) = handed
                && !plan.binds_parts(self.section, *local)
                && (depth > 0 && followed || self.is_behind_deferred(*local))
            {
                let (name, mutability) = (self.writer.field_name(field), self.writer.mutability(field));
                tokens.extend(quote! { let #mutability #name = #name; });
                // What was borrowed from it was borrowed where it stood before.
                tokens.extend(super::rest::bind_parts(self.writer, self.section, *local, false));
            }
            if depth > 0 && handed.is_some() {
                tokens.extend(self.slotted(&[*local]));
            }
            if plan.sections[self.section.0].deferred.contains(local) {
                tokens.extend(self.declaration(*local));
                tokens.extend(self.old_value(*local));
            }
        }
        tokens
    }

    /// Whether the section declares a variable anew that was declared before `local`.
    fn is_behind_deferred(&self, local: LocalId) -> bool {
        let deferred = &self.writer.plan.sections[self.section.0].deferred;
        !deferred.is_empty() && {
            let chain = self.writer.plan.chain(self.section).into_iter();
            chain.take_while(|before| *before != local).any(|before| deferred.contains(&before))
        }
    }

    /// The head of a `for`.
    pub fn head(&mut self, pat: Pat, iter: Expr, span: Span) -> TokenStream {
        let mut next = self.writer.next_of(pat, iter, span);
        Rewrite::new(self, 0, true).visit_expr_mut(&mut next);
        quote!(#next)
    }

    /// A condition.
    pub fn condition(&mut self, cond: &Expr) -> TokenStream {
        let mut cond = cond.clone();
        let bound = self.writer.plan.names.condition_bindings(&cond);
        Rewrite::new(self, 0, true).test(&bound, |rewrite| rewrite.visit_expr_mut(&mut cond));
        quote!(#cond)
    }
}
