use generator_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let _later = async {
        yield_!(1);
    };
    yield_!(2);
}

fn main() {
    numbers().count();
}
