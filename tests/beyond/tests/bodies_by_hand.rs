//! The runtime of boxed generators without the macro: bodies that no expansion has, and that have to be sound all the same.

use generator_core::__private::{Unknown, Yielder, boxed, boxed_expression};
use std::cell::RefCell;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

/// Tells the journal when it drops.
struct Noisy<'l>(&'l RefCell<Vec<&'static str>>, &'static str);

impl Drop for Noisy<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().push(self.1);
    }
}

#[test]
fn a_body_borrows_from_itself() {
    let mut items = boxed_expression(async |mut yielder: Yielder<'_, usize>| {
        let text = String::from("ab cde f");
        for word in text.split(' ') {
            yielder.put(word.len()).await;
        }
    });
    assert_eq!(items.next(), Some(2));
    let mut moved = Box::new(items);
    assert_eq!(moved.next(), Some(3));
    assert_eq!(moved.collect::<Vec<_>>(), [1]);
}

#[test]
fn a_fresh_one_is_folded_by_its_second_copy() {
    let items = boxed((3,), Unknown, async |(_,), mut yielder: Yielder<'_, u32>| yielder.put(0).await, |(n,), sink| (0..n).for_each(sink));
    assert_eq!(items.sum::<u32>(), 3);
}

#[test]
fn an_item_put_by_a_drop_is_dropped_with_the_body() {
    struct AtDrop<F: FnMut()>(F);
    impl<F: FnMut()> Drop for AtDrop<F> {
        fn drop(&mut self) {
            (self.0)();
        }
    }
    let journal = RefCell::default();
    let mut items = boxed_expression(async |mut yielder: Yielder<'_, Noisy<'_>>| {
        yielder.put(Noisy(&journal, "taken")).await;
        let _puts = AtDrop(|| drop(yielder.put(Noisy(&journal, "left"))));
        std::future::pending::<()>().await;
    });
    drop(items.next());
    assert!(catch_unwind(AssertUnwindSafe(|| items.next())).is_err());
    assert_eq!(journal.take(), ["taken", "left"]);
    assert!(items.next().is_none());
}

#[test]
fn an_item_that_is_overwritten_is_dropped() {
    let journal = RefCell::default();
    let mut items = boxed_expression(async |mut yielder: Yielder<'_, Noisy<'_>>| {
        drop(yielder.put(Noisy(&journal, "first")));
        yielder.put(Noisy(&journal, "second")).await;
    });
    let item = items.next();
    assert_eq!(journal.take(), ["first"]);
    drop(item);
    assert_eq!(journal.take(), ["second"]);
    assert!(items.next().is_none());
}

#[test]
fn the_yielder_of_one_body_in_another() {
    let outer = boxed_expression(async |mut outer: Yielder<'_, &'static str>| {
        let mut inner = boxed_expression(async |mut inner: Yielder<'_, &'static str>| {
            inner.put("inner").await;
            outer.put("outer").await;
        });
        assert_eq!(inner.next(), Some("inner"));
        // It waits for what isn't its own.
        assert!(catch_unwind(AssertUnwindSafe(|| inner.next())).is_err());
        drop(inner);
        outer.put("last").await;
    });
    assert_eq!(outer.collect::<Vec<_>>(), ["last"]);
}

#[test]
fn a_suspension_that_is_polled_again_waits_for_the_caller() {
    let items = boxed_expression(async |mut yielder: Yielder<'_, u32>| {
        let mut polled = 0;
        let mut suspension = std::pin::pin!(yielder.put(1));
        std::future::poll_fn(|context| {
            polled += 1;
            assert!(suspension.as_mut().poll(context).is_pending() || polled == 2);
            if polled == 2 { Poll::Ready(()) } else { suspension.as_mut().poll(context) }
        })
        .await;
    });
    assert_eq!(items.collect::<Vec<_>>(), [1]);
}

#[test]
fn a_yielder_works_on_another_thread_while_its_body_waits() {
    let items = boxed_expression(async |mut yielder: Yielder<'_, String>| {
        std::thread::scope(|scope| {
            scope.spawn(|| drop(yielder.put(String::from("from a thread"))));
        });
        yielder.put(String::from("from the body")).await;
    });
    assert_eq!(items.collect::<Vec<_>>(), ["from the body"]);
}

/// A body that is a function, which runs when it is called, and a future made by hand.
fn by_hand<'s>(_: (), mut yielder: Yielder<'s, u32>) -> impl Future<Output = ()> + use<'s> {
    drop(yielder.put(1));
    let mut polled = 0;
    std::future::poll_fn(move |_| {
        polled += 1;
        drop(yielder.put(polled + 1));
        if polled < 3 { Poll::Pending } else { Poll::Ready(()) }
    })
}

#[test]
fn a_body_made_by_hand() {
    let items = boxed((), Unknown, by_hand, |(), _| ());
    let items: &mut dyn Iterator<Item = u32> = &mut { items };
    assert_eq!([items.next(), items.next(), items.next()], [Some(2), Some(3), None]);
}

#[test]
fn a_function_that_panics_instead_of_making_a_body() {
    fn panics<'s>(_: Rc<()>, mut yielder: Yielder<'s, Rc<()>>) -> std::future::Pending<()> {
        drop(yielder.put(Rc::new(())));
        panic!("no body");
    }
    let argument = Rc::new(());
    let mut items = boxed(argument.clone(), Unknown, panics, |_, _| ());
    assert!(catch_unwind(AssertUnwindSafe(|| items.next())).is_err());
    assert_eq!(Rc::strong_count(&argument), 1);
    assert!(items.next().is_none());
}

#[test]
fn a_future_that_panics_as_it_is_dropped() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }
    let counted = Rc::new(());
    let mut items = boxed_expression(async |mut yielder: Yielder<'_, Rc<()>>| {
        let _kept = counted.clone();
        let _bomb = Bomb;
        let _also_kept = counted.clone();
        yielder.put(counted.clone()).await;
    });
    drop(items.next());
    assert!(catch_unwind(AssertUnwindSafe(|| drop(items))).is_err());
    assert_eq!(Rc::strong_count(&counted), 1);
}

#[test]
fn one_without_a_size() {
    enum Never {}
    let mut items = boxed((), Unknown, |(), _: Yielder<'_, Never>| std::future::ready(()), |(), _| ());
    assert!(items.next().is_none());
}

#[test]
fn a_forgotten_one_leaks_and_no_more() {
    let journal = RefCell::default();
    let mut items = boxed_expression(async |mut yielder: Yielder<'_, u32>| {
        let _noisy = Noisy(&journal, "body");
        yielder.put(1).await;
    });
    assert_eq!(items.next(), Some(1));
    std::mem::forget(items);
    assert!(journal.take().is_empty());
}

#[test]
fn a_future_that_is_never_ready() {
    struct Never;
    impl Future for Never {
        type Output = ();
        fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
            Poll::Pending
        }
    }
    let mut items = boxed_expression(async |_: Yielder<'_, u32>| Never.await);
    let panic = catch_unwind(AssertUnwindSafe(|| items.next())).expect_err("it can't be waited for");
    assert_eq!(panic.downcast_ref(), Some(&"a generator of an `Iterator` can't wait for a future"));
    assert_eq!(items.next(), None);
}
