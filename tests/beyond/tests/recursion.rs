//! `BoxGenerator` and `SendBoxGenerator`: recursion of any depth.

use generator_core::{BoxGenerator, Generator, SendBoxGenerator, Status, generator};
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};

struct Node<V> {
    value: V,
    left: Option<Box<Node<V>>>,
    right: Option<Box<Node<V>>>,
}

/// The tree's own drop must not recurse either.
impl<V> Drop for Node<V> {
    fn drop(&mut self) {
        let mut rest: Vec<_> = self.left.take().into_iter().chain(self.right.take()).collect();
        while let Some(mut node) = rest.pop() {
            rest.extend(node.left.take());
            rest.extend(node.right.take());
        }
    }
}

type Tree<V> = Option<Box<Node<V>>>;

const DEEP: u32 = 1_000_000;

/// A tree of a branch only, whose values are `0..depth` in order.
fn degenerate(depth: u32, is_left: bool) -> Tree<u32> {
    let mut tree = None;
    for i in 0..depth {
        let value = if is_left { i } else { depth - 1 - i };
        let (left, right) = if is_left { (tree, None) } else { (None, tree) };
        tree = Some(Box::new(Node { value, left, right }));
    }
    tree
}

fn full(depth: u32, first: &mut u32) -> Tree<u32> {
    if depth == 0 {
        return None;
    }
    let left = full(depth - 1, first);
    let value = *first;
    *first += 1;
    Some(Box::new(Node { value, left, right: full(depth - 1, first) }))
}

#[generator]
fn in_order<V>(node: Option<&Node<V>>) -> BoxGenerator<'_, &V> {
    if let Some(node) = node {
        yield_from!(in_order(node.left.as_deref()));
        yield_!(&node.value);
        yield_from!(in_order(node.right.as_deref()));
    }
}

#[test]
fn a_full_tree() {
    let tree = full(10, &mut 0);
    assert!(in_order(tree.as_deref()).copied().eq(0..1023));
    assert_eq!(in_order(tree.as_deref()).sum::<u32>(), 1023 * 511);
    assert_eq!(in_order::<u32>(None).next(), None);
}

#[test]
fn a_million_deep_to_the_left() {
    let tree = degenerate(DEEP, true);
    let mut walk = in_order(tree.as_deref());
    assert_eq!(walk.next(), Some(&0));
    assert_eq!(walk.depth(), DEEP as usize);
    assert!(walk.copied().eq(1..DEEP));
}

#[test]
fn a_million_deep_to_the_right_needs_one_level() {
    let tree = degenerate(DEEP, false);
    let mut walk = in_order(tree.as_deref());
    for value in 0..DEEP {
        assert_eq!(walk.next(), Some(&value));
        assert_eq!(walk.depth(), 1);
    }
    assert_eq!(walk.next(), None);
}

#[test]
fn a_million_deep_and_dropped_half_way() {
    let tree = degenerate(DEEP, true);
    let mut walk = in_order(tree.as_deref());
    assert_eq!(walk.nth(DEEP as usize / 2), Some(&(DEEP / 2)));
    assert_eq!(walk.depth(), (DEEP - DEEP / 2) as usize);
    drop(walk);
    let mut walk = in_order(tree.as_deref());
    walk.next();
    drop(walk);
}

struct Noisy<'l>(&'l RefCell<Vec<u32>>, u32);

impl Drop for Noisy<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().push(self.1);
    }
}

#[generator]
fn noisy<'l>(journal: &'l RefCell<Vec<u32>>, depth: u32, panics: bool) -> BoxGenerator<'l, u32> {
    let _noisy = Noisy(journal, depth);
    if depth == 0 {
        yield_!(0);
        assert!(!panics, "at the bottom");
    } else {
        yield_from!(noisy(journal, depth - 1, panics));
    }
    yield_!(depth);
}

#[test]
fn a_panic_at_depth_1000_drops_each_level_once() {
    let journal = RefCell::default();
    let mut walk = noisy(&journal, 1000, true);
    assert_eq!(walk.next(), Some(0));
    assert_eq!(walk.depth(), 1001);
    assert!(catch_unwind(AssertUnwindSafe(|| walk.next())).is_err());
    assert!(journal.take().into_iter().eq(0..=1000));
    assert_eq!((walk.next(), walk.depth(), walk.status()), (None, 0, Status::Done));
}

#[test]
fn levels_drop_from_the_inside() {
    let journal = RefCell::default();
    let mut walk = noisy(&journal, 3, false);
    assert_eq!(walk.status(), Status::Created);
    assert_eq!((walk.next(), walk.next()), (Some(0), Some(0)));
    assert_eq!(walk.status(), Status::Suspended);
    drop(walk);
    assert_eq!(journal.take(), [0, 1, 2, 3]);
    assert!(noisy(&journal, 2, false).eq([0, 0, 1, 2]));
    assert_eq!(journal.take(), [0, 1, 2]);
}

#[test]
fn a_level_with_a_drop_left_is_kept() {
    let journal = RefCell::default();
    #[generator]
    fn down<'l>(journal: &'l RefCell<Vec<u32>>, depth: u32) -> BoxGenerator<'l, u32> {
        yield_!(depth);
        if depth > 0 {
            let _noisy = Noisy(journal, depth);
            yield_from!(down(journal, depth - 1));
        }
    }
    let mut walk = down(&journal, 3);
    assert_eq!(walk.by_ref().nth(3), Some(0));
    assert_eq!((walk.depth(), journal.take()), (4, vec![]));
    assert_eq!((walk.next(), journal.take()), (None, vec![1, 2, 3]));
}

