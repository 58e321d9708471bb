//! A binary tree in order, by a generator that calls itself: a box for each node on the way down.

use std::hint::black_box;

use generator_core::generator;

use super::tree::Node;
use crate::body::Body;
use crate::column::Column;
use crate::consume::Each;

const NODES: u64 = 1_000;

pub(crate) fn body() -> Body {
    let tree: &'static Node = Box::leak(Node::balanced(0, NODES).expect("nodes"));
    let root = move || black_box(tree);
    let body = Body::of::<Each>("recursion", 1)
        .hand(move || hand(root()))
        .plain_loop(move || plain(root()))
        .iterator(Column::Adaptors, move || adaptors(root()))
        .generated(move || generated(root()))
        .boxed(Column::Hand, size_of_val(&*hand(tree)))
        .boxed(Column::GENERATED, size_of_val(&*generated(tree)));
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

fn plain(node: &Node) {
    if let Some(left) = &node.left {
        plain(left);
    }
    black_box(node.val);
    if let Some(right) = &node.right {
        plain(right);
    }
}

#[generator]
pub(crate) fn generated(node: &Node) -> Box<dyn Iterator<Item = u64> + '_> {
    if let Some(left) = &node.left {
        yield_from!(generated(left));
    }
    yield_!(node.val);
    if let Some(right) = &node.right {
        yield_from!(generated(right));
    }
}

pub(crate) fn hand(node: &Node) -> Box<dyn Iterator<Item = u64> + '_> {
    enum InOrder<'a> {
        Start(&'a Node),
        Left(Box<dyn Iterator<Item = u64> + 'a>, &'a Node),
        Itself(&'a Node),
        Right(Box<dyn Iterator<Item = u64> + 'a>),
        Done,
    }

    impl Iterator for InOrder<'_> {
        type Item = u64;

        #[inline]
        fn next(&mut self) -> Option<u64> {
            loop {
                match self {
                    InOrder::Start(node) => {
                        *self = match &node.left {
                            Some(left) => InOrder::Left(hand(left), node),
                            None => InOrder::Itself(node),
                        };
                    }
                    InOrder::Left(left, node) => match left.next() {
                        Some(val) => return Some(val),
                        None => *self = InOrder::Itself(node),
                    },
                    InOrder::Itself(node) => {
                        let val = node.val;
                        *self = match &node.right {
                            Some(right) => InOrder::Right(hand(right)),
                            None => InOrder::Done,
                        };
                        return Some(val);
                    }
                    InOrder::Right(right) => match right.next() {
                        Some(val) => return Some(val),
                        None => *self = InOrder::Done,
                    },
                    InOrder::Done => return None,
                }
            }
        }
    }

    Box::new(InOrder::Start(node))
}

fn adaptors(node: &Node) -> Box<dyn Iterator<Item = u64> + '_> {
    let left = node.left.iter().flat_map(|left| adaptors(left));
    let right = node.right.iter().flat_map(|right| adaptors(right));
    Box::new(left.chain(Some(node.val)).chain(right))
}

#[cfg(not(native))]
mod peers {
    use std::future::poll_fn;
    use std::pin::Pin;

    use futures_core::Stream;

    use super::Node;
    use crate::peers::Stackful;

    #[::diapause::coroutine(yield = u64)]
    pub(crate) fn diapause(node: &'static Node) {
        if let Some(left) = &node.left {
            yield_all!(box diapause(left));
        }
        yield_!(node.val);
        if let Some(right) = &node.right {
            yield_all!(box diapause(right));
        }
    }

    pub(crate) fn genawaiter(node: &Node) -> Box<dyn Iterator<Item = u64> + '_> {
        let in_order = genawaiter::rc::Gen::new(move |co| async move {
            if let Some(left) = &node.left {
                for val in genawaiter(left) {
                    co.yield_(val).await;
                }
            }
            co.yield_(node.val).await;
            if let Some(right) = &node.right {
                for val in genawaiter(right) {
                    co.yield_(val).await;
                }
            }
        });
        Box::new(in_order.into_iter())
    }

    pub(crate) fn next_gen(node: &Node) -> Box<dyn Iterator<Item = u64> + '_> {
        use next_gen::prelude::*;

        #[generator(yield(u64))]
        fn in_order(node: &Node) {
            if let Some(left) = &node.left {
                for val in next_gen(left) {
                    yield_!(val);
                }
            }
            yield_!(node.val);
            if let Some(right) = &node.right {
                for val in next_gen(right) {
                    yield_!(val);
                }
            }
        }

        Box::new(in_order.call_boxed((node,)))
    }

    pub(crate) fn corosensei(node: &'static Node) -> Box<dyn Iterator<Item = u64>> {
        Box::new(Stackful::new(move |yielder| {
            if let Some(left) = &node.left {
                for val in corosensei(left) {
                    yielder.suspend(val);
                }
            }
            yielder.suspend(node.val);
            if let Some(right) = &node.right {
                for val in corosensei(right) {
                    yielder.suspend(val);
                }
            }
        }))
    }

    pub(crate) fn async_stream(node: &Node) -> Pin<Box<dyn Stream<Item = u64> + '_>> {
        Box::pin(async_stream::stream! {
            if let Some(left) = &node.left {
                for await val in async_stream(left) {
                    yield val;
                }
            }
            yield node.val;
            if let Some(right) = &node.right {
                for await val in async_stream(right) {
                    yield val;
                }
            }
        })
    }

    pub(crate) fn asynk_strim(node: &Node) -> Pin<Box<dyn Stream<Item = u64> + '_>> {
        Box::pin(asynk_strim::stream_fn(move |mut yielder| async move {
            if let Some(left) = &node.left {
                let mut left = asynk_strim(left);
                while let Some(val) = poll_fn(|context| left.as_mut().poll_next(context)).await {
                    yielder.yield_item(val).await;
                }
            }
            yielder.yield_item(node.val).await;
            if let Some(right) = &node.right {
                let mut right = asynk_strim(right);
                while let Some(val) = poll_fn(|context| right.as_mut().poll_next(context)).await {
                    yielder.yield_item(val).await;
                }
            }
        }))
    }
}
