//! The branching statements inside one that is split: what may have to be split next, where a nest is deep.
//!
//! `if a { if b { if c { take(x); } } }` is split at the `if a`, which shows that the `if b` moves `x` on some path: a level
//! in each round of the analysis. So each round looks twice as far inside as the one before it.

use super::expr::{branching, branching_in};
use crate::collections::HashSet;
use crate::old::leaps::{Key, key};
use syn::visit::{self, Visit};
use syn::{Block, Ident, Stmt};

/// The nodes of the branching statements that stand at most `depth` levels inside the nodes `split`, and in which one of
/// the `variables` stands.
pub fn nested(block: &Block, split: &HashSet<Key>, variables: &HashSet<Ident>, depth: usize) -> HashSet<Key> {
    let mut nested = Nested { split, variables, depth, level: None, mentions: 0, found: HashSet::default() };
    nested.visit_block(block);
    nested.found
}

struct Nested<'a> {
    split: &'a HashSet<Key>,
    variables: &'a HashSet<Ident>,
    depth: usize,
    /// How many levels of branching statements are around, within one that is split.
    level: Option<usize>,
    /// How many times the variables were seen.
    mentions: usize,
    found: HashSet<Key>,
}

impl Nested<'_> {
    /// A statement or the value of a block, which can be split at `nodes`.
    fn position(&mut self, nodes: Vec<Key>, walk: impl FnOnce(&mut Self)) {
        let (outer, before) = (self.level, self.mentions);
        if nodes.iter().any(|node| self.split.contains(node)) {
            self.level = Some(0);
        } else if !nodes.is_empty() {
            self.level = self.level.map(|level| level + 1);
        }
        walk(self);
        let is_near = self.level.is_some_and(|level| level <= self.depth);
        if is_near && self.mentions > before {
            self.found.extend(nodes);
        }
        self.level = outer;
    }
}

impl Visit<'_> for Nested<'_> {
    fn visit_stmt(&mut self, stmt: &Stmt) {
        let nodes = match stmt {
            Stmt::Local(local) => {
                local.init.as_ref().map_or_else(Vec::new, |init| branching_in(&init.expr, key(stmt)))
            }
            Stmt::Expr(expr, _) => branching(expr),
            Stmt::Item(_) | Stmt::Macro(_) => Vec::new(),
        };
        self.position(nodes, |this| visit::visit_stmt(this, stmt));
    }

    fn visit_arm(&mut self, arm: &syn::Arm) {
        self.position(branching(&arm.body), |this| visit::visit_arm(this, arm));
    }

    fn visit_expr_if(&mut self, conditional: &syn::ExprIf) {
        self.visit_expr(&conditional.cond);
        self.visit_block(&conditional.then_branch);
        if let Some((_, otherwise)) = &conditional.else_branch {
            self.position(branching(otherwise), |this| this.visit_expr(otherwise));
        }
    }

    fn visit_ident(&mut self, ident: &Ident) {
        self.mentions += usize::from(self.variables.contains(ident));
    }

    fn visit_macro(&mut self, mac: &syn::Macro) {
        // What it does with a variable isn't asked: where it is split in vain, the code is longer, but right.
        let mut identifiers = HashSet::default();
        crate::ir::fresh::collect_identifiers(mac.tokens.clone(), &mut identifiers);
        self.mentions += self.variables.iter().filter(|name| identifiers.contains(&name.to_string())).count();
    }

    fn visit_expr_closure(&mut self, _: &syn::ExprClosure) {}
    fn visit_item(&mut self, _: &syn::Item) {}
}
