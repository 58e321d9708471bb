use generator_core::generator;

#[generator]
fn numbers(base: u32, names: Vec<String>) -> impl Iterator<Item = u32> {
    let add = |n: u32| n + base;
    yield_!(add(1));
    yield_!(add(2));
    let mut count = 0;
    let mut tick = || {
        count += names[0].len();
        count
    };
    while tick() < 10 {
        yield_!(base);
    }
    for n in (0..base).map(|n| n * base) {
        yield_!(n);
    }
}

fn main() {
    numbers(1, Vec::new()).count();
}
