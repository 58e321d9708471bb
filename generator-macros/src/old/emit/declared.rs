//! The plain variables that are declared where code is written, in their order: in a branch, behind those that were declared
//! before it.

use crate::collections::HashMap;
use crate::old::ir::LocalId;
use std::rc::Rc;

/// The set of a branch is made in constant time.
#[derive(Clone, Default)]
pub struct Declared(Rc<Level>);

#[derive(Clone, Default)]
struct Level {
    /// What it declares, and where among its declarations.
    own: HashMap<LocalId, usize>,
    declarations: usize,
    around: Option<Rc<Level>>,
}

impl Declared {
    /// Those of a branch that begins here.
    pub fn branch(&self) -> Self {
        Declared(Rc::new(Level { around: Some(Rc::clone(&self.0)), ..Level::default() }))
    }

    pub fn contains(&self, local: LocalId) -> bool {
        self.levels().any(|level| level.own.contains_key(&local))
    }

    /// Where each stands in the order of declaration.
    pub fn positions(&self) -> HashMap<LocalId, (usize, usize)> {
        let mut positions = HashMap::default();
        for (depth, level) in self.levels().enumerate() {
            for (local, index) in &level.own {
                positions.entry(*local).or_insert((usize::MAX - depth, *index));
            }
        }
        positions
    }

    fn levels(&self) -> impl Iterator<Item = &Rc<Level>> {
        std::iter::successors(Some(&self.0), |level| level.around.as_ref())
    }
}

impl Extend<LocalId> for Declared {
    fn extend<I: IntoIterator<Item = LocalId>>(&mut self, locals: I) {
        // Nobody else holds the level, once the branches that began in it are written.
        let level = Rc::make_mut(&mut self.0);
        for local in locals {
            level.own.insert(local, level.declarations);
            level.declarations += 1;
        }
    }
}
