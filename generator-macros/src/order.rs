//! The order of declaration, the reverse of which is that of drops, of the variables that stand for parts of others or for
//! operands.
//!
//! In `let n = f(a(), &b(), { yield_!(1); c });` the operand `a()` is spilled first, but drops before the temporary `b()`
//! if the generator is dropped there: it takes its place behind it.

use crate::ir::{Local, LocalId};
use crate::resolve::Resolved;
use proc_macro2::Ident;
use std::collections::HashMap;

/// What is declared in another place than where it stands.
#[derive(Default)]
pub struct Moved {
    /// Of each group that was spilled around one expression: the operands and the temporaries, in order.
    pub spilled: Vec<Vec<Spilled>>,
    /// Of each parameter that was taken apart: the parts, to be declared behind it.
    pub parts: Vec<(Ident, Vec<Ident>)>,
    /// Of each variable: the remainders to be declared behind it.
    pub remainders: HashMap<LocalId, Vec<Ident>>,
}

/// A variable that was spilled.
pub struct Spilled {
    pub name: Ident,
    /// Whether it is an operand, which is moved before the statement ends, rather than a temporary.
    pub is_operand: bool,
}

/// Numbers the variables of `resolved` in their order.
pub fn put_in_order(resolved: &mut Resolved, moved: &Moved) {
    let mut behind: HashMap<LocalId, Vec<LocalId>> = HashMap::new();
    let named =
        |names: &[Ident]| names.iter().filter_map(|name| resolved.names.local(name)).collect::<Vec<_>>();
    for (parameter, parts) in &moved.parts {
        let parameter = resolved.parameters.iter().find(|id| resolved.locals[id.0].name == *parameter);
        behind.extend(parameter.map(|parameter| (*parameter, named(parts))));
    }
    for (of, remainders) in &moved.remainders {
        behind.entry(*of).or_default().extend(named(remainders));
    }
    let mut order: Vec<LocalId> = (0..resolved.locals.len()).map(LocalId).collect();
    for group in &moved.spilled {
        let known = |spilled: &Spilled| Some((spilled.is_operand, resolved.names.local(&spilled.name)?));
        let mut group: Vec<(bool, LocalId)> = group.iter().filter_map(known).collect();
        let places: Vec<LocalId> = group.iter().map(|(_, id)| *id).collect();
        group.sort_by_key(|(is_operand, _)| *is_operand);
        places.into_iter().zip(group).for_each(|(place, (_, id))| order[place.0] = id);
    }
    let is_moved: Vec<bool> = {
        let mut is_moved = vec![false; order.len()];
        behind.values().flatten().for_each(|id| is_moved[id.0] = true);
        is_moved
    };
    let mut ordered = Vec::with_capacity(order.len());
    for id in order.into_iter().filter(|id| !is_moved[id.0]) {
        ordered.push(id);
        // A remainder of a part comes behind the part.
        let mut work: Vec<LocalId> = behind.get(&id).into_iter().flatten().rev().copied().collect();
        while let Some(id) = work.pop() {
            ordered.push(id);
            work.extend(behind.get(&id).into_iter().flatten().rev());
        }
    }
    renumber(resolved, &ordered);
}

fn renumber(resolved: &mut Resolved, order: &[LocalId]) {
    let new: HashMap<LocalId, LocalId> =
        order.iter().enumerate().map(|(index, old)| (*old, LocalId(index))).collect();
    let mut locals: Vec<Option<Local>> = std::mem::take(&mut resolved.locals).into_iter().map(Some).collect();
    resolved.locals = order.iter().filter_map(|old| locals[old.0].take()).collect();
    resolved.names.renumber(&new);
    let renumbered = resolved.parameters.iter_mut().chain(resolved.iterators.values_mut());
    renumbered.for_each(|id| *id = new[id]);
}
