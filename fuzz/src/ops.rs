//! The operations that expressions are made of: one row each, in Rust's order of evaluation.
//!
//! `op("both({0}, {1})", &[V(Noisy), V(Noisy)], Int, Calls, YieldInCall)` takes two values and gives a number;
//! yields may stand in its arguments where `YieldInCall` is on.

use crate::ast::Ty::{self, *};
use crate::features::Feature::{self, *};

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
    /// A variable that stays, though the macro can't tell.
    Stays(Ty),
    /// An exclusive reference, which is reborrowed.
    Reborrow(Ty),
    /// A mutable variable, by reference. No yield may follow.
    M(Ty),
    /// A mutable variable that is written after all else was evaluated.
    Target(Ty),
}
use Arg::{B, Lazy, M, Name, Reborrow, Receiver, Stays, Target, Temporary, V, Whole};

/// A row.
#[derive(Clone, Copy, Debug)]
pub struct Op {
    pub template: &'static str,
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
    Op { template, args, result, feature, yields: Some(yields) }
}

const fn calm(template: &'static str, args: &'static [Arg], result: Ty, feature: Feature) -> Op {
    Op { template, args, result, feature, yields: NONE }
}

/// `x = e`, whatever the types.
pub const ASSIGN: &str = "{0} = {1}";

