use generator_core::generator;

struct Counter {
    count: u32,
}

impl Counter {
    #[generator]
    fn numbers(&self) -> impl Iterator<Item = u32> {
        self.count += 1;
        yield_!(self.count);
    }
}

#[generator]
fn lengths(list: &Vec<u32>) -> impl Iterator<Item = usize> {
    yield_!(list.len());
    list.push(1);
    yield_!(list.len());
}

fn main() {
    Counter { count: 0 }.numbers().count();
    lengths(&Vec::new()).count();
}
