//! `generator_fn!(boxed move || { … })` and `generator_fn!(async move || { … })`: generators in the middle of functions.

use futures::StreamExt;
use futures::executor::block_on;
use generator_core::{generator, generator_fn};
use std::cell::RefCell;

#[test]
fn a_boxed_one_borrows_its_own_variables() {
    let text = String::from("To be or not");
    let lengths = generator_fn!(boxed move || {
        let lower = text.to_lowercase();
        for word in lower.split(' ') {
            yield!(word.len());
        }
        yield_!(text.len());
    });
    assert_eq!(lengths.collect::<Vec<_>>(), [2, 2, 2, 3, 12]);
}

#[test]
fn items_are_inferred_from_the_use() {
    let bytes = generator_fn!(boxed move || {
        let numbers = [1, 2, 3];
        for n in &numbers {
            yield!(n * n);
        }
    });
    let bytes: Vec<u8> = bytes.collect();
    assert_eq!(bytes, [1, 4, 9]);
    let annotated = generator_fn!(boxed move || -> Box<dyn Fn(i32) -> i32> {
        yield!(Box::new(|n| n + 1));
        yield!(Box::new(|n| n * 2));
    });
    assert_eq!(annotated.map(|item| item(5)).collect::<Vec<_>>(), [6, 10]);
}

#[test]
fn without_move_it_borrows_what_it_names() {
    let mut total = 0;
    let names = vec![String::from("a"), String::from("bc")];
    let mut lengths = generator_fn!(
        boxed || {
            for name in &names {
                total += name.len();
                yield !(name.len());
            }
        }
    );
    assert_eq!(lengths.next(), Some(1));
    assert_eq!(lengths.sum::<usize>(), 2);
    assert_eq!((total, names.len()), (3, 2));
}

#[test]
fn a_failure_is_the_last_item() {
    let parse = |text: &'static str| {
        generator_fn!(boxed move || {
            let parts: Vec<&str> = text.split(' ').collect();
            for part in &parts {
                let number: u32 = part.parse()?;
                if number == 0 {
                    return;
                }
                yield!(Ok(number));
            }
        })
    };
    let items = |text| parse(text).map(|item: Result<u32, std::num::ParseIntError>| item.ok()).collect::<Vec<_>>();
    assert_eq!(items("1 2"), [Some(1), Some(2)]);
    assert_eq!(items("1 x 2"), [Some(1), None]);
    assert_eq!(items("1 0 2"), [Some(1)]);
}

#[test]
fn it_is_sent_where_its_body_may_be() {
    fn sent<I: Iterator<Item = usize> + Send + 'static>(items: I) -> usize {
        std::thread::spawn(move || items.sum()).join().expect("the thread ends")
    }
    let words = vec!["a", "bc"];
    assert_eq!(
        sent(generator_fn!(boxed move || {
            for word in &words {
                yield!(word.len());
            }
        })),
        3
    );
}

struct Shelf {
    books: Vec<String>,
}

impl Shelf {
    fn titles(&self) -> impl Iterator<Item = &str> {
        generator_fn!(boxed move || {
            let sorted = {
                let mut books: Vec<&String> = self.books.iter().collect();
                books.sort();
                books
            };
            for book in &sorted {
                yield!(book.as_str());
            }
        })
    }
}

#[test]
fn in_methods() {
    let shelf = Shelf { books: vec!["b".into(), "a".into()] };
    assert!(shelf.titles().eq(["a", "b"]));
}

#[test]
fn streams() {
    let factor = 3;
    let tripled = generator_fn!(async move || {
        let numbers = vec![1, 2];
        for n in &numbers {
            let n = std::future::ready(n).await;
            yield !(n * factor);
        }
        yield_from!(futures::stream::iter([7, 8]));
        yield_from!(numbers.iter().copied());
    });
    assert_eq!(block_on(tripled.collect::<Vec<i32>>()), [3, 6, 7, 8, 1, 2]);
}

#[test]
fn streams_fail_and_borrow() {
    let log = RefCell::new(Vec::new());
    let parsed = generator_fn!(async || {
        for text in ["1", "x", "2"] {
            log.borrow_mut().push(text);
            let number: u32 = std::future::ready(text.parse()).await?;
            yield !(Ok(number));
        }
    });
    let items: Vec<Result<u32, std::num::ParseIntError>> = block_on(parsed.collect());
    assert!(matches!(items[..], [Ok(1), Err(_)]));
    assert_eq!(log.take(), ["1", "x"]);
}

#[test]
fn one_inside_another() {
    let outer = generator_fn!(boxed move || {
        let list = vec![1, 2];
        for n in &list {
            yield_from!(generator_fn!(boxed || {
                for m in &list {
                    yield!(n * m);
                }
            }));
        }
    });
    assert_eq!(outer.collect::<Vec<i32>>(), [1, 2, 2, 4]);
    #[generator]
    fn cut(n: u32) -> impl Iterator<Item = u32> {
        for i in 0..n {
            yield_from!(generator_fn!(boxed move || {
                let list = [i, n];
                for item in &list {
                    yield!(*item);
                }
            }));
        }
    }
    assert!(cut(2).eq([0, 2, 1, 2]));
    let flat: Vec<usize> = (1..3).flat_map(|n| generator_fn!(boxed move || for i in 0..n { yield!(i) })).collect();
    assert_eq!(flat, [0, 0, 1]);
}

#[test]
fn bodies_without_an_end() {
    let boxed = generator_fn!(boxed move || loop {
        yield!(1);
    });
    assert_eq!(boxed.take(2).sum::<i32>(), 2);
    let stream = generator_fn!(async move || {
        let mut n = 0;
        loop {
            yield !(n);
            n += 1;
        }
    });
    assert_eq!(block_on(stream.take(3).collect::<Vec<i32>>()), [0, 1, 2]);
}
