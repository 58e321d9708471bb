//! The code of a section: its statements, and which variables it holds in place and which it has taken out.
//!
//! A section begins with every variable in place, behind a reference. Where a statement needs one by value, the
//! variant that holds it is taken out of the state, as late as may be, and put back at the exit.

use super::declared::Declared;
use super::rewrite::assignment;
use super::step::Writer;
use crate::initialised::Presence;
use crate::ir::{Code, LocalId, Stmt, StmtKind};
use crate::layout::{Layout, VariantId};
use crate::lower::{bindings, condition_bindings};
use crate::spans::Spans;
use crate::spill::assigned::assigns;
use crate::walk::each_statement;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;
use syn::{Expr, Stmt as Source};

/// Where in a section the code that is being written stands.
#[derive(Clone)]
pub struct Context<'a> {
    writer: &'a Writer<'a>,
    /// The variants that the section is in.
    pub path: &'a [VariantId],
    /// From this level on, the variants of the path are taken out.
    pub owned_from: usize,
    /// What stands in the place of what was taken out, if it is a state.
    pub left: Option<VariantId>,
    /// The plain variables that are declared so far.
    declared: Declared,
    /// Those of them that hold an `Option`, taken out of the state: whether there is a value isn't known.
    optional: HashSet<LocalId>,
    /// Those of them beside which a plain variable is declared, to be set.
    awaited: HashSet<LocalId>,
    /// Those of them that were taken out under another name than the user's.
    renamed: HashMap<LocalId, Ident>,
    /// The code of the section, and what it does with variables, once that is asked for.
    code: &'a [Stmt],
    noted: Rc<OnceCell<Noted>>,
    /// Whether all variables are in the state.
    pub owns_nothing: bool,
    /// Whether the section is the last of its region.
    pub is_last: bool,
    /// Whether what the code needs was taken out and declared before it: it is a branch that comes back.
    is_prepared: bool,
}

/// What a section does with variables.
#[derive(Default)]
struct Noted {
    /// The names of those that it declares.
    names: HashSet<Ident>,
    /// Those that it sets as a whole.
    assigned: HashSet<LocalId>,
}

impl<'a> Context<'a> {
    /// The context of a section, which begins with the variables of the variants of `path` in place.
    pub fn new(writer: &'a Writer<'_>, path: &'a [VariantId], code: &'a [Stmt], is_last: bool) -> Self {
        Context {
            writer,
            path,
            owned_from: path.len(),
            left: None,
            declared: Declared::default(),
            optional: HashSet::new(),
            awaited: HashSet::new(),
            renamed: HashMap::new(),
            code,
            noted: Rc::default(),
            owns_nothing: false,
            is_last,
            is_prepared: false,
        }
    }

    /// The context of what follows a loop that ends by itself. All that still holds a value is in the state, at whatever point
    /// of the loop.
    pub fn after_loop(writer: &'a Writer<'_>, path: &'a [VariantId], is_last: bool) -> Self {
        Context { owns_nothing: true, ..Context::new(writer, path, &[], is_last) }
    }

    /// The context of the branch `code`: what it takes out is taken out there only.
    pub fn branch(&self, code: &Code) -> Self {
        let is_prepared = !self.writer.always_exits(code);
        Context { declared: self.declared.branch(), is_prepared, ..self.clone() }
    }

    /// The context of a jump inside a plain statement.
    pub fn jump(&self) -> Self {
        Context { declared: self.declared.branch(), ..self.clone() }
    }

    /// The level at which the state holds `local`, in place or taken out.
    pub fn level(&self, local: LocalId) -> Option<usize> {
        self.path.iter().position(|id| self.writer.plan.layout.field(*id, local).is_some())
    }

    /// Whether `local` is behind a reference into the state.
    pub fn is_in_place(&self, local: LocalId) -> bool {
        self.holds_in_place(local, Presence::Always)
    }

    /// Whether the state held `local` maybe when the section began, and holds it still.
    pub fn is_maybe_in_place(&self, local: LocalId) -> bool {
        self.holds_in_place(local, Presence::Maybe)
    }

    /// Whether `local` is there as an `Option`.
    fn is_optional(&self, local: LocalId) -> bool {
        self.is_maybe_in_place(local) || self.optional.contains(&local)
    }

    fn holds_in_place(&self, local: LocalId, presence: Presence) -> bool {
        let layout = self.writer.plan.layout;
        self.path[..self.owned_from].iter().any(|id| layout.field(*id, local) == Some(presence))
    }

