use generator_core::generator;

#[generator]
pub extern "C" fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    numbers().count();
}
