//! The plain variables that are declared where code is written: in a branch, also those that were declared before it.

use crate::ir::LocalId;
use std::collections::HashSet;
use std::rc::Rc;

/// The set of a branch is made in constant time.
#[derive(Clone, Default)]
pub struct Declared(Rc<Level>);

#[derive(Clone, Default)]
struct Level {
    own: HashSet<LocalId>,
    around: Option<Rc<Level>>,
}

impl Declared {
    /// Those of a branch that begins here.
    pub fn branch(&self) -> Self {
        Declared(Rc::new(Level { own: HashSet::new(), around: Some(Rc::clone(&self.0)) }))
    }

    pub fn contains(&self, local: LocalId) -> bool {
        let mut levels = std::iter::successors(Some(&self.0), |level| level.around.as_ref());
        levels.any(|level| level.own.contains(&local))
    }
}

impl Extend<LocalId> for Declared {
    fn extend<I: IntoIterator<Item = LocalId>>(&mut self, locals: I) {
        // Nobody else holds the level, once the branches that began in it are written.
        Rc::make_mut(&mut self.0).own.extend(locals);
    }
}
