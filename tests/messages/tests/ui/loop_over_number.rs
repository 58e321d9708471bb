use generator_core::generator;

#[generator]
fn numbers(n: usize, list: Vec<u32>) -> impl Iterator<Item = usize> {
    for i in n {
        yield_!(i);
    }
    for i in list.len() {
        yield_!(i);
    }
}

fn main() {
    numbers(1, Vec::new()).count();
}
