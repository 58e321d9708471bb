//! The same bodies as coroutines of this crate and of rustc: what they hand out, and what is dropped when, has to be the same.

use std::cell::RefCell;
use std::fmt::Debug;

use generator_core::CoroutineState::{Complete, Yielded};
use generator_core::{Coroutine, OfStd, generator};

thread_local! {
    static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn note(line: impl Into<String>) {
    LOG.with_borrow_mut(|log| log.push(line.into()));
}

/// Notes when it is dropped.
#[derive(Debug)]
struct Noisy(&'static str, u32);

impl Drop for Noisy {
    fn drop(&mut self) {
        note(format!("drop {} {}", self.0, self.1));
    }
}

/// What is noted, resumed so often and then dropped.
fn trace<C>(mut coroutine: C, resumes: u32) -> Vec<String>
where
    C: Coroutine<Noisy, Yield: Debug, Return: Debug>,
{
    for n in 0..resumes {
        note(format!("resume {n}"));
        match coroutine.resume(Noisy("argument", n)) {
            Yielded(item) => note(format!("yielded {item:?}")),
            Complete(value) => {
                note(format!("complete {value:?}"));
                break;
            }
        }
    }
    note("drop it");
    drop(coroutine);
    LOG.take()
}

/// `compare!(name(first) -> Return { body })`: a test that the two do the same, dropped after any number of resumptions.
macro_rules! compare {
    ($name:ident($first:pat) -> $returned:ty { $($body:tt)* }) => {
        #[test]
        fn $name() {
            #[generator(crate = generator_core)]
            fn ours(#[resume] $first: Noisy) -> impl Coroutine<Noisy, Yield = u32, Return = $returned> {
                $($body)*
            }
            fn native() -> impl Coroutine<Noisy, Yield = u32, Return = $returned> {
                #[allow(unused_macros)]
                macro_rules! yield_ {
                    ($item:expr) => {
                        (yield $item)
                    };
                }
                OfStd::new(
                    #[coroutine]
                    move |$first: Noisy| -> $returned { $($body)* },
                )
            }
            for resumes in 0..9 {
                assert_eq!(trace(ours(), resumes), trace(native(), resumes), "after {resumes}");
            }
        }
    };
}

compare!(held(first) -> u32 {
    let _local = Noisy("local", 0);
    let second = yield_!(first.1);
    note("second");
    let third = yield_!(second.1);
    third.1
});

compare!(dropped_at_once(first) -> () {
    drop(first);
    yield_!(1);
    note("between");
    let _ = yield_!(2);
    note("behind");
    yield_!(3);
});

compare!(replaced(first) -> Noisy {
    let mut last = first;
    for n in 0..3 {
        last = yield_!(n);
        note("replaced");
    }
    last
});

compare!(scopes(first) -> u32 {
    let mut sum = 0;
    {
        let inner = yield_!(10);
        {
            let _deeper = yield_!(20);
            sum += inner.1;
        }
        note("left");
        yield_!(sum);
    }
    let _again = Noisy("again", sum);
    sum + yield_!(30).1 + first.1
});

compare!(branches(first) -> Option<Noisy> {
    let kept = if first.1 == 0 {
        let inner = yield_!(1);
        if inner.1 > 5 {
            return None;
        }
        Some(inner)
    } else {
        None
    };
    match kept {
        Some(noisy) if noisy.1 > 0 => {
            let _guard = Noisy("guard", noisy.1);
            yield_!(2);
            Some(noisy)
        }
        other => other,
    }
});

compare!(operands(_first) -> Vec<u32> {
    let pair = (Noisy("left", 1), yield_!(1), Noisy("right", 2));
    note("made");
    let numbers = vec![pair.1.1, yield_!(2).1, yield_!(3).1];
    drop(pair.0);
    numbers
});

compare!(early(first) -> Result<u32, Noisy> {
    let _outer = Noisy("outer", 0);
    for n in 0..4 {
        let argument = yield_!(n);
        if argument.1 == 3 {
            return Err(argument);
        }
        let _inner = argument;
        yield_!(n + 10);
    }
    Ok(first.1)
});

compare!(failing(first) -> Option<u32> {
    let _outer = Noisy("outer", first.1);
    let mut left = 3_u32;
    loop {
        let _held = yield_!(left);
        left = left.checked_sub(1)?;
    }
});

compare!(collected(first) -> usize {
    let mut all = vec![first];
    while all.len() < 4 {
        let next = yield_!(all.len() as u32);
        if next.1 % 2 == 0 {
            all.pop();
            continue;
        }
        all.push(next);
    }
    all.len()
});

compare!(patterns(Noisy(name, _)) -> String {
    let Noisy(other, number) = yield_!(1);
    let text = format!("{name}{other}{number}");
    yield_!(2);
    text
});

compare!(conditions(first) -> u32 {
    let mut count = first.1;
    while yield_!(count).1 < 6 && { note("and"); count < 3 } {
        count += 1;
        if yield_!(100).1 % 2 == 0 || yield_!(200).1 % 3 == 0 {
            note("either");
        }
    }
    count
});

compare!(receivers(_first) -> u32 {
    let most = yield_!(1).1.max(yield_!(2).1);
    let pair = [yield_!(most), yield_!(4)];
    pair[0].1 + pair[1].1 + yield_!(5).1
});

compare!(places(first) -> (Noisy, Noisy) {
    let mut pair = (first, Noisy("other", 0));
    pair.0 = yield_!(1);
    note("first is set");
    (pair.1, pair.0) = (yield_!(2), yield_!(3));
    note("both are set");
    let mut list = [0, 0];
    list[{ note("index"); 1 }] = yield_!(4).1;
    pair.0.1 += list[1];
    pair
});

compare!(scrutinees(_first) -> u32 {
    let mut seen = Vec::new();
    loop {
        match yield_!(seen.len() as u32) {
            Noisy(_, 2) => note("two"),
            Noisy(name, n) if n > 4 => break (name.len() as u32) + n,
            other => seen.push(other),
        }
        if let Noisy(_, n @ (3 | 4)) = yield_!(50) {
            note(format!("found {n}"));
        }
    }
});

compare!(labels(first) -> Option<u32> {
    let found = 'search: {
        for n in 0..2 {
            let inner = loop {
                let argument = yield_!(n);
                if argument.1 == 3 {
                    break 'search Some(argument);
                }
                if argument.1 % 2 == 1 {
                    break argument;
                }
            };
            note(format!("inner {}", inner.1));
        }
        None
    };
    drop(first);
    yield_!(9);
    found.map(|noisy| noisy.1)
});

compare!(closures(first) -> Vec<u32> {
    let base = first.1;
    let add = move |noisy: Noisy| noisy.1 + base;
    let mut all = Vec::new();
    for _ in 0..2 {
        let argument = yield_!(1);
        all.push(add(argument));
        let held = Some(yield_!(2));
        all.extend(held.as_ref().map(|noisy| noisy.1));
        yield_!(3);
    }
    all
});

compare!(structs(first) -> String {
    struct Both {
        one: Noisy,
        other: Noisy,
        count: u32,
    }
    let both = Both { one: yield_!(1), count: yield_!(2).1, other: first };
    note("made");
    let Both { one, count, other } = both;
    let line = yield_!(count);
    let shown = format!("{one:?} {line:?} {other:?}");
    drop(one);
    shown
});
