//! The operations that expressions are made of: one row each, in Rust's order of evaluation.
//!
//! `op("both({0}, {1})", &[V(Noisy), V(Noisy)], Int, Calls, YieldInCall)` takes two values and gives a number;
//! yields may stand in its arguments where `YieldInCall` is on. What gives a borrow borrows from all that it is
//! given by reference.

mod borrows;
mod macros;
mod own;
mod plain;
mod pointers;
mod structs;

use crate::features::Feature;
use crate::types::Ty;
use std::sync::LazyLock;

/// How an operation takes an argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arg {
    /// By value.
    V(Ty),
    /// By value, as the receiver of a method.
    Receiver(Ty),
    /// By value, and not a variable: of a variable, a part would stay.
    Temporary(Ty),
    /// By value, if those before it don't decide the result.
    Lazy(Ty),
    /// By reference. No yield may follow in the operation, which would be held over it.
    B(Ty),
    /// The name of a variable that is used by reference.
    Name(Ty),
    /// A variable all of whose parts are moved out.
    Whole(Ty),
    /// The same, some of them captured by a closure, which would capture all that is behind a pointer.
    Captured(Ty),
    /// A variable that stays, though the macro can't tell.
    Stays(Ty),
    /// An exclusive reference, which is reborrowed.
    Reborrow(Ty),
    /// A mutable variable, by reference. No yield may follow.
    M(Ty),
    /// A mutable variable that is written after all else was evaluated.
    Target(Ty),
}

/// A row.
#[derive(Clone, Copy, Debug)]
pub struct Op {
    pub template: &'static str,
    /// Other templates, any of which does as well.
    pub others: &'static [&'static str],
    pub args: &'static [Arg],
    pub result: Ty,
    pub feature: Feature,
    /// What lets yields stand in its arguments. Where it is an operation that none may stand in, see [`NONE`].
    pub yields: Option<Feature>,
}

const NONE: Option<Feature> = None;

const fn op(
    template: &'static str,
    args: &'static [Arg],
    result: Ty,
    feature: Feature,
    yields: Feature,
) -> Op {
    Op { template, others: &[], args, result, feature, yields: Some(yields) }
}

const fn calm(template: &'static str, args: &'static [Arg], result: Ty, feature: Feature) -> Op {
    Op { template, others: &[], args, result, feature, yields: NONE }
}

/// `x = e`, whatever the types.
pub const ASSIGN: &str = "{0} = {1}";

/// All of them.
pub static OPS: LazyLock<Vec<Op>> = LazyLock::new(|| {
    let tables = [plain::PLAIN, borrows::BORROWS, structs::STRUCTS, pointers::POINTERS, macros::MACROS];
    tables.into_iter().flatten().copied().chain(own::methods()).collect()
});

impl Op {
    pub fn templates(&self) -> impl Iterator<Item = &'static str> {
        [self.template].into_iter().chain(self.others.iter().copied())
    }

    /// Whether a variable keeps a borrow of what else it is given.
    pub fn keeps_borrows(&self) -> bool {
        self.args.iter().any(|arg| matches!(arg, Arg::M(ty) if ty.is_borrow()))
    }
}
