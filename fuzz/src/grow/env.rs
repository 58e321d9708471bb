//! What is known of the variables where the body has grown to: which hold a value, which of their parts are gone,
//! and who borrows them, so that what grows next passes the borrow checker.
//!
//! A part of a variable, such as `trip.ticket`, is a variable of its own that hangs on the whole.

use crate::types::Ty;

/// Whether a variable holds a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It was declared without one.
    Empty,
    Full,
    /// Some of its parts were moved, on some path at least.
    Apart,
    /// It was moved, on some path at least.
    Gone,
}

/// How far a variable is out of reach, as it is in use.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Hold {
    Free,
    /// It is lent: it may be looked at.
    Shared,
    Exclusive,
}

/// A borrow that a value holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Loan {
    /// The variable that is borrowed, or [`TEMPORARY`].
    pub of: usize,
    pub is_exclusive: bool,
}

/// What is borrowed without a name.
pub const TEMPORARY: usize = usize::MAX;

#[derive(Clone, Debug)]
pub struct Var {
    pub name: String,
    pub ty: Ty,
    pub mutable: bool,
    pub state: State,
    pub hold: Hold,
    /// What its value borrows.
    pub loans: Vec<Loan>,
    /// The variable that it is a part of.
    pub part_of: Option<usize>,
    /// It may be used and set where it is, but not moved.
    pub is_fixed: bool,
}

/// The states of all variables; `None` where control can't be.
pub type Ends = Option<Vec<State>>;

/// A loop or labelled block around.
#[derive(Clone, Debug)]
pub struct Target {
    pub label: Option<String>,
    /// It can be left as a loop.
    pub is_loop: bool,
    /// It is a loop, though one of which the condition grows can't be left.
    pub repeats: bool,
    /// The type of the value that a `break` carries.
    pub value: Ty,
    /// How many variables are outside.
    pub outside: usize,
    /// Their states at its head.
    pub entry: Vec<State>,
    /// Their states where it is left.
    pub exits: Vec<Ends>,
    /// A macro of its own that leaves it, and one that goes on with it.
    pub macros: Option<(String, String)>,
}

#[derive(Default, Debug)]
pub struct Env {
    pub vars: Vec<Var>,
    pub targets: Vec<Target>,
    /// Control can't be here.
    pub dead: bool,
    /// The first variable inside the closure that is growing, and the first target.
    pub closure: Option<(usize, usize)>,
    /// What that one can't capture, as it would move it.
    pub uncaptured: Vec<usize>,
    /// What a closure has captured.
    pub captured: Vec<usize>,
}

impl State {
    fn rank(self) -> u8 {
        match self {
            State::Empty | State::Gone => 0,
            State::Apart => 1,
            State::Full => 2,
        }
    }

    fn join(self, other: State) -> State {
        match (self, other) {
            (one, other) if one == other => one,
            (State::Full, State::Apart) | (State::Apart, State::Full) => State::Apart,
            _ => State::Gone,
        }
    }
}

impl Env {
    /// A variable of whose parts nothing is known.
    pub fn declare_alone(&mut self, var: Var) -> usize {
        self.vars.push(var);
        self.vars.len() - 1
    }

    pub fn declare(&mut self, var: Var) -> usize {
        let (index, fields) = (self.vars.len(), var.ty.fields());
        let is_behind_reference = var.ty == Ty::Outbox;
        let parts: Vec<Var> = fields
            .iter()
            .map(|(name, ty)| Var {
                name: format!("{}.{name}", var.name),
                ty: *ty,
                mutable: var.mutable || is_behind_reference,
                loans: Vec::new(),
                part_of: Some(index),
                is_fixed: var.is_fixed || is_behind_reference,
                ..var
            })
            .collect();
        self.vars.push(var);
        for part in parts {
            self.declare(part);
        }
        index
    }

    /// The variables that scopes around have, without their parts.
    pub fn wholes(&self) -> Vec<usize> {
        (0..self.vars.len()).filter(|index| self.vars[*index].part_of.is_none()).collect()
    }

