use generator_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield!(1);
    yield!(2);
}

fn main() {
    numbers().count();
}
