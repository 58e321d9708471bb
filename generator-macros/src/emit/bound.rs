//! Parts of a variable that a section moves, where it has only what is left of the variable: they are bound by value, and what is
//! used again is handed on.
//!
//! `send(job.parts); yield_!(job.size);` → `let mut job_left = …;` with the fields `parts` and `size`.

use super::Writer;
use super::code::SectionCode;
use super::rest::{is_met, made_for, part_name, paths, place, rest_name};
use crate::analyse::Member;
use crate::ir::{ExitId, LocalId};
use crate::plan::camel_case;
use crate::syntax::field_name;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

/// What `bind_values` declares.
pub(super) fn names(writer: &Writer<'_>, local: LocalId) -> Vec<Ident> {
    let unique = &writer.plan.machine.local(local).unique;
    let (whole, moved) = (format_ident!("{unique}_whole"), format_ident!("{unique}_moved"));
    let (kind, tag) = (kind_name(writer, local), tag_name(writer, local));
    vec![kind, place_name(writer, local), tag, whole, moved, bound_name(writer, local)]
}

/// The parts by value: copied, or taken with empty ones left behind, and the rest is left; else moved. The names are new, or
/// `declared` already.
pub(super) fn bind_values(
    writer: &Writer<'_>,
    local: LocalId,
    paths: &[Vec<Member>],
    declared: bool,
) -> TokenStream {
    let krate = writer.krate;
    let rest = rest_name(writer, local);
    let unique = &writer.plan.machine.local(local).unique;
    let left = bound_name(writer, local);
    let (tag, kind) = (tag_name(writer, local), kind_name(writer, local));
    let (whole, moved) = (format_ident!("{unique}_whole"), format_ident!("{unique}_moved"));
    let names: Vec<Ident> = (0..paths.len()).map(|index| part_name(writer, local, index)).collect();
    let of_whole = paths.iter().map(|path| place(whole.to_token_stream(), path));
    let of_whole: Vec<TokenStream> = of_whole.collect();
    let of_parts: Vec<TokenStream> = (0..paths.len())
        .map(|index| {
            let index = syn::Index::from(index);
            quote!(#moved.#index)
        })
        .collect();
    let mut tree = Tree::default();
    for (path, name) in paths.iter().zip(&names) {
        tree.insert(path, name);
    }
    let mut structs = TokenStream::new();
    let bound = tree.value(&camel_case(&format!("{unique}_parts")), &mut structs);
    let place = place_name(writer, local);
    let new = (!declared).then(|| quote!(let));
    let (new_mut, both) =
        (new.as_ref().map(|new| quote!(#new mut)), new.as_ref().map(|new| quote!(#new #whole; #new #moved;)));
    quote! {
        #new #kind = #rest.kind();
        #new #place = #rest.place(#krate::__private::behind!(#kind));
        #new #tag = {
            use #krate::__private::And as _;
            let #whole = #kind;
            #place.tag(#krate::__private::Stays #(.and(#krate::__private::vacated_of!(#whole, #of_whole)))*)
        };
        #both
        #structs
        #new_mut #left = if #place.is_reference() {
            #place.reach_reference();
            #place.reference(#rest.into_whole())
        } else if #place.is_pointer() {
            #place.reach_pointer();
            #place.pointer(#rest.by_whole())
        } else {
            #place.reach_own();
            let (#(mut #names,)*) = if #tag.stays() {
                #tag.reach();
                if #rest.is_whole() {
                    #rest.reach_whole();
                    let #whole = #rest.by_whole();
                    (#(#krate::__private::take!(#of_whole),)*)
                } else {
                    #rest.reach_parts();
                    let #moved = #rest.by_parts().1;
                    (#(#krate::__private::take!(#of_parts),)*)
                }
            } else {
                #tag.reach_parts();
                if #rest.is_whole() {
                    #rest.reach_whole();
                    #whole = #rest.into_whole();
                    (#(#of_whole,)*)
                } else {
                    #rest.reach_parts();
                    #moved = #rest.into_parts();
                    (#(#of_parts,)*)
                }
            };
            #place.own(#bound)
        };
    }
}

/// The parts of a variable, as structs with its fields: so a part is called the same in them as in the variable.
#[derive(Default)]
struct Tree {
    name: Option<Ident>,
    members: Vec<(String, Tree)>,
}

impl Tree {
    fn insert(&mut self, path: &[Member], name: &Ident) {
        let [Member::Field(field), rest @ ..] = path else {
            self.name = Some(name.clone());
            return;
        };
        let index = self.members.iter().position(|(known, _)| known == field).unwrap_or_else(|| {
            self.members.push((field.clone(), Tree::default()));
            self.members.len() - 1
        });
        self.members[index].1.insert(rest, name);
    }

    /// The value of the variable's parts, after the structs of it.
    fn value(&self, name: &str, structs: &mut TokenStream) -> TokenStream {
        if let Some(name) = &self.name {
            return name.to_token_stream();
        }
        let mut values = Vec::new();
        for (field, tree) in &self.members {
            values.push(tree.value(&format!("{name}{}", camel_case(field)), structs));
        }
        let own = format_ident!("{name}");
        let parameters: Vec<Ident> = (0..self.members.len()).map(|index| format_ident!("P{index}")).collect();
        let indices: Vec<usize> = self.members.iter().filter_map(|(field, _)| field.parse().ok()).collect();
        if let Some(last) = indices.iter().max() {
            let at = |index: usize| indices.iter().position(|own| *own == index);
            let types =
                (0..=*last).map(|index| at(index).map_or(quote!(()), |at| parameters[at].to_token_stream()));
            structs.extend(quote!(struct #own<#(#parameters),*>(#(#types),*);));
            let values = (0..=*last).map(|index| at(index).map_or(quote!(()), |at| values[at].clone()));
            quote!(#own(#(#values),*))
        } else {
            let fields: Vec<TokenStream> = self.members.iter().map(|(field, _)| field_name(field)).collect();
            structs.extend(quote!(struct #own<#(#parameters),*> { #(#fields: #parameters),* }));
            quote!(#own { #(#fields: #values),* })
        }
    }
}

/// What tells where the parts of the variable are.
fn place_name(writer: &Writer<'_>, local: LocalId) -> Ident {
    format_ident!("{}_place", writer.plan.machine.local(local).unique)
}

/// What holds the parts of the variable that were bound: it is set itself by its own name.
pub(super) fn bound_name(writer: &Writer<'_>, local: LocalId) -> Ident {
    let unique = &writer.plan.machine.local(local).unique;
    format_ident!("{unique}_left", span = unique.span())
}

/// What tells the type of the variable itself.
pub(super) fn kind_name(writer: &Writer<'_>, local: LocalId) -> Ident {
    format_ident!("{}_of", writer.plan.machine.local(local).unique)
}

/// What tells whether something is left after the parts of `local` were bound.
pub(super) fn tag_name(writer: &Writer<'_>, local: LocalId) -> Ident {
    format_ident!("{}_tag", writer.plan.machine.local(local).unique)
}

/// The parts that are bound, and used again behind an exit.
pub(super) fn bound_again(code: &SectionCode<'_, '_>, local: LocalId, exit: ExitId) -> TokenStream {
    let plan = code.writer.plan;
    let later = plan.later_paths(plan.target_section(exit), local);
    let Some(made) = made_for(code.writer, code.section, local) else { return quote!(()) };
    let own = paths(code.writer, made, local);
    let left = bound_name(code.writer, local);
    let parts = later
        .iter()
        .filter(|path| own.iter().any(|known| path.starts_with(known)))
        .map(|path| place(left.to_token_stream(), path));
    let place = place_name(code.writer, local);
    let rest = rest_name(code.writer, local);
    let again = quote! {
        if #place.is_reference() {
            #place.reach_reference();
            #place.whole_again(#left)
        } else if #place.is_pointer() {
            #place.reach_pointer();
            #place.rest_again(#rest.into_whole())
        } else {
            #place.reach_own();
            #place.parts_again((#(#parts,)*))
        }
    };
    if is_met(code.writer, exit) { quote!({ #again }.either()) } else { quote!({ #again }) }
}
