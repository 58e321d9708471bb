use generator_core::generator_fn;

generator_fn! {
    fn numbers(n: u32) -> impl Iterator<Item = u32> {
        yield!(n);
        let more = n +;
        yield!(more);
    }

    fn boxed(n: u32) -> Box<dyn Iterator<Item = u32>> {
        yield!(n);
    }
}

fn main() {
    let all: Vec<u32> = numbers(1).chain(boxed(2)).collect();
    println!("{all:?}");
}
