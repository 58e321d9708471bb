//! Branches, `let … else`, blocks and returns, with yields at any depth.
#![allow(
    clippy::let_unit_value,
    clippy::never_loop,
    clippy::unit_cmp,
    clippy::while_let_loop,
    clippy::unused_unit,
    clippy::while_immutable_condition,
    unused_braces
)] // every shape that a body may have

use generator_core::generator;

#[macro_use]
mod common;
use common::*;

#[generator]
fn classify(xs: &[i32]) -> impl Iterator<Item = &'static str> {
    for &x in xs {
        if x < 0 {
            yield_!("negative");
        } else if x == 0 {
            yield_!("zero");
            yield_!("again");
        } else if x > 100 {
        } else if x % 2 == 0 {
            yield_!("even")
        } else {
            yield_!("odd")
        }
    }
}

#[generator]
fn announced(n: i32) -> impl Iterator<Item = String> {
    let kind = if n % 2 == 0 {
        yield_!("looking".to_string());
        "even"
    } else if n > 10 {
        "big"
    } else {
        yield_!("small".to_string());
        "odd"
    };
    yield_!(format!("{n} is {kind}"));
}

#[generator]
fn options(xs: Vec<Option<Result<i32, String>>>) -> impl Iterator<Item = String> {
    for x in xs {
        if let Some(Ok(n)) = x {
            yield_!(n.to_string());
        } else if let Some(Err(message)) = x {
            yield_!(message.to_uppercase());
            yield_!(message);
        } else {
            yield_!("none".into());
        }
    }
}

#[generator]
fn chained<'a>(texts: &[&'a str], least: usize) -> impl Iterator<Item = (&'a str, u32)> {
    for text in texts {
        if let Some((name, number)) = text.split_once(':')
            && let Ok(number) = number.parse::<u32>()
            && name.len() >= least
        {
            yield_!((name, number));
            if number > 5
                && let Some(rest) = name.strip_prefix('x')
            {
                yield_!((rest, number));
            }
        } else {
            yield_!((text, 0));
        }
    }
}

#[test]
fn branches() {
    both!(classify(&[1, 0, -1, 102, 2]), ["odd", "zero", "again", "negative", "even"]);
    both!(announced(4), ["looking", "4 is even"]);
    both!(announced(11), ["11 is big"]);
    both!(announced(3), ["small", "3 is odd"]);
    both!(options(vec![Some(Ok(1)), None, Some(Err("no".into()))]), ["1", "none", "NO", "no"]);
    both!(chained(&["ab:1", "a:1", "xy:9", "ab:z"], 2), [("ab", 1), ("a:1", 0), ("xy", 9), ("y", 9), ("ab:z", 0)]);
}

#[generator]
fn first_word(lines: &[&str]) -> impl Iterator<Item = usize> {
    for line in lines {
        let Some(word) = line.split(' ').find(|w| !w.is_empty()) else {
            yield_!(0);
            continue;
        };
        yield_!(word.len());
        let [first, .., last] = word.as_bytes() else {
            yield_!(1000);
            yield_!(1001);
            break;
        };
        if first == last {
            return;
        }
    }
    yield_!(99);
}

#[generator]
fn else_leaves(mut numbers: impl Iterator<Item = i32>) -> impl Iterator<Item = i32> {
    loop {
        let Some(first) = numbers.next() else { return };
        yield_!(first);
        let (Some(second @ 1..), third) = (numbers.next(), numbers.next()) else {
            yield_!(-1);
            return;
        };
        yield_!(second + third.unwrap_or(100));
    }
}

// The type is told, and nothing else tells it.
#[generator]
fn typed<'a>(words: &[&'a str]) -> impl Iterator<Item = &'a str> {
    for word in words {
        let Ok(_): Result<u8, _> = word.parse() else {
            yield_!(word);
            continue;
        };
        let parsed = word.parse();
        let Ok(0..50): Result<u8, _> = parsed else {
            yield_!("large");
            break;
        };
        yield_!("number");
    }
}

// It yields in its value, and in its `else`.
#[generator]
fn both_yield(words: Vec<&str>) -> impl Iterator<Item = &str> {
    for word in words {
        let Some(rest) = ({
            yield_!(word);
            word.strip_prefix("re")
        }) else {
            yield_!("no");
            continue;
        };
        yield_!(rest);
    }
}

#[test]
fn let_else() {
    both!(both_yield(vec!["redo", "go"]), ["redo", "do", "go", "no"]);
    both!(typed(&["7", "x", "99", "-1"]), ["number", "x", "large"]);
    both!(first_word(&["to be", " ", "so"]), [2, 0, 2, 99]);
    both!(first_word(&["ab", "c", "de"]), [2, 1, 1000, 1001, 99]);
    both!(first_word(&["abba", "c"]), [4]);
    both!(else_leaves([1, 2, 3, 4, 5].into_iter()), [1, 5, 4, 105]);
    both!(else_leaves([7, 0, 1].into_iter()), [7, -1]);
}

