//! `#[generator(boxed)]`: bodies that borrow their own variables across yields.

use generator_core::{Generator, Status, generator};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;

/// Items by `next`, by `fold`, and by `fold` after the first.
#[track_caller]
fn same<T: PartialEq + std::fmt::Debug, I: Iterator<Item = T>>(make: impl Fn() -> I, items: &[T]) {
    let mut by_next = make();
    let mut collected = Vec::new();
    for item in &mut by_next {
        collected.push(item);
    }
    assert_eq!(collected, items);
    assert!(by_next.next().is_none() && by_next.size_hint() == (0, Some(0)), "it is fused");
    let folded = make().fold(Vec::new(), |mut all, item| {
        all.push(item);
        all
    });
    assert_eq!(folded, items);
    let mut begun = make();
    let first = begun.next();
    let all = begun.fold(Vec::from_iter(first), |mut all, item| {
        all.push(item);
        all
    });
    assert_eq!(all, items);
}

#[generator(boxed)]
fn words(lines: Vec<String>) -> impl Iterator<Item = String> {
    for line in lines {
        for word in line.split_whitespace() {
            yield_!(word.to_owned());
        }
    }
}

#[test]
fn a_local_is_borrowed() {
    same(|| words(vec!["a bc".into(), "".into(), "d".into()]), &["a".into(), "bc".into(), "d".into()]);
}

#[generator(boxed)]
fn twice<'v>(numbers: &'v mut Vec<u32>) -> impl Iterator<Item = u32> + use<'v> {
    for _ in 0..2 {
        for number in numbers.iter_mut() {
            *number += 1;
            yield_!(*number);
        }
        numbers.push(0);
    }
    numbers.clear();
}

#[test]
fn an_exclusive_reference_is_reborrowed_and_used_again() {
    let mut numbers = vec![1, 5];
    assert!(twice(&mut numbers).eq([2, 6, 3, 7, 1]));
    assert!(numbers.is_empty());
}

struct Inventory {
    items: Vec<String>,
    taken: usize,
}

impl Inventory {
    /// A part is drained while another one counts, and the whole is used behind.
    #[generator(boxed)]
    fn take_all(&mut self) -> impl Iterator<Item = (usize, String)> {
        for item in self.items.drain(..) {
            self.taken += 1;
            yield_!((self.taken, item));
        }
        self.restock();
        yield_from!(self.items.iter().map(|item| (0, item.clone())));
    }

    fn restock(&mut self) {
        self.items.push(format!("new after {}", self.taken));
    }

    #[generator(boxed)]
    fn into_lengths(self) -> impl Iterator<Item = usize> {
        let longest = self.items.iter().max_by_key(|item| item.len());
        for item in &self.items {
            yield_!(item.len());
        }
        println!("{self_items:?} {taken}", self_items = self.items, taken = self.taken);
        if let Some(longest) = longest {
            yield_!(longest.len() + self.taken);
        }
    }
}

#[test]
fn methods() {
    let mut inventory = Inventory { items: vec!["a".into(), "b".into()], taken: 0 };
    let taken: Vec<_> = inventory.take_all().collect();
    assert_eq!(taken, [(1, "a".into()), (2, "b".into()), (0, "new after 2".into())]);
    assert!(inventory.into_lengths().eq([11, 13]));
}

trait Walk {
    fn walk(&self) -> impl Iterator<Item = u32> + '_;
    fn boxed(&self) -> Box<dyn Iterator<Item = u32> + '_>;
}

impl Walk for RefCell<Vec<u32>> {
    #[generator(boxed)]
    fn walk(&self) -> impl Iterator<Item = u32> + '_ {
        let guard = self.borrow();
        for number in guard.iter() {
            yield_!(*number);
        }
    }

    #[generator(boxed)]
    fn boxed(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        let guard = self.borrow_mut();
        for number in guard.iter() {
            yield_!(*number);
        }
    }
}

#[test]
fn guards_are_held() {
    let numbers = RefCell::new(vec![1, 2]);
    let mut walk = numbers.walk();
    assert!(numbers.try_borrow_mut().is_ok(), "nothing has run yet");
    assert_eq!(walk.next(), Some(1));
    assert!(numbers.try_borrow_mut().is_err());
    assert_eq!(walk.by_ref().last(), Some(2));
    assert!(numbers.try_borrow_mut().is_ok());
    let mut boxed = numbers.boxed();
    assert_eq!(boxed.next(), Some(1));
    assert!(numbers.try_borrow().is_err());
    drop(boxed);
    assert!(numbers.try_borrow().is_ok());
}

#[generator(boxed)]
fn parsed<'a, E: From<std::num::ParseIntError>>(
    text: &'a str,
    check: impl Fn(i64) -> Result<i64, E> + 'a,
) -> impl Iterator<Item = Result<i64, E>> {
    let lower = text.to_lowercase();
    for word in lower.split(',') {
        let number = check(word.trim().parse()?)?;
        yield_!(Ok(number));
    }
}

