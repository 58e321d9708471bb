//! A part of what stands behind a reference or a pointer is copied or borrowed, and never moved out of it.

#![allow(clippy::iter_count, clippy::while_let_on_iterator)]
use generator_core::generator;
use std::cell::RefCell;
use std::rc::Rc;

#[derive(Default, Debug, PartialEq)]
struct Node {
    val: u32,
    names: Vec<String>,
    right: Option<Box<Node>>,
}

fn list() -> Node {
    let last = Node { val: 3, names: vec!["c".to_owned()], right: None };
    let second = Node { val: 2, names: vec!["b".to_owned()], right: Some(Box::new(last)) };
    Node { val: 1, names: vec!["a".to_owned()], right: Some(Box::new(second)) }
}

#[generator]
fn shared(root: Option<&Node>) -> impl Iterator<Item = u32> {
    let mut cur = root;
    while let Some(n) = cur {
        yield_!(n.val);
        cur = n.right.as_deref();
    }
}

#[test]
fn shared_reference() {
    let list = list();
    assert_eq!(shared(Some(&list)).collect::<Vec<_>>(), [1, 2, 3]);
    let mut iter = shared(Some(&list));
    assert_eq!((iter.next(), iter.next(), iter.next(), iter.next()), (Some(1), Some(2), Some(3), None));
}

#[generator]
fn exclusive(root: Option<&mut Node>) -> impl Iterator<Item = u32> {
    let mut cur = root;
    while let Some(n) = cur {
        yield_!(n.val);
        n.val += 10;
        n.names.push("more".to_owned());
        cur = n.right.as_deref_mut();
    }
}

#[test]
fn exclusive_reference() {
    let mut all = list();
    let mut iter = exclusive(Some(&mut all));
    assert_eq!((iter.next(), iter.next(), iter.next(), iter.next()), (Some(1), Some(2), Some(3), None));
    drop(iter);
    assert_eq!(shared(Some(&all)).collect::<Vec<_>>(), [11, 12, 13]);
    assert_eq!(all.names, ["a", "more"]);
}

#[generator]
fn counted(root: Rc<Node>) -> impl Iterator<Item = usize> {
    let n = root;
    yield_!(n.val as usize);
    yield_!(n.names.iter().count());
    yield_!(n.right.as_deref().map_or(0, |n| n.val as usize));
}

#[test]
fn shared_pointer() {
    let root = Rc::new(list());
    let mut iter = counted(root.clone());
    assert_eq!((iter.next(), iter.next(), iter.next(), iter.next()), (Some(1), Some(1), Some(2), None));
    drop(iter);
    assert_eq!(*root, list());
    assert_eq!(Rc::strong_count(&root), 1);
}

#[generator]
fn guarded(root: &RefCell<Node>) -> impl Iterator<Item = usize> {
    let n = root.borrow_mut();
    yield_!(n.val as usize);
    yield_!(n.names.iter().count());
    yield_!(n.right.as_deref().map_or(0, |n| n.val as usize));
}

#[test]
fn guard() {
    let root = RefCell::new(list());
    let mut iter = guarded(&root);
    assert_eq!((iter.next(), iter.next(), iter.next(), iter.next()), (Some(1), Some(1), Some(2), None));
    drop(iter);
    assert_eq!(*root.borrow(), list());
}

#[generator]
fn owned(root: Node) -> impl Iterator<Item = String> {
    let n = root;
    let val = n.val;
    yield_!(val.to_string());
    for name in n.names {
        yield_!(name);
    }
    if let Some(next) = n.right {
        yield_!(next.val.to_string());
        for name in next.names {
            yield_!(name);
        }
    }
}

#[test]
fn own() {
    let mut iter = owned(list());
    let mut all = Vec::new();
    while let Some(name) = iter.next() {
        all.push(name);
    }
    assert_eq!(all, ["1", "a", "2", "b"]);
}
