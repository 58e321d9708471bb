use generator_core::{generator, yield_, yield_from};

fn numbers() {
    yield_!(1);
    yield_from!([2, 3]);
}

#[generator]
fn others() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    numbers();
    others().count();
}
