//! A binary tree in order, by an explicit stack.

use std::hint::black_box;

use generator_core::generator;

use crate::body::Body;
use crate::column::Column;
use crate::consume::Each;

const NODES: u64 = 20_000;

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) val: u64,
    pub(crate) left: Option<Box<Node>>,
    pub(crate) right: Option<Box<Node>>,
}

impl Node {
    /// A tree of the numbers from `low` on below `high`, as flat as can be.
    pub(crate) fn balanced(low: u64, high: u64) -> Option<Box<Node>> {
        let val = u64::midpoint(low, high);
        (low < high).then(|| {
            Box::new(Node { val, left: Node::balanced(low, val), right: Node::balanced(val + 1, high) })
        })
    }
}

pub(crate) fn body() -> Body {
    let tree: &'static Node = Box::leak(Node::balanced(0, NODES).expect("nodes"));
    let root = move || Some(black_box(tree));
    let body = Body::of::<Each>("tree walk", 1)
        .hand(move || hand(root()))
        .plain_loop(move || {
            let mut stack = Vec::new();
            let mut cur = root();
            loop {
                while let Some(n) = cur {
                    stack.push(n);
                    cur = n.left.as_deref();
                }
                let Some(n) = stack.pop() else { return };
                black_box(n.val);
                cur = n.right.as_deref();
            }
        })
        .lacks(Column::Adaptors, "no adaptor keeps a stack")
        .generated(move || generated(root()));
    #[cfg(not(native))]
    let body = body
        .iterator(Column::Diapause, move || peers::diapause(root()).into_iter())
        .iterator(Column::Genawaiter, move || peers::genawaiter(root()))
        .iterator(Column::NextGen, move || peers::next_gen(root()))
        .iterator(Column::Corosensei, move || peers::corosensei(root()))
        .stream(Column::AsyncStream, move || peers::async_stream(root()))
        .stream(Column::AsynkStrim, move || peers::asynk_strim(root()));
    body.finish()
}

#[generator]
pub(crate) fn generated(root: Option<&Node>) -> impl Iterator<Item = u64> {
    let mut stack = Vec::new();
    let mut cur = root;
    loop {
        while let Some(n) = cur {
            stack.push(n);
            cur = n.left.as_deref();
        }
        let Some(n) = stack.pop() else { return };
        yield_!(n.val);
        cur = n.right.as_deref();
    }
}

pub(crate) fn hand(root: Option<&Node>) -> impl Iterator<Item = u64> {
    struct InOrder<'a> {
        stack: Vec<&'a Node>,
        cur: Option<&'a Node>,
    }

    impl Iterator for InOrder<'_> {
        type Item = u64;

        #[inline]
        fn next(&mut self) -> Option<u64> {
            while let Some(n) = self.cur {
                self.stack.push(n);
                self.cur = n.left.as_deref();
            }
            let n = self.stack.pop()?;
            self.cur = n.right.as_deref();
            Some(n.val)
        }
    }

    InOrder { stack: Vec::new(), cur: root }
}

#[cfg(not(native))]
pub(crate) mod peers {
    use futures_core::Stream;

    use super::Node;
    use crate::peers::Stackful;

    /// It takes no variable for one that may live across a yield whose type looks like a reference.
    type Visited = &'static Node;

    #[::diapause::coroutine(yield = u64)]
    pub(crate) fn diapause(root: Option<&'static Node>) {
        let mut stack: Vec<&'static Node> = Vec::new();
        let mut cur: Option<&'static Node> = root;
        loop {
            while let Some(n) = cur {
                stack.push(n);
                cur = n.left.as_deref();
            }
            let Some(popped) = stack.pop() else { return };
            let n: Visited = popped;
            yield_!(n.val);
            cur = n.right.as_deref();
        }
    }

    pub(crate) fn genawaiter(root: Option<&Node>) -> impl Iterator<Item = u64> {
        let in_order = genawaiter::rc::Gen::new(|co| async move {
            let mut stack = Vec::new();
            let mut cur = root;
            loop {
                while let Some(n) = cur {
                    stack.push(n);
                    cur = n.left.as_deref();
                }
                let Some(n) = stack.pop() else { return };
                co.yield_(n.val).await;
                cur = n.right.as_deref();
            }
        });
        in_order.into_iter()
    }

    pub(crate) fn next_gen(root: Option<&Node>) -> impl Iterator<Item = u64> {
        use next_gen::prelude::*;

        #[generator(yield(u64))]
        fn in_order(root: Option<&Node>) {
            let mut stack = Vec::new();
            let mut cur = root;
            loop {
                while let Some(n) = cur {
                    stack.push(n);
                    cur = n.left.as_deref();
                }
                let Some(n) = stack.pop() else { return };
                yield_!(n.val);
                cur = n.right.as_deref();
            }
        }

        in_order.call_boxed((root,))
    }

    pub(crate) fn corosensei(root: Option<&'static Node>) -> impl Iterator<Item = u64> {
        Stackful::new(move |yielder| {
            let mut stack = Vec::new();
            let mut cur = root;
            loop {
                while let Some(n) = cur {
                    stack.push(n);
                    cur = n.left.as_deref();
                }
                let Some(n) = stack.pop() else { return };
                yielder.suspend(n.val);
                cur = n.right.as_deref();
            }
        })
    }

    pub(crate) fn async_stream(root: Option<&Node>) -> impl Stream<Item = u64> {
        async_stream::stream! {
            let mut stack = Vec::new();
            let mut cur = root;
            loop {
                while let Some(n) = cur {
                    stack.push(n);
                    cur = n.left.as_deref();
                }
                let Some(n) = stack.pop() else { return };
                yield n.val;
                cur = n.right.as_deref();
            }
        }
    }

    pub(crate) fn asynk_strim(root: Option<&Node>) -> impl Stream<Item = u64> {
        asynk_strim::stream_fn(move |mut yielder| async move {
            let mut stack = Vec::new();
            let mut cur = root;
            loop {
                while let Some(n) = cur {
                    stack.push(n);
                    cur = n.left.as_deref();
                }
                let Some(n) = stack.pop() else { return };
                yielder.yield_item(n.val).await;
                cur = n.right.as_deref();
            }
        })
    }
}
