//! Variables of which a part was used by value: whole where that copied the part, or left an empty one of std's behind; else
//! the parts that are used later.
//!
//! `for hour in shift.hours { yield_!(hour * shift.rate); }` → the loop keeps what `rest!` makes of `shift`.

use super::Writer;
use super::bound::{bind_values, bound_name};
use super::code::SectionCode;
use super::exits::found;
use crate::analyse::graph::EventId;
use crate::analyse::{Held, Kind, Member};
use crate::collections::HashSet;
use crate::ir::marks::use_of;
use crate::ir::{ExitId, LocalId, SectionId, UseId};
use crate::plan::{Form, Value};
use crate::syntax::field_name;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Expr, UnOp};

/// `base.a.b`, the steps of a path.
pub(super) fn place(base: TokenStream, path: &[Member]) -> TokenStream {
    path.iter().fold(base, |base, member| match member {
        Member::Field(name) => {
            let name = field_name(name);
            quote!(#base.#name)
        }
        Member::Deref => quote!((*#base)),
    })
}

/// Whether each of these uses of parts leaves the variable whole: a tag.
fn tags(code: &SectionCode<'_, '_>, local: LocalId, events: &[EventId]) -> TokenStream {
    let plan = code.writer.plan;
    let krate = code.writer.krate;
    let name = &plan.machine.local(local).unique;
    let tags = events.iter().filter_map(|event| {
        let used = plan.graph.used(*event)?;
        let part = place(name.to_token_stream(), &used.path);
        Some(match (&used.kind, used.id) {
            (Kind::Pattern(pat), _) => {
                let mut bound = plan.names.bindings(pat).into_iter();
                let kinds: Vec<Ident> =
                    bound.by_ref().map(|local| plan.machine.local(local).unique.clone()).collect();
                let witnesses: Vec<Ident> =
                    kinds.iter().map(|name| format_ident!("{name}_kind", span = name.span())).collect();
                quote!(#krate::__private::pattern!(#part, #pat, #(#kinds #witnesses),*))
            }
            (Kind::Receiver { method }, Some(id)) if code.calls.has(id) => {
                let found = found(code, id, part.clone(), method);
                quote!(#krate::__private::receiver!(#part, #found))
            }
            (Kind::Value, Some(id)) if code.vacates.contains(&id) => {
                quote!(#krate::__private::vacated!(#part))
            }
            _ => quote!(#krate::__private::part!(#part)),
        })
    });
    let mut tags = tags;
    let first = tags.next().unwrap_or_else(|| quote!(#krate::__private::Stays));
    tags.fold(first, |one, other| quote!(#one.and(#other)))
}

/// What is left of a variable that isn't used again.
pub(super) fn kept(code: &SectionCode<'_, '_>, local: LocalId, events: &[EventId]) -> TokenStream {
    let (krate, tags) = (code.writer.krate, tags(code, local, events));
    let name = &code.writer.plan.machine.local(local).unique;
    quote!(#krate::__private::left!({ use #krate::__private::And as _; #tags }, #name))
}

/// What is left of a variable of which some parts are used again.
pub(super) fn rest(
    code: &SectionCode<'_, '_>,
    local: LocalId,
    events: &[EventId],
    exit: ExitId,
) -> TokenStream {
    let plan = code.writer.plan;
    let (krate, tags) = (code.writer.krate, tags(code, local, events));
    let name = &plan.machine.local(local).unique;
    let paths = plan.later_paths(plan.target_section(exit), local);
    let parts = paths.iter().map(|path| place(name.to_token_stream(), path));
    let rest = quote!(#krate::__private::rest!(#tags, #name, (#(#parts,)*)));
    if is_met(code.writer, exit) { quote!(#rest.either()) } else { rest }
}

/// What is left of `local` where it was handed on before: of its parts those that are used behind `exit`.
pub(super) fn passed(code: &SectionCode<'_, '_>, local: LocalId, exit: ExitId) -> TokenStream {
    let writer = code.writer;
    let rest = rest_name(writer, local);
    let Some(made) = made_for(writer, code.section, local) else { return quote!(#rest) };
    let (own, later) = (paths(writer, made, local), paths(writer, writer.plan.target_section(exit), local));
    let narrowed = (own != later).then(|| {
        let parts = later.iter().filter_map(|path| {
            let index = own.iter().position(|known| path.starts_with(known))?;
            let (part, inner) = (syn::Index::from(index), &path[own[index].len()..]);
            Some(place(quote!(parts.#part), inner))
        });
        quote!(.map_parts(|parts| (#(#parts,)*)))
    });
    let either = is_met(writer, exit).then(|| quote!(.either()));
    quote!(#rest #narrowed #either)
}

/// Whether several exits lead where `exit` does: they agree on a type that tells at run time.
pub(super) fn is_met(writer: &Writer<'_>, exit: ExitId) -> bool {
    writer.plan.exits_to(writer.plan.target_section(exit)).len() > 1
}

/// The section from whose entry on `section` has the rest of `local`, if it has no more.
pub(super) fn made_for(writer: &Writer<'_>, section: SectionId, local: LocalId) -> Option<SectionId> {
    let plan = writer.plan;
    if let Some(form) = plan.own_form(section, local) {
        return (form == Form::Rest).then_some(section);
    }
    let (id, field) = plan.place_of(section, local)?;
    (field.form == Form::Rest).then_some(plan.machine.loops[id.0].section)
}

/// The parts of `local` as they were first told apart, where a section was handed its rest by one other; where paths meet, those
/// that are used from there on.
pub(super) fn paths(writer: &Writer<'_>, section: SectionId, local: LocalId) -> Vec<Vec<Member>> {
    let plan = writer.plan;
    let mut section = section;
    loop {
        let exits = plan.exits_to(section);
        let passes = |exit: &ExitId| {
            let values = &plan.exits[exit].values;
            values.iter().any(|(known, value)| *known == local && *value == Value::Pass)
        };
        let [exit] = exits[..] else { return plan.later_paths(section, local) };
        if !passes(&exit) {
            return plan.later_paths(section, local);
        }
        let from = plan.section_of(plan.graph.exits[&exit]);
        match made_for(writer, from, local) {
            Some(made) if made != section => section = made,
            _ => return plan.later_paths(section, local),
        }
    }
}

pub(super) fn rest_name(writer: &Writer<'_>, local: LocalId) -> Ident {
    writer.field_name(&crate::plan::Field { local, form: Form::Rest })
}

pub(super) fn part_name(writer: &Writer<'_>, local: LocalId, index: usize) -> Ident {
    let unique = &writer.plan.machine.local(local).unique;
    format_ident!("{}_part_{}", unique, index, span = unique.span())
}

/// The parts that a section uses, where it has only what is left of a variable: by value where it moves one, else references.
/// The names are new, or `declared` already.
pub(super) fn bind(writer: &Writer<'_>, section: SectionId, declared: bool) -> TokenStream {
    let locals = (0..writer.plan.machine.locals.len()).map(LocalId);
    locals.map(|local| bind_parts(writer, section, local, declared)).collect()
}

/// The names of the parts of `local` that a section binds.
fn bound_parts(writer: &Writer<'_>, section: SectionId, local: LocalId) -> Option<Vec<Vec<Member>>> {
    let plan = writer.plan;
    let is_used = plan.graph.events_of[local.0]
        .iter()
        .any(|event| plan.section_of(*event) == section && plan.graph.used(*event).is_some());
    let made = made_for(writer, section, local).filter(|_| is_used)?;
    Some(paths(writer, made, local))
}

/// `let part;` for what `bind` sets behind a loop.
pub(super) fn declare_parts(writer: &Writer<'_>, section: SectionId, local: LocalId) -> TokenStream {
    let Some(paths) = bound_parts(writer, section, local) else { return TokenStream::new() };
    let names: Vec<Ident> = match writer.plan.binds_parts(section, local) {
        true => super::bound::names(writer, local),
        false => (0..paths.len()).map(|index| part_name(writer, local, index)).collect(),
    };
    quote! { #(let mut #names;)* }
}

/// The parts of `local` that a section uses, where it has only what is left of it.
pub(super) fn bind_parts(
    writer: &Writer<'_>,
    section: SectionId,
    local: LocalId,
    declared: bool,
) -> TokenStream {
    let plan = writer.plan;
    let Some(paths) = bound_parts(writer, section, local) else { return TokenStream::new() };
    let rest = rest_name(writer, local);
    let names: Vec<Ident> = (0..paths.len()).map(|index| part_name(writer, local, index)).collect();
    if plan.binds_parts(section, local) {
        return bind_values(writer, local, &paths, declared);
    }
    let krate = writer.krate;
    let wholes = paths.iter().map(|path| {
        let part = place(quote!(whole), path);
        quote!(#krate::__private::by_reference!(access, #part))
    });
    let parts = (0..paths.len()).map(|index| {
        let index = syn::Index::from(index);
        quote!(#krate::__private::by_reference!(access, parts.#index))
    });
    let new = (!declared).then(|| quote!(let));
    quote! {
        #new (#(#names,)*) = if #rest.is_whole() {
            #rest.reach_whole();
            let whole = #rest.by_whole();
            let access = #krate::__private::access!(whole);
            (#(#wholes,)*)
        } else {
            #rest.reach_parts();
            let (whole, parts) = #rest.by_parts();
            let access = #krate::__private::access!(whole);
            (#(#parts,)*)
        };
    }
}

/// The variable that a place is a part of, the occurrence, and the path.
pub(super) fn root(writer: &Writer<'_>, expr: &Expr) -> Option<(LocalId, Vec<Member>)> {
    match expr {
        Expr::Path(path) => Some((writer.plan.names.local(path.path.get_ident()?)?, Vec::new())),
        Expr::Paren(paren) => root(writer, &paren.expr),
        Expr::Group(group) => root(writer, &group.expr),
        Expr::Field(field) => {
            let (local, mut path) = root(writer, &field.base)?;
            path.push(Member::of(&field.member));
            Some((local, path))
        }
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
            let (local, mut path) = root(writer, &unary.expr)?;
            path.push(Member::Deref);
            Some((local, path))
        }
        _ => None,
    }
}

/// What is written for `expr`, if it is a part of a variable of which only parts are left.
pub(super) fn part(code: &SectionCode<'_, '_>, expr: &Expr) -> Option<Expr> {
    if !matches!(expr, Expr::Field(_) | Expr::Unary(_)) {
        return None;
    }
    let (local, path) = root(code.writer, expr)?;
    // The section may have set it.
    let plan = code.writer.plan;
    let is_use = |event: &&EventId| plan.graph.used(**event).is_some_and(|used| used.id == first_use(expr));
    let event = plan.graph.events_of[local.0].iter().find(is_use);
    if event
        .is_some_and(|event| plan.sets(code.section, local) && plan.held_before(local, *event) == Held::All)
    {
        return None;
    }
    part_at(code, local, &path).map(Expr::Verbatim)
}

/// What is written for the part of `local` at `path`, if only parts of it are left.
pub(super) fn part_at(code: &SectionCode<'_, '_>, local: LocalId, path: &[Member]) -> Option<TokenStream> {
    let made = made_for(code.writer, code.section, local)?;
    let paths = paths(code.writer, made, local);
    let index = paths.iter().position(|known| path.starts_with(known))?;
    if code.writer.plan.binds_parts(code.section, local) {
        return Some(place(bound_name(code.writer, local).to_token_stream(), path));
    }
    let name = part_name(code.writer, local, index);
    Some(place(quote!((*#name)), &path[paths[index].len()..]))
}

/// The uses of parts by value in a section, after which some exit keeps the variable whole if it can.
pub(super) fn vacates(writer: &Writer<'_>, section: SectionId) -> HashSet<UseId> {
    let plan = writer.plan;
    let mut found = HashSet::default();
    for (exit, at) in &plan.graph.exits {
        if plan.section_of(*at) != section {
            continue;
        }
        for (_, value) in &plan.exits[exit].values {
            let Value::Rest(events) = value else { continue };
            for event in events {
                if let Some(used) = plan.graph.used(*event)
                    && let (Kind::Value, Some(id)) = (&used.kind, used.id)
                    && !used.path.is_empty()
                    && !used.path.contains(&Member::Deref)
                {
                    found.insert(id);
                }
            }
        }
    }
    found
}

/// Whether `expr` is a part that is used by value, with an empty one left behind, if it has such.
pub(super) fn is_vacated_by(code: &SectionCode<'_, '_>, expr: &Expr) -> bool {
    first_use(expr).is_some_and(|id| code.vacates.contains(&id))
}

pub(super) fn first_use(expr: &Expr) -> Option<UseId> {
    match expr {
        Expr::Path(path) => use_of(&path.attrs),
        Expr::Paren(paren) => first_use(&paren.expr),
        Expr::Group(group) => first_use(&group.expr),
        Expr::Field(field) => first_use(&field.base),
        _ => None,
    }
}

/// Whether a part of `local` is taken out of it in some section: it must be mutable.
pub(super) fn is_vacated(writer: &Writer<'_>, local: LocalId) -> bool {
    let plan = writer.plan;
    plan.graph.exits.keys().any(|exit| {
        plan.exits[exit]
            .values
            .iter()
            .any(|(known, value)| *known == local && matches!(value, Value::Rest(_)))
    })
}