#[test]
fn a_failure_is_the_last_item() {
    let check = |n: i64| if n < 0 { Err("negative".parse::<i64>().expect_err("no number")) } else { Ok(n) };
    let ok = |text| parsed(text, check).map(Result::ok).collect::<Vec<_>>();
    assert_eq!(ok("1, 2"), [Some(1), Some(2)]);
    assert_eq!(ok("1, x, 2"), [Some(1), None]);
    assert_eq!(ok("1, 2, -3, 4"), [Some(1), Some(2), None]);
    same(|| parsed("5, -1, 2", check), &[Ok(5), check(-1)]);
}

#[generator(boxed)]
fn options(numbers: [Option<u8>; 3]) -> impl Iterator<Item = Option<u8>> {
    for number in &numbers {
        yield_!(Some((*number)? + 1));
    }
    if numbers.len() == 3 {
        return;
    }
    yield_!(None);
}

#[test]
fn options_fail_too() {
    same(|| options([Some(1), None, Some(2)]), &[Some(2), None]);
    same(|| options([Some(1); 3]), &[Some(2); 3]);
}

#[generator(boxed)]
fn nested(depth: u32) -> Box<dyn Iterator<Item = u32> + Send> {
    let local = [depth; 2];
    for number in &local {
        if depth > 0 {
            let mut inner = nested(depth - 1);
            yield_!(inner.next().unwrap_or(0) + *number);
            for item in inner.by_ref() {
                yield_!(item + *number);
            }
            yield_from!(inner);
        }
        yield_!(*number);
    }
}

fn nested_plain(depth: u32) -> Vec<u32> {
    let mut all = Vec::new();
    for number in [depth; 2] {
        if depth > 0 {
            all.extend(nested_plain(depth - 1).into_iter().map(|item| item + number));
        }
        all.push(number);
    }
    all
}

#[test]
fn one_inside_another() {
    same(|| nested(4), &nested_plain(4));
}

#[test]
fn it_is_sent_to_another_thread() {
    let mut words = words(vec!["a b c".into()]);
    assert_eq!(words.next().as_deref(), Some("a"));
    let rest = std::thread::spawn(move || words.collect::<Vec<_>>()).join();
    assert_eq!(rest.expect("the thread ends"), ["b", "c"]);
}

#[test]
fn auto_traits_are_those_of_the_body() {
    #[generator(boxed)]
    fn sendable(text: String) -> impl Iterator<Item = char> + Send + Sync + Unpin {
        let copy = text.clone();
        for c in copy.chars() {
            yield_!(c);
        }
    }
    #[generator(boxed)]
    fn shared(cell: &Cell<u32>) -> impl Iterator<Item = u32> + Unpin {
        let seen = [cell.get()];
        for number in &seen {
            cell.set(number + 1);
            yield_!(*number);
        }
    }
    assert_eq!(sendable("ab".into()).count(), 2);
    assert!(shared(&Cell::new(3)).eq([3]));
}

#[generator(boxed)]
fn generic<T: Clone + std::fmt::Display, const N: usize>(items: [T; N]) -> impl Generator<Item = String> {
    let shown: Vec<String> = items.iter().map(T::to_string).collect();
    for (shown, item) in shown.iter().zip(&items) {
        let mut text = String::new();
        write!(text, "{shown}={item}").expect("strings take all");
        yield_!(text);
    }
}

#[test]
fn it_tells_its_status() {
    let mut generic = generic([1.5, 2.5]);
    assert_eq!(generic.status(), Status::Created);
    assert_eq!(generic.next().as_deref(), Some("1.5=1.5"));
    assert_eq!(generic.status(), Status::Suspended);
    assert_eq!(generic.by_ref().count(), 1);
    assert!(generic.is_done());
}

#[test]
fn what_the_default_mode_refuses_for_its_order_is_taken() {
    #[generator(boxed)]
    fn compound(cell: &Cell<u32>) -> impl Iterator<Item = u32> {
        let mut numbers = [1, 2];
        numbers[{
            cell.set(cell.get() + 1);
            1
        }] += {
            yield_!(0);
            cell.get()
        };
        let a: u32;
        let mut b = 0;
        [
            a,
            numbers[{
                yield_!(a + b);
                0
            }],
        ] = [7, 8];
        b += a;
        cell.set(a);
        yield_!(b + numbers[0] + numbers[1]);
    }
    let cell = Cell::new(0);
    same(
        || {
            cell.set(0);
            compound(&cell)
        },
        &[0, 7, 17],
    );
}

