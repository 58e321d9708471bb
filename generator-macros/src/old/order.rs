//! The order of declaration, the reverse of which is that of drops, of the variables that stand for parts of others or for
//! operands.
//!
//! In `let n = f(a(), &b(), { yield_!(1); c });` the operand `a()` is spilled first, but drops before the temporary `b()`
//! if the generator is dropped there: the temporary, which ends with the statement, takes its place before the operand
//! of the call, which ends with that. Of a call that is all of a block's value, they end together, in their own order.

use crate::collections::HashMap;
use crate::old::ir::{Local, LocalId};
use crate::old::resolve::Resolved;
use crate::rewrite::Spilled;
use proc_macro2::Ident;

/// What is declared in another place than where it stands.
#[derive(Default)]
pub struct Moved {
    /// Of each group that was spilled around one expression: the operands and the temporaries, as they are evaluated.
    pub spilled: Vec<Vec<Spilled>>,
    /// Of each parameter that was taken apart: the parts, to be declared behind it.
    pub parts: Vec<(Ident, Vec<Ident>)>,
    /// Of each variable: the remainders to be declared behind it.
    pub remainders: HashMap<LocalId, Vec<Ident>>,
}

/// Numbers the variables of `resolved` in their order.
pub fn put_in_order(resolved: &mut Resolved, moved: &Moved) {
    let mut behind: HashMap<LocalId, Vec<LocalId>> = HashMap::default();
    let named =
        |names: &[Ident]| names.iter().filter_map(|name| resolved.names.local(name)).collect::<Vec<_>>();
    for (parameter, parts) in &moved.parts {
        let parameter = resolved.parameters.iter().find(|id| resolved.locals[id.0].name == *parameter);
        behind.extend(parameter.map(|parameter| (*parameter, named(parts))));
    }
    for (of, remainders) in &moved.remainders {
        behind.entry(*of).or_default().extend(named(remainders));
    }
    let mut before: HashMap<LocalId, Vec<LocalId>> = HashMap::default();
    for group in &moved.spilled {
        let Some(first) = group.iter().position(|spilled| spilled.is_inner) else { continue };
        let ids = |spilled: &Spilled| resolved.names.local(&spilled.name);
        let outer = group[first..].iter().filter(|spilled| !spilled.is_inner).filter_map(ids);
        before.extend(ids(&group[first]).map(|inner| (inner, outer.collect())));
    }
    let mut is_moved = vec![false; resolved.locals.len()];
    behind.values().chain(before.values()).flatten().for_each(|id| is_moved[id.0] = true);
    let mut ordered = Vec::with_capacity(is_moved.len());
    for id in (0..is_moved.len()).map(LocalId).filter(|id| !is_moved[id.0]) {
        // A remainder of a part comes behind the part.
        let mut work = vec![id];
        while let Some(id) = work.pop() {
            for temporary in before.get(&id).into_iter().flatten() {
                ordered.push(*temporary);
                ordered.extend(behind.get(temporary).into_iter().flatten());
            }
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
