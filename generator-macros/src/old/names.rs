//! The names in the expansion: the user's own, with a number only where two that are visible together would
//! clash.
//!
//! `for i in 0..9 { … }` → the variant `ForI`, the field `iter`; an `x` that shadows an `x` whose drop is still
//! to come → `x_2`.

use crate::collections::{HashMap, HashSet};
use crate::ir::fresh::Fresh;
use crate::old::flow::{Event, Graph};
use crate::old::ir::{ContainerKind, LocalId, Machine, PointId, PointKind};
use crate::old::layout::{Layout, Origin, Variant, VariantId};
use crate::old::resolve::Names;
use crate::old::saved::Saved;
use crate::old::walk::for_each_exit;
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::{Lifetime, Pat};

/// Variables that the expansion has of its own, at `Span::mixed_site()`: no other may be named so there.
pub const OF_EMISSION: [&str; 7] = ["item", "last", "resumes", "sink", "state", "suspended", "value"];

/// The names of what the expansion declares.
pub struct Display {
    pub locals: Vec<Ident>,
    pub variants: Vec<Ident>,
    pub enums: Vec<Ident>,
    /// The field that holds the points inside a loop.
    pub at: Ident,
    /// Of each container.
    pub labels: Vec<Lifetime>,
    /// The label of the whole body: its end is where the machine ends.
    pub done: Lifetime,
}

/// Names everything.
pub fn names(
    function: &Ident,
    machine: &Machine,
    graph: &Graph,
    saved: &Saved,
    layout: &Layout,
    names: &mut Names,
) -> Display {
    let variants = variants(machine, layout);
    // An enum is named after the variant that holds it, the first after the function.
    let mut wanted = vec![camel_case(&function.unraw().to_string()); layout.enums.len()];
    for (variant, name) in layout.variants.iter().zip(&variants) {
        if let Some(inner) = variant.at {
            wanted[inner.0] = name.to_string();
        }
    }
    // rustc names the types of the state in notes: those are shown at the name of the function.
    let site = Span::call_site().located_at(function.span());
    let enums = wanted.iter().map(|wanted| Ident::new(&names.unused(wanted), site));
    let enums = enums.collect();
    let labels = machine.containers.iter().map(|container| {
        container.label.clone().unwrap_or_else(|| {
            let name = format!("'{}", names.unused(&snake_case(&container_name(container))));
            Lifetime::new(&name, Span::mixed_site())
        })
    });
    let labels = labels.collect();
    let at = Ident::new(&names.unused("at"), Span::mixed_site());
    let done = Lifetime::new(&format!("'{}", names.unused("done")), Span::mixed_site());
    Display { locals: locals(machine, graph, saved, layout), variants, enums, at, labels, done }
}

/// `batches_of` → `BatchesOf`
pub fn camel_case(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    let name: String = name.split('_').map(word).collect();
    match name.as_str() {
        "" => "Value".to_owned(),
        // A type can't be named so.
        "Self" => "This".to_owned(),
        name if name.starts_with(|c: char| c.is_ascii_digit()) => format!("Value{name}"),
        name => name.to_owned(),
    }
}

/// `ForI` → `for_i`
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    if ["for", "while", "loop"].contains(&snake.as_str()) { format!("{snake}_") } else { snake }
}

fn container_name(container: &crate::old::ir::Container) -> String {
    match (container.kind, &container.pattern) {
        (ContainerKind::For, Some(pat)) => format!("For{}", first_name(pat)),
        (ContainerKind::For, None) => "For".to_owned(),
        (ContainerKind::While, _) => "While".to_owned(),
        (ContainerKind::Loop, _) => "Loop".to_owned(),
        (ContainerKind::Block, _) => "Block".to_owned(),
        (ContainerKind::Scope, pattern) => {
            format!("With{}", pattern.as_ref().map_or_else(String::new, first_name))
        }
    }
}

/// The first variable of a pattern, as part of a type's name.
fn first_name(pat: &Pat) -> String {
    use syn::visit::Visit;
    struct First(Option<String>);
    impl Visit<'_> for First {
        fn visit_pat_ident(&mut self, pat: &syn::PatIdent) {
            self.0.get_or_insert_with(|| camel_case(&pat.ident.unraw().to_string()));
        }
    }
    let mut first = First(None);
    first.visit_pat(pat);
    first.0.unwrap_or_default()
}

