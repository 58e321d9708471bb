//! Random bodies: a seed in, a [`Body`] out, which rustc's own generators nearly always accept.
//!
//! A body grows in the order in which it is evaluated, and [`Env`] is kept up to date on the way: what was
//! moved isn't used again until it has been assigned to.

mod branch;
mod env;
mod expr;
mod jump;
mod loops;
mod pattern;
mod stmt;

use crate::ast::{Block, Body, Expr, Kind, Param, Part, Stmt, Ty};
use crate::features::{Feature, Features};
use env::{Env, State, Var};
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

/// The body of a seed. Each body has some of the features only, so that they meet in many combinations.
pub fn grow(seed: u64, on: Features) -> Body {
    let mut rng = SmallRng::seed_from_u64(seed);
    let share = *[0.35, 0.6, 0.85].choose(&mut rng).unwrap_or(&0.6);
    let on = on.iter().filter(|_| rng.random_bool(share)).collect();
    let item = *[Ty::Int, Ty::Int, Ty::Noisy, Ty::Checked, Ty::MaybeInt].choose(&mut rng).unwrap_or(&Ty::Int);
    let budget = rng.random_range(15..70);
    let mut grower = Grower {
        rng,
        on,
        item,
        env: Env::default(),
        here: Here {
            yields: true,
            borrows: true,
            temporaries: true,
            in_head: false,
            floor: 0,
            may_die: true,
            depth: 0,
        },
        budget,
        nesting: 0,
        names: 0,
        labels: 0,
        makes: 0,
    };
    let params = grower.params();
    let mut block = grower.block(None);
    if !yields(Part::Block(&mut block)) {
        // One that never yields shows nothing.
        let value = Expr::leaf(item, item.simplest().unwrap_or("()"));
        block.stmts.insert(0, Stmt::Expr(Expr::new(Ty::Unit, Kind::Yield(Box::new(value)))));
    }
    Body { seed, item, params, block }
}

/// What is allowed where the body has grown to.
#[derive(Clone, Copy)]
struct Here {
    /// A yield may stand here.
    yields: bool,
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
}

impl Grower {
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

    fn params(&mut self) -> Vec<Param> {
        let mut params = Vec::new();
        for _ in 0..self.rng.random_range(0..4) {
            let ty = self.any_ty();
            let mutable = self.chance(0.5);
            let name = self.fresh_name();
            self.declare(&name, ty, mutable, State::Full);
            params.push(Param { name, ty, mutable });
        }
        params
    }

    fn any_ty(&mut self) -> Ty {
        if self.chance(0.3) {
            return Ty::Noisy;
        }
        match self.one_of(&Ty::ALL) {
            Some(Ty::Shared | Ty::Exclusive) if !self.has(Feature::References) => Ty::Int,
            ty => ty.unwrap_or(Ty::Int),
        }
    }

    /// A name for a variable; now and then that of another, which is shadowed.
    fn name(&mut self) -> String {
        let visible: Vec<usize> = (0..self.env.vars.len()).collect();
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

    fn declare(&mut self, name: &str, ty: Ty, mutable: bool, state: State) {
        self.env.vars.push(Var { name: name.to_owned(), ty, mutable, state, frozen: false });
    }

    /// Grows something with yields only if `feature` is on.
    fn with_yields<T>(&mut self, feature: Feature, grow: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.here;
        self.here.yields &= self.has(feature);
        let grown = grow(self);
        self.here = outer;
        grown
    }

    fn without_yields<T>(&mut self, grow: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.here;
        self.here.yields = false;
        let grown = grow(self);
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
        let usable = self.env.usable(ty);
        usable.into_iter().filter(|index| ty.is_copy() || *index >= self.here.floor).collect()
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
        self.env.vars.truncate(outside);
        self.nesting -= 1;
        block
    }

    fn yield_stmt(&mut self) -> Stmt {
        Stmt::Expr(self.yielding())
    }
}