/// All of them.
pub const OPS: &[Op] = &[
    // Numbers.
    op("num({0})", &[V(Int)], Int, Calls, YieldInCall),
    op("sum({0}, {1})", &[V(Int), V(Int)], Int, Calls, YieldInCall),
    op("after({0}, {1})", &[V(Unit), V(Int)], Int, Calls, YieldInCall),
    op("between({0}, {1}, {2})", &[V(Int), V(Unit), V(Noisy)], Int, Calls, YieldInCall),
    op("eat({0})", &[V(Noisy)], Int, Calls, YieldInCall),
    op("both({0}, {1})", &[V(Noisy), V(Noisy)], Int, Calls, YieldInCall),
    op("mix({0}, {1})", &[V(Int), V(Noisy)], Int, Calls, YieldInCall),
    op("eat_any({0})", &[V(MaybeNoisy)], Int, Calls, YieldInCall),
    op("eat_any({0})", &[V(Boxed)], Int, Calls, YieldInCall),
    op("eat_any({0})", &[V(Pair)], Int, Calls, YieldInCall),
    op("eat_any({0})", &[V(Two)], Int, Calls, YieldInCall),
    op("eat_any({0})", &[V(Mixed)], Int, Calls, YieldInCall),
    op("eat_any({0})", &[V(Noisies)], Int, Calls, YieldInCall),
    op("eat_any({0})", &[V(Text)], Int, Calls, YieldInCall),
    op("eat_any({0})", &[V(Ints)], Int, Calls, YieldInCall),
    op("eat_any({0})", &[V(Checked)], Int, Calls, YieldInCall),
    op("peek(&{0})", &[B(Noisy)], Int, Borrows, YieldInCall),
    calm("peek({0})", &[V(Borrowed)], Int, Borrows),
    op("peek({0})", &[V(Shared)], Int, References, YieldInCall),
    calm("fill({0}, {1})", &[Reborrow(Exclusive), V(Int)], Int, References),
    calm("(<0>.len() as i64)", &[B(Exclusive)], Int, References),
    calm("<0>.iter().sum::<i64>()", &[B(Exclusive)], Int, References),
    op("shared({0})", &[V(Int)], Shared, References, YieldInCall),
    op("exclusive({0})", &[V(Int)], Exclusive, References, YieldInCall),
    calm("<0>.push({1})", &[Reborrow(Exclusive), V(Int)], Unit, References),
    op("*<0> = {1}", &[Target(Exclusive), V(Ints)], Unit, References, YieldInAssign),
    op("({0} + {1})", &[V(Int), V(Int)], Int, Operators, YieldInOperand),
    op("({0} - {1})", &[V(Int), V(Int)], Int, Operators, YieldInOperand),
    op("(<0> % 7)", &[V(Int)], Int, Operators, YieldInOperand),
    op("(-<0>)", &[V(Int)], Int, Operators, YieldInOperand),
    op("(<0> as i64)", &[V(Bool)], Int, Operators, YieldInCast),
    op("(<0> as u8 as i64)", &[V(Int)], Int, Operators, YieldInCast),
    op("<0>.max({1})", &[Receiver(Int), V(Int)], Int, Methods, YieldInMethod),
    op("<0>.wrapping_add({1})", &[Receiver(Int), V(Int)], Int, Methods, YieldInMethod),
    op("<0>.unwrap_or({1})", &[Receiver(MaybeInt), V(Int)], Int, Methods, YieldInMethod),
    op("<0>.consume()", &[Receiver(Noisy)], Int, Methods, YieldInMethod),
    calm("(<0>.len() as i64)", &[B(Text)], Int, Methods),
    calm("(<0>.len() as i64)", &[B(Ints)], Int, Methods),
    calm("<0>.iter().sum::<i64>()", &[B(Ints)], Int, Methods),
    op("<0>[(<1>).rem_euclid(3) as usize]", &[V(Array), V(Int)], Int, Index, YieldInIndex),
    op("({0}, {1}).1", &[V(Bool), V(Int)], Int, Literals, YieldInLiteral),
    op("[{0}, {1}][1]", &[V(Int), V(Int)], Int, Literals, YieldInLiteral),
    op("unsafe {{ trust({0}) }}", &[V(Int)], Int, Unsafe, YieldInUnsafe),
    op("both({0}.0, {0}.1)", &[Whole(Pair)], Int, TakeApart, YieldInCall),
    op("both({0}.right, {0}.left)", &[Whole(Two)], Int, TakeApart, YieldInCall),
    op("mix({0}.count, {0}.noisy)", &[Whole(Mixed)], Int, TakeApart, YieldInCall),
    op("dbg!({0})", &[V(Int)], Int, Macros, YieldInMacro),
    op("<0>({1})", &[Whole(Once), V(Int)], Int, HeldClosure, MovedWhenCalled),
    calm("{0}.count", &[Stays(Mixed)], Int, MayMove),
    calm("{0}.look()", &[Stays(Noisy)], Int, MayMove),
    calm("{0}.0.look()", &[Stays(Pair)], Int, MayMove),
    calm("eat(*{0})", &[V(Boxed)], Int, Unknown),
    // Truth values.
    op("flag({0})", &[V(Bool)], Bool, Calls, YieldInCall),
    op("(<0> == {1})", &[V(Int), V(Int)], Bool, Operators, YieldInOperand),
    op("(<0> < {1})", &[V(Int), V(Int)], Bool, Operators, YieldInOperand),
    op("({0} && {1})", &[V(Bool), Lazy(Bool)], Bool, Operators, YieldInOperand),
    op("({0} || {1})", &[V(Bool), Lazy(Bool)], Bool, Operators, YieldInOperand),
    op("(!<0>)", &[V(Bool)], Bool, Operators, YieldInOperand),
    calm("({0} == {1})", &[B(Text), B(Text)], Bool, Operators),
    calm("<0>.is_some()", &[B(MaybeNoisy)], Bool, Methods),
    calm("<0>.is_none()", &[B(MaybeInt)], Bool, Methods),
    calm("<0>.is_empty()", &[B(Noisies)], Bool, Methods),
    calm("<0>.contains(&{1})", &[B(Ints), B(Int)], Bool, Methods),
    op("matches!({0}, Some(k) if k > 1)", &[V(MaybeInt)], Bool, Macros, YieldInMacro),
    op("matches!({0}, Some(_))", &[B(MaybeNoisy)], Bool, Macros, YieldInMacro),
    op("matches!({0}, Err(_))", &[B(Checked)], Bool, Macros, YieldInMacro),
    // Text and lists.
    op("text({0})", &[V(Int)], Text, Calls, YieldInCall),
    op("({0} + {{ {1}; \"x\" }})", &[V(Text), V(Unit)], Text, Operators, YieldInOperand),
    calm("({0} + &{1})", &[V(Text), B(Text)], Text, Operators),
    calm("<0>.to_string()", &[B(Int)], Text, Methods),
    calm("<0>.clone()", &[B(Text)], Text, Methods),
    op("format!(\"{{}} {{}}\", {0}, {1})", &[B(Int), B(Bool)], Text, Macros, YieldInMacro),
    op("format!(\"{{:?}}\", {0})", &[B(Noisy)], Text, Macros, YieldInMacro),
    op("format!(\"{{:?}} {{:?}}\", {0}, {1})", &[B(Noisy), B(MaybeNoisy)], Text, Macros, YieldInMacro),
    op("format!(\"{{a}} {{b}}\", b = {0}, a = {1})", &[B(Int), B(Int)], Text, Macros, YieldInMacro),
    calm("format!(\"{{{0}}} {{{1}:?}}\")", &[Name(Int), Name(Noisy)], Text, InlineArguments),
    calm("format!(\"{{{0}:?}} {{}}\", {1})", &[Name(Pair), B(Int)], Text, InlineArguments),
    calm("format!(\"{{{0}:>4}}\")", &[Name(Text)], Text, InlineArguments),
    op("ints({0})", &[V(Int)], Ints, Calls, YieldInCall),
    op("vec![{0}, {1}]", &[V(Int), V(Int)], Ints, Macros, YieldInMacro),
    op("vec![{0}; 2]", &[V(Int)], Ints, Macros, YieldInMacro),
    calm("<0>.clone()", &[B(Ints)], Ints, Methods),
    calm("<0>.iter().map(|k| k + 1).collect::<Vec<_>>()", &[B(Ints)], Ints, Methods),
    op("[{0}, {1}, {2}]", &[V(Int), V(Int), V(Int)], Array, Literals, YieldInLiteral),
    op("[{0}; 3]", &[V(Int)], Array, Literals, YieldInLiteral),
    // Options and results.
    op("Some({0})", &[V(Int)], MaybeInt, Calls, YieldInCall),
    op("even({0})", &[V(Int)], MaybeInt, Calls, YieldInCall),
    op("<0>.or({1})", &[Receiver(MaybeInt), V(MaybeInt)], MaybeInt, Methods, YieldInMethod),
    op("<0>.then_some({1})", &[Receiver(Bool), V(Int)], MaybeInt, Methods, YieldInMethod),
    op("<0>.map(|k| k + 1)", &[Receiver(MaybeInt)], MaybeInt, Methods, YieldInMethod),
    calm("<0>.pop()", &[M(Ints)], MaybeInt, Methods),
    op("Ok::<i64, String>({0})", &[V(Int)], Checked, Calls, YieldInCall),
    op("Err::<i64, String>({0})", &[V(Text)], Checked, Calls, YieldInCall),
    op("check({0})", &[V(Int)], Checked, Calls, YieldInCall),
    op("<0>.map(|k| k + 1)", &[Receiver(Checked)], Checked, Methods, YieldInMethod),
    // What can be seen to be dropped.
    op("pass({0})", &[V(Noisy)], Noisy, Calls, YieldInCall),
    op("pick({0}, {1}, {2})", &[V(Bool), V(Noisy), V(Noisy)], Noisy, Calls, YieldInCall),
    op("make({0})", &[V(Int)], Noisy, Calls, YieldInCall),
    op("Noisy({0})", &[V(Int)], Noisy, Literals, YieldInLiteral),
    op("<0>.unwrap_or({1})", &[Receiver(MaybeNoisy), V(Noisy)], Noisy, Methods, YieldInMethod),
    op("pair({0}, {1}).0", &[V(Noisy), V(Noisy)], Noisy, PartOfTemporary, YieldInCall),
    calm("std::mem::replace(&mut {0}, {1})", &[M(Noisy), V(Noisy)], Noisy, MadeFromBorrow),
    calm("*<0>", &[V(Boxed)], Noisy, Unknown),
    op("Some({0})", &[V(Noisy)], MaybeNoisy, Calls, YieldInCall),
    op("keep({0}, {1})", &[V(Bool), V(Noisy)], MaybeNoisy, Calls, YieldInCall),
    op("<0>.or({1})", &[Receiver(MaybeNoisy), V(MaybeNoisy)], MaybeNoisy, Methods, YieldInMethod),
    calm("<0>.pop()", &[M(Noisies)], MaybeNoisy, Methods),
    calm("<0>.replace({1})", &[M(MaybeNoisy), V(Noisy)], MaybeNoisy, Methods),
    calm("<0>.take()", &[M(MaybeNoisy)], MaybeNoisy, Unknown),
    op("Box::new({0})", &[V(Noisy)], Boxed, Calls, YieldInCall),
    op("({0}, {1})", &[V(Noisy), V(Noisy)], Pair, Literals, YieldInLiteral),
    op("pair({0}, {1})", &[V(Noisy), V(Noisy)], Pair, Calls, YieldInCall),
    op("Two {{ left: {0}, right: {1} }}", &[V(Noisy), V(Noisy)], Two, Literals, YieldInLiteral),
    op("Two {{ right: {0}, left: {1} }}", &[V(Noisy), V(Noisy)], Two, Literals, YieldInLiteral),
    op("Two {{ left: {0}, ..{1} }}", &[V(Noisy), Temporary(Two)], Two, PartOfTemporary, YieldInLiteral),
    op("two({0}, {1})", &[V(Noisy), V(Noisy)], Two, Calls, YieldInCall),
    op("Mixed {{ count: {0}, noisy: {1} }}", &[V(Int), V(Noisy)], Mixed, Literals, YieldInLiteral),
    op("Mixed {{ noisy: {0}, count: {1} }}", &[V(Noisy), V(Int)], Mixed, Literals, YieldInLiteral),
    op("Mixed {{ count: {0}, ..{1} }}", &[V(Int), V(Mixed)], Mixed, Literals, YieldInLiteral),
    op("mixed({0}, {1})", &[V(Int), V(Noisy)], Mixed, Calls, YieldInCall),
    op("noisies({0})", &[V(Int)], Noisies, Calls, YieldInCall),
    op("vec![{0}]", &[V(Noisy)], Noisies, Macros, YieldInMacro),
    op("vec![{0}, {1}]", &[V(Noisy), V(Noisy)], Noisies, Macros, YieldInMacro),
    // What is done for its effect.
    op("tick({0})", &[V(Int)], Unit, Calls, YieldInCall),
    op("drop({0})", &[V(Noisy)], Unit, Calls, YieldInCall),
    op("drop({0})", &[V(MaybeNoisy)], Unit, Calls, YieldInCall),
    op("drop({0})", &[V(Pair)], Unit, Calls, YieldInCall),
    op("drop({0})", &[V(Two)], Unit, Calls, YieldInCall),
    op("drop({0})", &[Whole(Once)], Unit, HeldClosure, YieldInCall),
    calm("<0>.push({1})", &[M(Ints), V(Int)], Unit, Methods),
    calm("<0>.push({1})", &[M(Noisies), V(Noisy)], Unit, Methods),
    calm("<0>.insert(0, {1})", &[M(Noisies), V(Noisy)], Unit, Methods),
    calm("<0>.clear()", &[M(Noisies)], Unit, Methods),
    op("{0} += {1}", &[Target(Int), V(Int)], Unit, Compound, YieldInCompound),
    op("{0} -= {1}", &[Target(Int), V(Int)], Unit, Compound, YieldInCompound),
    calm("{0} += &{1}", &[M(Text), B(Text)], Unit, Compound),
    op("{0}[1] = {1}", &[Target(Array), V(Int)], Unit, Assign, YieldInAssign),
    op("{0}.count = {1}", &[Target(Mixed), V(Int)], Unit, Assign, YieldInAssign),
    op("{0}.noisy = {1}", &[Target(Mixed), V(Noisy)], Unit, Assign, YieldInAssign),
    op("{0}.1 = {1}", &[Target(Pair), V(Noisy)], Unit, Assign, YieldInAssign),
    op("{0}.left = {1}", &[Target(Two), V(Noisy)], Unit, Assign, YieldInAssign),
    op("assert!({0} || true)", &[V(Bool)], Unit, Macros, YieldInMacro),
    op("assert!({0}, \"not {{}}\", {1})", &[V(Bool), B(Int)], Unit, Panic, YieldInMacro),
    op("assert_ne!({0}, {1} + 1000)", &[B(Int), B(Int)], Unit, Macros, YieldInMacro),
    op("println!(\"{{}} {{:?}}\", {0}, {1})", &[B(Int), B(Noisy)], Unit, Macros, YieldInMacro),
    calm("println!(\"{{{0}}}\")", &[Name(Int)], Unit, InlineArguments),
    calm("write!({0}, \"{{}}\", {1}).unwrap()", &[M(Text), B(Int)], Unit, Macros),
    calm("write!({0}, \"{{{1}:?}}\").unwrap()", &[M(Text), Name(Noisy)], Unit, InlineArguments),
];
