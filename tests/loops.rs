//! `for`, `while`, `while let` and `loop`, with values and labels.
use generator_core::generator;

#[macro_use]
mod common;
use common::*;

#[generator]
fn empty() -> impl Iterator<Item = u8> {
    if false {
        yield_!(1);
    }
}

#[generator]
fn three() -> impl Iterator<Item = &'static str> {
    yield_!("a");
    yield_!("b");
    yield_!("c")
}

#[generator]
fn countdown(mut n: u32) -> impl Iterator<Item = u32> {
    while n > 0 {
        yield_!(n);
        n -= 1;
    }
}

#[generator]
fn every_other(limit: usize) -> impl Iterator<Item = usize> {
    for i in (0..limit).step_by(2) {
        yield_!(i);
        if i == 4 {
            continue;
        }
        yield_!(i * 10);
        if i >= 6 {
            break;
        }
    }
}

#[test]
fn simple_loops() {
    both!(empty(), [0; 0]);
    both!(three(), ["a", "b", "c"]);
    both!(countdown(3), [3, 2, 1]);
    both!(countdown(0), [0; 0]);
    both!(every_other(100), [0, 0, 2, 20, 4, 6, 60]);
    both!(every_other(3), [0, 0, 2, 20]);
}

#[generator]
fn depth_first(roots: Vec<u32>) -> impl Iterator<Item = u32> {
    let mut todo = roots;
    while let Some(n) = todo.pop() {
        yield_!(n);
        if n > 1 && n % 2 == 0 {
            todo.push(n / 2);
            todo.push(n / 2 - 1);
        }
    }
}

#[generator]
fn until<T: PartialEq>(mut items: impl Iterator<Item = T>, stop: T) -> impl Iterator<Item = T> {
    while let Some(item) = items.next()
        && item != stop
    {
        yield_!(item);
    }
}

#[generator]
fn pairs_while(mut a: Vec<i32>, mut b: Vec<i32>) -> impl Iterator<Item = i32> {
    while let (Some(x), Some(y)) = (a.pop(), b.pop()) {
        yield_!(x);
        if x == y {
            break;
        }
        yield_!(y);
    }
    yield_!(a.len() as i32 - b.len() as i32);
}

#[generator]
fn thresholds(low: i32, high: i32) -> impl Iterator<Item = (i32, i32)> {
    let mut low = low;
    let mut high = high;
    while low < high && !(low % 7 == 0 && high % 7 == 0) {
        yield_!((low, high));
        low += 2;
        yield_!((low, high));
        high -= 1;
    }
}

#[test]
fn while_loops() {
    both!(depth_first(vec![3, 4]), [4, 1, 2, 0, 1, 3]);
    both!(until([1, 2, 3, 2].into_iter(), 3), [1, 2]);
    both!(until(["x"].into_iter(), "y"), ["x"]);
    both!(pairs_while(vec![9, 4, 1], vec![4, 2]), [1, 2, 4, 1]);
    both!(pairs_while(vec![1], vec![2, 3]), [1, 3, 0]);
    both!(thresholds(1, 5), [(1, 5), (3, 5), (3, 4), (5, 4)]);
}

#[generator]
fn doubling(start: i64) -> impl Iterator<Item = i64> {
    let mut x = start;
    let steps = loop {
        yield_!(x);
        x *= 2;
        if x > 50 {
            break x - 50;
        }
        let skipped = loop {
            x += 1;
            if x % 3 == 0 {
                break x / 3;
            }
            yield_!(x);
        };
        yield_!(1000 + skipped);
    };
    yield_!(steps);
}

#[generator]
fn labelled(rows: &[&[i32]]) -> impl Iterator<Item = i32> {
    'rows: for (i, row) in rows.iter().enumerate() {
        yield_!(100 + i as i32);
        for &cell in *row {
            if cell == 0 {
                continue 'rows;
            }
            if cell < 0 {
                yield_!(cell);
                break 'rows;
            }
            yield_!(cell);
            if cell == 5 {
                break;
            }
        }
        yield_!(200 + i as i32);
    }
    yield_!(300);
}

#[generator]
fn found_in(grid: [[i32; 3]; 3], wanted: i32) -> impl Iterator<Item = (usize, usize)> {
    let mut y = 0;
    let place = 'search: loop {
        let mut x = 0;
        while x < 3 {
            if grid[y][x] == wanted {
                break 'search (x, y);
            }
            yield_!((x, y));
            x += 1;
        }
        y += 1;
        if y == 3 {
            return;
        }
    };
    yield_!((10 + place.0, 10 + place.1));
}

#[generator]
fn three_deep() -> impl Iterator<Item = u32> {
    'a: for a in 0..3 {
        'b: for b in 0..3 {
            for c in 0..3 {
                match (a, b, c) {
                    (0, _, 1) => continue 'b,
                    (1, 1, _) => continue 'a,
                    (2, 0, 2) => break 'b,
                    (2, 1, ..) => break 'a,
                    _ => yield_!(a * 100 + b * 10 + c),
                }
            }
            yield_!(900 + b);
        }
        yield_!(990 + a);
    }
}

#[test]
fn loops_with_values_and_labels() {
    both!(doubling(1), [1, 1001, 3, 7, 8, 1003, 9, 19, 20, 1007, 21, 43, 44, 1015, 45, 40]);
    both!(labelled(&[&[1, 0, 2], &[5, 6], &[7, -1, 8], &[9]]), [100, 1, 101, 5, 201, 102, 7, -1, 300]);
    both!(labelled(&[&[1]]), [100, 1, 200, 300]);
    both!(found_in([[1, 2, 3], [4, 5, 6], [7, 8, 9]], 5), [(0, 0), (1, 0), (2, 0), (0, 1), (11, 11)]);
    both!(found_in([[1; 3]; 3], 5).skip(7), [(1, 2), (2, 2)]);
    both!(three_deep(), [0, 10, 20, 990, 100, 101, 102, 900, 200, 201, 992]);
}

// What a branch moves is gone, and stays in its place otherwise.
#[generator]
fn spent_on_a_round(list: Vec<Noisy>, at: u32) -> impl Iterator<Item = &'static str> {
    for n in 0..2 {
        yield_!("round");
        if n == at {
            for noisy in list {
                yield_!(noisy.0);
            }
            return;
        }
    }
    yield_!("last");
}

#[test]
fn a_branch_that_moves_and_leaves() {
    let list = || vec![Noisy("a"), Noisy("b")];
    traced!(spent_on_a_round(list(), 1), [r#"got "round""#, r#"got "round""#, r#"got "a""#, "drop a", r#"got "b""#, "drop b", "end"]);
    traced!(spent_on_a_round(list(), 2), [r#"got "round""#, r#"got "round""#, r#"got "last""#, "drop a", "drop b", "end"]);
    dropped!(spent_on_a_round(list(), 0), 1: ["drop a", "drop b"], 2: ["drop a", "drop b"], 3: ["drop b"]);
}
