//! Trees in order, by generators that call themselves.

use std::hint::black_box;

use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult, Yielder};
use generator_core::{BoxGenerator, generator};

use super::Row;

pub(crate) struct Node {
    value: u64,
    left: Option<Box<Node>>,
    right: Option<Box<Node>>,
}

type Tree = Option<&'static Node>;

pub(crate) fn rows() -> Vec<Row> {
    let full = leaked(full(16));
    vec![
        row("10 deep to the left", leaked(degenerate(10, true)), 10, true),
        row("1,000 deep to the left", leaked(degenerate(1_000, true)), 1_000, true),
        row("1,000,000 deep to the left", leaked(degenerate(1_000_000, true)), 1_000_000, false),
        row("1,000,000 deep to the right", leaked(degenerate(1_000_000, false)), 1_000_000, false),
        row("full, 16 deep", full, 65_535, true),
        from_one_level("one level at the top", 0, true),
        from_one_level("one level, 10 deep", 10, true),
        from_one_level("one level, 1,000 deep", 1_000, false),
        from_one_level("one level, 100,000 deep", 100_000, false),
    ]
}

/// A walk through a tree. Where it is too deep for the machine's stack, a `Box<dyn Iterator>` isn't asked.
fn row(name: &'static str, tree: Tree, items: usize, recurses: bool) -> Row {
    let root = move || black_box(tree);
    let row = Row::new(name, items)
        .by("stack by hand", move || sum(ByHand::new(root())))
        .by("ours", move || sum(ours(root())))
        .by("corosensei", move || sum(on_a_stack(root(), items)));
    if recurses { row.by("Box<dyn Iterator>", move || sum(boxed(root()))) } else { row }
}

/// Items that come all from one level, below others that wait for it. Through deep levels of `Box<dyn Iterator>` each item takes
/// microseconds.
fn from_one_level(name: &'static str, depth: u32, recurses: bool) -> Row {
    const ITEMS: u64 = 3_000_000;
    let row = Row::new(name, 3_000_000).by("ours", move || sum(below(black_box(depth), ITEMS)));
    if recurses {
        row.by("Box<dyn Iterator>", move || sum(boxed_below(black_box(depth), ITEMS)))
    } else {
        row
    }
}

fn sum(items: impl Iterator<Item = u64>) -> u64 {
    let mut sum: u64 = 0;
    for item in items {
        sum = sum.wrapping_add(black_box(item));
    }
    sum
}

fn leaked(tree: Option<Box<Node>>) -> Tree {
    tree.map(|node| &*Box::leak(node))
}

fn degenerate(depth: u64, is_left: bool) -> Option<Box<Node>> {
    let mut tree = None;
    for value in 0..depth {
        let (left, right) = if is_left { (tree, None) } else { (None, tree) };
        tree = Some(Box::new(Node { value, left, right }));
    }
    tree
}

fn full(depth: u64) -> Option<Box<Node>> {
    (depth > 0).then(|| Box::new(Node { value: depth, left: full(depth - 1), right: full(depth - 1) }))
}

#[generator]
fn ours(node: Tree) -> BoxGenerator<'static, u64> {
    if let Some(node) = node {
        yield_from!(ours(node.left.as_deref()));
        yield_!(node.value);
        yield_from!(ours(node.right.as_deref()));
    }
}

#[generator]
fn boxed(node: Tree) -> Box<dyn Iterator<Item = u64>> {
    if let Some(node) = node {
        yield_from!(boxed(node.left.as_deref()));
        yield_!(node.value);
        yield_from!(boxed(node.right.as_deref()));
    }
}

#[generator]
fn below(depth: u32, items: u64) -> BoxGenerator<'static, u64> {
    if depth > 0 {
        yield_from!(below(depth - 1, items));
    } else {
        for item in 0..items {
            yield_!(item);
        }
    }
    yield_!(0);
}

#[generator]
fn boxed_below(depth: u32, items: u64) -> Box<dyn Iterator<Item = u64>> {
    if depth > 0 {
        yield_from!(boxed_below(depth - 1, items));
    } else {
        for item in 0..items {
            yield_!(item);
        }
    }
    yield_!(0);
}

struct ByHand {
    node: Tree,
    waiting: Vec<&'static Node>,
}

impl ByHand {
    fn new(node: Tree) -> Self {
        ByHand { node, waiting: Vec::new() }
    }
}

impl Iterator for ByHand {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        while let Some(node) = self.node {
            self.waiting.push(node);
            self.node = node.left.as_deref();
        }
        let node = self.waiting.pop()?;
        self.node = node.right.as_deref();
        Some(node.value)
    }
}

/// One stack, large enough for so many levels.
fn on_a_stack(root: Tree, levels: usize) -> impl Iterator<Item = u64> {
    let stack = DefaultStack::new((1 << 20) + 512 * levels).expect("there is memory");
    let mut walk = Coroutine::with_stack(stack, move |yielder: &Yielder<(), u64>, ()| visit(yielder, root));
    std::iter::from_fn(move || match walk.resume(()) {
        CoroutineResult::Yield(item) => Some(item),
        CoroutineResult::Return(()) => None,
    })
}

fn visit(yielder: &Yielder<(), u64>, node: Tree) {
    if let Some(node) = node {
        visit(yielder, node.left.as_deref());
        yielder.suspend(node.value);
        visit(yielder, node.right.as_deref());
    }
}
