//! Where coroutines may stand, and what they may be besides.

use super::states;
use generator_core::CoroutineState::{Complete, Yielded};
use generator_core::{Coroutine, generator, generator_fn};
use std::thread;

struct Account {
    balance: i64,
    log: Vec<String>,
}

impl Account {
    #[generator]
    fn open(&mut self) -> impl Coroutine<i64, Yield = i64, Return = usize> {
        loop {
            let amount = yield_!(self.balance);
            if amount == 0 {
                return self.log.len();
            }
            self.balance += amount;
            self.log.push(format!("{amount:+}"));
        }
    }

    #[generator]
    fn close(self, #[resume] mut reason: &'static str) -> impl Coroutine<&'static str, Yield = String, Return = i64> {
        for line in self.log {
            reason = yield_!(format!("{line} ({reason})"));
        }
        self.balance
    }
}

#[test]
fn methods() {
    let mut account = Account { balance: 1, log: Vec::new() };
    assert_eq!(states(account.open(), [9, 5, -2, 0]), [Yielded(1), Yielded(6), Yielded(4), Complete(2)]);
    let text = |text: &str| Yielded(text.to_owned());
    assert_eq!(states(account.close(), ["a", "b", "c"]), [text("+5 (a)"), text("-2 (b)"), Complete(4)]);
}

trait Protocol {
    fn talk(&self) -> impl Coroutine<String, Yield = usize, Return = bool>;

    #[generator]
    fn boxed(self) -> Box<dyn Coroutine<String, Yield = usize>>
    where
        Self: Sized + 'static,
    {
        let spoken = yield_from!(self.talk_owned());
        yield_!(usize::from(spoken));
    }

    fn talk_owned(self) -> impl Coroutine<String, Yield = usize, Return = bool>
    where
        Self: Sized;
}

struct Limit(usize);

impl Protocol for Limit {
    #[generator]
    fn talk(&self) -> impl Coroutine<String, Yield = usize, Return = bool> {
        let heard = yield_!(self.0);
        heard.len() <= self.0
    }

    #[generator]
    fn talk_owned(self) -> impl Coroutine<String, Yield = usize, Return = bool> {
        let heard = yield_!(self.0);
        heard.len() <= self.0
    }
}

#[test]
fn traits_and_boxes() {
    let texts = || ["", "four", ""].map(str::to_owned);
    assert_eq!(states(Limit(4).talk(), texts().into_iter().take(2)), [Yielded(4), Complete(true)]);
    assert_eq!(states(&mut *Limit(3).boxed(), texts()), [Yielded(3), Yielded(0), Complete(())]);
}

#[generator]
fn sent<T: Send + Default>(first: T) -> impl Coroutine<T, Yield = T, Return = T> + Send {
    let second = yield_!(first);
    yield_!(T::default());
    second
}

#[test]
fn other_threads() {
    let mut coroutine = sent("first".to_owned());
    assert_eq!(coroutine.resume(String::new()), Yielded("first".to_owned()));
    let second = thread::spawn(move || {
        coroutine.resume("second".to_owned());
        coroutine.resume(String::new())
    });
    assert_eq!(second.join().expect("it ends"), Complete("second".to_owned()));
}

#[generator]
fn of_some_type(count: u8) -> impl Coroutine<u8, Yield = impl std::fmt::Display, Return = impl IntoIterator<Item = u8>> {
    let mut heard = Vec::new();
    for i in 0..count {
        heard.push(yield_!(format!("{i}/{count}")));
    }
    heard
}

#[test]
fn types_without_a_name() {
    let mut coroutine = of_some_type(2);
    let states = [0, 8, 9].map(|argument| match coroutine.resume(argument) {
        Yielded(text) => format!("{text}"),
        Complete(heard) => format!("{:?}", heard.into_iter().collect::<Vec<u8>>()),
    });
    assert_eq!(states, ["0/2", "1/2", "[8, 9]"]);
}

generator_fn! {
    /// Whether the numbers rise.
    fn rising(#[resume] first: i32) -> impl Coroutine<i32, Yield = bool> {
        let mut last = first;
        let mut rises = true;
        loop {
            let next = yield!(rises);
            rises = next > last;
            last = next;
        }
    }
}

#[test]
fn literal_yields() {
    assert_eq!(states(rising(), [1, 2, 2]), [Yielded(true), Yielded(true), Yielded(false)]);
}

type Answer = Result<u8, String>;

mod qualified {
    #[generator_core::generator]
    pub fn path() -> impl ::generator_core::Coroutine<super::Answer, Yield = u8, Return = super::Answer> + use<> {
        let answer = generator_core::yield_!(0)?;
        Ok(answer + generator_core::yield_!(answer)?)
    }
}

#[test]
fn paths_and_aliases() {
    assert_eq!(states(qualified::path(), [Ok(0), Ok(1), Ok(2)]), [Yielded(0), Yielded(1), Complete(Ok(3))]);
    let failed = || Err("no".to_owned());
    assert_eq!(states(qualified::path(), [Ok(0), failed()]), [Yielded(0), Complete(failed())]);
}
