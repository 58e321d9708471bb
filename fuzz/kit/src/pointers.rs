//! Smart pointers and locks, and functions under std's names.

use crate::effects::{Noisy, effect};
use std::cell::RefCell;
use std::iter::Peekable;
use std::rc::Rc;
use std::sync::{Mutex, MutexGuard};
use std::vec::IntoIter;

pub type Cellar = Rc<RefCell<Vec<Noisy>>>;
pub type Lock = MutexGuard<'static, Vec<i64>>;
pub type Rest = IntoIter<Noisy>;
pub type Ahead = Peekable<IntoIter<i64>>;

pub fn cellar(first: Noisy) -> Cellar {
    effect(format!("cellar {}", first.0));
    Rc::new(RefCell::new(vec![first]))
}

/// What is behind a lock, from outside.
#[derive(Debug)]
pub struct Store(Mutex<Vec<i64>>);

pub fn store(n: i64) -> &'static Store {
    effect(format!("store {n}"));
    Box::leak(Box::new(Store(Mutex::new(vec![n]))))
}

/// Enters a store, which nobody else has entered.
pub fn enter(store: &'static Store) -> Lock {
    effect("enter".to_owned());
    store.0.try_lock().expect("it is free")
}

pub fn try_enter(store: &'static Store) -> Option<Lock> {
    effect("try to enter".to_owned());
    store.0.try_lock().ok()
}

/// Whether nobody is in the store: shows when a lock is dropped.
pub fn is_free(store: &'static Store) -> bool {
    let is_free = store.0.try_lock().is_ok();
    effect(format!("is free: {is_free}"));
    is_free
}

pub fn add(list: &mut Vec<i64>, n: i64) -> i64 {
    effect(format!("add {list:?} {n}"));
    list.push(n % 100);
    list.len() as i64
}

/// A module under the name of one of std's.
pub mod process {
    /// It doesn't.
    pub fn exit(code: i64) {
        crate::effects::tick(code);
    }
}