#[test]
fn patterns_and_unused_parameters() {
    struct Noisy<'l>(&'l RefCell<Vec<u8>>, u8);
    impl Drop for Noisy<'_> {
        fn drop(&mut self) {
            self.0.borrow_mut().push(self.1);
        }
    }
    type Pair<'l> = (Noisy<'l>, Noisy<'l>);
    #[generator(boxed)]
    fn noisy<'l>(_: Noisy<'l>, (a, _): Pair<'l>, #[allow(unused_variables)] c: Noisy<'l>, mut d: Noisy<'l>) -> impl Iterator<Item = u8> {
        d.1 += 10;
        let borrowed = &a;
        yield_!(borrowed.1 + d.1);
        yield_!(borrowed.1);
    }
    fn plain<'l>(_: Noisy<'l>, (a, _): Pair<'l>, #[allow(unused_variables)] c: Noisy<'l>, mut d: Noisy<'l>, sink: &mut dyn FnMut(u8)) {
        d.1 += 10;
        let borrowed = &a;
        sink(borrowed.1 + d.1);
        sink(borrowed.1);
    }
    let journal = RefCell::default();
    let make = |n| Noisy(&journal, n);
    plain(make(1), (make(2), make(3)), make(4), make(5), &mut |_| ());
    let expected = journal.take();
    noisy(make(1), (make(2), make(3)), make(4), make(5)).for_each(drop);
    assert_eq!(journal.take(), expected);
    let mut by_next = noisy(make(1), (make(2), make(3)), make(4), make(5));
    while by_next.next().is_some() {}
    assert_eq!(journal.take(), expected);
    let mut half = noisy(make(1), (make(2), make(3)), make(4), make(5));
    half.next();
    drop(half);
    assert_eq!(journal.take(), expected);
    drop(noisy(make(1), (make(2), make(3)), make(4), make(5)));
    assert_eq!(journal.take(), [5, 4, 2, 3, 1]);
}

#[test]
fn a_lock_is_held_between_items() {
    #[generator(boxed)]
    fn drained<'m>(shared: &'m Mutex<BTreeMap<u32, String>>) -> impl Iterator<Item = String> + use<'m> {
        let mut map = shared.lock().expect("nobody has panicked");
        while let Some(mut first) = map.first_entry() {
            let value = first.get_mut();
            value.push('!');
            yield_!(value.clone());
            first.remove();
        }
    }
    let shared = Mutex::new(BTreeMap::from([(1, "a".to_owned()), (2, "b".to_owned())]));
    let mut drained = drained(&shared);
    assert_eq!(drained.next().as_deref(), Some("a!"));
    assert!(shared.try_lock().is_err());
    drop(drained);
    assert_eq!(shared.lock().expect("nobody has panicked").len(), 2);
}

#[test]
fn yields_in_all_expressions() {
    #[generator(boxed)]
    fn everywhere(text: &str) -> impl Iterator<Item = usize> {
        let parts: Vec<&str> = text.split(' ').collect();
        let shown = format!("{} {}", parts[0], {
            yield_!(parts.len());
            parts[1]
        });
        let sum: usize = parts.iter().map(|part| part.len()).sum::<usize>()
            + match parts.first() {
                Some(first) if first.len() > 1 => {
                    r#yield!(first.len());
                    1
                }
                _ => 2,
            };
        let () = yield_!(sum);
        assert!(
            {
                yield_!(shown.len());
                true
            },
            "{shown}"
        );
    }
    same(|| everywhere("ab c d"), &[3, 2, 5, 4]);
}

#[test]
fn the_length_is_told_as_far_as_it_is_known() {
    #[generator(boxed)]
    fn framed(items: impl Iterator<Item = u8>) -> impl Iterator<Item = u8> {
        let ends = [b'<', b'>'];
        yield_!(ends[0]);
        for item in items {
            yield_!(item);
        }
        yield_!(ends[1]);
    }
    let mut items = framed(1..4);
    assert_eq!(items.size_hint(), (5, Some(5)));
    items.next();
    assert_eq!(items.size_hint(), (4, Some(4)));
    assert_eq!(items.by_ref().take(3).count(), 3);
    assert_eq!(items.size_hint(), (1, Some(1)));
    assert_eq!(words(Vec::new()).size_hint(), (0, None));
}

#[test]
fn a_panic_ends_it() {
    #[generator(boxed)]
    fn panics(counted: std::rc::Rc<()>) -> impl Iterator<Item = usize> {
        let held = [counted.clone(), counted];
        let one = &held[0];
        yield_!(std::rc::Rc::strong_count(one));
        assert!(held.is_empty(), "in the body");
    }
    let counted = std::rc::Rc::new(());
    let mut items = panics(counted.clone());
    assert_eq!(items.next(), Some(3));
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| items.next()));
    assert!(panicked.is_err());
    assert_eq!(std::rc::Rc::strong_count(&counted), 1);
    assert!(items.next().is_none() && items.size_hint() == (0, Some(0)));
}

#[test]
fn conditions_macros_and_inner_items() {
    macro_rules! give_up {
        ($when:expr) => {
            if $when {
                return;
            }
        };
    }
    #[generator(boxed, macros(largest))]
    fn hidden(n: u32) -> impl Iterator<Item = u32> {
        const LIMIT: u32 = 3;
        fn double(n: u32) -> u32 {
            2 * n
        }
        macro_rules! largest {
            ($a:expr, $b:expr) => {
                std::cmp::max($a, $b)
            };
        }
        let list = [1, 2, n];
        for x in &list {
            give_up!(*x > LIMIT);
            #[cfg(not(any()))]
            yield_!(double(*x));
            #[cfg(any())]
            yield_!(0);
            yield_!(largest!(*x, {
                yield_!(100);
                0
            }));
        }
    }
    same(|| hidden(4), &[2, 100, 1, 4, 100, 2]);
}
