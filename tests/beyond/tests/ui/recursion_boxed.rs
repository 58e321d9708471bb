use generator_core::{BoxGenerator, generator};

#[generator(boxed)]
fn walk(list: &[u32]) -> BoxGenerator<'_, u32> {
    if let [first, rest @ ..] = list {
        yield_!(*first);
        yield_from!(walk(rest));
    }
}

#[generator]
fn untyped() -> BoxGenerator<'static> {
    yield_!(1);
}

fn main() {
    assert_eq!(walk(&[1, 2]).count(), 2);
}
