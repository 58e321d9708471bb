//! The body → the machine and what is known of its variables: spilled, resolved, lowered and analysed, until nothing that
//! moves a variable on some path only is in a section that doesn't know which.
//!
//! `let n = f(if c { eat(noisy) } else { 2 }); yield_!(n);` is analysed twice: that the `if` moves `noisy` on one path
//! shows in the first analysis, and the second is of a body in which it is a statement of its own, cut into sections.

use crate::collections::HashSet;
use crate::ir::fresh::Fresh;
use crate::old::branches::{self, Branches};
use crate::old::flow;
use crate::old::ir::{Machine, visit_plain_code};
use crate::old::leaps::{Key, key};
use crate::old::order::{self, Moved};
use crate::old::resolve::{self, Names, Resolved};
use crate::old::walk::{each_section, each_statement_of};
use crate::old::{apart, lower, names, remainders, saved};
use crate::rewrite::rewrite;
use crate::signature::Shape;
use syn::Block;

/// The machine, and what is known of its variables.
pub struct Analysed {
    pub machine: Machine,
    pub names: Names,
    pub graph: flow::Graph,
    pub saved: saved::Saved,
    /// The uses that move a variable.
    pub moves: HashSet<flow::NodeId>,
}

/// Analyses the machine of `body`. Where an operand moves a variable on some path only, and the variable's drop is still
/// to come at the next suspension, the operand is spilled; its statement can then be split. What lives across the sections
/// of a split statement is spilled as well.
pub fn analyse(shape: &Shape, body: &Block) -> Analysed {
    let mut hoisted = HashSet::default();
    let names = Fresh::of(shape, body, &names::OF_EMISSION);
    loop {
        let (mut block, mut fresh) = (body.clone(), names.clone());
        let spilled = rewrite(shape, &mut block, Some(Branches::new(&hoisted)), &mut fresh);
        let parts = apart::take_apart(shape, &mut block, &mut fresh);
        let mut resolved = resolve::resolve(shape, &mut block, fresh);
        let remainders = remainders::keep_remainders(&mut resolved, &mut block);
        order::put_in_order(&mut resolved, &Moved { spilled, parts, remainders });
        let (analysed, split) = lower_and_analyse(&resolved, &block);
        let known = hoisted.len();
        hoisted.extend(branching_operands(&analysed));
        hoisted.extend(branches::split_positions(&mut block, &|expr| split.contains(&key(expr))));
        if hoisted.len() == known {
            return analysed;
        }
    }
}

/// The operands that branch in the statements that move a variable on some path only.
fn branching_operands(analysed: &Analysed) -> HashSet<branches::Number> {
    let mut marked = branches::Marked::default();
    if !analysed.saved.unknown.is_empty() {
        each_section(&analysed.machine.body, &mut |_, code| {
            each_statement_of(code, &mut |stmt| {
                if analysed.saved.unknown.contains(&stmt.id) {
                    visit_plain_code(&stmt.kind, &mut marked);
                }
            });
        });
    }
    marked.0
}

/// Lowers `block` and analyses it. A statement that moves a variable on some path only is split into sections, until each
/// path knows; where they nest, twice as many levels at once as the round before. Returned are also the nodes that were split.
fn lower_and_analyse(resolved: &Resolved, block: &Block) -> (Analysed, HashSet<Key>) {
    let (mut split, mut depth) = (HashSet::default(), 0);
    loop {
        let (mut machine, names, origins) = lower::lower(resolved.clone(), block, &split);
        let graph = flow::Graph::build(&mut machine, &names);
        let (saved, moves) = saved::saved(&mut machine, &graph);
        let unknown: HashSet<Key> =
            saved.unknown.iter().filter_map(|stmt| origins.get(stmt)).flatten().copied().collect();
        if unknown.is_subset(&split) {
            return (Analysed { machine, names, graph, saved, moves }, split);
        }
        let changed = saved.unknown.iter().flat_map(|stmt| saved.changed(*stmt));
        let variables = changed.map(|local| machine.local(local).unique.clone()).collect();
        split.extend(lower::nested(block, &unknown, &variables, depth));
        split.extend(unknown);
        depth = (2 * depth).max(1);
    }
}
