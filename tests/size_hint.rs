//! How many items are left, as `size_hint` tells: never wrong, and exact where that can be known.

use generator_core::generator;

/// The hints at the start, after each item, and at the end. Each is checked against what is left.
fn hints<T>(mut items: impl Iterator<Item = T>) -> Vec<(usize, Option<usize>)> {
    let mut hints = vec![items.size_hint()];
    while items.next().is_some() {
        hints.push(items.size_hint());
    }
    let count = hints.len() - 1;
    for (position, (least, most)) in hints.iter().enumerate() {
        let left = count - position;
        assert!(*least <= left, "at least {least} where {left} are left");
        assert!(most.is_none_or(|most| left <= most), "at most {most:?} where {left} are left");
    }
    assert_eq!(items.size_hint(), (0, Some(0)), "at the end");
    hints
}

/// So many, exactly.
fn exactly(count: usize) -> (usize, Option<usize>) {
    (count, Some(count))
}

#[generator]
fn squares(numbers: impl IntoIterator<Item = i64>) -> impl Iterator<Item = i64> {
    for number in numbers {
        yield_!(number * number);
    }
}

#[test]
fn a_loop_has_as_many_as_its_iterator() {
    assert_eq!(hints(squares([1, 2, 3])), [(0, None), exactly(2), exactly(1), exactly(0)]);
    let odd = (0..4).filter(|n| n % 2 == 1);
    assert_eq!(hints(squares(odd)), [(0, None), (0, Some(2)), (0, Some(0))]);
}

#[generator]
fn in_a_row(name: &str) -> impl Iterator<Item = String> {
    yield_!("hello".to_owned());
    let name = name.to_uppercase();
    yield_!(name.clone());
    yield_!(name + "!");
}

#[test]
fn yields_in_a_row_are_counted() {
    assert_eq!(hints(in_a_row("you")), [exactly(3), exactly(2), exactly(1), exactly(0)]);
}

#[generator]
fn framed(numbers: Vec<u8>) -> impl Iterator<Item = u8> {
    yield_!(0);
    for number in numbers {
        yield_!(number);
        yield_!(number);
    }
    yield_!(255);
}

#[test]
fn parts_add_up() {
    let hints = hints(framed(vec![7, 8]));
    let expected = [(2, None), (1, None), exactly(4), exactly(3), exactly(2), exactly(1), exactly(0)];
    assert_eq!(hints, expected);
}

#[generator]
fn even(numbers: std::ops::Range<u32>) -> impl Iterator<Item = u32> {
    for number in numbers {
        if number % 2 == 0 {
            yield_!(number);
        }
    }
}

#[test]
fn a_round_that_may_not_yield_gives_an_upper_bound() {
    assert_eq!(hints(even(0..4)), [(0, None), (0, Some(3)), (0, Some(1))]);
}

#[generator]
fn up_to(numbers: Vec<u32>, last: u32) -> impl Iterator<Item = u32> {
    for number in numbers {
        yield_!(number);
        if number == last {
            return;
        }
    }
    yield_!(0);
}

#[test]
fn a_loop_that_may_be_left_promises_less() {
    assert_eq!(hints(up_to(vec![5, 6, 7], 6)), [(1, None), (0, Some(3)), (0, Some(2))]);
    assert_eq!(hints(up_to(vec![5], 6)), [(1, None), (0, Some(1)), (0, Some(0))]);
}

#[generator]
fn skipping(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    'all: for number in numbers {
        for times in 0..2 {
            if number == times {
                continue 'all;
            }
            yield_!(number);
        }
    }
}

#[test]
fn loops_in_each_other() {
    let hints = hints(skipping(vec![1, 4, 0]));
    assert_eq!(hints, [(0, None), (0, None), (0, None), (0, None)]);
}

#[generator]
fn rounds(count: usize) -> impl Iterator<Item = usize> {
    let mut left = count;
    while left > 0 {
        left -= 1;
        yield_!(left);
    }
    yield_!(count);
}

#[test]
fn a_while_has_no_upper_bound() {
    assert_eq!(hints(rounds(2)), [(1, None), (1, None), (1, None), exactly(0)]);
}

#[generator]
fn naturals() -> impl Iterator<Item = u64> {
    let mut number = 0;
    loop {
        yield_!(number);
        number += 1;
    }
}

