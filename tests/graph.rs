//! The diagrams that `#[generator(graph = "…")]` writes.

use generator_core::generator;
use std::path::Path;

/// The diagram in `target/graphs`.
fn diagram(name: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/graphs").join(name);
    counted_from_first(&std::fs::read_to_string(file).expect("the compiler has written it"))
}

/// The diagram with each line of the source counted from the first that it names.
fn counted_from_first(text: &str) -> String {
    let number = |word: &str| word.trim_end_matches(',').parse::<usize>().ok();
    let first = text.split_whitespace().filter_map(number).min().expect("there are lines");
    let line = |line: &str| {
        let words = line.split(' ').map(|word| match number(word) {
            Some(number) => word.replace(&number.to_string(), &(number - first).to_string()),
            None => word.to_owned(),
        });
        words.collect::<Vec<String>>().join(" ")
    };
    text.lines().map(line).collect::<Vec<String>>().join("\n")
}

#[rustfmt::skip]
#[generator(graph = "target/graphs/squares.mmd")]
fn squares(numbers: impl IntoIterator<Item = i64>) -> impl Iterator<Item = i64> {
    for num in numbers {
        yield_!(num.pow(2));
    }
}

#[test]
fn a_loop() {
    assert_eq!(squares([1, 2]).sum::<i64>(), 5);
    let expected = "stateDiagram-v2
    [*] --> Start
    Start --> ForNum : line 0
    ForNum --> ForNum : line 1, yields
    ForNum --> [*] : line 0";
    assert_eq!(diagram("squares.mmd"), expected);
}

#[rustfmt::skip]
#[generator(graph = "target/graphs/numbers.mmd")]
fn numbers(lines: Vec<&str>, last: i32) -> impl Iterator<Item = Result<i32, std::num::ParseIntError>> {
    let mut sum = 0;
    for line in lines {
        let number: i32 = line.parse()?;
        yield_!(Ok(number));
        sum += number;
        if number == last {
            return;
        }
    }
    yield_!(Ok(sum));
}

#[test]
fn failures_and_jumps() {
    let items: Vec<_> = numbers(vec!["1", "2"], 3).map(Result::unwrap).collect();
    assert_eq!(items, [1, 2, 3]);
    let expected = "stateDiagram-v2
    state \"ForLine::Next\" as ForLine_Next
    state \"ForLine::Yield1\" as ForLine_Yield1
    [*] --> Start
    Start --> ForLine_Next : line 0
    ForLine_Next --> [*] : line 1, yields
    ForLine_Next --> ForLine_Yield1 : line 2, yields
    ForLine_Yield1 --> [*] : line 5
    ForLine_Yield1 --> ForLine_Next
    ForLine_Next --> AfterForLine : line 0
    AfterForLine --> Yield2 : line 8, yields
    Yield2 --> [*]";
    assert_eq!(diagram("numbers.mmd"), expected);
}

#[rustfmt::skip]
#[generator(graph = "target/graphs/pairs.mmd")]
fn pairs(n: u32) -> impl Iterator<Item = (u32, u32)> + Clone {
    for i in 0..n {
        for j in i + 1..n {
            yield_!((i, j));
        }
    }
}

#[test]
fn the_documentation_shows_a_diagram() {
    assert_eq!(pairs(3).count(), 3);
    let page = include_str!("../docs/how_it_works.md");
    let shown = page.split_once("```mermaid\n").and_then(|(_, rest)| rest.split_once("\n```"));
    assert_eq!(counted_from_first(shown.expect("there is a diagram").0), diagram("pairs.mmd"));
}
