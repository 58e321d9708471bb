use generator_core::generator;

trait Source {
    #[generator]
    fn numbers(&self) -> impl Iterator<Item = u32>;
}

impl Source for () {
    #[generator]
    fn numbers(&self) -> impl Iterator<Item = u32> {
        yield_!(1);
    }
}

fn main() {
    ().numbers().count();
}
