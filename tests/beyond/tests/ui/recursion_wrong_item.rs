use generator_core::{BoxGenerator, generator};

#[generator]
fn walk(list: &[u32]) -> BoxGenerator<'_, u32> {
    if let [first, rest @ ..] = list {
        yield_!(first);
        yield_from!(walk(rest));
    }
}

fn main() {
    assert_eq!(walk(&[1, 2]).count(), 2);
}
