//! The state: its enums, each generic over the types of its fields, and its first value.

use super::Writer;
use super::size_hint::{SizeHint, size_hint};
use super::tail::tail;
use crate::collections::{HashMap, HashSet};
use crate::ir::fresh::Fresh;
use crate::ir::{Entry, LocalId, LoopId, SectionId};
use crate::plan::Parameters;
use crate::plan::{Field, Form};
use crate::signature::Kind;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;

/// What a type parameter stands for.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Local(LocalId, Form, Option<SectionId>),
    At(LoopId),
}

impl Writer<'_> {
    /// The enum of a region.
    pub(super) fn enum_of(&self, around: Option<LoopId>) -> &Ident {
        match around {
            None => &self.plan.display.root,
            Some(id) => &self.plan.display.loops[id.0],
        }
    }

    /// The field that holds the state inside a loop.
    pub(super) fn at_field(&self) -> Ident {
        let is_taken = self.plan.machine.locals.iter().any(|local| local.unique == "at");
        Ident::new(if is_taken { "at_" } else { "at" }, Span::mixed_site())
    }

    /// The sections of a region.
    pub(super) fn region(&self, around: Option<LoopId>) -> &[SectionId] {
        match around {
            None => &self.plan.machine.root,
            Some(id) => &self.plan.machine.loops[id.0].region,
        }
    }

    /// Whether the region of a loop has more than its head to go on at.
    pub(super) fn has_states(&self, id: LoopId) -> bool {
        self.region(Some(id)).iter().any(|section| match self.plan.entry(*section) {
            Entry::Point(point) => {
                !self.plan.at_head.contains(&point.0) && self.plan.sections[section.0].is_reached
            }
            Entry::Loop(_) => self.plan.sections[section.0].is_reached,
            _ => false,
        })
    }

    /// The variant of a section that the state can stand at.
    pub(super) fn variant(&self, section: SectionId) -> Option<Ident> {
        match self.plan.entry(section) {
            Entry::Start => Some(Ident::new("Start", Span::call_site())),
            Entry::Point(point) if self.plan.at_head.contains(&point.0) => {
                Some(Ident::new("Next", Span::call_site()))
            }
            Entry::Point(point) => Some(format_ident!("Yield{}", point.0 + 1)),
            Entry::Loop(id) => Some(self.plan.display.loops[id.0].clone()),
            Entry::Join(_) | Entry::Head(_) => None,
        }
    }

    /// What is called so where it isn't used, but kept.
    pub(super) fn field_name(&self, field: &Field) -> Ident {
        let unique = &self.plan.machine.local(field.local).unique;
        match field.form {
            Form::Raw => unique.clone(),
            Form::Kept | Form::Option => format_ident!("{}_kept", unique.unraw(), span = unique.span()),
            Form::Slot => format_ident!("{}_slot", unique.unraw(), span = unique.span()),
            Form::Rest => format_ident!("{}_rest", unique.unraw(), span = unique.span()),
        }
    }

    /// The fields of a section's variant, those that drop first in front.
    pub(super) fn fields(&self, section: SectionId) -> Vec<&Field> {
        let fields = match self.plan.entry(section) {
            Entry::Loop(id) => &self.plan.kept[id.0],
            _ => &self.plan.handed[section.0],
        };
        fields.iter().rev().collect()
    }
}

/// The enums, and what the runtime must know of the first.
pub(super) fn state(writer: &Writer<'_>) -> TokenStream {
    let loops = (0..writer.plan.machine.loops.len()).map(LoopId);
    let is_reached = |id: LoopId| writer.plan.sections[writer.plan.machine.loops[id.0].section.0].is_reached;
    let loops = loops.filter(|id| is_reached(*id) && writer.has_states(*id));
    let mut enums = Vec::new();
    let mut parameters_of: HashMap<Option<LoopId>, Parameters<Key>> = HashMap::default();
    for around in std::iter::once(None).chain(loops.map(Some)) {
        let (tokens, parameters) = enumeration(writer, around);
        enums.push(tokens);
        parameters_of.insert(around, parameters);
    }
    // Nobody asks others how many items are left.
    let is_iterator = matches!(writer.shape.returned.kind, Kind::Iterator);
    let SizeHint { method, asked } = if is_iterator { size_hint(writer) } else { SizeHint::default() };
    let mut fresh = Fresh::separated_by("");
    parameters_of.keys().for_each(|around| fresh.note(writer.enum_of(*around).to_string()));
    let mut instance = Instance { writer, parameters_of: &parameters_of, asked, fresh, generics: Vec::new() };
    let state = instance.of(None);
    let generics = instance.generics;
    let (krate, root) = (writer.krate, &writer.plan.display.root);
    let tail = tail(writer, &generics, &state);
    quote! {
        #(#enums)*
        #tail
        #[automatically_derived]
        impl<#(#generics),*> #krate::State for #state {
            const DONE: Self = #root::Done;
            fn status(&self) -> #krate::Status {
                match self {
                    #root::Start { .. } => #krate::Status::Created,
                    #root::Done => #krate::Status::Done,
                    _ => #krate::Status::Suspended,
                }
            }
            #method
        }
    }
}

