//! Yields in the middle of expressions: what is evaluated before them, what after, and what they hold.
#![allow(clippy::unit_arg, clippy::blocks_in_conditions, clippy::needless_bool, clippy::no_effect)]
#![allow(
    clippy::nonminimal_bool,
    clippy::never_loop,
    unused_assignments,
    clippy::overly_complex_bool_expr,
    clippy::useless_vec,
    unused_must_use
)]
use generator_core::generator;

#[macro_use]
mod common;
use common::*;

fn add(a: i64, b: i64, c: i64) -> i64 {
    note(format!("add {a} {b} {c}"));
    a + b + c
}

fn unit(_: (), n: i64) -> i64 {
    n
}

#[generator]
fn arguments(x: i64) -> impl Iterator<Item = i64> {
    let mut x = x;
    let sum = add(
        made(x),
        {
            yield_!(1);
            x += 1;
            made(x)
        },
        made(x + 10),
    );
    yield_!(sum);
    yield_!(add(
        x,
        {
            x += 1;
            yield_!(x);
            x
        },
        x
    ));
    yield_!(unit(yield_!(7), unit(yield_!(8), 9)));
    let nested = add(
        made(1),
        add(
            made(2),
            {
                yield_!(3);
                made(4)
            },
            made(5),
        ),
        {
            yield_!(6);
            made(7)
        },
    );
    yield_!(nested);
}

#[test]
fn calls() {
    traced!(
        arguments(1),
        [
            "made 1",
            "got 1",
            "made 2",
            "made 12",
            "add 1 2 12",
            "got 15",
            "got 3",
            "add 2 3 3",
            "got 8",
            "got 7",
            "got 8",
            "got 9",
            "made 1",
            "made 2",
            "got 3",
            "made 4",
            "made 5",
            "add 2 4 5",
            "got 6",
            "made 7",
            "add 1 11 7",
            "got 19",
            "end"
        ]
    );
}

#[derive(Clone, Debug)]
struct Point {
    x: i64,
    y: i64,
    z: i64,
}

#[generator]
fn literals() -> impl Iterator<Item = i64> {
    let base = Point { x: 1, y: 2, z: 3 };
    let point = Point {
        y: made(5),
        x: {
            yield_!(1);
            made(6)
        },
        ..base.clone()
    };
    yield_!(point.x * 100 + point.y * 10 + point.z);
    let tuple = (
        made(1),
        {
            yield_!(2);
            made(2)
        },
        made(3),
    );
    yield_!(tuple.0 + tuple.1 + tuple.2);
    let array = [made(4), {
        yield_!(3);
        made(5)
    }];
    yield_!(
        array[{
            yield_!(4);
            1
        }]
    );
    for i in made(0)..({
        yield_!(5);
        2
    }) {
        yield_!(i);
    }
    let repeated = [{
        yield_!(6);
        9
    }; 2];
    yield_!(repeated[0] + repeated[1]);
    yield_!(
        ({
            yield_!(10);
            2_u8
        } as i64)
            * -{
                yield_!(11);
                3
            }
    );
}

#[test]
fn literals_of_all_kinds() {
    both!(literals(), [1, 653, 2, 6, 3, 4, 5, 5, 0, 1, 6, 18, 10, 11, -6]);
}

#[generator]
fn lazily(a: bool, b: bool) -> impl Iterator<Item = &'static str> {
    if a && {
        yield_!("and");
        b
    } {
        yield_!("both");
    }
    let either = a || {
        yield_!("or");
        b
    };
    yield_!(if either { "either" } else { "neither" });
    if {
        yield_!("first");
        a
    } && b
        || {
            yield_!("last");
            !b
        }
    {
        yield_!("yes");
    } else if {
        yield_!("else");
        b
    } {
        yield_!("no");
    }
    let mut rounds = 0;
    while rounds < 2 && {
        yield_!("while");
        rounds < 1 || b
    } {
        rounds += 1;
        yield_!("round");
        if !a {
            continue;
        }
        note("end of round");
    }
}

#[test]
fn conditions() {
    both!(lazily(true, false), ["and", "either", "first", "last", "yes", "while", "round", "while"]);
    both!(lazily(false, true), ["or", "either", "first", "last", "else", "no", "while", "round", "while", "round"]);
    both!(lazily(true, true), ["and", "both", "either", "first", "yes", "while", "round", "while", "round"]);
}

