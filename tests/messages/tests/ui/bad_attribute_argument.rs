use generator_core::generator;

#[generator(boxes)]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator(yields = u32)]
fn others() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    numbers().chain(others()).count();
}