/// The type of the state, in which the enums inside are spelled out: `Nested<Counts, ForCount<Count, Iter2>, Iter>`.
struct Instance<'w, 'a> {
    writer: &'w Writer<'a>,
    /// Those of the enum of each region.
    parameters_of: &'w HashMap<Option<LoopId>, Parameters<Key>>,
    /// The iterators that are asked how many items they have, and the region in whose enum each is.
    asked: HashSet<(Option<LoopId>, LocalId)>,
    fresh: Fresh,
    /// The type parameters that it has in all, with their bounds.
    generics: Vec<TokenStream>,
}

impl Instance<'_, '_> {
    /// The enum of a region.
    fn of(&mut self, around: Option<LoopId>) -> TokenStream {
        let name = self.writer.enum_of(around);
        let Some(parameters) = self.parameters_of.get(&around) else { return quote!(#name) };
        let arguments = parameters.names.iter().zip(&parameters.keys).map(|(name, key)| {
            let is_asked = match key {
                Key::At(id) => return self.of(Some(*id)),
                Key::Local(local, form, _) => *form == Form::Raw && self.asked.contains(&(around, *local)),
            };
            let name = Ident::new(&self.fresh.name(&name.to_string()), Span::call_site());
            let bound = is_asked.then(|| quote!(: ::core::iter::Iterator));
            self.generics.push(quote!(#name #bound));
            quote!(#name)
        });
        let arguments: Vec<TokenStream> = arguments.collect();
        if arguments.is_empty() { quote!(#name) } else { quote!(#name<#(#arguments),*>) }
    }
}

/// `Start { parameter, … }`
pub(super) fn start(writer: &Writer<'_>) -> TokenStream {
    let root = &writer.plan.display.root;
    let parameters = writer.shape.parameters.iter().zip(&writer.plan.machine.parameters).rev();
    let fields = parameters.map(|(parameter, local)| {
        let (field, value) = (&writer.plan.machine.local(*local).unique, &parameter.ident);
        if field == value { quote!(#value) } else { quote!(#field: #value) }
    });
    quote!(#root::Start { #(#fields),* })
}

fn enumeration(writer: &Writer<'_>, around: Option<LoopId>) -> (TokenStream, Parameters<Key>) {
    let name = writer.enum_of(around);
    let mut parameters: Parameters<Key> = Parameters::new(&[name]);
    let mut variants = Vec::new();
    if around.is_some() {
        variants.push(quote!(Next));
    }
    for section in writer.region(around) {
        if let Entry::Point(point) = writer.plan.entry(*section)
            && writer.plan.at_head.contains(&point.0)
        {
            continue;
        }
        if !writer.plan.sections[section.0].is_reached {
            continue;
        }
        let Some(variant) = writer.variant(*section) else { continue };
        let mut fields = Vec::new();
        if let Entry::Loop(id) = writer.plan.entry(*section)
            && writer.has_states(id)
        {
            let ty = parameters.of(Key::At(id), &writer.enum_of(Some(id)).to_string());
            let at = writer.at_field();
            fields.push(quote!(#at: #ty));
        }
        for field in writer.fields(*section) {
            let unique = writer.plan.machine.local(field.local).unique.unraw().to_string();
            let suffix = match field.form {
                Form::Raw | Form::Slot => "",
                Form::Kept | Form::Option => "_kept",
                Form::Rest => "_rest",
            };
            // A slot holds the same type as the variable itself.
            let form = if field.form == Form::Slot { Form::Raw } else { field.form };
            let own = (form != Form::Raw).then_some(*section);
            let ty = parameters.of(Key::Local(field.local, form, own), &format!("{unique}{suffix}"));
            let name = writer.field_name(field);
            fields.push(match field.form {
                Form::Slot | Form::Option => quote!(#name: ::core::option::Option<#ty>),
                _ => quote!(#name: #ty),
            });
        }
        variants.push(if fields.is_empty() { quote!(#variant) } else { quote!(#variant { #(#fields),* }) });
    }
    if around.is_none() {
        variants.push(quote!(Done));
    }
    let names = &parameters.names;
    let generics = if names.is_empty() { quote!() } else { quote!(<#(#names),*>) };
    let clone = writer.shape.promises("Clone").then(|| quote!(::core::clone::Clone));
    let debug = writer.shape.promises("Debug").then(|| quote!(::core::fmt::Debug));
    let derived: Vec<TokenStream> = clone.into_iter().chain(debug).collect();
    let derive = (!derived.is_empty()).then(|| quote!(#[derive(#(#derived),*)]));
    let tokens = quote! {
        #derive
        #[allow(dead_code, non_camel_case_types)]
        enum #name #generics { #(#variants,)* }
    };
    (tokens, parameters)
}