#[test]
fn an_endless_loop_has_them_without_end() {
    let mut naturals = naturals();
    assert_eq!(naturals.size_hint(), (usize::MAX, None));
    naturals.next();
    assert_eq!(naturals.size_hint(), (usize::MAX, None));
    assert_eq!(naturals.take(3).size_hint(), exactly(3));
}

#[generator]
fn parsed(lines: Vec<&str>) -> impl Iterator<Item = Result<i32, std::num::ParseIntError>> {
    for line in lines {
        yield_!(Ok(line.parse()?));
    }
}

#[test]
fn a_failure_is_an_item_and_the_last() {
    assert_eq!(hints(parsed(vec!["1", "2", "3"])), [(0, None), (0, Some(3)), (0, Some(2)), (0, Some(1))]);
    assert_eq!(hints(parsed(vec!["1", "x", "3"])), [(0, None), (0, Some(3)), (0, Some(0))]);
}

#[generator]
fn either(first: bool) -> impl Iterator<Item = u8> {
    if first {
        yield_!(1);
        yield_!(2);
        yield_!(3);
    } else {
        yield_!(4);
    }
    match first {
        true => yield_!(5),
        false => unreachable!("it isn't taken"),
    }
}

#[test]
fn of_branches_the_least_and_the_most() {
    assert_eq!(hints(either(true)), [(2, Some(4)), exactly(3), exactly(2), exactly(1), exactly(0)]);
}

#[generator]
fn delegating(numbers: Vec<u8>) -> impl Iterator<Item = u8> {
    yield_from!([1, 2]);
    yield_from!(numbers);
}

#[test]
fn a_delegate_is_asked() {
    let expected = [(0, None), (1, None), (0, None), exactly(1), exactly(0)];
    assert_eq!(hints(delegating(vec![3, 4])), expected);
}

#[test]
fn items_are_collected_in_one_allocation() {
    let squares: Vec<i64> = squares(0..1000).collect();
    assert_eq!(squares.capacity(), 1000);
}

#[generator]
fn nested(counts: Vec<usize>) -> impl Iterator<Item = usize> {
    for count in counts {
        yield_!(count);
        for index in 0..count {
            yield_!(index);
        }
    }
}

#[test]
fn each_round_of_the_outer_loop_has_its_least() {
    let hints = hints(nested(vec![1, 0, 2]));
    assert_eq!(hints[1..], [(2, None), (2, None), (1, None), (0, None), (1, None), (0, None)]);
}

#[generator]
fn doubled(numbers: impl Iterator<Item = u8>) -> impl Iterator<Item = u8> {
    for number in numbers {
        yield_!(number);
        yield_!(number * 2);
    }
    yield_!(0);
}

#[generator]
fn but_the_first(mut numbers: impl Iterator<Item = u8>) -> impl Iterator<Item = u8> {
    numbers.next();
    for number in numbers {
        yield_!(number);
    }
}

#[generator]
fn kept(numbers: impl DoubleEndedIterator<Item = u8>) -> impl Iterator<Item = u8> {
    for number in numbers {
        if number > 1 {
            yield_!(number);
        }
    }
}

/// A parameter that is an iterator is asked at the start, if nothing happens to it before the loop.
#[test]
fn parameters_that_are_iterators() {
    assert_eq!(hints(doubled(1..=2)), [5, 4, 3, 2, 1, 0].map(exactly));
    let mut items = doubled(1..=3);
    items.next();
    assert_eq!(items.size_hint(), exactly(6));
    assert_eq!(hints(but_the_first(1..=3))[0], (0, None));
    assert_eq!(hints(kept(1..=3))[0], (0, Some(3)));
}

#[generator]
fn thrice(first: Vec<u8>) -> impl Iterator<Item = u8> {
    for outer in first {
        for inner in vec![outer] {
            yield_from!({
                yield_!(inner);
                vec![inner]
            });
        }
        yield_!(outer);
    }
}

/// Found by the fuzzer: three iterators are asked at once, none of which has a name of its own.
#[test]
fn iterators_in_iterators() {
    assert_eq!(hints(thrice(vec![1, 2])).len(), 7);
    assert_eq!(thrice(vec![1, 2]).collect::<Vec<_>>(), [1, 1, 1, 2, 2, 2]);
}
