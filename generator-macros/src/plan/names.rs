//! The names of what an expansion declares: enums, variants, and what it needs itself.

use crate::collections::{HashMap, HashSet};
use crate::ir::fresh::Fresh;
use crate::ir::{Head, Machine};
use proc_macro2::{Ident, Span};
use syn::Pat;
use syn::ext::IdentExt;

/// The names.
pub struct Display {
    pub root: Ident,
    /// Of each loop: its variant, which its own enum is called by too.
    pub loops: Vec<Ident>,
    /// Of each join.
    pub joins: Vec<Ident>,
}

impl Display {
    /// None is called like one of `used`.
    pub fn new(machine: &Machine, root: &str, used: &HashSet<String>) -> Self {
        let mut fresh = Fresh::separated_by("");
        used.iter().for_each(|name| fresh.note(name.clone()));
        for taken in ["Start", "Next", "Done", "Self"] {
            fresh.note(taken.to_owned());
        }
        let span = Span::call_site();
        let root = camel_case(root);
        let root = fresh.name(&root);
        let loops = machine.loops.iter().map(|own| {
            let wanted = match &own.head {
                Head::For { pat, .. } => format!("For{}", pattern_name(pat)),
                Head::While(_) => "While".to_owned(),
                Head::Loop => "Loop".to_owned(),
            };
            Ident::new(&fresh.name(&wanted), span)
        });
        let loops = loops.collect();
        let mut after = Fresh::separated_by("_");
        let joins = machine
            .joins
            .iter()
            .map(|join| Ident::new(&after.name(&join.name.to_lowercase()), Span::mixed_site()));
        let joins = joins.collect();
        Display { root: Ident::new(&root, span), loops, joins }
    }

    /// Errors about the enums are shown at the function's name, `site`.
    pub fn locate(&mut self, site: Span) {
        for name in std::iter::once(&mut self.root).chain(&mut self.loops) {
            name.set_span(name.span().located_at(site));
        }
    }
}

/// The variable of a pattern, in camel case, if it is one.
fn pattern_name(pat: &Pat) -> String {
    match pat {
        Pat::Ident(pat) => camel_case(&pat.ident.unraw().to_string()),
        Pat::Type(typed) => pattern_name(&typed.pat),
        Pat::Reference(reference) => pattern_name(&reference.pat),
        _ => String::new(),
    }
}

/// `word_count` → `WordCount`
pub fn camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    for part in name.split('_').filter(|part| !part.is_empty()) {
        let mut chars = part.chars();
        camel.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        camel.extend(chars);
    }
    // A name of underscores or digits alone.
    if camel.chars().next().is_none_or(|first| !first.is_alphabetic()) { format!("Of{camel}") } else { camel }
}

/// Names of type parameters, one for each key.
pub struct Parameters<Key> {
    of: HashMap<Key, Ident>,
    pub names: Vec<Ident>,
    /// Of each name in order: its key.
    pub keys: Vec<Key>,
    fresh: Fresh,
}

impl<Key: std::hash::Hash + Eq + Clone> Parameters<Key> {
    /// None is called like one of `taken`.
    pub fn new(taken: &[&Ident]) -> Self {
        let mut fresh = Fresh::separated_by("");
        taken.iter().for_each(|name| fresh.note((*name).to_string()));
        Parameters { of: HashMap::default(), names: Vec::new(), keys: Vec::new(), fresh }
    }

    /// The parameter of `key`, which is called like the variable `name`, if it is new.
    pub fn of(&mut self, key: Key, name: &str) -> Ident {
        if let Some(name) = self.of.get(&key) {
            return name.clone();
        }
        let name = Ident::new(&self.fresh.name(&camel_case(name)), Span::call_site());
        self.names.push(name.clone());
        self.keys.push(key.clone());
        self.of.insert(key, name.clone());
        name
    }
}
