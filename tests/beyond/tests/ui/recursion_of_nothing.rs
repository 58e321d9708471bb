use generator_core::{BoxGenerator, generator};

#[generator]
fn walk(n: u32) -> BoxGenerator<'static, u32> {
    yield_from!(n);
}

fn main() {
    assert_eq!(walk(2).count(), 2);
}