#[generator]
fn assignments() -> impl Iterator<Item = i64> {
    let mut list = vec![1, 2, 3];
    list[made(1)] = {
        yield_!(10);
        made(20)
    };
    let mut total = 0;
    total += {
        yield_!(total);
        total = 5;
        7
    };
    yield_!(total);
    total = add(
        total,
        {
            yield_!(12);
            1
        },
        2,
    );
    yield_!(total + list.iter().sum::<i64>());
    let mut unit = ();
    unit = yield_!(13);
    made(unit);
    unit = {
        yield_!(14);
        unit
    };
    unit
}

#[test]
fn assigned_values() {
    traced!(
        assignments(),
        ["got 10", "made 20", "made 1", "got 0", "got 12", "got 12", "add 12 1 2", "got 39", "got 13", "made ()", "got 14", "end"]
    );
}

#[generator]
fn jumps(n: i64) -> impl Iterator<Item = i64> {
    let found = loop {
        break add(
            1,
            {
                yield_!(1);
                2
            },
            n,
        );
    };
    yield_!(found);
    let labelled = 'outer: {
        if n > 1 {
            break 'outer add(
                {
                    yield_!(2);
                    1
                },
                1,
                1,
            );
        }
        0
    };
    yield_!(labelled);
    if n > 2 {
        return yield_!(99);
    }
    yield_!(3);
    return {
        yield_!(4);
    };
}

#[test]
fn values_of_jumps() {
    both!(jumps(1), [1, 4, 0, 3, 4]);
    both!(jumps(3), [1, 6, 2, 3, 99]);
}

#[generator]
fn fallible(n: &str) -> impl Iterator<Item = Result<i64, std::num::ParseIntError>> {
    let sum = add(
        "1".parse::<i64>()?,
        {
            yield_!(Ok(0));
            n.parse::<i64>()?
        },
        3,
    );
    yield_!(Ok(sum));
    let parsed: i64 = {
        yield_!(Ok(1));
        n
    }
    .parse()?;
    yield_!(Ok({
        yield_!(Ok(2));
        parsed
    }));
}

#[test]
fn operands_of_the_try_operator() {
    both!(fallible("5"), [Ok(0), Ok(9), Ok(1), Ok(2), Ok(5)]);
    let failure = "x".parse::<i64>().unwrap_err();
    both!(fallible("x"), [Ok(0), Err(failure)]);
}

#[generator]
fn in_unsafe(values: &'static [i64]) -> impl Iterator<Item = i64> {
    unsafe {
        let first = *values.get_unchecked(0);
        yield_!(first);
        if first > 0 {
            yield_!(*values.get_unchecked(1));
        }
        yield_!(add(
            *values.get_unchecked(1),
            {
                yield_!(5);
                *values.get_unchecked(0)
            },
            0
        ));
    }
    let sum = unsafe {
        *values.get_unchecked({
            yield_!(6);
            1
        })
    } + 1;
    yield_!(sum);
}

#[test]
fn unsafe_blocks() {
    both!(in_unsafe(&[1, 2]), [1, 2, 5, 3, 6, 3]);
}

#[generator]
fn yields_in_yields() -> impl Iterator<Item = i64> {
    yield_!({
        yield_!({
            yield_!(1);
            2
        });
        3
    });
    yield_!(add(
        {
            yield_!(4);
            1
        },
        1,
        {
            yield_!(5);
            1
        }
    ));
    yield_from!([
        {
            yield_!(6);
            7
        },
        8
    ]);
}

#[test]
fn operands_of_yields() {
    both!(yields_in_yields(), [1, 2, 3, 4, 5, 3, 6, 7, 8]);
}

#[generator]
fn let_else(n: Option<i64>) -> impl Iterator<Item = i64> {
    let Some(n) = ({
        yield_!(1);
        n
    }) else {
        yield_!(2);
        return;
    };
    yield_!(n);
}

#[test]
fn let_else_with_yields_on_both_sides() {
    both!(let_else(Some(5)), [1, 5]);
    both!(let_else(None), [1, 2]);
}