    /// The whole, and the parts it is in, from the inside.
    fn around(&self, index: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.vars[index].part_of, |index| self.vars[*index].part_of)
    }

    pub fn root(&self, index: usize) -> usize {
        self.around(index).last().unwrap_or(index)
    }

    fn is_within(&self, index: usize, whole: usize) -> bool {
        index == whole || self.around(index).any(|around| around == whole)
    }

    /// Its parts and theirs, itself first.
    fn within(&self, index: usize) -> Vec<usize> {
        (index..self.vars.len()).filter(|other| self.is_within(*other, index)).collect()
    }

    fn overlap(&self, one: usize, other: usize) -> bool {
        let (a, b) = (one.min(other), one.max(other));
        b < self.vars.len() && self.is_within(b, a)
    }

    /// Whether a variable can be named: it isn't shadowed.
    pub fn is_visible(&self, index: usize) -> bool {
        let root = self.root(index);
        self.vars[root + 1..].iter().all(|later| later.name != self.vars[root].name)
    }

    /// How far it is out of reach, with its parts and what it is a part of.
    pub fn hold_of(&self, index: usize) -> Hold {
        let all = self.within(index).into_iter().chain(self.around(index));
        all.map(|index| self.vars[index].hold).max().unwrap_or(Hold::Free)
    }

    pub fn is_behind_pointer(&self, index: usize) -> bool {
        self.around(index).any(|around| self.vars[around].ty.is_pointer())
    }

    /// Whether a name is that of a part behind a pointer.
    pub fn has_pointer(&self, name: &str) -> bool {
        (0..self.vars.len()).any(|index| self.vars[index].name == name && self.is_behind_pointer(index))
    }

    /// A closure captures all that is behind a pointer, so that it had better not know the parts.
    fn can_be_captured(&self, index: usize) -> bool {
        let is_outside = self.closure.is_some_and(|(first, _)| index < first);
        !is_outside || !self.is_behind_pointer(index) && !self.uncaptured.contains(&index)
    }

    fn within_reach(&self, ty: Ty, most: Hold) -> Vec<usize> {
        let is_near = |(index, var): &(usize, &Var)| {
            var.ty == ty
                && var.state == State::Full
                && self.hold_of(*index) <= most
                && self.is_visible(*index)
                && self.can_be_captured(*index)
        };
        self.vars.iter().enumerate().filter(is_near).map(|(index, _)| index).collect()
    }

    /// Those that nothing is done with.
    pub fn usable(&self, ty: Ty) -> Vec<usize> {
        self.within_reach(ty, Hold::Free)
    }

    /// Those that can be looked at.
    pub fn lendable(&self, ty: Ty) -> Vec<usize> {
        self.within_reach(ty, Hold::Shared)
    }

    /// Those among them whose names have no dots.
    pub fn named(&self, ty: Ty) -> Vec<usize> {
        self.lendable(ty).into_iter().filter(|index| self.vars[*index].part_of.is_none()).collect()
    }

    fn inside_loops(&self) -> usize {
        let loops = self.targets.iter().filter(|target| target.repeats);
        loops.map(|target| target.outside).max().unwrap_or(0)
    }

    /// Those that can be changed in place. What keeps borrows isn't changed in a loop that it is outside of.
    pub fn changeable(&self, ty: Ty) -> Vec<usize> {
        let inside = self.closure.map_or(0, |(first, _)| first);
        let inside = if ty.is_borrow() { inside.max(self.inside_loops()) } else { inside };
        self.usable(ty).into_iter().filter(|index| *index >= inside && self.vars[*index].mutable).collect()
    }

    /// Those that can be assigned to as a whole.
    pub fn assignable(&self) -> Vec<usize> {
        let inside = self.closure.map_or(0, |(first, _)| first);
        let outside_loops = self.inside_loops();
        let is_assignable = |index: &usize| {
            let var = &self.vars[*index];
            let first = var.state == State::Empty && *index >= outside_loops && var.part_of.is_none();
            let has_place = var.part_of.is_none_or(|whole| self.vars[whole].state.rank() > 0);
            self.hold_of(*index) == Hold::Free
                && has_place
                && (var.mutable || first)
                && !var.ty.is_borrow()
                && !matches!(var.ty, Ty::Once | Ty::Keeper)
                && self.is_visible(*index)
        };
        (inside..self.vars.len()).filter(is_assignable).collect()
    }

    /// A use: who borrows the variable and can't bear it isn't used any more.
    pub fn touch(&mut self, index: usize, is_exclusive: bool) {
        let conflicts = |loan: &Loan| {
            (is_exclusive || loan.is_exclusive) && loan.of != TEMPORARY && self.overlap(loan.of, index)
        };
        let ended: Vec<usize> =
            (0..self.vars.len()).filter(|other| self.vars[*other].loans.iter().any(conflicts)).collect();
        ended.into_iter().for_each(|other| self.end_borrow(other));
        self.capture(index);
    }

    fn end_borrow(&mut self, index: usize) {
        if self.vars[index].state != State::Empty {
            self.vars[index].state = State::Gone;
        }
    }

    /// A use by value. Moves a variable, if its type does.
    pub fn take(&mut self, index: usize) {
        let is_moved = !self.vars[index].ty.is_copy();
        self.touch(index, is_moved);
        if is_moved {
            self.clear(index);
        }
    }

    /// It has no value any more.
    fn clear(&mut self, index: usize) {
        for part in self.within(index) {
            self.vars[part].state = State::Gone;
        }
        for whole in self.around(index).collect::<Vec<_>>() {
            if self.vars[whole].state == State::Full {
                self.vars[whole].state = State::Apart;
            }
        }
    }

    /// It is given a value.
    pub fn put(&mut self, index: usize) {
        self.touch(index, true);
        for part in self.within(index) {
            self.vars[part].state = State::Full;
        }
        for whole in self.around(index).collect::<Vec<_>>() {
            let mut parts = (0..self.vars.len()).filter(|part| self.vars[*part].part_of == Some(whole));
            if parts.all(|part| self.vars[part].state == State::Full) {
                self.vars[whole].state = State::Full;
            }
        }
    }

    /// A closure begins to grow.
    pub fn enter_closure(&mut self, is_move: bool) {
        let inside = self.vars.len();
        self.closure = Some((inside, self.targets.len()));
        let is_lent = |index: &usize| !self.vars[*index].ty.is_copy() && self.hold_of(*index) != Hold::Free;
        self.uncaptured = (0..inside).filter(|index| is_move && is_lent(index)).collect();
    }

    /// A use of any kind.
    fn capture(&mut self, index: usize) {
        if self.closure.is_some_and(|(first, _)| index < first) {
            self.captured.push(index);
        }
    }

    /// After a yield, no reference to a local may be used.
    pub fn suspend(&mut self) {
        for index in 0..self.vars.len() {
            if !self.vars[index].loans.is_empty() {
                self.end_borrow(index);
            }
        }
    }

    /// The variables that hold a borrow of another.
    pub fn borrowers(&self) -> Vec<usize> {
        let borrows =
            |index: &usize| self.vars[*index].state == State::Full && !self.vars[*index].loans.is_empty();
        (0..self.vars.len()).filter(borrows).collect()
    }

    /// The variables from `outside` on end.
    pub fn leave_scope(&mut self, outside: usize) {
        self.vars.truncate(outside);
        for index in 0..outside {
            let is_dangling = |loan: &Loan| loan.of != TEMPORARY && loan.of >= outside;
            if self.vars[index].loans.iter().any(is_dangling) {
                self.end_borrow(index);
                self.vars[index].loans.retain(|loan| !is_dangling(loan));
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
                *state = state.join(*other);
            }
        }
        self.restore(&joined);
    }

    /// The outer variables of a loop that were moved in its body and would be missed the next time.
    pub fn missing(&self, target: &Target) -> Vec<usize> {
        let missing = |index: &usize| target.entry[*index].rank() > self.vars[*index].state.rank();
        (0..target.outside).filter(missing).collect()
    }
}
