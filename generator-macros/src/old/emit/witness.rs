//! Variables that are set anew in a section that doesn't hold them: the section must know their type as soon as
//! it uses them, before it puts them back where the type is known from.
//!
//! `drop(name); yield_!(1); name = "b".into(); f(name.len());` → `let name = "b".into(); name_type.is(&name);`

use super::Plan;
use super::context::Context;
use super::step::Writer;
use crate::collections::{HashMap, HashSet};
use crate::old::ir::{LocalId, Section, StmtId};
use crate::old::walk::each_statement;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// The variables whose type a section needs and can't tell, though another can.
pub fn witnessed(plan: &Plan<'_>) -> HashSet<LocalId> {
    let mut setting: HashMap<LocalId, Setting> = HashMap::default();
    note_sections(&plan.machine.body, plan, &mut setting);
    let needs =
        |(local, setting): (LocalId, Setting)| (setting.needed && setting.sections > 1).then_some(local);
    setting.into_iter().filter_map(needs).collect()
}

/// Where a variable is set as a whole.
#[derive(Default)]
struct Setting {
    sections: usize,
    /// Whether one of them doesn't hold the variable, and goes on to use it.
    needed: bool,
}

fn note_sections(region: &[Section], plan: &Plan<'_>, setting: &mut HashMap<LocalId, Setting>) {
    for section in region {
        match section {
            Section::Container { region, .. } => note_sections(region, plan, setting),
            Section::Code { point, code } => {
                let saved = plan.saved;
                let mut stmts = HashSet::default();
                each_statement(code, &mut |stmt| {
                    stmts.insert(stmt);
                });
                let of = |notes: &HashMap<StmtId, Vec<LocalId>>| {
                    let all = stmts.iter().filter_map(|stmt| notes.get(stmt)).flatten().copied();
                    all.collect::<HashSet<LocalId>>()
                };
                let (declared, assigned) = (of(&saved.declared), of(&saved.assigned));
                let initialised = declared.iter().filter(|local| !saved.declared_empty.contains(local));
                for local in initialised.chain(&assigned).copied().collect::<HashSet<LocalId>>() {
                    let setting = setting.entry(local).or_default();
                    setting.sections += 1;
                    let is_held = saved.at_points[point.0].contains_key(&local) || declared.contains(&local);
                    let uses = saved.used.get(&local);
                    setting.needed |= !is_held && uses.is_some_and(|uses| !uses.is_disjoint(&stmts));
                }
            }
        }
    }
}

impl Writer<'_> {
    /// The types of the variables that are set anew, to be inferred from where they were told.
    pub fn witnesses(&self) -> TokenStream {
        let mut locals: Vec<LocalId> = self.told.borrow().iter().copied().collect();
        locals.sort_unstable();
        let krate = self.plan.krate;
        let names = locals.into_iter().map(|local| self.witness(local));
        quote! { #(let #names = #krate::__private::TypeOf::new();)* }
    }

    /// Says what type each of `locals` has, where one needs to be known elsewhere.
    pub fn tell_types(&self, locals: &[LocalId], context: &Context<'_>) -> TokenStream {
        let own = |local: &&LocalId| self.witnessed.contains(local) && !context.is_in_place(**local);
        let told = locals.iter().filter(own).map(|local| {
            self.told.borrow_mut().insert(*local);
            let (witness, name) = (self.witness(*local), self.name(*local, context));
            quote! { #witness.is(&#name); }
        });
        told.collect()
    }

    fn witness(&self, local: LocalId) -> Ident {
        let mut name = format_ident!("{}_type", self.plan.display.locals[local.0]);
        name.set_span(Span::mixed_site());
        name
    }
}
