//! What is known of the variables where the body has grown to: which hold a value, so that what grows next
//! passes the borrow checker.

use crate::ast::Ty;

/// Whether a variable holds a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It was declared without one.
    Empty,
    Full,
    /// It was moved, on some path at least.
    Gone,
}

#[derive(Clone, Debug)]
pub struct Var {
    pub name: String,
    pub ty: Ty,
    pub mutable: bool,
    pub state: State,
    /// It is borrowed, or about to be written: out of reach.
    pub frozen: bool,
}

/// The states of all variables; `None` where control can't be.
pub type Ends = Option<Vec<State>>;

/// A loop or labelled block around.
#[derive(Clone, Debug)]
pub struct Target {
    pub label: Option<String>,
    pub is_loop: bool,
    /// The type of the value that a `break` carries.
    pub value: Ty,
    /// How many variables are outside.
    pub outside: usize,
    /// Their states at its head.
    pub entry: Vec<State>,
    /// Their states where it is left.
    pub exits: Vec<Ends>,
}

#[derive(Default, Debug)]
pub struct Env {
    pub vars: Vec<Var>,
    pub targets: Vec<Target>,
    /// Control can't be here.
    pub dead: bool,
    /// The first variable inside the closure that is growing, and the first target.
    pub closure: Option<(usize, usize)>,
    /// What a closure that owns what it captures has captured.
    pub captured: Vec<usize>,
}

impl Env {
    /// Whether a variable can be named: it isn't shadowed.
    fn is_visible(&self, index: usize) -> bool {
        self.vars[index + 1..].iter().all(|later| later.name != self.vars[index].name)
    }

    pub fn usable(&self, ty: Ty) -> Vec<usize> {
        let is_usable = |(index, var): &(usize, &Var)| {
            var.ty == ty && var.state == State::Full && !var.frozen && self.is_visible(*index)
        };
        self.vars.iter().enumerate().filter(is_usable).map(|(index, _)| index).collect()
    }

    /// Those that can be changed in place.
    pub fn changeable(&self, ty: Ty) -> Vec<usize> {
        let inside = self.closure.map_or(0, |(first, _)| first);
        self.usable(ty).into_iter().filter(|index| *index >= inside && self.vars[*index].mutable).collect()
    }

    /// Those that can be assigned to as a whole.
    pub fn assignable(&self) -> Vec<usize> {
        let inside = self.closure.map_or(0, |(first, _)| first);
        let loops = self.targets.iter().filter(|target| target.is_loop);
        let outside_loops = loops.map(|target| target.outside).max().unwrap_or(0);
        let is_assignable = |index: &usize| {
            let var = &self.vars[*index];
            let first = var.state == State::Empty && *index >= outside_loops;
            !var.frozen
                && (var.mutable || first)
                && !matches!(var.ty, Ty::Borrowed | Ty::Once)
                && self.is_visible(*index)
        };
        (inside..self.vars.len()).filter(is_assignable).collect()
    }

    /// Moves a variable, if its type does.
    pub fn take(&mut self, index: usize) {
        self.capture(index);
        if !self.vars[index].ty.is_copy() {
            self.vars[index].state = State::Gone;
        }
    }

    /// A use of any kind.
    pub fn capture(&mut self, index: usize) {
        if self.closure.is_some_and(|(first, _)| index < first) {
            self.captured.push(index);
        }
    }

    /// After a yield, no reference to a local may be used.
    pub fn suspend(&mut self) {
        for var in &mut self.vars {
            if var.ty == Ty::Borrowed {
                var.state = State::Gone;
            }
        }
    }

    pub fn states(&self) -> Vec<State> {
        self.vars.iter().map(|var| var.state).collect()
    }

    pub fn ends(&self) -> Ends {
        (!self.dead).then(|| self.states())
    }

    pub fn restore(&mut self, states: &[State]) {
        self.dead = false;
        for (var, state) in self.vars.iter_mut().zip(states) {
            var.state = *state;
        }
    }

    /// Control comes here from each of `ends`.
    pub fn join(&mut self, ends: &[Ends]) {
        let mut alive = ends.iter().flatten();
        let Some(first) = alive.next() else {
            self.dead = true;
            return;
        };
        let mut joined = first.clone();
        for other in alive {
            for (state, other) in joined.iter_mut().zip(other) {
                if state != other {
                    *state = State::Gone;
                }
            }
        }
        self.restore(&joined);
    }

    /// The outer variables of a loop that were moved in its body and would be missed the next time.
    pub fn missing(&self, target: &Target) -> Vec<usize> {
        let missing =
            |index: &usize| target.entry[*index] == State::Full && self.vars[*index].state != State::Full;
        (0..target.outside).filter(missing).collect()
    }
}
