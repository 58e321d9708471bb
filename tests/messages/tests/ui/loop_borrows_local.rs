use generator_core::generator;

#[generator]
fn numbers(list: Vec<u32>, text: String) -> impl Iterator<Item = u32> {
    for n in &list {
        yield_!(*n);
    }
    for c in text.chars().rev() {
        yield_!(c.into());
    }
    let mut array = [1, 2];
    for n in array.iter_mut() {
        *n += 1;
        yield_!(*n);
    }
    let collected = (0..9).filter(|n| n % 2 == 0).collect::<Vec<u32>>();
    yield_from!(collected[1..].iter().copied());
}

fn main() {
    numbers(vec![1], String::new()).count();
}
