use generator_core::generator;

#[generator]
const fn constant() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    for n in constant() {
        let _: u32 = n;
    }
}
