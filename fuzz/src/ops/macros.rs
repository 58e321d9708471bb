//! Macros of a program's own that are given text or names, and what has a name of std's.

use super::Arg::{B, Name, V};
use super::{Op, calm, op};
use crate::features::Feature::*;
use crate::types::Ty::*;

/// The rows.
pub const MACROS: &[Op] = &[
    calm("say!(\"{{{0}}}\")", &[Name(Int)], Unit, TextMacros),
    calm("say!(\"<{{{0}:?}}> {{}}\", {1})", &[Name(Noisy), B(Int)], Unit, TextMacros),
    calm("say!(\"{{{0}:?}} {{{1}:?}}\")", &[Name(Pair), Name(Noisies)], Unit, TextMacros),
    calm("say!(\"{{n}} {{{1}:?}}\", n = {0})", &[B(Int), Name(MaybeNoisy)], Unit, TextMacros),
    calm("say!(\"{{{0}:?}}\")", &[Name(Trip)], Unit, TextMacros),
    calm("say!(\"{{{0}:?}}\")", &[Name(Me)], Unit, TextMacros),
    calm("say!(\"{{{0}:?}}\")", &[Name(Ball)], Unit, TextMacros),
    calm("say!(\"{{{0}:?}}\")", &[Name(Borrowed)], Unit, TextMacros),
    calm("say!(\"{{{0}:?}}\")", &[Name(BorrowedAll)], Unit, TextMacros),
    calm("say!(\"{{{0}}}\")", &[Name(Slice)], Unit, TextMacros),
    calm("written!(\"[{{{0}}}]\")", &[Name(Text)], Text, TextMacros),
    calm("written!(\"{{{0}:>0$}}\", {1} as usize % 9)", &[Name(Text), B(Int)], Text, TextMacros),
    calm("written!(\"{{{0}:?}} {{{1}}}\")", &[Name(Noisy), Name(Int)], Text, TextMacros),
    calm("tell!(\"[{{:?}}]\", {0})", &[B(Noisy)], Unit, TextMacros),
    calm("tell!(\"[{{}}]\", {0})", &[B(Int)], Unit, TextMacros),
    calm("glance!({0})", &[Name(Noisy)], Unit, TextMacros),
    calm("glance!({0} {1})", &[Name(Noisies), Name(Mixed)], Unit, TextMacros),
    calm("call!({0}.look)", &[Name(Noisy)], Int, TextMacros),
    calm("call!({0}.clone)", &[Name(Text)], Text, TextMacros),
    // Under names of std's. See `definitions`.
    calm("todo!(\"{{{0}:?}}\")", &[Name(Noisy)], Unit, OwnNames),
    calm("todo!(\"more {{}}\", {0})", &[B(Int)], Unit, OwnNames),
    calm("unreachable!({0})", &[B(Int)], Int, OwnNames),
    calm("unimplemented!({0})", &[V(Noisy)], Noisy, OwnNames),
    op("process::exit({0})", &[V(Int)], Unit, OwnNames, YieldInCall),
    calm("matches!({0}, Some(_))", &[B(MaybeNoisy)], Bool, OwnNames),
    calm("assert!({0})", &[B(Int)], Unit, OwnNames),
];
