//! The code of a section: what it is handed is bound, scopes are opened anew, and each use of a variable is written as where
//! the variable lives asks for.

use super::Writer;
use super::rewrite::Rewrite;
use crate::analyse::Held;
use crate::analyse::graph::{BlockId, EventId};
use crate::collections::HashMap;
use crate::ir::marks::{Placeholder, use_of};
use crate::ir::{Entry, LocalId, LoopId, SectionId, UseId};
use crate::plan::{Field, Form};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::visit::{self, Visit};
use syn::visit_mut::VisitMut;
use syn::{Expr, Pat, Stmt};

/// What stands in the block that is all of `tokens`, or else `tokens`: `{ f(); };` → `f();`. Where yields are nested, each
/// section would have all the braces around its own.
pub(super) fn without_braces(tokens: TokenStream) -> TokenStream {
    let mut found = tokens.clone().into_iter();
    let first = found.next();
    let is_end = |token: TokenTree| matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ';');
    match first {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace && found.all(is_end) => {
            group.stream()
        }
        _ => tokens,
    }
}

/// Whether a statement is `{}`, `{};` or `();`.
fn is_nothing(tokens: &TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().take(3).collect();
    let is_empty = |token: &TokenTree, delimiter| matches!(token, TokenTree::Group(group) if group.delimiter() == delimiter && group.stream().is_empty());
    match &tokens[..] {
        [block] => is_empty(block, Delimiter::Brace),
        [value, TokenTree::Punct(end)] if end.as_char() == ';' => {
            is_empty(value, Delimiter::Brace) || is_empty(value, Delimiter::Parenthesis)
        }
        _ => false,
    }
}

/// Whether nothing happens in `code`.
pub fn is_empty(code: &[Stmt]) -> bool {
    code.iter().all(|stmt| match stmt {
        Stmt::Item(_) => true,
        Stmt::Expr(Expr::Block(block), _) => is_empty(&block.block.stmts),
        Stmt::Expr(Expr::Tuple(tuple), _) => tuple.elems.is_empty(),
        Stmt::Expr(expr, _) => matches!(Placeholder::of(expr), Some(Placeholder::Scope(_))),
        _ => false,
    })
}

/// Writes the code of one section.
pub struct SectionCode<'w, 'a> {
    pub writer: &'w Writer<'a>,
    pub section: SectionId,
    /// The loop that the section stands at, and how deep in blocks what was kept in it is taken out.
    own_loop: Option<(LoopId, Option<usize>)>,
    /// Whether something follows in a block further out: what is taken out of the loop is declared before it.
    defers: bool,
    /// Whether a jump out of its loop passes the place where what was kept in it is taken out.
    is_bypassed: bool,
    /// The macro around which the statement that is written has put back what a jump out of it needs.
    pub(super) guarded: Option<UseId>,
    /// The variables that its scope marks declare, and how deep in blocks.
    marked: HashMap<LocalId, usize>,
}

