//! Random bodies: a seed in, a [`Body`] out, which rustc's own generators nearly always accept.
//!
//! A body grows in the order in which it is evaluated, and [`Env`] is kept up to date on the way: what was
//! moved isn't used again until it has been assigned to.

mod argument;
mod borrow;
mod branch;
mod closure;
mod env;
mod expr;
mod hidden;
mod iterate;
mod jump;
mod loops;
mod params;
mod parts;
mod pattern;
mod stmt;
mod yielding;

use crate::ast::{Block, Body, Expr, Kind, Part, Stmt, Ty};
use crate::definitions::{ME, OWN_NAMES};
use crate::features::{Feature, Features};
use env::{Env, Hold, Loan, State, Var};
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

/// The body of a seed. Each body has some of the features that are `on` only, so that they meet in many combinations,
/// and those that are `always` there.
pub fn grow(seed: u64, on: Features, always: Features) -> Body {
    let mut rng = SmallRng::seed_from_u64(seed);
    let share = *[0.35, 0.6, 0.85, 0.85].choose(&mut rng).unwrap_or(&0.6);
    // Of what only some bodies know, each knows less: then there is more of it.
    let strange_share = *[0.1, 0.25, 0.6].choose(&mut rng).unwrap_or(&0.25);
    let share_of = |feature: &Feature| if feature.is_strange() { strange_share } else { share };
    let chosen = on.iter().filter(|feature| rng.random_bool(share_of(feature)));
    let mut on: Features = chosen.chain(always.iter()).collect();
    if on.has(Feature::OwnNames) {
        // What a macro of the body's own does with a yield is its own affair.
        on.remove(Feature::YieldInMacro);
    }
    let item = item(on, &mut rng);
    let most = if on.iter().any(Feature::is_strange) { 100 } else { 70 };
    let budget = rng.random_range(15..most);
    let mut grower = Grower::new(rng, on, item, budget);
    grower.choose_themes();
    let params = grower.params();
    let mut block = grower.block(None);
    if !yields(Part::Block(&mut block)) {
        // One that never yields shows nothing.
        let value = Expr::leaf(item, item.simplest().unwrap_or("()"));
        block.stmts.insert(0, Stmt::Expr(Expr::new(Ty::Unit, Kind::Yield(Box::new(value)))));
    }
    let mut definitions = Vec::new();
    if on.has(Feature::OwnNames) {
        definitions.push(OWN_NAMES);
    }
    if params.iter().any(|param| param.ty.is_self()) {
        definitions.push(ME);
    }
    Body { seed, item, params, block, definitions }
}

/// The type of the items.
fn item(on: Features, rng: &mut SmallRng) -> Ty {
    let mut all = vec![Ty::Int, Ty::Int, Ty::Noisy, Ty::Noisy, Ty::Checked, Ty::MaybeInt];
    let strange = [
        (Ty::Text, Feature::TextMacros),
        (Ty::Ball, Feature::OwnMethods),
        (Ty::Trip, Feature::Parts),
        (Ty::Counted, Feature::Pointers),
    ];
    all.extend(strange.iter().filter(|(_, feature)| on.has(*feature)).map(|(ty, _)| *ty));
    *all.choose(rng).unwrap_or(&Ty::Int)
}

/// What is allowed where the body has grown to.
#[derive(Clone, Copy)]
struct Here {
    /// A yield may stand here.
    yields: bool,
    /// The outermost loop around that no yield may stand in, unless control then leaves it for good.
    calm: Option<usize>,
    /// After a yield that is in that loop, a jump may not lead to it nor to those after it, up to the second.
    beyond: Option<(usize, usize)>,
    /// A yield may stand in a branch that leaves that loop.
    yields_beyond: bool,
    /// What borrows a variable may be a part of what grows.
    borrows: bool,
    /// A noisy temporary that is borrowed may live here.
    temporaries: bool,
    /// It is evaluated before a suspension, over which Rust keeps its temporaries.
    in_head: bool,
    /// Variables before this one aren't moved or set for the first time here.
    floor: usize,
    /// Control may leave for good here.
    may_die: bool,
    /// `?` may stand here, which hands an item out, and may have to be seen.
    may_try: bool,
    /// How deep the expression is that grows.
    depth: u32,
}

