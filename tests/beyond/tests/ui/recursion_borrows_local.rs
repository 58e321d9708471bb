use generator_core::{BoxGenerator, generator};

#[generator]
fn walk(n: u32) -> BoxGenerator<'static, u32> {
    let list = vec![n];
    yield_from!(list.iter().copied());
}

fn main() {
    assert_eq!(walk(2).count(), 1);
}
