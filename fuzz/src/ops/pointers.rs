//! Smart pointers and locks.

use super::Arg::{B, M, Stays, V};
use super::{Op, calm, op};
use crate::features::Feature::*;
use crate::types::Ty::*;

/// The rows.
pub const POINTERS: &[Op] = &[
    op("Rc::new({0})", &[V(Noisy)], Counted, Pointers, YieldInCall),
    calm("Rc::clone(&{0})", &[B(Counted)], Counted, Pointers),
    calm("<0>.clone()", &[B(Counted)], Counted, Pointers),
    calm("(Rc::strong_count(&{0}) as i64)", &[B(Counted)], Int, Pointers),
    calm("Rc::ptr_eq(&{0}, &{1})", &[B(Counted), B(Counted)], Bool, Pointers),
    calm("<0>.look()", &[B(Counted)], Int, Pointers),
    calm("peek(&{0})", &[Stays(Counted)], Int, Pointers),
    calm("&*{0}", &[B(Counted)], Borrowed, Pointers),
    calm("<0>.as_ref()", &[B(Counted)], Borrowed, Pointers),
    op("Rc::try_unwrap({0}).ok()", &[V(Counted)], MaybeNoisy, Pointers, YieldInCall),
    op("drop({0})", &[V(Counted)], Unit, Pointers, YieldInCall),
    op("Arc::new({0})", &[V(Noisy)], Atomic, Pointers, YieldInCall),
    calm("Arc::clone(&{0})", &[B(Atomic)], Atomic, Pointers),
    calm("(Arc::strong_count(&{0}) as i64)", &[B(Atomic)], Int, Pointers),
    calm("(<0>.0 + 1)", &[B(Atomic)], Int, Pointers),
    op("Arc::into_inner({0})", &[V(Atomic)], MaybeNoisy, Pointers, YieldInCall),
    calm("*<0>", &[V(Boxed)], Noisy, Pointers),
    calm("&*{0}", &[B(Boxed)], Borrowed, Pointers),
    calm("<0>.look()", &[B(Boxed)], Int, Pointers),
    calm("<0>.as_ref()", &[B(Boxed)], Borrowed, Pointers),
    op("cellar({0})", &[V(Noisy)], Cellar, Pointers, YieldInCall),
    calm("Rc::clone(&{0})", &[B(Cellar)], Cellar, Pointers),
    // A guard that is a temporary: in a block, as it borrows a variable and would be held over a yield.
    calm("{{ let n = <0>.borrow().len() as i64; n }}", &[B(Cellar)], Int, Pointers),
    calm("{{ let next = {0}; <1>.borrow_mut().push(next); }}", &[V(Noisy), B(Cellar)], Unit, Pointers),
    calm("{{ let top = <0>.borrow_mut().pop(); top }}", &[B(Cellar)], MaybeNoisy, Pointers),
    calm("<0>.take()", &[B(Cellar)], Noisies, Pointers),
    op("drop({0})", &[V(Cellar)], Unit, Pointers, YieldInCall),
    // Locks.
    op("store({0})", &[V(Int)], Store, Locks, YieldInCall),
    op("enter(store({0}))", &[V(Int)], Lock, Locks, YieldInCall),
    op("try_enter({0})", &[V(Store)], MaybeLock, Locks, YieldInCall),
    op("Some({0})", &[V(Lock)], MaybeLock, Locks, YieldInCall),
    op("is_free({0})", &[V(Store)], Bool, Locks, YieldInCall),
    calm("<0>.push({1})", &[M(Lock), V(Int)], Unit, Locks),
    calm("<0>.pop()", &[M(Lock)], MaybeInt, Locks),
    calm("add(&mut {0}, {1})", &[M(Lock), V(Int)], Int, Locks),
    calm("(<0>.len() as i64)", &[B(Lock)], Int, Locks),
    calm("<0>.iter().sum::<i64>()", &[B(Lock)], Int, Locks),
    calm("<0>.clone()", &[B(Lock)], Ints, Locks),
    calm("*<0> = {1}", &[M(Lock), V(Ints)], Unit, Locks),
    op("drop({0})", &[V(Lock)], Unit, Locks, YieldInCall),
    op("drop({0})", &[V(MaybeLock)], Unit, Locks, YieldInCall),
    calm("<0>.is_some()", &[B(MaybeLock)], Bool, Locks),
];
