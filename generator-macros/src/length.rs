//! How many items a body hands out, of which nothing can be asked once it runs: what its text tells of the start.
//!
//! `fn f(xs: impl Iterator<Item = u32>) { for x in xs { yield_!(x); } yield_!(0); }` → as many as `xs` has, and one.

use crate::analyse::{Hint, hints};
use crate::collections::HashMap;
use crate::errors::Errors;
use crate::ir::LocalId;
use crate::ir::fresh::Fresh;
use crate::parse::Function;
use crate::signature::{Form, Shape};
use crate::{check, emit, lower, resolve, rewrite};
use proc_macro2::Ident;
use syn::Block;

/// What is known at the start.
pub struct Length {
    /// Its iterators are parameters.
    pub hint: Hint,
    /// What the parameters are called.
    pub names: HashMap<LocalId, Ident>,
}

/// The length of `body`, if something is known of it and it is to be told.
pub fn length(function: &Function, shape: &Shape, body: &Block) -> Option<Length> {
    if shape.form != Form::Boxed || shape.returned.coroutine().is_some() {
        return None;
    }
    // It is counted in the machine that it would be.
    let errors = Errors::default();
    check::check(function, Form::Machine, false, &errors);
    if errors.gate().is_err() {
        return None;
    }
    let mut block = body.clone();
    let mut fresh = Fresh::of(shape, body, &emit::OWN_NAMES);
    rewrite::rewrite(shape, &mut block, &mut fresh);
    let resolved = resolve::resolve(shape, &mut block, fresh);
    let (machine, names) = lower::lower(resolved, block, shape.destructure.len(), None);
    let hint = hints(&machine, &names, &shape.sig.generics).sections.first()?.clone();
    let parameters = machine.parameters.iter().copied().zip(&shape.parameters);
    let names: HashMap<LocalId, Ident> =
        parameters.map(|(local, parameter)| (local, parameter.ident.clone())).collect();
    let unmade: Vec<LocalId> = hint.rounds.keys().copied().filter(|iter| !names.contains_key(iter)).collect();
    let hint = unmade.into_iter().fold(hint, Hint::without);
    let is_known =
        hint.lower > 0 || hint.upper.is_some() || hint.rounds.values().any(|(least, _)| *least > 0);
    is_known.then_some(Length { hint, names })
}