fn variants(machine: &Machine, layout: &Layout) -> Vec<Ident> {
    let mut named: Vec<Option<Ident>> = vec![None; layout.variants.len()];
    for variants in &layout.enums {
        // The runtime needs the one, an emptied place the other.
        let mut fresh = Fresh::separated_by("");
        fresh.note("Done".to_owned());
        fresh.note("Taken".to_owned());
        for VariantId(index) in variants {
            let wanted = match layout.variants[*index].origin {
                Origin::Loop(container) => container_name(machine.container(container)),
                Origin::Point(point) => match machine.point(point).kind {
                    PointKind::Start => "Start".to_owned(),
                    PointKind::Done => "Done".to_owned(),
                    PointKind::Head(container) => match machine.container(container).kind {
                        ContainerKind::Block => "Block".to_owned(),
                        _ => "Next".to_owned(),
                    },
                    PointKind::Suspension(number) => format!("Yield{number}"),
                    PointKind::Join(name) => name.to_owned(),
                },
            };
            named[*index] = Some(Ident::new(&fresh.name(&wanted), Span::call_site()));
        }
    }
    named.into_iter().flatten().collect()
}

/// The user's name for each variable, numbered where it would hide another that is still needed.
fn locals(machine: &Machine, graph: &Graph, saved: &Saved, layout: &Layout) -> Vec<Ident> {
    let (declared, needed) = extents(machine, graph, saved, layout);
    let mut holders = vec![Vec::new(); machine.locals.len()];
    for (index, variant) in layout.variants.iter().enumerate() {
        variant.fields().for_each(|(local, _)| holders[local.0].push(index));
    }
    let mut fresh = Fresh::separated_by("_");
    // Where the variables of each name are needed last, and the names of the fields of each variant.
    let mut last: HashMap<String, usize> = HashMap::default();
    let mut fields: HashSet<(usize, String)> = HashSet::default();
    let mut display: Vec<Ident> = Vec::with_capacity(machine.locals.len());
    for (index, local) in machine.locals.iter().enumerate() {
        let clashes = |name: &str| {
            last.get(name).is_some_and(|last| *last > declared[index])
                || holders[index].iter().any(|holder| fields.contains(&(*holder, name.to_owned())))
        };
        let wanted = local.name.unraw().to_string();
        let name = if !clashes(&wanted) {
            local.name.clone()
        } else if !clashes(&local.unique.to_string()) {
            local.unique.clone()
        } else {
            Ident::new(&fresh.name(&wanted), local.name.span())
        };
        let plain = name.unraw().to_string();
        fresh.note(plain.clone());
        fields.extend(holders[index].iter().map(|holder| (*holder, plain.clone())));
        let last = last.entry(plain).or_default();
        *last = needed[index].max(*last);
        display.push(name);
    }
    display
}

/// Of each variable, in the order of the source: where it is declared, and where it is named last.
fn extents(machine: &Machine, graph: &Graph, saved: &Saved, layout: &Layout) -> (Vec<usize>, Vec<usize>) {
    let mut declared = vec![usize::MAX; machine.locals.len()];
    let mut needed = vec![0; machine.locals.len()];
    for parameter in &machine.parameters {
        declared[parameter.0] = 0;
    }
    for (index, node) in graph.nodes.iter().enumerate() {
        match node.event {
            Event::Declare(local) | Event::DeclareEmpty(local) => {
                declared[local.0] = declared[local.0].min(index);
            }
            Event::Use(local, _) | Event::Assign(local) => needed[local.0] = needed[local.0].max(index),
            Event::Nothing | Event::Leave(_) => {}
        }
    }
    for_each_exit(&machine.body, &mut |from, exit| {
        let target = machine.exit(exit).target;
        let Some(node) = graph.exits[exit.0] else { return };
        let both = layout.path(from).iter().zip(layout.path(target));
        let shared = both.take_while(|(one, other)| one == other).map(|(shared, _)| layout.variant(*shared));
        let in_place: HashSet<LocalId> = shared.flat_map(Variant::fields).map(|(local, _)| local).collect();
        for local in saved.at_exits[exit.0].keys() {
            // A variable that stays in place is not named there; nor is one whose drop does nothing.
            let stays = in_place.contains(local);
            let kept = saved.at_points[target.0].contains_key(local);
            // At the end only the section's own variables are named, to be dropped in their turn.
            let held = target == PointId::DONE && saved.at_points[from.0].contains_key(local);
            if !stays && !held && (kept || !machine.local(*local).drops_nothing()) {
                needed[local.0] = needed[local.0].max(node.0);
            }
        }
    });
    (declared, needed)
}
