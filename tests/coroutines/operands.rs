//! Yields with values in the middle of expressions: evaluated in Rust's order.

use super::states;
use crate::common::{note, noted};
use generator_core::CoroutineState::{Complete, Yielded};
use generator_core::{Coroutine, generator};

fn noisy(number: u32) -> u32 {
    note(format!("made {number}"));
    number
}

#[generator]
fn added() -> impl Coroutine<u32, Yield = &'static str, Return = u32> {
    noisy(100) + yield_!("left") * 10 + noisy(yield_!("right"))
}

#[test]
fn operands_in_order() {
    noted();
    let mut added = added();
    assert_eq!(added.resume(0), Yielded("left"));
    assert_eq!(noted(), ["made 100"]);
    assert_eq!(added.resume(2), Yielded("right"));
    assert_eq!(added.resume(3), Complete(123));
    assert_eq!(noted(), ["made 3"]);
}

#[generator]
fn collected() -> impl Coroutine<String, Yield = usize, Return = (Vec<String>, String, [String; 2])> {
    let list = vec![yield_!(0), String::from("own"), yield_!(1)];
    let text = format!("{}-{}", yield_!(2), yield_!(3));
    let pair = [yield_!(4), yield_!(5) + "!"];
    (list, text, pair)
}

#[test]
fn arguments_of_macros_and_elements() {
    let states = states(collected(), (0..7).map(|n| n.to_string()));
    assert!(states[..6].iter().enumerate().all(|(n, state)| *state == Yielded(n)));
    let strings = |texts: [&str; 3]| texts.map(str::to_owned).to_vec();
    let pair = ["5".to_owned(), "6!".to_owned()];
    assert_eq!(states[6], Complete((strings(["1", "own", "2"]), "3-4".to_owned(), pair)));
}

#[generator]
fn decided() -> impl Coroutine<Option<i32>, Yield = String, Return = i32> {
    let mut total = 0;
    while let Some(number) = yield_!(format!("total {total}")) {
        total += match yield_!(format!("sign of {number}")) {
            Some(0) => continue,
            Some(sign) => number * sign,
            None => break,
        };
        if yield_!("more?".to_owned()).is_none() && total > 9 {
            return total;
        }
    }
    -total
}

#[test]
fn conditions_and_scrutinees() {
    let text = |text: &str| Yielded(text.to_owned());
    let [total, sign, more] = [text("total 0"), text("sign of 5"), text("more?")];
    let asked = [total.clone(), sign.clone(), more.clone()];
    assert_eq!(states(decided(), [None, Some(5), Some(2)]), asked);
    assert_eq!(states(decided(), [None, Some(5), Some(2), None])[3], Complete(10));
    assert_eq!(states(decided(), [None, Some(5), Some(1), None])[3], text("total 5"));
    assert_eq!(states(decided(), [None, Some(5), Some(0)])[2], total);
    assert_eq!(states(decided(), [None, Some(5), None])[2], Complete(0));
}

#[generator]
fn lazily(first: bool) -> impl Coroutine<bool, Yield = u8, Return = (bool, bool)> {
    let both = first && yield_!(1) && yield_!(2);
    let any = first || yield_!(3) || yield_!(4);
    (both, any)
}

#[test]
fn lazy_operators() {
    assert_eq!(states(lazily(true), [false, true, true]), [Yielded(1), Yielded(2), Complete((true, true))]);
    assert_eq!(states(lazily(true), [false, false]), [Yielded(1), Complete((false, true))]);
    assert_eq!(states(lazily(false), [false, false, true]), [Yielded(3), Yielded(4), Complete((false, true))]);
}

struct Point {
    x: i32,
    y: i32,
}

#[generator]
fn placed() -> impl Coroutine<i32, Yield = &'static str, Return = i32> {
    let mut points = [Point { x: yield_!("x"), y: yield_!("y") }, Point { x: 0, y: 0 }];
    points[1].x = yield_!("other x");
    let index = yield_!("index") as usize;
    let Point { x, y } = points[index];
    let closure = move |n: i32| n + x;
    closure(yield_!("n")) * 100 + y + yield_!("rest")
}

#[test]
fn fields_and_calls() {
    let asked = states(placed(), [0, 1, 2, 3, 1, 4, 5]);
    assert_eq!(asked[6], Complete(705));
    assert_eq!(asked[5], Yielded("rest"));
}

#[generator]
fn echoed() -> impl Coroutine<u8, Yield = u8> {
    let mut heard = 0;
    loop {
        heard = yield_!(yield_!(heard));
    }
}

#[test]
fn a_yield_in_a_yield() {
    assert_eq!(states(echoed(), [9, 1, 2, 3, 4]), [Yielded(0), Yielded(1), Yielded(2), Yielded(3), Yielded(4)]);
}