#[generator]
fn stages(n: i32) -> impl Iterator<Item = i32> {
    let size = 'size: {
        if n < 0 {
            break 'size 0;
        }
        yield_!(n);
        if n > 10 {
            yield_!(n - 10);
            break 'size 2;
        }
        1
    };
    'checks: {
        if size == 0 {
            break 'checks;
        }
        yield_!(size * 100);
        for i in 0..n {
            if i == 2 {
                break 'checks;
            }
            yield_!(i);
        }
        yield_!(500);
    }
    yield_!(600 + size);
}

#[generator]
fn nested_values(n: i32) -> impl Iterator<Item = i32> {
    let total = {
        let a = {
            yield_!(n);
            n + 1
        };
        yield_!(a);
        let b = {
            let c = { a * 2 };
            {
                yield_!(c);
            }
            c + 1
        };
        a + b
    };
    yield_!(total)
}

#[generator]
fn units() -> impl Iterator<Item = i32> {
    let () = yield_!(1);
    let unit = yield_!(2);
    let _ = yield_!(3);
    let _unused = { yield_!(4) };
    let () = if unit == () {
        yield_!(5);
        yield_!(6)
    } else {
        yield_!(7)
    };
    { { yield_!(8) } }
}

#[generator]
fn only_returns(stop: usize) -> impl Iterator<Item = usize> {
    if stop == 0 {
        return;
    }
    yield_!(1);
    for i in 2.. {
        while i % 3 != 0 {
            if i >= stop {
                return;
            }
            yield_!(i);
            break;
        }
        loop {
            if i > stop {
                return ();
            }
            break;
        }
    }
}

// Code that control never reaches must only compile.
#[generator]
#[allow(unreachable_code)]
fn unreachable(n: u8, name: String) -> impl Iterator<Item = usize> {
    let kept = vec![n];
    yield_!(name.len());
    loop {
        if n > 3 {
            return;
        }
        break;
    }
    if n > 2 {
        return;
        let count = kept.len();
        yield_!(count);
        yield_!(count + kept.len());
    }
    yield_!(kept.len());
    loop {
        return;
    }
    let rest = name + "…";
    yield_!(0);
    yield_!(rest.len() + kept.len());
}

#[test]
fn blocks_and_returns() {
    both!(unreachable(1, "a".into()), [1, 1]);
    both!(stages(-1), [600]);
    both!(stages(1), [1, 100, 0, 500, 601]);
    both!(stages(12), [12, 2, 200, 0, 1, 602]);
    both!(nested_values(3), [3, 4, 8, 13]);
    both!(units(), [1, 2, 3, 4, 5, 6, 8]);
    both!(only_returns(0), [0; 0]);
    both!(only_returns(5), [1, 2, 4]);
    both!(only_returns(3), [1, 2]);
}

#[generator]
fn blocks_of_which_the_value_is_dropped(first: bool) -> impl Iterator<Item = u8> {
    {
        yield_!(1);
        Some(2)
    };
    if first {
        {
            yield_!(3);
            if first { Some(4) } else { None }
        };
    }
    {
        yield_!(5);
        { "value" }
    };
}

#[test]
fn the_value_of_a_block_may_be_dropped() {
    both!(blocks_of_which_the_value_is_dropped(true), [1, 3, 5]);
    both!(blocks_of_which_the_value_is_dropped(false), [1, 5]);
}

// A `gen` block can't yield in a guard of a variable.
#[cfg(not(oracle))]
#[generator]
fn left_by_the_else_of_a_condition(words: Vec<Option<&'static str>>) -> impl Iterator<Item = usize> {
    let mut words = words.into_iter();
    let mut count = 0;
    loop {
        let word = if let Some(word) = words.next() {
            yield_!(count);
            word
        } else {
            break;
        };
        let length = match word {
            Some(word)
                if {
                    yield_!(50 + word.len());
                    word.len() > 1
                } =>
            {
                word.len()
            }
            Some(_) => continue,
            None => break,
        };
        count += length;
    }
    yield_!(100 + count);
}

#[cfg(not(oracle))]
#[test]
fn jumps_without_a_label_out_of_conditions_that_yield() {
    both!(left_by_the_else_of_a_condition(vec![]), [100]);
    both!(left_by_the_else_of_a_condition(vec![Some("ab"), Some("c"), Some("def")]), [0, 52, 2, 51, 2, 53, 105]);
    both!(left_by_the_else_of_a_condition(vec![Some("ab"), None, Some("c")]), [0, 52, 2, 102]);
}