fn yields(mut part: Part<'_>) -> bool {
    let is_yield = matches!(&part, Part::Expr(Expr { kind: Kind::Yield(_) | Kind::YieldFrom(_), .. }));
    is_yield || part.parts().into_iter().any(yields)
}

struct Grower {
    rng: SmallRng,
    on: Features,
    item: Ty,
    env: Env,
    here: Here,
    /// How many more nodes may grow.
    budget: i32,
    /// How deep the blocks are.
    nesting: u32,
    names: u32,
    labels: u32,
    makes: i64,
    /// What the value that has grown last borrows.
    lent: Vec<Loan>,
    /// What the body is about: types of which it has much.
    themes: Vec<Ty>,
}

impl Grower {
    fn new(rng: SmallRng, on: Features, item: Ty, budget: i32) -> Self {
        let here = Here {
            yields: true,
            calm: None,
            beyond: None,
            yields_beyond: false,
            borrows: true,
            temporaries: true,
            in_head: false,
            floor: 0,
            may_die: true,
            may_try: true,
            depth: 0,
        };
        Grower {
            rng,
            on,
            item,
            env: Env::default(),
            here,
            budget,
            nesting: 0,
            names: 0,
            labels: 0,
            makes: 0,
            lent: Vec::new(),
            themes: Vec::new(),
        }
    }

    /// Chooses what the body is about.
    fn choose_themes(&mut self) {
        let strange = self.strange_tys(|ty| !ty.is_borrow());
        self.themes = strange.choose_multiple(&mut self.rng, 2).copied().collect();
    }

    fn has(&self, feature: Feature) -> bool {
        self.on.has(feature)
    }

    fn chance(&mut self, probability: f64) -> bool {
        self.rng.random_bool(probability)
    }

    /// `feature`, with a probability.
    fn chance_of(&mut self, feature: Feature, probability: f64) -> bool {
        self.has(feature) && self.chance(probability)
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.choose(&mut self.rng).copied()
    }

    /// A type of variables that don't borrow each other.
    fn any_ty(&mut self) -> Ty {
        if !self.themes.is_empty() && self.chance(0.55) {
            return self.one_of(&self.themes.clone()).unwrap_or(Ty::Noisy);
        }
        let strange = self.strange_tys(|ty| !ty.is_borrow());
        if !strange.is_empty() && self.chance(0.15) {
            return self.one_of(&strange).unwrap_or(Ty::Noisy);
        }
        if self.chance(0.3) {
            return Ty::Noisy;
        }
        match self.one_of(&Ty::ALL) {
            Some(Ty::Shared | Ty::Exclusive) if !self.has(Feature::References) => Ty::Int,
            ty => ty.unwrap_or(Ty::Int),
        }
    }

    /// Those of the types that only some bodies know.
    fn strange_tys(&self, is_wanted: fn(Ty) -> bool) -> Vec<Ty> {
        let known = Ty::STRANGE.iter().filter(|(ty, feature)| self.has(*feature) && is_wanted(*ty));
        known.map(|(ty, _)| *ty).collect()
    }

    /// A name for a variable; now and then that of another, which is shadowed.
    fn name(&mut self) -> String {
        let mut visible = self.env.wholes();
        visible.retain(|index| !self.env.vars[*index].ty.is_self());
        if self.chance_of(Feature::Shadow, 0.25)
            && let Some(index) = self.one_of(&visible)
        {
            return self.env.vars[index].name.clone();
        }
        self.fresh_name()
    }

    fn fresh_name(&mut self) -> String {
        self.names += 1;
        format!("v{}", self.names)
    }

