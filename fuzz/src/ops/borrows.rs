//! Functions and methods that return borrows of their arguments; lists of borrows; guards; operators on
//! references.

use super::Arg::{B, M, Reborrow, Receiver, Stays, Target, V, Whole};
use super::{Op, calm, op};
use crate::features::Feature::*;
use crate::types::Ty::*;

/// The rows.
pub const BORROWS: &[Op] = &[
    // One borrow.
    calm("&{0}", &[B(Noisy)], Borrowed, ReturnedBorrows),
    calm("lend(&{0})", &[B(Noisy)], Borrowed, ReturnedBorrows),
    calm("lend({0})", &[V(Borrowed)], Borrowed, ReturnedBorrows),
    calm("either(&{0}, &{1}, {2})", &[B(Noisy), B(Noisy), V(Bool)], Borrowed, ReturnedBorrows),
    calm("<0>.unwrap_or(&{1})", &[V(MaybeBorrowed), B(Noisy)], Borrowed, ReturnedBorrows),
    calm("<0>.of()", &[V(View)], Borrowed, ReturnedBorrows),
    op("lend({0})", &[V(Shared)], Borrowed, ReturnedBorrows, YieldInCall),
    calm("peek({0})", &[V(Borrowed)], Int, ReturnedBorrows),
    calm("<0>.look()", &[V(Borrowed)], Int, ReturnedBorrows),
    // One that may not be there.
    calm("foremost(&{0})", &[B(Noisies)], MaybeBorrowed, ReturnedBorrows),
    calm("<0>.last()", &[B(Noisies)], MaybeBorrowed, ReturnedBorrows),
    calm("<0>.get(1)", &[B(Noisies)], MaybeBorrowed, ReturnedBorrows),
    calm("<0>.iter().max_by_key(|k| k.0)", &[B(Noisies)], MaybeBorrowed, ReturnedBorrows),
    calm("<0>.as_ref()", &[B(MaybeNoisy)], MaybeBorrowed, ReturnedBorrows),
    calm("<0>.as_slice().first()", &[B(Rest)], MaybeBorrowed, Iterators),
    calm("<0>.or({1})", &[V(MaybeBorrowed), V(MaybeBorrowed)], MaybeBorrowed, ReturnedBorrows),
    calm("Some({0})", &[V(Borrowed)], MaybeBorrowed, ReturnedBorrows),
    calm("<0>.map(|k| k.look())", &[V(MaybeBorrowed)], MaybeInt, ReturnedBorrows),
    calm("<0>.map_or(0, peek)", &[V(MaybeBorrowed)], Int, ReturnedBorrows),
    calm("<0>.is_some()", &[V(MaybeBorrowed)], Bool, ReturnedBorrows),
    // In structs.
    calm("view(&{0})", &[B(Noisy)], View, ReturnedBorrows),
    calm("view({0})", &[V(Borrowed)], View, ReturnedBorrows),
    calm("<0>.doubled()", &[V(View)], View, ReturnedBorrows),
    calm("<0>.total()", &[B(View)], Int, ReturnedBorrows),
    // Exclusive ones.
    calm("&mut {0}", &[M(Noisies)], BorrowedList, ReturnedBorrows),
    calm("<0>.push({1})", &[Reborrow(BorrowedList), V(Noisy)], Unit, ReturnedBorrows),
    calm("<0>.pop()", &[Reborrow(BorrowedList)], MaybeNoisy, ReturnedBorrows),
    calm("(<0>.len() as i64)", &[B(BorrowedList)], Int, ReturnedBorrows),
    calm("<0>.first()", &[B(BorrowedList)], MaybeBorrowed, ReturnedBorrows),
    // Lists of them.
    calm("<0>.iter().collect::<Vec<&Noisy>>()", &[B(Noisies)], BorrowedAll, ListsOfBorrows),
    calm(
        "<0>.iter().filter(|k| k.0 % 2 == 1).collect::<Vec<_>>()",
        &[B(Noisies)],
        BorrowedAll,
        ListsOfBorrows,
    ),
    calm("vec![&{0}, &{1}]", &[B(Noisy), B(Noisy)], BorrowedAll, ListsOfBorrows),
    calm("lined(&{0}, &{1})", &[B(Noisy), B(Noisy)], BorrowedAll, ListsOfBorrows),
    calm("vec![{0}]", &[V(Borrowed)], BorrowedAll, ListsOfBorrows),
    calm("<0>.push(&{1})", &[M(BorrowedAll), B(Noisy)], Unit, ListsOfBorrows),
    calm("<0>.push({1})", &[M(BorrowedAll), V(Borrowed)], Unit, ListsOfBorrows),
    calm("<0>.pop()", &[M(BorrowedAll)], MaybeBorrowed, ListsOfBorrows),
    calm("(<0>.len() as i64)", &[B(BorrowedAll)], Int, ListsOfBorrows),
    calm("<0>.iter().map(|k| k.look()).sum::<i64>()", &[B(BorrowedAll)], Int, ListsOfBorrows),
    calm("total(&{0})", &[Stays(BorrowedAll)], Int, ListsOfBorrows),
    calm("total_of({0})", &[V(BorrowedAll)], Int, ListsOfBorrows),
    // Of text.
    calm("<0>.as_str()", &[B(Text)], Slice, ReturnedBorrows),
    calm("&*{0}", &[B(Text)], Slice, ReturnedBorrows),
    calm("<0>.trim()", &[V(Slice)], Slice, ReturnedBorrows),
    calm("<0>.trim_start_matches('t')", &[B(Text)], Slice, ReturnedBorrows),
    calm("<0>.split_once('1').map_or(\"none\", |parts| parts.1)", &[V(Slice)], Slice, ReturnedBorrows),
    calm("<0>.to_owned()", &[V(Slice)], Text, ReturnedBorrows),
    calm("(<0>.len() as i64)", &[V(Slice)], Int, ReturnedBorrows),
    calm("<0>.contains('t')", &[V(Slice)], Bool, ReturnedBorrows),
    calm("<0>.split('1').collect::<Vec<_>>()", &[V(Slice)], Words, ListsOfBorrows),
    calm("<0>.join(\"+\")", &[B(Words)], Text, ListsOfBorrows),
    calm("(<0>.len() as i64)", &[B(Words)], Int, ListsOfBorrows),
    calm("<0>.concat()", &[V(Words)], Text, ListsOfBorrows),
    // What is made from a borrow and doesn't keep it.
    calm("issue(&{0}, {1})", &[B(Noisy), V(Int)], Noisy, FromBorrows),
    calm("issue({0}, {1})", &[V(Borrowed), V(Int)], Noisy, FromBorrows),
    op("issue({0}, {1})", &[V(Shared), V(Int)], Noisy, FromBorrows, YieldInCall),
    calm("Noisy(<0>.0 + 1)", &[B(Noisy)], Noisy, FromBorrows),
    calm("std::mem::replace(&mut {0}, {1})", &[M(Noisy), V(Noisy)], Noisy, FromBorrows),
    calm("std::mem::take(&mut {0})", &[M(Noisies)], Noisies, FromBorrows),
    calm("<0>.take()", &[M(MaybeNoisy)], MaybeNoisy, FromBorrows),
    calm("<0>.as_ref().map(|k| issue(k, 1))", &[B(MaybeNoisy)], MaybeNoisy, FromBorrows),
    calm("<0>.iter().map(|k| issue(k, 2)).collect::<Vec<_>>()", &[B(Noisies)], Noisies, FromBorrows),
    // What keeps it.
    op("watch({0})", &[V(Shared)], Watch, BorrowingGuards, YieldInCall),
    calm("{{ let n = watch(&{0}).value(); n }}", &[B(Noisy)], Int, BorrowingGuards),
    calm("<0>.value()", &[B(Watch)], Int, BorrowingGuards),
    calm("<0>.value()", &[B(LocalWatch)], Int, BorrowingGuards),
    op("drop({0})", &[V(Watch)], Unit, BorrowingGuards, YieldInCall),
    calm("drop({0})", &[V(LocalWatch)], Unit, BorrowingGuards),
    // Operators.
    calm("(&<0> + &<1>)", &[B(Money), B(Money)], Money, ReferenceOperators),
    calm("(&<0> * {1})", &[B(Money), V(Int)], Money, ReferenceOperators),
    calm("(-&<0>)", &[B(Money)], Money, ReferenceOperators),
    calm("(&<0> + &(-&<1>))", &[B(Money), B(Money)], Money, ReferenceOperators),
    op("({0} + {1})", &[V(Money), V(Money)], Money, ReferenceOperators, YieldInOperand),
    op("money({0}, {1})", &[V(Int), V(Noisy)], Money, ReferenceOperators, YieldInCall),
    calm("(!&<0>)", &[B(Money)], Bool, ReferenceOperators),
    calm("(<0> == <1>)", &[B(Money), B(Money)], Bool, ReferenceOperators),
    calm("(&<0> < &<1>)", &[B(Money), B(Money)], Bool, ReferenceOperators),
    calm("(&<0> - &<1>).worth()", &[B(Money), B(Money)], Int, ReferenceOperators),
    calm("<0>.worth()", &[B(Money)], Int, ReferenceOperators),
    op("<0>.coin()", &[Receiver(Money)], Noisy, ReferenceOperators, YieldInMethod),
    op("eat_any({0})", &[V(Money)], Int, ReferenceOperators, YieldInCall),
    calm("{0} += &{1}", &[M(Money), B(Money)], Unit, ReferenceOperators),
    op("{0} = {1}", &[Target(Money), V(Money)], Unit, ReferenceOperators, YieldInAssign),
    // Closures that are called by reference.
    calm("<0>({1})", &[B(Lender), V(Int)], Int, KeptClosures),
    calm("<0>({1})", &[B(Keeper), V(Int)], Int, KeptClosures),
    calm(
        "{{ let mut press = |k: i64| {{ {0}.push(k); {0}.len() as i64 }}; press(1) + press({1}) }}",
        &[M(Ints), V(Int)],
        Int,
        KeptClosures,
    ),
    calm("(1..3).map(|k| {{ {0} = {0} % 9 + k; {0} }}).sum::<i64>()", &[M(Int)], Int, KeptClosures),
    op("drop({0})", &[Whole(Keeper)], Unit, KeptClosures, YieldInCall),
];