    /// Another name than the user's, under which `local` was taken out.
    pub fn renamed(&self, local: LocalId) -> Option<Ident> {
        self.renamed.get(&local).cloned()
    }

    fn noted(&self) -> &Noted {
        self.noted.get_or_init(|| {
            let (plan, mut noted) = (self.writer.plan, Noted::default());
            each_statement(self.code, &mut |stmt| {
                let declared = plan.saved.declared.get(&stmt).into_iter().flatten();
                noted.names.extend(declared.map(|local| super::state::field(plan, *local)));
                noted.assigned.extend(plan.saved.assigned.get(&stmt).into_iter().flatten());
            });
            noted
        })
    }

    pub fn declare(&mut self, locals: impl IntoIterator<Item = LocalId>) {
        self.declared.extend(locals);
    }
}

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
            tokens.extend(self.unwrap_awaited(stmt, context));
            tokens.extend(self.stmt(stmt, context, tail && index + 1 == code.len()));
            self.end_waiting(stmt, context);
        }
        tokens
    }

    /// Before `stmt` sets a variable somewhere inside, which is there as an `Option` beside the plain one.
    fn unwrap_awaited(&self, stmt: &Stmt, context: &mut Context<'a>) -> TokenStream {
        let set = self.plan.saved.assigned.get(&stmt.id).into_iter().flatten().copied();
        let awaited =
            set.filter(|local| context.awaited.contains(local) && self.set_by_itself(stmt) != Some(*local));
        let awaited: Vec<LocalId> = awaited.collect();
        awaited.into_iter().map(|local| self.unwrap_optional(local, context)).collect()
    }

    /// What every branch of `stmt` that comes back has set is a plain variable from here on.
    fn end_waiting(&self, stmt: &Stmt, context: &mut Context<'a>) {
        if !context.awaited.is_empty() {
            let (mut set, mut inside) = (Vec::new(), HashSet::new());
            self.assigned(stmt, &mut set, &mut inside);
            for local in
                set.into_iter().filter(|local| context.awaited.contains(local)).collect::<HashSet<_>>()
            {
                self.become_plain(local, context);
            }
        }
    }

    fn stmt(&self, stmt: &Stmt, context: &mut Context<'a>, tail: bool) -> TokenStream {
        match &stmt.kind {
            StmtKind::Plain(source) => {
                let written = self.plain(source, context);
                let assigned =
                    self.plan.saved.assigned.get(&stmt.id).filter(|_| assignment(source).is_some());
                let types = assigned.map(|locals| self.tell_types(locals, context));
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
                context.declare(bindings(pat, self.plan.names));
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
                inside.declare(condition_bindings(cond, self.plan.names));
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
                    inside.declare(bindings(&arm.pat, self.plan.names));
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
                let bound = bindings(&local.pat, self.plan.names);
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
                let bound = bindings(&local.pat, self.plan.names);
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

    /// Whether `value`, which `local` is set to, sets it on the way.
    fn sets_itself(&self, local: LocalId, value: &Expr) -> bool {
        assigns(&[Source::Expr(value.clone(), None)], &self.plan.machine.local(local).unique)
    }

    /// Sets a variable that the state may hold: what it holds is dropped once the new value is there.
    fn replace_optional(&self, local: LocalId, value: &Expr, context: &mut Context<'a>) -> TokenStream {
        let take = self.take_optional(local, context);
        let value = self.expr(value, context);
        let (held, declaration) = self.become_plain(local, context);
        let name = super::state::field(self.plan, local);
        let target = declaration.unwrap_or_else(|| quote!(#name));
        let new = Ident::new("value", Span::mixed_site());
        quote! {
            #take
            #target = { let #new = #value; ::core::mem::drop(#held); #new };
        }
    }

    /// `local`, which is there as an `Option`, is a plain variable from here on. Returned are the name of the option, and the
    /// declaration of the variable, unless it was declared before.
    fn become_plain(&self, local: LocalId, context: &mut Context<'a>) -> (Ident, Option<TokenStream>) {
        let held = self.name(local, context);
        context.optional.remove(&local);
        context.renamed.remove(&local);
        let declaration = (!context.awaited.remove(&local)).then(|| self.declaration(local, context));
        (held, declaration)
    }

    /// Makes a plain variable, with a value or without, of one that the state may hold: rustc knows from then on where it
    /// holds one.
    fn unwrap_optional(&self, local: LocalId, context: &mut Context<'a>) -> TokenStream {
        let take = self.take_optional(local, context);
        let (taken, declaration) = self.become_plain(local, context);
        let name = super::state::field(self.plan, local);
        let held = Ident::new("value", Span::mixed_site());
        quote! {
            #take
            let #held = #taken;
            #declaration;
            if let ::core::option::Option::Some(#held) = #held {
                #name = #held;
            }
        }
    }

    /// Takes a variable that the state may hold out of it, as an `Option`.
    fn take_optional(&self, local: LocalId, context: &mut Context<'a>) -> Option<TokenStream> {
        let level = context.level(local).filter(|_| context.is_maybe_in_place(local));
        level.map(|level| self.take(level, context, None))
    }

    /// `let mut x: T`
    fn declaration(&self, local: LocalId, context: &mut Context<'a>) -> TokenStream {
        context.declare([local]);
        let name = super::state::field(self.plan, local);
        let local = self.plan.machine.local(local);
        let ty = local.ty.as_ref().map(|ty| quote!(: #ty));
        let mutability = local.mutability;
        quote! { let #mutability #name #ty }
    }

    /// Declares the variables that `stmt` sets, and that the section doesn't hold, or holds as an `Option`.
    fn declare_assigned(&self, stmt: &Stmt, context: &mut Context<'a>) -> TokenStream {
        let (mut set, mut inside) = (Vec::new(), HashSet::new());
        self.assigned(stmt, &mut set, &mut inside);
        // `x = value;` declares `x` itself.
        inside.extend(self.set_by_itself(stmt));
        let mut tokens = TokenStream::new();
        for local in set.into_iter().filter(|local| !inside.contains(local)) {
            let is_own = self.plan.saved.assigned.get(&stmt.id).is_some_and(|own| own.contains(&local));
            if context.is_optional(local) && is_own {
                tokens.extend(self.unwrap_optional(local, context));
            } else if context.is_optional(local) {
                // A branch that doesn't set it may leave the section with what it holds.
                if !context.awaited.contains(&local) {
                    tokens.extend(self.set_aside(local, context));
                    let declaration = self.declaration(local, context);
                    tokens.extend(quote! { #declaration; });
                }
            } else if !context.declared.contains(local) && !context.is_in_place(local) {
                let declaration = self.declaration(local, context);
                tokens.extend(quote! { #declaration; });
            }
        }
        tokens
    }

    /// The variables that `stmt` sets, itself or in a branch that comes back, and those that it declares with a value.
    fn assigned(&self, stmt: &Stmt, set: &mut Vec<LocalId>, inside: &mut HashSet<LocalId>) {
        let saved = self.plan.saved;
        let declared = saved.declared.get(&stmt.id).map_or(&[][..], Vec::as_slice);
        let own = saved.assigned.get(&stmt.id).into_iter().flatten();
        set.extend(own.filter(|local| !declared.contains(local)));
        inside.extend(declared.iter().filter(|local| !saved.declared_empty.contains(local)));
        for branch in stmt.kind.branches().filter(|branch| !self.always_exits(branch)) {
            branch.iter().for_each(|stmt| self.assigned(stmt, set, inside));
        }
    }

    /// Whether what follows must be declared before `stmt`: it declares a variable with a drop, or takes or sets one.
    fn is_in_turn(&self, stmt: &Stmt, context: &Context<'_>) -> bool {
        let mut needed = Vec::new();
        self.needed(stmt, &mut needed);
        let takes = needed.into_iter().any(|local| context.is_in_place(local));
        takes || self.declares_drop(stmt) || self.sets_drop_anew(stmt, context)
    }

    /// Makes plain variables of all that `code` needs by value or sets anew, in the order of their declarations: they drop
    /// after what `code` declares, the last of them first.
    fn declare_in_order(&self, code: &[Stmt], context: &mut Context<'a>) -> TokenStream {
        let mut anew = self.set_anew(code, context);
        let held = context.owned_from;
        let mut take = self.take_needed(code, context);
        let optional: Vec<LocalId> =
            anew.iter().copied().filter(|local| context.is_optional(*local)).collect();
        for local in optional {
            take.extend(self.set_aside(local, context));
        }
        let layout = self.plan.layout;
        let fields =
            context.path[context.owned_from..held].iter().flat_map(|id| layout.variant(*id).fields());
        let drops = |local: &LocalId| !self.plan.machine.local(*local).drops_nothing();
        let taken: BTreeSet<LocalId> = fields.map(|(local, _)| local).filter(drops).collect();
        // The last of all is declared where the first statement sets it.
        let is_last = anew.last().max(taken.last()) == anew.last();
        if is_last && anew.last().copied() == code.first().and_then(|stmt| self.set_by_itself(stmt)) {
            anew.pop_last().map(|last| context.awaited.remove(&last));
        }
        let is_first = |local: &LocalId| taken.first().is_none_or(|first| local < first);
        let (before, amid): (BTreeSet<LocalId>, BTreeSet<LocalId>) = anew.into_iter().partition(is_first);
        let before: Vec<TokenStream> = before.iter().map(|local| self.declaration(*local, context)).collect();
        let behind = amid.first().map(|first| taken.range(first..).copied()).into_iter().flatten();
        let after =
            behind.chain(amid.iter().copied()).collect::<BTreeSet<LocalId>>().into_iter().map(|local| {
                if amid.contains(&local) {
                    return self.declaration(local, context);
                }
                let (name, mutability) =
                    (self.name(local, context), self.plan.machine.local(local).mutability);
                quote!(let #mutability #name = #name)
            });
        quote! { #(#before;)* #take #(#after;)* }
    }

    /// Takes a variable that the state may hold out of it, under another name than the one that is to be set.
    fn set_aside(&self, local: LocalId, context: &mut Context<'a>) -> TokenStream {
        let was_taken = !context.is_maybe_in_place(local);
        let held = self.name(local, context);
        let aside =
            format_ident!("{}_before", self.plan.machine.local(local).unique, span = Span::mixed_site());
        context.renamed.insert(local, aside.clone());
        context.awaited.insert(local);
        if was_taken {
            quote!(let #aside = #held;)
        } else {
            self.take_optional(local, context).unwrap_or_default()
        }
    }

    /// The variables with a drop that `code` sets, and that the section doesn't hold for certain.
    fn set_anew(&self, code: &[Stmt], context: &Context<'_>) -> BTreeSet<LocalId> {
        let saved = self.plan.saved;
        let (mut set, mut inside) = (BTreeSet::new(), HashSet::new());
        each_statement(code, &mut |stmt| {
            set.extend(saved.assigned.get(&stmt).into_iter().flatten().copied());
            inside.extend(saved.declared.get(&stmt).into_iter().flatten().copied());
        });
        set.retain(|local| !inside.contains(local) && self.is_anew(*local, context));
        set
    }

    /// Whether `local`, which is set, has a drop and isn't there for certain.
    fn is_anew(&self, local: LocalId, context: &Context<'_>) -> bool {
        let is_held = match context.is_optional(local) {
            true => context.awaited.contains(&local),
            false => context.declared.contains(local) || context.is_in_place(local),
        };
        !is_held && !self.plan.machine.local(local).drops_nothing()
    }

    /// Whether `stmt` itself, or a branch that comes back, sets a variable anew that has a drop.
    fn sets_drop_anew(&self, stmt: &Stmt, context: &Context<'_>) -> bool {
        let (mut set, mut inside) = (Vec::new(), HashSet::new());
        self.assigned(stmt, &mut set, &mut inside);
        set.into_iter().any(|local| !inside.contains(&local) && self.is_anew(local, context))
    }

    /// The variable that `stmt` is an assignment to.
    fn set_by_itself(&self, stmt: &Stmt) -> Option<LocalId> {
        match &stmt.kind {
            StmtKind::Plain(source) => self.plan.names.variable(assignment(source)?.0),
            _ => None,
        }
    }

    /// Whether control never comes out of the end of `code`.
    fn always_exits(&self, code: &Code) -> bool {
        code.last().is_some_and(|last| self.exiting.contains(&last.id))
    }

    /// Whether `stmt` itself declares a variable that may have a drop.
    fn declares_drop(&self, stmt: &Stmt) -> bool {
        let declared = self.plan.saved.declared.get(&stmt.id).into_iter().flatten();
        declared.into_iter().any(|local| !self.plan.machine.local(*local).drops_nothing())
    }

    /// Takes out what `stmts` need by value: themselves, or in a branch that comes back.
    fn take_needed(&self, stmts: &[Stmt], context: &mut Context<'a>) -> TokenStream {
        let mut needed = Vec::new();
        stmts.iter().for_each(|stmt| self.needed(stmt, &mut needed));
        let held = needed.into_iter().filter(|local| context.is_in_place(*local));
        match held.filter_map(|local| context.level(local)).min() {
            Some(level) => self.take(level, context, None),
            None => TokenStream::new(),
        }
    }

    /// Takes everything out, if some statement of `code` needs some of it by value.
    pub fn take_if_needed(&self, code: &Code, context: &mut Context<'a>) -> Option<TokenStream> {
        let mut needs = false;
        each_statement(code, &mut |stmt| {
            let owned = self.plan.saved.owned.get(&stmt).into_iter().flatten();
            needs |= owned.into_iter().any(|local| context.is_in_place(*local));
        });
        needs.then(|| self.take(0, context, None))
    }

    fn needed(&self, stmt: &Stmt, into: &mut Vec<LocalId>) {
        into.extend(self.plan.saved.owned.get(&stmt.id).into_iter().flatten());
        for branch in stmt.kind.branches().filter(|branch| !self.always_exits(branch)) {
            branch.iter().for_each(|stmt| self.needed(stmt, into));
        }
    }

    /// Takes the variant at `level` out of the state, and makes its fields plain variables.
    pub fn take(&self, level: usize, context: &mut Context<'a>, leave: Option<VariantId>) -> TokenStream {
        let path = &context.path[level..context.owned_from];
        let Some(first) = path.first() else { return TokenStream::new() };
        self.rename(path, context);
        let pattern = self.owned_pattern(path, context);
        let slot = self.slot(level);
        context.left = leave.or_else(|| self.unit_beside(*first));
        let leave = context.left.map_or_else(|| self.emptied(*first), |unit| self.variant_path(unit));
        context.owned_from = level;
        let layout = self.plan.layout;
        for (local, presence) in path.iter().flat_map(|id| layout.variant(*id).fields()) {
            context.declare([local]);
            if presence == Presence::Maybe {
                context.optional.insert(local);
            }
        }
        quote! {
            let #pattern = ::core::mem::replace(#slot, #leave) else { ::core::unreachable!() };
        }
    }

    /// Names the variables of `path`, which is taken out, apart from others that hide them: those inside, and the section's
    /// own.
    fn rename(&self, path: &[VariantId], context: &mut Context<'a>) {
        let mut inside = context.noted().names.clone();
        for id in path.iter().rev() {
            for (local, _) in self.plan.layout.variant(*id).fields() {
                let name = super::state::field(self.plan, local);
                if !inside.insert(name.clone()) {
                    let unique = &self.plan.machine.local(local).unique;
                    let renamed = format_ident!("{}_outer", unique, span = Span::mixed_site());
                    context.renamed.insert(local, renamed);
                }
            }
        }
    }

    fn owned_pattern(&self, path: &[VariantId], context: &Context<'a>) -> TokenStream {
        let Some((first, inner)) = path.split_first() else { return quote!(_) };
        let variant = self.plan.layout.variant(*first);
        let name = self.variant_path(*first);
        let one = |(local, _): (LocalId, Presence)| {
            let (field, name) = (super::state::field(self.plan, local), self.name(local, context));
            let mutability = self.plan.machine.local(local).mutability;
            if name == field { quote!(#mutability #name) } else { quote!(#field: #mutability #name) }
        };
        // The variables of a pattern drop in reverse: these in the order of their declaration.
        let before = variant.before.iter().rev().copied().map(one);
        let at = variant.at.map(|_| {
            let inner = self.owned_pattern(inner, context);
            let at = &self.plan.display.at;
            quote!(#at: #inner)
        });
        let after = variant.after.iter().rev().copied().map(one);
        let fields = after.chain(at).chain(before);
        quote!(#name { #(#fields),* })
    }

    /// A variant beside `variant` that holds nothing.
    fn unit_beside(&self, variant: VariantId) -> Option<VariantId> {
        let layout = self.plan.layout;
        let of = layout.variant(variant).of;
        let units = layout.enums[of.0].iter().find(|id| layout.variant(**id).is_unit());
        units.copied().filter(|_| of != Layout::ROOT)
    }

    /// A value for the place of `variant` that says that it was taken out.
    fn emptied(&self, variant: VariantId) -> TokenStream {
        let of = self.plan.layout.variant(variant).of;
        let name = &self.plan.display.enums[of.0];
        if of == Layout::ROOT {
            return quote!(#name::Done);
        }
        self.emptied.borrow_mut().insert(of);
        quote!(#name::Taken)
    }
}