impl Writer<'_> {
    /// Whether a jump out of some loop passes the place where what was kept in it is taken out.
    pub fn is_bypassed(&self) -> bool {
        let sections = (0..self.plan.machine.sections.len()).map(SectionId);
        sections.into_iter().any(|section| SectionCode::new(self, section).is_bypassed)
    }
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
        let is_bypassed = level.is_some_and(|level| is_bypassed(code, level));
        let defers = level.is_some_and(|level| level > 0 && follows_outside(code, level));
        SectionCode { writer, section, own_loop, defers, is_bypassed, guarded: None, marked: marks.found }
    }

    pub fn write(mut self) -> TokenStream {
        let beginning = self.beginning();
        let code = self.statements();
        let back = self.put_back_at_end();
        // What is put back isn't a variable of the block, whose own are gone by then.
        let code = if back.is_empty() { without_braces(code) } else { code };
        quote! { #beginning #code #back }
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
                    let name = self.target(&field);
                    tokens.extend(quote! { let mut #name; });
                }
            }
        }
        tokens.extend(self.declare_in_turn(&deferred));
        tokens.extend(super::exits::witnesses(self.writer, self.section));
        if self.own_loop.is_none() {
            tokens.extend(super::rest::bind(self.writer, self.section));
        }
        tokens
    }

    /// What is put back where the code of the section ends.
    pub fn put_back_at_end(&self) -> TokenStream {
        let plan = self.writer.plan;
        let end = plan.graph.ends[self.section.0];
        let at = EventId { block: end, index: plan.graph.block(end).events.len() };
        let head = plan.machine.sections[self.section.0].around.map(|id| plan.graph.heads[id.0]);
        let back = plan.back_at(self.section, at, head).into_iter().map(|local| self.put_back(local));
        back.collect()
    }

    /// What is put back where the condition of a loop ends it.
    pub fn put_back_after(&self, id: LoopId) -> TokenStream {
        let plan = self.writer.plan;
        let after = plan.graph.takes[id.0];
        let taken = plan.sections[self.section.0].taken.iter().copied();
        let back = taken
            .filter(|local| plan.live.at(after, *local) || plan.held_at(*local, after) == &Held::All)
            .map(|local| self.put_back(local));
        back.collect()
    }

    /// What is put back before a jump with these attributes.
    pub fn back_before(&self, attrs: &[syn::Attribute]) -> TokenStream {
        let plan = self.writer.plan;
        let jump = use_of(attrs).and_then(|id| plan.graph.jumps.get(&id));
        let Some((at, to)) = jump else { return TokenStream::new() };
        // A jump within the section's own code doesn't leave it.
        if to.is_none_or(|to| plan.graph.sections[to.0] == self.section && !self.is_head_of(to)) {
            return TokenStream::new();
        }
        plan.back_at(self.section, *at, *to).into_iter().map(|local| self.put_back(local)).collect()
    }

    fn is_head_of(&self, block: BlockId) -> bool {
        self.writer.plan.graph.heads.contains(&block)
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
    fn old_value(&self, local: LocalId) -> TokenStream {
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
        (is_kept && plan.sections[self.section.0].deferred.contains(&local)).then(|| {
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

    /// The variables that wait in slots of the loops around: taken out, or used in place.
    fn slots(&self) -> TokenStream {
        let plan = self.writer.plan;
        let mut tokens = TokenStream::new();
        for id in plan.loops_around(self.section) {
            for field in plan.kept[id.0].iter().filter(|field| field.form == Form::Slot) {
                let local = field.local;
                let is_here =
                    plan.graph.events_of[local.0].iter().any(|event| plan.section_of(*event) == self.section);
                if !is_here || self.is_slot(local) {
                    continue;
                }
                let slot = self.writer.field_name(field);
                let name = &plan.machine.local(local).unique;
                if plan.own_form(self.section, local) == Some(Form::Raw) {
                    continue;
                }
                let held = plan.held_at(local, plan.graph.entries[self.section.0]);
                let is_taken = plan.sections[self.section.0].taken.contains(&local);
                tokens.extend(match (is_taken, held) {
                    (true, Held::Nothing | Held::Unreached | Held::Unknown | Held::After(_) | Held::Parts(_)) => {
                        self.declaration(local)
                    }
                    (true, _) => {
                        quote! {
                            let ::core::option::Option::Some(mut #name) = #slot.take() else {
                                ::core::unreachable!()
                            };
                        }
                    }
                    (false, _) => quote! {
                        let ::core::option::Option::Some(#name) = #slot.as_mut() else { ::core::unreachable!() };
                    },
                });
            }
        }
        tokens
    }

    /// The same after the section's own loop: what is declared before it, and what is set behind it.
    fn slots_after(&self) -> (TokenStream, TokenStream) {
        let plan = self.writer.plan;
        let (mut declared, mut set) = (TokenStream::new(), TokenStream::new());
        let Some((own, Some(_))) = self.own_loop else { return (declared, set) };
        for id in plan.loops_around(self.section) {
            for field in plan.kept[id.0].iter().filter(|field| field.form == Form::Slot) {
                let local = field.local;
                let is_here =
                    plan.graph.events_of[local.0].iter().any(|event| plan.section_of(*event) == self.section);
                let is_own = plan.own_form(self.section, local) == Some(Form::Raw);
                if !is_here || is_own || self.is_slot(local) {
                    continue;
                }
                let slot = self.writer.field_name(field);
                let name = &plan.machine.local(local).unique;
                declared.extend(self.declaration(local));
                let is_taken = plan.sections[self.section.0].taken.contains(&local);
                let function = if is_taken { quote!(take) } else { quote!(as_mut) };
                if !is_taken || plan.held_at(local, plan.graph.takes[own.0]) == &Held::All {
                    set.extend(quote! {
                        #name = match #slot.#function() {
                            ::core::option::Option::Some(value) => value,
                            ::core::option::Option::None => ::core::unreachable!(),
                        };
                    });
                }
            }
        }
        (declared, set)
    }

    /// `let mut x: T;`
    fn declaration(&self, local: LocalId) -> TokenStream {
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
        let code = self.writer.plan.machine.sections[self.section.0].code.clone();
        self.block(code, 0, false)
    }

    /// The statements of a block. `followed` tells that something comes after it.
    pub(super) fn block(&mut self, code: Vec<Stmt>, depth: usize, followed: bool) -> TokenStream {
        let mut tokens = TokenStream::new();
        let mut code = code.into_iter().peekable();
        while let Some(stmt) = code.next() {
            let goes_on = code.peek().is_some();
            let has_loop = self.own_loop.is_some_and(|(id, _)| holds_loop(&stmt, id));
            let stmt = self.stmt(stmt, depth, followed || goes_on);
            if !is_nothing(&stmt) {
                tokens.extend(stmt);
            }
            if has_loop && self.own_loop.is_some_and(|(_, level)| level == Some(depth)) {
                tokens.extend(self.take_after());
                tokens.extend(self.slots_after().1);
                tokens.extend(super::rest::bind(self.writer, self.section));
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
        Rewrite { code: self, depth, followed, in_closure: false, is_shared: false }
            .visit_stmt_mut(&mut stmt);
        let bound = match &stmt {
            Stmt::Local(local) => self.writer.plan.names.bindings(&local.pat),
            _ => Vec::new(),
        };
        let again = self.mutable_again(&bound);
        quote! { #put_back #stmt #take_again #again }
    }

    /// A macro that isn't known may jump: what the section has taken out of the loops around is put back before it, and taken
    /// again behind it. What the macro names itself stays out.
    pub(super) fn around_macro(&self, call: &syn::ExprMacro) -> (TokenStream, TokenStream) {
        let plan = self.writer.plan;
        let Some((at, to)) = use_of(&call.attrs).and_then(|id| plan.graph.jumps.get(&id)) else {
            return (TokenStream::new(), TokenStream::new());
        };
        let mut back = plan.back_at(self.section, *at, *to);
        back.retain(|local| !self.is_slot(*local) && !plan.is_named(*at, *local));
        let put_back = back.iter().map(|local| self.put_back(*local)).collect();
        let take_again = back.iter().filter_map(|local| {
            let (_, field) = plan.place_of(self.section, *local)?;
            let (slot, name) = (self.writer.field_name(field), &plan.machine.local(*local).unique);
            Some(quote! {
                #name = match #slot.take() {
                    ::core::option::Option::Some(value) => value,
                    ::core::option::Option::None => ::core::unreachable!(),
                };
            })
        });
        (put_back, take_again.collect())
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
        let mut is_behind = false;
        for local in locals {
            let handed = plan.handed[self.section.0].iter().find(|field| field.local == *local);
            if self.defers
                && let Some(field) = needed.iter().find(|field| field.local == *local)
            {
                let name = self.target(field);
                tokens.extend(quote! { let mut #name; });
                if field.form != Form::Rest && self.old_name(*local).is_none() {
                    continue;
                }
            }
            if let Some(field) = handed
                && (is_behind || depth > 0 && followed)
                && !plan.binds_parts(self.section, *local)
            {
                let (name, mutability) = (self.writer.field_name(field), self.writer.mutability(field));
                tokens.extend(quote! { let #mutability #name = #name; });
                // What was borrowed from it was borrowed where it stood before.
                tokens.extend(super::rest::bind_parts(self.writer, self.section, *local));
                tokens.extend(self.slotted(&[*local]));
            }
            if plan.sections[self.section.0].deferred.contains(local) {
                tokens.extend(self.declaration(*local));
                tokens.extend(self.old_value(*local));
                is_behind = true;
            }
        }
        tokens
    }

    /// Of what was kept in the section's own loop: what is needed after it.
    fn needed_after(&self) -> Vec<Field> {
        let plan = self.writer.plan;
        let Some((id, level)) = self.own_loop else { return Vec::new() };
        let after = plan.graph.takes[id.0];
        let is_needed = |field: &&Field| match field.form {
            Form::Raw | Form::Slot => {
                plan.live.at(after, field.local)
                    || !matches!(plan.held_at(field.local, after), Held::Nothing | Held::Unreached)
            }
            _ => true,
        };
        let in_scope = |field: &&Field| {
            // What was declared in a block that has ended is gone.
            let depth = self.marked.get(&field.local).copied().unwrap_or(0);
            level.is_none_or(|level| depth <= level)
        };
        plan.kept[id.0].iter().filter(is_needed).filter(in_scope).cloned().collect()
    }

    /// Takes what was kept in the section's loop out of the state: the loop has ended.
    fn take_after(&self) -> TokenStream {
        let Some((id, _)) = self.own_loop else { return TokenStream::new() };
        let around = self.writer.plan.machine.sections[self.section.0].around;
        let needed = self.needed_after();
        let raw: Vec<LocalId> = needed
            .iter()
            .filter(|field| matches!(field.form, Form::Raw | Form::Slot) && !self.stays_slot(field))
            .map(|field| field.local)
            .collect();
        let (clears, slotted) = (self.writer.clears(around), self.slotted(&raw));
        let clears = quote! { #clears #slotted };
        let (slot, name) = (self.writer.slot(around), self.writer.enum_of(around));
        let variant = &self.writer.plan.display.loops[id.0];
        let emptied = self.writer.emptied(around);
        if self.writer.fields(self.section).is_empty() && !self.writer.has_states(id) {
            return quote! { #clears };
        }
        if needed.is_empty() {
            return quote! { *#slot = #emptied; #clears };
        }
        let pattern = needed.iter().map(|field| {
            let (field_name, target) = (self.writer.field_name(field), self.target(field));
            let mutability = (!self.defers).then(|| self.writer.mutability(field));
            match self.is_whole_after(field) {
                true => quote!(#field_name: ::core::option::Option::Some(#mutability #target)),
                false => quote!(#field_name: #mutability #target),
            }
        });
        let pattern: Vec<TokenStream> = pattern.collect();
        if !self.defers {
            return quote! {
                let #name::#variant { #(#pattern,)* .. } = ::core::mem::replace(#slot, #emptied) else {
                    ::core::unreachable!()
                };
                #clears
            };
        }
        let targets: Vec<Ident> = needed.iter().map(|field| self.target(field)).collect();
        quote! {
            (#(#targets,)*) = match ::core::mem::replace(#slot, #emptied) {
                #name::#variant { #(#pattern,)* .. } => (#(#targets,)*),
                _ => ::core::unreachable!(),
            };
            #clears
        }
    }

    /// Whether the slot of the section's loop holds its variable for certain once the loop has ended.
    fn is_whole_after(&self, field: &Field) -> bool {
        field.form == Form::Slot && self.writer.plan.is_whole_after_loop(self.section, field.local)
    }

    /// Whether what a loop holds in an `Option` stays one in the section after the loop.
    fn stays_slot(&self, field: &Field) -> bool {
        field.form == Form::Slot && self.is_slot(field.local) && !self.is_whole_after(field)
    }

    /// What a field is called once it is taken out.
    fn target(&self, field: &Field) -> Ident {
        if field.form == Form::Slot
            && let Some((old, _)) = self.old_name(field.local)
        {
            return old;
        }
        if field.form == Form::Slot && !self.stays_slot(field) {
            return self.writer.plan.machine.local(field.local).unique.clone();
        }
        self.writer.field_name(field)
    }

    /// What stays in place in the section's loop, where what is taken out of it later is declared before it.
    pub fn places(&self) -> Vec<(Ident, Ident)> {
        if !self.defers {
            return Vec::new();
        }
        let needed = self.needed_after();
        let places =
            needed.iter().filter(|field| self.target(field) == self.writer.field_name(field)).map(|field| {
                let name = self.writer.field_name(field);
                (quote::format_ident!("{name}_place", span = name.span()), name)
            });
        places.collect()
    }

    /// The head of a `for`.
    pub fn head(&mut self, pat: Pat, iter: Expr, span: Span) -> TokenStream {
        let mut next = self.writer.next_of(pat, iter, span);
        Rewrite { code: self, depth: 0, followed: true, in_closure: false, is_shared: false }
            .visit_expr_mut(&mut next);
        quote!(#next)
    }

    /// A condition.
    pub fn condition(&mut self, cond: &Expr) -> TokenStream {
        let mut cond = cond.clone();
        Rewrite { code: self, depth: 0, followed: true, in_closure: false, is_shared: false }
            .visit_expr_mut(&mut cond);
        quote!(#cond)
    }

    /// Whether `local` is an `Option` in this section: its own, or one in place.
    pub fn is_slot(&self, local: LocalId) -> bool {
        self.writer.plan.sections[self.section.0].slots.contains(&local)
    }

    /// Whether the variable `place` is an `Option` in a loop around.
    pub fn in_slot(&self, place: &Expr) -> bool {
        let local = self.writer.plan.names.variable(place);
        local.is_some_and(|local| self.writer.plan.place_of(self.section, local).is_some())
    }

    /// What that is called.
    pub fn slot_name(&self, local: LocalId) -> Ident {
        self.writer.field_name(&Field { local, form: Form::Slot })
    }

    /// The variables among `bound` that are `Option`s in this section, and none of a loop's: made so where they are declared.
    fn slotted(&self, bound: &[LocalId]) -> TokenStream {
        let plan = self.writer.plan;
        let own = bound
            .iter()
            .filter(|local| self.is_slot(**local) && plan.place_of(self.section, **local).is_none());
        let own = own.map(|local| {
            let (slot, name) = (self.slot_name(*local), &plan.machine.local(*local).unique);
            quote! { let mut #slot = ::core::option::Option::Some(#name); }
        });
        own.collect()
    }

    /// Whether `local` stays in place in a loop around, behind a reference.
    pub fn is_in_place(&self, local: LocalId) -> bool {
        if self.writer.plan.own_form(self.section, local) == Some(Form::Raw) && self.own_loop.is_none() {
            return false;
        }
        match self.writer.plan.place_of(self.section, local) {
            Some((_, field)) => match field.form {
                Form::Raw => true,
                Form::Slot => !self.writer.plan.sections[self.section.0].taken.contains(&local),
                _ => false,
            },
            None => false,
        }
    }
}

/// The scope marks in some code.
#[derive(Default)]
struct Marks {
    found: HashMap<LocalId, usize>,
    depth: usize,
}

impl Visit<'_> for Marks {
    fn visit_expr(&mut self, expr: &Expr) {
        if let Some(Placeholder::Scope(locals)) = Placeholder::of(expr) {
            self.found.extend(locals.into_iter().map(|local| (local, self.depth)));
        }
        let is_block = matches!(expr, Expr::Block(_) | Expr::Loop(_) | Expr::Unsafe(_));
        self.depth += usize::from(is_block);
        visit::visit_expr(self, expr);
        self.depth -= usize::from(is_block);
    }
    fn visit_item(&mut self, _: &syn::Item) {}
}

fn begins_with_scope(stmts: &[Stmt]) -> bool {
    matches!(stmts.first(), Some(Stmt::Expr(expr, _)) if matches!(Placeholder::of(expr), Some(Placeholder::Scope(_) | Placeholder::Loop(..))) || matches!(expr, Expr::Block(block) if begins_with_scope(&block.block.stmts)))
}

/// Whether the loop of a section stands in `stmt`.
fn holds_loop(stmt: &Stmt, id: LoopId) -> bool {
    struct Finder(LoopId, bool);
    impl Visit<'_> for Finder {
        fn visit_expr(&mut self, expr: &Expr) {
            if matches!(Placeholder::of(expr), Some(Placeholder::Loop(id, _)) if id == self.0) {
                self.1 = true;
            } else {
                visit::visit_expr(self, expr);
            }
        }
        fn visit_item(&mut self, _: &syn::Item) {}
    }
    let mut finder = Finder(id, false);
    finder.visit_stmt(stmt);
    finder.1
}

/// Whether something follows in a block around the one that is `level` deep.
fn follows_outside(code: &[Stmt], level: usize) -> bool {
    let mut stmts = code;
    for _ in 0..level {
        let is_mark = |stmt: &Stmt| {
            matches!(stmt, Stmt::Item(_))
                || matches!(stmt, Stmt::Expr(expr, _) if matches!(Placeholder::of(expr), Some(Placeholder::Scope(_))))
        };
        let Some(first) = stmts.iter().position(|stmt| !is_mark(stmt)) else { return false };
        if first + 1 < stmts.len() {
            return true;
        }
        let expr = match &stmts[first] {
            Stmt::Expr(expr, _) => expr,
            _ => return true,
        };
        stmts = match expr {
            Expr::Block(block) => &block.block.stmts,
            Expr::Loop(repeated) => &repeated.body.stmts,
            Expr::Unsafe(block) => &block.block.stmts,
            _ => return true,
        };
    }
    false
}

/// Whether the loop of `code` is left by the label of a block around the place, `level` deep, where what was kept in it is
/// taken out.
fn is_bypassed(code: &[Stmt], level: usize) -> bool {
    struct Labels {
        left: Vec<syn::Lifetime>,
        around: Vec<syn::Lifetime>,
        level: usize,
        depth: usize,
    }
    impl Visit<'_> for Labels {
        fn visit_expr(&mut self, expr: &Expr) {
            if let Some(Placeholder::Loop(_, labels)) = Placeholder::of(expr) {
                self.left.extend(labels);
            }
            let (label, is_block) = match expr {
                Expr::Block(block) => (block.label.as_ref(), true),
                Expr::Loop(repeated) => (repeated.label.as_ref(), true),
                Expr::Unsafe(_) => (None, true),
                _ => (None, false),
            };
            if self.depth < self.level {
                self.around.extend(label.map(|label| label.name.clone()));
            }
            self.depth += usize::from(is_block);
            visit::visit_expr(self, expr);
            self.depth -= usize::from(is_block);
        }
        fn visit_item(&mut self, _: &syn::Item) {}
    }
    let mut labels = Labels { left: Vec::new(), around: Vec::new(), level, depth: 0 };
    code.iter().for_each(|stmt| labels.visit_stmt(stmt));
    labels.left.iter().any(|label| labels.around.iter().any(|around| around.ident == label.ident))
}

/// How deep in blocks something follows the loop that `code` begins with.
fn followed_at(code: &[Stmt], depth: usize) -> Option<usize> {
    let is_mark = |stmt: &Stmt| {
        matches!(stmt, Stmt::Item(_))
            || matches!(stmt, Stmt::Expr(expr, _) if matches!(Placeholder::of(expr), Some(Placeholder::Scope(_))))
    };
    let first = code.iter().position(|stmt| !is_mark(stmt))?;
    let inner = match &code[first] {
        Stmt::Expr(expr, _) => inside(expr, depth),
        Stmt::Local(local) => local.init.as_ref().and_then(|init| inside(&init.expr, depth)),
        _ => None,
    };
    let is_binding = matches!(code[first], Stmt::Local(_))
        || matches!(&code[first], Stmt::Expr(Expr::Assign(_) | Expr::Break(_), _));
    inner.or_else(|| (first + 1 < code.len() || is_binding).then_some(depth))
}

fn inside(expr: &Expr, depth: usize) -> Option<usize> {
    match expr {
        Expr::Block(block) => followed_at(&block.block.stmts, depth + 1),
        Expr::Loop(repeated) => followed_at(&repeated.body.stmts, depth + 1),
        Expr::Unsafe(block) => followed_at(&block.block.stmts, depth + 1),
        Expr::Assign(assign) => inside(&assign.right, depth),
        _ => None,
    }
}