    fn label(&mut self) -> String {
        self.labels += 1;
        format!("'l{}", self.labels)
    }

    fn declare(&mut self, name: &str, ty: Ty, mutable: bool, state: State) -> usize {
        let has_parts = self.has(Feature::Parts)
            || matches!(
                ty,
                Ty::Trip | Ty::BoxedTrip | Ty::Pack | Ty::Link | Ty::Me | Ty::BoxedMe | Ty::Outbox
            );
        let var = Var {
            name: name.to_owned(),
            ty,
            mutable,
            state,
            hold: Hold::Free,
            loans: Vec::new(),
            part_of: None,
            is_fixed: false,
        };
        if has_parts { self.env.declare(var) } else { self.env.declare_alone(var) }
    }

    fn forbid_yields(&mut self) {
        (self.here.yields, self.here.yields_beyond) = (false, false);
    }

    /// Grows something with yields only if `feature` is on.
    fn with_yields<T>(&mut self, feature: Feature, grow: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.here;
        if !self.has(feature) {
            self.forbid_yields();
        }
        let grown = grow(self);
        self.here = outer;
        grown
    }

    fn without_yields<T>(&mut self, grow: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.here;
        self.forbid_yields();
        let grown = grow(self);
        self.here = outer;
        grown
    }

    /// Grows an argument of a macro of which no reader sees that it is an expression.
    fn unseen<T>(&mut self, grow: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.here;
        self.here.may_try = false;
        let grown = self.without_yields(grow);
        self.here = outer;
        grown
    }

    /// Grows what is evaluated before a suspension, over which Rust keeps its temporaries, or may.
    fn in_head<T>(&mut self, feature: Feature, grow: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.here;
        self.here.temporaries = self.has(Feature::Temporaries);
        self.here.in_head = true;
        let grown = self.with_yields(feature, grow);
        self.here = outer;
        grown
    }

    /// Grows what is evaluated on some paths only.
    fn on_some_path<T>(&mut self, grow: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.here.floor;
        if !self.has(Feature::SomePaths) {
            self.here.floor = self.env.vars.len();
        }
        let grown = grow(self);
        self.here.floor = outer;
        grown
    }

    /// Variables of a type that may be moved here.
    fn movable(&self, ty: Ty) -> Vec<usize> {
        if ty.is_copy() {
            return self.env.lendable(ty);
        }
        let usable = self.env.usable(ty).into_iter();
        usable.filter(|index| *index >= self.here.floor && !self.env.vars[*index].is_fixed).collect()
    }

    /// Variables that may be assigned to here.
    fn settable(&self) -> Vec<usize> {
        let is_settable =
            |index: &usize| *index >= self.here.floor || self.env.vars[*index].state == State::Full;
        self.env.assignable().into_iter().filter(is_settable).collect()
    }

    fn begin_stmt(&mut self) {
        self.here = Here { borrows: true, temporaries: true, in_head: false, depth: 0, ..self.here };
    }

    /// A block, and its scope. It has a value of the type that is wanted.
    fn block(&mut self, wanted: Option<Ty>) -> Block {
        let outside = self.env.vars.len();
        let outer = self.here;
        let (least, most) = match self.nesting {
            _ if self.budget < 0 => (0, 1),
            0 => (3, 12),
            _ => (usize::from(wanted.is_none()), 4),
        };
        self.nesting += 1;
        self.here.may_die &= wanted.is_none();
        let mut block = Block::default();
        for _ in 0..self.rng.random_range(least..=most) {
            if self.env.dead {
                break;
            }
            self.begin_stmt();
            self.stmt(&mut block.stmts);
        }
        self.here = outer;
        if let (Some(ty), false) = (wanted, self.env.dead) {
            block.tail = Some(Box::new(self.expr(ty)));
        }
        self.env.leave_scope(outside);
        self.nesting -= 1;
        block
    }
}