#[test]
fn what_comes_behind_the_last_call_is_done() {
    #[generator]
    fn counting(counter: &Cell<u32>, depth: u32) -> BoxGenerator<'_, u32> {
        if depth > 0 {
            yield_from!(counting(counter, depth - 1));
        } else {
            yield_!(0);
        }
        counter.set(counter.get() + 1);
    }
    let counter = Cell::new(0);
    assert_eq!(counting(&counter, 9).count(), 1);
    assert_eq!(counter.get(), 10);
}

#[test]
fn everything_that_can_be_iterated_is_yielded_from() {
    #[generator]
    fn mixed<'a>(items: impl IntoIterator<Item = u32, IntoIter: 'a> + 'a, list: &'a [u32]) -> BoxGenerator<'a, u32> {
        yield_from!(items);
        for _ in 0..2 {
            yield_from!(list.iter().copied());
        }
        yield_from!([7, 8]);
        yield_from!(BoxGenerator::of(9..11));
        yield_from!(SendBoxGenerator::of(Some(11)));
        yield_from!(Box::new(12..14_u32) as Box<dyn Iterator<Item = u32>>);
    }
    let list = vec![4, 5];
    assert!(mixed(vec![1, 2, 3], &list).eq([1, 2, 3, 4, 5, 4, 5, 7, 8, 9, 10, 11, 12, 13]));
    assert_eq!(mixed(None, &[]).sum::<u32>(), 7 + 8 + 9 + 10 + 11 + 12 + 13);
}

#[test]
fn it_is_covariant() {
    #[generator]
    fn shorter<'a>(text: &'a str, first: BoxGenerator<'static, char>) -> BoxGenerator<'a, char> {
        yield_from!(first);
        yield_from!(text.chars());
    }
    fn shortened<'short, 'long: 'short>(long: BoxGenerator<'long, &'static str>) -> BoxGenerator<'short, &'static str> {
        long
    }
    let text = String::from("bc");
    assert_eq!(shorter(&text, BoxGenerator::of(Some('a'))).collect::<String>(), "abc");
    assert_eq!(shortened(BoxGenerator::of(Some("a"))).next(), Some("a"));
}

#[generator]
fn even(n: u32) -> SendBoxGenerator<'static, &'static str> {
    yield_!("even");
    if n > 0 {
        yield_from!(odd(n - 1));
    }
}

#[generator]
fn odd(n: u32) -> SendBoxGenerator<'static, &'static str> {
    yield_!("odd");
    if n > 0 {
        yield_from!(even(n - 1));
    }
}

#[test]
fn two_functions_run_each_other_on_several_threads() {
    let mut both = even(100_000);
    assert_eq!(both.next(), Some("even"));
    let rest = std::thread::spawn(move || {
        assert_eq!(both.next(), Some("odd"));
        both
    });
    let mut rest = rest.join().expect("the thread ends");
    assert_eq!((rest.next(), rest.depth()), (Some("even"), 1));
    assert_eq!(rest.count(), 100_001 - 3);
}

#[test]
fn a_failure_ends_the_function_that_fails() {
    #[generator]
    fn parse(texts: &'static [&'static str], depth: usize) -> BoxGenerator<'static, Result<u32, std::num::ParseIntError>> {
        if depth < texts.len() {
            yield_!(Ok(texts[depth].parse()?));
            yield_from!(parse(texts, depth + 1));
        }
        if depth == 0 {
            yield_!(Ok(100));
        }
    }
    let items = |texts| parse(texts, 0).map(Result::ok).collect::<Vec<_>>();
    assert_eq!(items(&["1", "2"]), [Some(1), Some(2), Some(100)]);
    assert_eq!(items(&["1", "x", "2"]), [Some(1), None, Some(100)]);
    assert_eq!(items(&["x"]), [None]);
}

struct Directory {
    name: String,
    inside: Vec<Directory>,
}

impl Directory {
    #[generator]
    fn paths(&self, parent: String) -> BoxGenerator<'_, String> {
        let path = format!("{parent}/{}", self.name);
        for directory in &self.inside {
            yield_from!(directory.paths(path.clone()));
        }
        yield_!(path);
    }
}

#[test]
fn methods_that_call_in_a_loop() {
    let leaf = |name: &str| Directory { name: name.into(), inside: vec![] };
    let root = Directory { name: "a".into(), inside: vec![leaf("b"), Directory { name: "c".into(), inside: vec![leaf("d")] }] };
    let paths: Vec<String> = root.paths(String::new()).collect();
    assert_eq!(paths, ["/a/b", "/a/c/d", "/a/c", "/a"]);
}

#[test]
fn one_that_has_begun_brings_its_callers() {
    let tree = degenerate(100, true);
    let mut begun = in_order(tree.as_deref());
    assert_eq!(begun.next(), Some(&0));
    #[generator]
    fn around<'a>(inner: BoxGenerator<'a, &'a u32>) -> BoxGenerator<'a, &'a u32> {
        yield_from!(inner);
        yield_!(&1000);
    }
    let mut around = around(begun);
    assert_eq!(around.next(), Some(&1));
    assert_eq!(around.depth(), 100);
    assert!(around.copied().eq((2..100).chain([1000])));
}

#[test]
fn the_size_of_what_is_left() {
    let mut items = BoxGenerator::of([1, 2, 3]);
    assert_eq!(items.size_hint(), (3, Some(3)));
    items.by_ref().for_each(drop);
    assert_eq!(items.size_hint(), (0, Some(0)));
    assert_eq!(even(3).size_hint(), (0, None));
    assert_eq!(size_of::<BoxGenerator<'static, u8>>(), 32);
}
