//! The step closure: the sections of the body, in source order, each behind the test for its state.

use super::Plan;
use super::context::Context;
use super::natural::natural;
use super::nesting::Nesting;
use crate::collections::{HashMap, HashSet};
use crate::old::initialised::Presence;
use crate::old::ir::{
    ContainerId, ContainerKind, ExitId, LocalId, PointId, PointKind, Section, Stmt, StmtId, StmtKind,
};
use crate::old::layout::{EnumId, Layout, VariantId};
use crate::old::walk::exiting;
use crate::spans::Spans;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use std::cell::{Cell, RefCell};

/// The step closure, and the enums of which a value is taken out with nothing to put in its place.
pub struct Step {
    pub closure: TokenStream,
    pub emptied: HashSet<EnumId>,
}

/// Writes the sections of a machine.
pub struct Writer<'a> {
    pub plan: &'a Plan<'a>,
    /// The variables that the sections written so far use in place; a test that binds them takes them off.
    pub in_place: RefCell<HashSet<LocalId>>,
    pub emptied: RefCell<HashSet<EnumId>>,
    /// The containers whose label is named.
    pub labelled: RefCell<HashSet<ContainerId>>,
    /// Whether some code jumps to the end of the machine.
    pub ends_early: Cell<bool>,
    /// Whether some `?` hands a failure out at the end.
    pub fails: Cell<bool>,
    /// The loops that end by themselves, with what follows written once, behind them.
    pub natural: HashMap<ContainerId, ExitId>,
    /// The variables whose type must be told to other sections.
    pub witnessed: HashSet<LocalId>,
    /// Those of them whose type the sections written so far tell.
    pub told: RefCell<HashSet<LocalId>>,
    pub nesting: Nesting,
    /// The statements after which control never goes on.
    pub exiting: HashSet<StmtId>,
}

