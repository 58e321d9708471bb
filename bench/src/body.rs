//! A body to measure: the same items, yielded by everything that can.
//!
//! ```ignore
//! Body::of::<Each>("squares", 1)
//!     .hand(|| hand(0..black_box(1_000)))
//!     .generated(|| generated(0..black_box(1_000)))
//!     .finish()
//! ```

use std::hint::black_box;
use std::marker::PhantomData;
use std::rc::Rc;

use crate::column::Column;
use crate::consume::Consume;

pub(crate) struct Body {
    pub(crate) name: &'static str,
    /// How many items one call of a [`Run`] takes.
    pub(crate) items: usize,
    pub(crate) runs: Vec<Run>,
    /// Why a column has nothing to show.
    pub(crate) notes: Vec<(Column, &'static str)>,
    /// The bytes of the iterators, before their first item.
    pub(crate) sizes: Vec<(Column, usize)>,
    checks: Vec<Box<dyn Fn()>>,
}

pub(crate) struct Run {
    pub(crate) column: Column,
    pub(crate) run: Box<dyn Fn()>,
}

impl Body {
    /// Nothing is measured yet, of so many items.
    pub(crate) fn named(name: &'static str, items: usize) -> Self {
        Body { name, items, runs: Vec::new(), notes: Vec::new(), sizes: Vec::new(), checks: Vec::new() }
    }

    /// What `repeats` times makes an iterator and consumes it makes one run.
    pub(crate) fn of<C: Consume>(name: &'static str, repeats: usize) -> Builder<C, ()> {
        Builder { body: Body::named(name, 0), repeats, expected: Rc::new([]), consumer: PhantomData }
    }

    /// Panics if a column yields other items than the iterator written by hand.
    pub(crate) fn check(&self) {
        for check in &self.checks {
            check();
        }
    }
}

pub(crate) struct Builder<C, T> {
    body: Body,
    repeats: usize,
    /// The items, as the iterator written by hand yields them.
    expected: Rc<[T]>,
    consumer: PhantomData<C>,
}

impl<C: Consume> Builder<C, ()> {
    pub(crate) fn hand<T, I>(self, make: impl Fn() -> I + Clone + 'static) -> Builder<C, T>
    where
        T: PartialEq + 'static,
        I: Iterator<Item = T>,
    {
        let expected: Rc<[T]> = make().collect();
        let Builder { mut body, repeats, .. } = self;
        body.items = C::taken(expected.len()) * repeats;
        body.sizes.push((Column::Hand, size_of::<I>()));
        Builder { body, repeats, expected, consumer: PhantomData }
            .iterator(Column::Hand, make.clone())
            .through_dyn(Column::HandDyn, make)
    }
}

impl<C: Consume, T: PartialEq + 'static> Builder<C, T> {
    /// The iterator of a `#[generator]`, by all ways in which it can be consumed.
    pub(crate) fn generated<I: Iterator<Item = T>>(mut self, make: impl Fn() -> I + Clone + 'static) -> Self {
        let (next, by_dyn) = (Column::GENERATED, Column::GENERATED_DYN);
        self.body.sizes.push((next, size_of::<I>()));
        self = self.iterator(next, make.clone()).through_dyn(by_dyn, make.clone());
        if C::FOLDS && !cfg!(native) {
            self = self.each(Column::Fold, move || C::by_fold(make()));
        }
        self
    }

    pub(crate) fn iterator<I: Iterator<Item = T>>(
        self,
        column: Column,
        make: impl Fn() -> I + 'static,
    ) -> Self {
        let make = Rc::new(make);
        self.each(column, {
            let make = Rc::clone(&make);
            move || C::by_next(make())
        })
        .check(column, move || make().collect())
    }

    fn through_dyn<I: Iterator<Item = T>>(self, column: Column, make: impl Fn() -> I + 'static) -> Self {
        self.each(column, move || {
            let mut items = make();
            let items: &mut dyn Iterator<Item = T> = &mut items;
            C::by_next(black_box(items));
        })
    }

    /// Corrects the bytes, where an iterator is a box.
    pub(crate) fn boxed(mut self, column: Column, size: usize) -> Self {
        for (_, bytes) in self.body.sizes.iter_mut().filter(|(of, _)| *of == column) {
            *bytes = size;
        }
        self
    }

    /// The body as a plain loop that hands each item to `black_box`, or whatever the consumer does.
    pub(crate) fn plain_loop(self, run: impl Fn() + 'static) -> Self {
        self.each(Column::Loop, run)
    }

    /// Says why a column can't have this body.
    pub(crate) fn lacks(mut self, column: Column, why: &'static str) -> Self {
        self.body.notes.push((column, why));
        self
    }

    pub(crate) fn finish(self) -> Body {
        self.body
    }

    fn check(mut self, column: Column, items: impl Fn() -> Vec<T> + 'static) -> Self
    where
        T: 'static,
    {
        let expected = Rc::clone(&self.expected);
        self.body.checks.push(Box::new(move || assert!(items() == *expected, "{column} yields other items")));
        self
    }

    fn each(mut self, column: Column, once: impl Fn() + 'static) -> Self {
        let repeats = self.repeats;
        let run = Box::new(move || {
            for _ in 0..repeats {
                once();
            }
        });
        self.body.runs.push(Run { column, run });
        self
    }
}

#[cfg(not(native))]
mod peers {
    use std::pin::pin;

    use futures_core::Stream;

    use super::{Builder, Column, Consume, Rc};
    use crate::peers::Polled;

    impl<C: Consume, T: PartialEq + 'static> Builder<C, T> {
        /// An asynchronous stream, polled in place.
        pub(crate) fn stream<S: Stream<Item = T>>(
            self,
            column: Column,
            make: impl Fn() -> S + 'static,
        ) -> Self {
            let make = Rc::new(make);
            self.each(column, {
                let make = Rc::clone(&make);
                move || C::by_next(Polled(pin!(make())))
            })
            .check(column, move || Polled(pin!(make())).collect())
        }
    }
}
