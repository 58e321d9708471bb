use generator_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    const ONE: u32 = {
        yield_!(1);
        1
    };
    let three = const {
        yield_!(3);
        3
    };
    yield_!(ONE + three);
}

fn main() {
    numbers().count();
}
