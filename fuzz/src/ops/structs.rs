//! Structs that are taken apart, lists of boxes, iterators in variables.

use super::Arg::{B, Captured, M, Reborrow, Receiver, Stays, V, Whole};
use super::{Op, calm, op};
use crate::features::Feature::*;
use crate::types::Ty::*;

/// The rows.
pub const STRUCTS: &[Op] = &[
    op("trip({0}, {1})", &[V(Int), V(Noisy)], Trip, Parts, YieldInCall),
    op(
        "Trip {{ stops: {0}, ticket: {1}, rate: {2}, name: {3}, spare: {4}, pack: {5} }}",
        &[V(Noisies), V(Noisy), V(Int), V(Text), V(MaybeNoisy), V(Pack)],
        Trip,
        Parts,
        YieldInLiteral,
    ),
    op("Trip {{ rate: {0}, ..{1} }}", &[V(Int), V(Trip)], Trip, Rests, YieldInLiteral),
    op("Trip {{ ticket: {0}, ..{1} }}", &[V(Noisy), V(Trip)], Trip, Rests, YieldInLiteral),
    op("pack({0}, {1})", &[V(Int), V(Noisy)], Pack, Parts, YieldInCall),
    op("Pack {{ lid: {0}, size: {1} }}", &[V(Noisy), V(Int)], Pack, Parts, YieldInLiteral),
    op("Box::new({0})", &[V(Trip)], BoxedTrip, Parts, YieldInCall),
    calm("*<0>", &[V(BoxedTrip)], Trip, Parts),
    op("eat_any({0})", &[V(Trip)], Int, Parts, YieldInCall),
    op("eat_any({0})", &[V(BoxedTrip)], Int, Parts, YieldInCall),
    op("eat_any({0})", &[V(Pack)], Int, Parts, YieldInCall),
    op("eat_any({0})", &[Whole(Me)], Int, SelfParam, YieldInCall),
    calm("<0>.may_go()", &[B(Trip)], Bool, Parts),
    calm("<0>.may_go()", &[B(BoxedTrip)], Bool, Parts),
    calm("<0>.known()", &[Stays(Me)], Bool, SelfParam),
    calm("<0>.known()", &[Stays(BoxedMe)], Bool, SelfParam),
    calm(
        "{0}.stops.into_iter().map(move |k| k.0 % 100 * {0}.rate).sum::<i64>()",
        &[Captured(Trip)],
        Int,
        Parts,
    ),
    calm("{0}.spare.filter(|k| k.0 > {0}.rate)", &[Captured(Trip)], MaybeNoisy, Parts),
    // Enums.
    op("cargo({0}, {1})", &[V(Int), V(Noisy)], Cargo, Rests, YieldInCall),
    op("Cargo::Crates({0})", &[V(Noisies)], Cargo, Rests, YieldInCall),
    op("Cargo::Pallet({0}, {1})", &[V(MaybeNoisy), V(Int)], Cargo, Rests, YieldInCall),
    op("Cargo::Person {{ age: {0}, name: {1} }}", &[V(Int), V(Noisy)], Cargo, Rests, YieldInLiteral),
    op("eat_any({0})", &[V(Cargo)], Int, Rests, YieldInCall),
    // Lists of boxes.
    op("link({0}, {1})", &[V(Noisy), V(MaybeLink)], Link, Chains, YieldInCall),
    op("chain({0}, {1})", &[V(Int), V(Noisy)], Link, Chains, YieldInCall),
    op("Some({0})", &[V(Link)], MaybeLink, Chains, YieldInCall),
    calm("<0>.take()", &[M(MaybeLink)], MaybeLink, Chains),
    op("<0>.map(|link| *link).and_then(|link| link.next)", &[V(MaybeLink)], MaybeLink, Chains, YieldInMethod),
    calm("depth(&{0})", &[B(MaybeLink)], Int, Chains),
    calm("<0>.is_some()", &[B(MaybeLink)], Bool, Chains),
    op("eat_any({0})", &[V(MaybeLink)], Int, Chains, YieldInCall),
    // From outside.
    op("outbox({0})", &[V(Int)], Outbox, Outside, YieldInCall),
    calm("<0>.send({1})", &[Reborrow(Outbox), V(Int)], Int, Outside),
    calm("(<0>.queue.len() as i64)", &[B(Outbox)], Int, Outside),
    // Iterators.
    op("<0>.into_iter()", &[Receiver(Noisies)], Rest, Iterators, YieldInReceiver),
    op("<0>.into_iter().peekable()", &[Receiver(Ints)], Ahead, Iterators, YieldInReceiver),
    calm("<0>.next()", &[M(Rest)], MaybeNoisy, Iterators),
    calm("<0>.next_back()", &[M(Rest)], MaybeNoisy, Iterators),
    calm("<0>.nth(1)", &[M(Rest)], MaybeNoisy, Iterators),
    calm("<0>.by_ref().last()", &[M(Rest)], MaybeNoisy, Iterators),
    op("<0>.last()", &[Receiver(Rest)], MaybeNoisy, Iterators, YieldInReceiver),
    op("<0>.rev().last()", &[Receiver(Rest)], MaybeNoisy, Iterators, YieldInReceiver),
    op("<0>.collect::<Vec<_>>()", &[Receiver(Rest)], Noisies, Iterators, YieldInReceiver),
    op("(<0>.count() as i64)", &[Receiver(Rest)], Int, Iterators, YieldInReceiver),
    calm("(<0>.len() as i64)", &[B(Rest)], Int, Iterators),
    calm("<0>.peek().copied()", &[M(Ahead)], MaybeInt, Iterators),
    calm("<0>.next_if(|k| *k > 1)", &[M(Ahead)], MaybeInt, Iterators),
    calm("<0>.next()", &[M(Ahead)], MaybeInt, Iterators),
    op("<0>.last()", &[Receiver(Ahead)], MaybeInt, Iterators, YieldInReceiver),
    op("<0>.max()", &[Receiver(Ahead)], MaybeInt, Iterators, YieldInReceiver),
    op("<0>.eq([0, 1])", &[Receiver(Ahead)], Bool, Iterators, YieldInReceiver),
    op("<0>.sum::<i64>()", &[Receiver(Ahead)], Int, Iterators, YieldInReceiver),
];
