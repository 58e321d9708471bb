//! Yields among the arguments of std's macros. Most of these macros borrow their arguments, for which rustc's `gen`
//! blocks refuse them.
#![cfg(not(oracle))]
#![allow(clippy::unit_arg, clippy::blocks_in_conditions, clippy::useless_vec, clippy::dbg_macro)]
use generator_core::generator;
use std::fmt::Write as _;

#[macro_use]
mod common;
use common::*;

#[generator]
fn yields_in_std_macros(n: u32) -> impl Iterator<Item = usize> {
    let text = format!(
        "{n} {} {:>w$}",
        {
            yield_!(1);
            made(n + 1)
        },
        made(7),
        w = {
            yield_!(2);
            3
        }
    );
    yield_!(text.len());
    let list = vec![
        made(1),
        {
            yield_!(3);
            made(2)
        },
        made(3),
    ];
    yield_!(list.len());
    let filled = vec![
        {
            yield_!(4);
            5_usize
        };
        {
            yield_!(5);
            2
        }
    ];
    yield_!(filled.iter().sum());
    let mut out = String::new();
    write!(out, "{}-{}", made("a"), {
        yield_!(6);
        made("b")
    })
    .unwrap();
    writeln!(out, "{}", {
        yield_!(7);
        "c"
    })
    .unwrap();
    yield_!(out.len());
    assert!(
        {
            yield_!(8);
            list.len() == 3
        },
        "never evaluated: {}",
        {
            yield_!(100);
            1
        }
    );
    assert_eq!(
        {
            yield_!(9);
            list.len()
        },
        3,
        "{}",
        n
    );
    assert_ne!(made(1), {
        yield_!(10);
        2
    });
    debug_assert!(
        n < 100 && {
            yield_!(11);
            true
        }
    );
    yield_!(usize::from(matches!({ yield_!(12); n }, 1..=9 if { yield_!(13); n > 5 })));
    println!("{}", {
        yield_!(14);
        n
    });
    eprint!("{}", {
        yield_!(15);
        ""
    });
    let (a, b) = dbg!(
        {
            yield_!(16);
            made(20_usize)
        },
        {
            yield_!(17);
            made(1_usize)
        }
    );
    yield_!(a + b);
    if n > 5 {
        panic!("n is {}", {
            yield_!(18);
            n
        });
    }
    match n {
        0 => unreachable!("n is {}", {
            yield_!(19);
            n
        }),
        1 => todo!("{}", {
            yield_!(19);
            "one"
        }),
        _ => {}
    }
}

#[test]
fn arguments_of_std_macros() {
    let all = [1, 2, 7, 3, 3, 4, 5, 10, 6, 7, 5, 8, 9, 10, 11, 12, 13, 0, 14, 15, 16, 17, 21];
    both!(yields_in_std_macros(2), all);
    noted();
    let mut lines = Vec::new();
    let made = yields_in_std_macros(4).inspect(|_| lines.extend(noted())).count();
    assert_eq!(
        (made, lines),
        (
            23,
            ["made 5", "made 7", "made 1", "made 2", "made 3", "made \"a\"", "made \"b\"", "made 1", "made 20", "made 1"]
                .map(String::from)
                .to_vec()
        )
    );
    let panicked = |n| {
        let mut generator = yields_in_std_macros(n);
        let message = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| generator.by_ref().for_each(drop)));
        assert_eq!(generator.next(), None);
        *message.unwrap_err().downcast::<String>().unwrap()
    };
    assert_eq!(panicked(6), "n is 6");
    assert_eq!(panicked(0), "internal error: entered unreachable code: n is 0");
    assert_eq!(panicked(1), "not yet implemented: one");
}

#[generator]
fn failing_assertions(n: u32) -> impl Iterator<Item = u32> {
    match n {
        0 => assert!({
            yield_!(1);
            n == 1
        }),
        1 => assert!(
            {
                yield_!(1);
                n == 0
            },
            "n = {}",
            {
                yield_!(2);
                n
            }
        ),
        _ => assert_eq!(
            {
                yield_!(1);
                n
            },
            0,
            "n"
        ),
    }
}

#[test]
fn messages_of_assertions() {
    let panicked = |n| {
        let run = std::panic::catch_unwind(|| failing_assertions(n).count());
        let message = run.unwrap_err();
        message.downcast_ref::<&str>().map(ToString::to_string).unwrap_or_else(|| *message.downcast().unwrap())
    };
    assert_eq!(panicked(0), "assertion failed: { yield_! (1); n == 1 }");
    assert_eq!(panicked(1), "n = 1");
    assert_eq!(panicked(2), "assertion `left == right` failed: n\n  left: 2\n right: 0");
}
