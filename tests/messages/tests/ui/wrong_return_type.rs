use generator_core::generator;

#[generator]
fn numbers() -> u32 {
    yield_!(1);
}

#[generator]
fn collected() -> Vec<u32> {
    yield_!(1);
}

fn main() {
    let _: u32 = numbers();
    let _: Vec<u32> = collected();
}
