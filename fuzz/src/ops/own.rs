//! The methods of a program's own types: `kit/src/names.rs` says how each takes `self` and what it gives.

use super::Arg::{self, B, M, Receiver, V};
use super::Op;
use crate::features::Feature;
use crate::types::Ty;

/// What a method is like. See `kit/src/own.rs`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    Built,
    Spent,
    Emptied,
    Halved,
    Parsed,
    Listed,
    Parted,
    Counted,
    Asked,
    Issued,
    Lent,
    Found,
    Lined,
    Copied,
    Rung,
    Toned,
    Filled,
    Drawn,
    Borne,
    Chained,
    Changed,
    Opened,
}

use Shape::*;

const SHAPES: [Shape; 22] = [
    Built, Spent, Emptied, Halved, Parsed, Listed, Parted, Counted, Asked, Issued, Lent, Found, Lined,
    Copied, Rung, Toned, Filled, Drawn, Borne, Chained, Changed, Opened,
];

macro_rules! own_methods {
    ($($name:ident $ball:ident $cart:ident $desk:ident;)*) => {
        const METHODS: &[(&str, [Shape; 3])] = &[$((stringify!($name), [$ball, $cart, $desk])),*];
    };
}

include!("../../kit/src/names.rs");

/// A row for each type and shape, with all names of methods that are so.
pub fn methods() -> Vec<Op> {
    let types = [Ty::Ball, Ty::Cart, Ty::Desk].into_iter().enumerate();
    types.flat_map(|(index, ty)| SHAPES.iter().filter_map(move |shape| row(index, ty, *shape))).collect()
}

fn row(index: usize, ty: Ty, shape: Shape) -> Option<Op> {
    let names: Vec<&str> =
        METHODS.iter().filter(|(_, shapes)| shapes[index] == shape).map(|(name, _)| *name).collect();
    let calls = names.iter().enumerate().map(|(at, name)| match shape {
        Chained => format!("{{{{ <0>.{name}({{1}}).{}({{2}}); }}}}", names[(at + 1) % names.len()]),
        Built | Issued | Filled | Changed => format!("<0>.{name}({{1}})"),
        _ => format!("<0>.{name}()"),
    });
    let templates: Vec<&'static str> = calls.map(|text| &*text.leak()).collect();
    let (template, others) = templates.leak().split_first()?;
    let args: &'static [Arg] = arguments(ty, shape).leak();
    let takes_self = matches!(args[0], Receiver(_));
    let feature = match shape {
        Lent | Found | Opened => Feature::ReturnedBorrows,
        Lined => Feature::ListsOfBorrows,
        Issued | Copied | Borne => Feature::FromBorrows,
        _ => Feature::OwnMethods,
    };
    let yields = takes_self.then_some(Feature::YieldInMethod);
    Some(Op { template, others, args, result: result(ty, shape), feature, yields })
}

fn arguments(ty: Ty, shape: Shape) -> Vec<Arg> {
    let receiver = match shape {
        Built | Spent | Emptied | Halved | Parsed | Listed | Parted => Receiver(ty),
        Counted | Asked | Issued | Lent | Found | Lined | Copied | Rung | Toned => B(ty),
        Filled | Drawn | Borne | Chained | Changed | Opened => M(ty),
    };
    match shape {
        Chained => vec![receiver, V(Ty::Int), V(Ty::Int)],
        Built | Issued | Filled | Changed => vec![receiver, V(Ty::Int)],
        _ => vec![receiver],
    }
}

fn result(ty: Ty, shape: Shape) -> Ty {
    match shape {
        Built | Copied => ty,
        Spent | Counted | Changed => Ty::Int,
        Emptied | Issued | Borne => Ty::Noisy,
        Halved | Drawn => Ty::MaybeNoisy,
        Parsed => Ty::Checked,
        Listed => Ty::Noisies,
        Parted => Ty::Pair,
        Asked => Ty::Bool,
        Lent => Ty::Borrowed,
        Found => Ty::MaybeBorrowed,
        Lined => Ty::BorrowedAll,
        Rung => Ty::MaybeInt,
        Toned => Ty::Ints,
        Filled | Chained => Ty::Unit,
        Opened => Ty::BorrowedList,
    }
}
