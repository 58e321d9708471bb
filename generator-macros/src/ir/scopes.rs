//! The scopes of a body: a tree in which each scope adds one variable to the scope around it.
//!
//! After `let a = 1; let b = 2;` the scope is that of `b` in that of `a`. Two branches that declare variables are two
//! branches of the tree.

use crate::collections::HashMap;
use crate::ir::LocalId;

/// A set of variables in scope: a variable, and the scope it was declared in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ScopeId(pub usize);

impl ScopeId {
    /// No variable in scope.
    pub const ROOT: ScopeId = ScopeId(0);
}

/// The tree as it grows.
#[derive(Default, Debug)]
pub struct Scopes {
    /// Of each scope but the root, in order: the scope around it, and the variable that it adds.
    scopes: Vec<(ScopeId, LocalId)>,
    known: HashMap<(ScopeId, LocalId), ScopeId>,
}

impl Scopes {
    /// The scope that adds `local` to `scope`.
    pub fn declare(&mut self, scope: ScopeId, local: LocalId) -> ScopeId {
        *self.known.entry((scope, local)).or_insert_with(|| {
            self.scopes.push((scope, local));
            ScopeId(self.scopes.len())
        })
    }

    /// The variables in `scope`, in the order of declaration.
    pub fn chain(&self, scope: ScopeId) -> Vec<LocalId> {
        let around = |scope: &ScopeId| Some(self.scopes[scope.0.checked_sub(1)?].0);
        let inside = std::iter::successors(Some(scope), around).filter(|scope| *scope != ScopeId::ROOT);
        let mut chain: Vec<LocalId> = inside.map(|scope| self.scopes[scope.0 - 1].1).collect();
        chain.reverse();
        chain
    }

    /// The tree, to ask what is in scope where.
    pub fn nesting(&self, locals: usize) -> Nesting {
        // A scope is younger than the one around it.
        let mut sizes = vec![1; self.scopes.len() + 1];
        for (index, (around, _)) in self.scopes.iter().enumerate().rev() {
            sizes[around.0] += sizes[index + 1];
        }
        let mut nesting = Nesting { begins: vec![0], ends_of: vec![Vec::new(); locals] };
        let mut next = vec![1];
        for (index, (around, local)) in self.scopes.iter().enumerate() {
            let begin = next[around.0];
            let end = begin + sizes[index + 1];
            next[around.0] = end;
            next.push(begin + 1);
            nesting.begins.push(begin);
            nesting.ends_of[local.0].push((begin, end));
        }
        for ends in &mut nesting.ends_of {
            ends.sort_unstable();
            // One scope inside another of the same variable says nothing new.
            let mut last = 0;
            ends.retain(|(_, end)| {
                let is_outside = *end > last;
                last = last.max(*end);
                is_outside
            });
        }
        nesting
    }
}

/// A finished tree: a walk of it meets each scope once, and all scopes inside it directly after it.
#[derive(Default, Debug)]
pub struct Nesting {
    /// Of each scope: where it is met.
    begins: Vec<usize>,
    /// Of each variable: where the scopes that add it begin and end.
    ends_of: Vec<Vec<(usize, usize)>>,
}

impl Nesting {
    /// Whether `local` is in scope in `scope`.
    pub fn holds(&self, scope: ScopeId, local: LocalId) -> bool {
        let (at, extents) = (self.begins[scope.0], &self.ends_of[local.0]);
        let after = extents.partition_point(|(begin, _)| *begin <= at);
        after > 0 && at < extents[after - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::{ScopeId, Scopes};
    use crate::ir::LocalId;

    #[test]
    fn a_scope_holds_what_those_around_it_add() {
        let mut scopes = Scopes::default();
        let [a, b, c] = [0, 1, 2].map(LocalId);
        let with_a = scopes.declare(ScopeId::ROOT, a);
        let with_b = scopes.declare(with_a, b);
        let with_c = scopes.declare(with_a, c);
        let both = scopes.declare(with_c, b);
        assert_eq!(scopes.declare(with_a, b), with_b);
        let nesting = scopes.nesting(3);
        let held = |scope| [a, b, c].map(|local| nesting.holds(scope, local));
        assert_eq!(held(ScopeId::ROOT), [false, false, false]);
        assert_eq!(held(with_a), [true, false, false]);
        assert_eq!(held(with_b), [true, true, false]);
        assert_eq!(held(with_c), [true, false, true]);
        assert_eq!(held(both), [true, true, true]);
    }
}