/// Writes the step closure.
pub fn step(plan: &Plan<'_>) -> Step {
    let nesting = Nesting::of_machine(plan.machine);
    let writer = Writer {
        plan,
        in_place: RefCell::default(),
        emptied: RefCell::default(),
        labelled: RefCell::default(),
        ends_early: Cell::new(false),
        fails: Cell::new(false),
        natural: natural(plan, &nesting),
        witnessed: super::witness::witnessed(plan),
        told: RefCell::default(),
        nesting,
        exiting: exiting(&plan.machine.body),
    };
    let sections = writer.region(&plan.machine.body);
    let witnesses = writer.witnesses();
    let item = plan.shape.item.as_ref().map_or_else(|| quote!(_), |item| quote!(#item));
    let state = state_ident(plan);
    let root = &plan.display.enums[Layout::ROOT.0];
    let done = &plan.display.done;
    let sections = if writer.ends_early.get() { quote!(#done: { #sections }) } else { sections };
    let none = quote!(::core::option::Option::None);
    let (failure, last) = if writer.fails.get() {
        let last = last_ident();
        (quote!(let mut #last = #none;), quote!(#last))
    } else {
        (quote!(), none)
    };
    let closure = quote_spanned! { site(plan)=>
        |#state| -> ::core::option::Option<#item> {
            #[allow(
                warnings, unused, nonstandard_style, unused_qualifications, unused_results, let_underscore_drop,
                single_use_lifetimes, trivial_casts, trivial_numeric_casts, elided_lifetimes_in_paths,
                explicit_outlives_requirements, unreachable_pub, clippy::all, clippy::pedantic, clippy::nursery,
                clippy::restriction
            )]
            {
                #witnesses
                #failure
                #sections
                *#state = #root::Done;
                #last
            }
        }
    };
    Step { closure, emptied: writer.emptied.into_inner() }
}

/// The parameter of the step: the state's place.
pub fn state_ident(plan: &Plan<'_>) -> Ident {
    Ident::new("state", Span::mixed_site().located_at(site(plan)))
}

/// Where rustc shows an error about the machine itself: at the name of the function.
fn site(plan: &Plan<'_>) -> Span {
    Span::call_site().located_at(plan.shape.sig.ident.span())
}

/// The variable that holds what a failing `?` hands out at the end.
pub fn last_ident() -> Ident {
    Ident::new("last", Span::mixed_site())
}

impl<'a> Writer<'a> {
    /// The place of the variant at `level` of a path: `state`, or the `at` of the variant around it.
    pub fn slot(&self, level: usize) -> Ident {
        match level {
            0 => state_ident(self.plan),
            1 => self.plan.display.at.clone(),
            level => format_ident!("{}_{}", self.plan.display.at, level),
        }
    }

    pub fn variant_path(&self, id: VariantId) -> TokenStream {
        let of = &self.plan.display.enums[self.plan.layout.variant(id).of.0];
        let variant = &self.plan.display.variants[id.0];
        quote!(#of::#variant)
    }

    fn region(&self, region: &[Section]) -> TokenStream {
        region.iter().map(|section| self.section(section, region)).collect()
    }

    fn section(&self, section: &Section, region: &[Section]) -> TokenStream {
        match section {
            Section::Code { point, code } => {
                let path = self.plan.layout.path(*point);
                let mut context = Context::new(self, path, code, is_last(region, section));
                let crate::old::ir::Point { items, is_unsafe, .. } = self.plan.machine.point(*point);
                // The parameters are the first variables: they are there before all others.
                let taken =
                    if *point == PointId::START { self.take_if_needed(code, &mut context) } else { None };
                let code = self.code(code, &mut context, true);
                let code = quote!(#taken #code);
                // The user's own, around the code that was cut out of it.
                let unsafety = is_unsafe.then(|| quote!(unsafe));
                let code = if *is_unsafe { quote!(#unsafety { #code }) } else { code };
                let code = quote!(#(#items)* #code);
                if self.plan.layout.is_passed(*point) { code } else { self.test(path, code) }
            }
            Section::Container { id, region: inner } => match self.plan.machine.container(*id).kind {
                ContainerKind::Block => {
                    let label = &self.plan.display.labels[id.0];
                    let sections = self.region(inner);
                    let label = self.labelled.borrow_mut().remove(id).then(|| quote!(#label:));
                    quote!(#label { #sections })
                }
                ContainerKind::Scope => {
                    let sections = self.region(inner);
                    let label =
                        self.labelled.borrow_mut().remove(id).then(|| &self.plan.display.labels[id.0]);
                    let sections = label.map_or(quote!(#sections), |label| quote!(#label: { #sections }));
                    self.test(self.plan.layout.loop_path(*id), sections)
                }
                _ => self.repeated(*id, inner, is_last(region, section)),
            },
        }
    }

    /// `if let State::Here { … } = place { code }`, for the last variant of `path`.
    fn test(&self, path: &[VariantId], code: TokenStream) -> TokenStream {
        let Some((last, around)) = path.split_last() else { return code };
        let variant = self.plan.layout.variant(*last);
        let used = self.in_place.borrow();
        let copied = variant.fields().filter(|(local, presence)| {
            *presence == Presence::Always && used.contains(local) && self.is_copied(*local)
        });
        let copied: Vec<Ident> = copied.map(|(local, _)| super::state::field(self.plan, local)).collect();
        drop(used);
        let pattern = self.in_place_pattern(*last, path.len());
        let slot = self.slot(around.len());
        quote! { if let #pattern = #slot { #(let &mut #copied = #copied;)* #code } }
    }

    /// Whether a section takes a copy of `local` from the state: it is a number, say, and never changes.
    pub fn is_copied(&self, id: LocalId) -> bool {
        let local = self.plan.machine.local(id);
        local.is_scalar && local.mutability.is_none() && !self.plan.saved.declared_empty.contains(&id)
    }

    /// The pattern that binds, by reference, what the code inside uses of the variant's fields.
    fn in_place_pattern(&self, id: VariantId, level: usize) -> TokenStream {
        let variant = self.plan.layout.variant(id);
        let path = self.variant_path(id);
        let mut fields = Vec::new();
        let mut all = true;
        let mut bind = |(local, _): (LocalId, _)| {
            if self.in_place.borrow_mut().remove(&local) {
                let name = super::state::field(self.plan, local);
                fields.push(quote!(#name));
            } else {
                all = false;
            }
        };
        variant.before.iter().copied().for_each(&mut bind);
        variant.after.iter().copied().for_each(&mut bind);
        if variant.at.is_some() {
            let at = self.slot(level);
            let field = &self.plan.display.at;
            fields.insert(0, if at == *field { quote!(#at) } else { quote!(#field: #at) });
        }
        if !variant.has_braces() {
            return path;
        }
        match (fields.is_empty(), all) {
            (true, _) => quote!(#path { .. }),
            (false, true) => quote!(#path { #(#fields),* }),
            (false, false) => quote!(#path { #(#fields),*, .. }),
        }
    }

    fn repeated(&self, id: ContainerId, region: &[Section], last: bool) -> TokenStream {
        let path = self.plan.layout.loop_path(id);
        let natural = self.natural.get(&id).copied();
        let single = match region {
            [Section::Code { point, code }] if self.plan.layout.path(*point) == path => Some(code),
            _ => None,
        };
        let native = match single {
            Some(code) => {
                let mut context = Context::new(self, path, code, true);
                let native = match &code[..] {
                    [Stmt { kind: StmtKind::Next { .. } | StmtKind::If { .. }, .. }] if natural.is_some() => {
                        self.native_loop(&code[0], &mut context)
                    }
                    _ => {
                        let code = self.code(code, &mut context, true);
                        quote!(loop { #code })
                    }
                };
                let label = self.loop_label(id);
                quote!(#label #native)
            }
            None => self.dispatching_loop(id, region),
        };
        let after = natural.map(|exit| {
            let context = &mut Context::after_loop(self, path, last);
            self.leave(exit, context, true, self.plan.machine.container(id).parent)
        });
        self.test(path, quote! { #native #after })
    }

    fn loop_label(&self, id: ContainerId) -> Option<TokenStream> {
        self.labelled.borrow_mut().remove(&id).then(|| {
            let label = &self.plan.display.labels[id.0];
            quote!(#label:)
        })
    }

    /// A loop of several sections, of which the first is its head. Only where control comes in from outside isn't it known
    /// to be at the head: that is a flag rather than a test of the state, which rustc would repeat in each round.
    fn dispatching_loop(&self, id: ContainerId, region: &[Section]) -> TokenStream {
        let head = match region {
            [Section::Code { point, .. }, _, ..]
                if self.plan.machine.point(*point).kind == PointKind::Head(id) =>
            {
                self.plan.layout.path(*point).split_last()
            }
            _ => None,
        };
        let sections: Vec<TokenStream> = region.iter().map(|section| self.section(section, region)).collect();
        let label = self.loop_label(id);
        let (Some((variant, around)), [head, rest @ ..]) = (head, &sections[..]) else {
            return quote!(#label loop { #(#sections)* });
        };
        let (slot, name) = (self.slot(around.len()), self.variant_path(*variant));
        let fields = self.plan.layout.variant(*variant).has_braces().then(|| quote!({ .. }));
        let resumes = Ident::new("resumes", Span::mixed_site());
        quote! {
            let mut #resumes = !::core::matches!(#slot, #name #fields);
            #label loop {
                if #resumes { #resumes = false; } else #head
                #(#rest)*
            }
        }
    }

    /// `while let Some(item) = iter.next() { … }`, or the user's own `while`.
    fn native_loop(&self, head: &Stmt, context: &mut Context<'a>) -> TokenStream {
        let cond = self.head_condition(head, context);
        let then = match &head.kind {
            StmtKind::Next { then, .. } | StmtKind::If { then, .. } => {
                let mut inside = context.branch(then);
                inside.bind(head, self.bound_at_head(head));
                self.code(then, &mut inside, true)
            }
            _ => TokenStream::new(),
        };
        quote! { while #cond { #then } }
    }

    /// The condition under which a loop goes on.
    pub fn head_condition(&self, head: &Stmt, context: &mut Context<'a>) -> TokenStream {
        match &head.kind {
            StmtKind::Next { iter, spans, pat, .. } => {
                let next = self.next_item(*iter, *spans, context);
                let pat = self.pattern(pat);
                quote!(let ::core::option::Option::Some(#pat) = #next)
            }
            StmtKind::If { cond, .. } => self.expr(cond, context),
            _ => TokenStream::new(),
        }
    }

    /// The variables that the head of a loop binds.
    fn bound_at_head(&self, head: &Stmt) -> Vec<LocalId> {
        match &head.kind {
            StmtKind::Next { pat, .. } => self.plan.names.bindings(pat),
            StmtKind::If { cond, .. } => self.plan.names.condition_bindings(cond),
            _ => Vec::new(),
        }
    }

    fn next_item(&self, iter: LocalId, spans: Spans, context: &mut Context<'a>) -> TokenStream {
        let name = super::state::field(self.plan, iter);
        let place = if context.is_in_place(iter) {
            self.in_place.borrow_mut().insert(iter);
            quote!(*#name)
        } else {
            self.name(iter, context).into_token_stream()
        };
        let (borrow, place) = (spans.put(quote!(&mut)), spans.parenthesised(place));
        spans.call(quote!(::core::iter::Iterator::next), quote!(#borrow #place))
    }
}

fn is_last(region: &[Section], section: &Section) -> bool {
    region.last().is_some_and(|last| std::ptr::eq(last, section))
}
