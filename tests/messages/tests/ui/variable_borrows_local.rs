use generator_core::generator;

#[generator]
fn numbers(text: String, n: u32) -> impl Iterator<Item = usize> {
    let borrowed = &text;
    let words = text.split_whitespace();
    let also = &n;
    yield_!(1);
    yield_!(borrowed.len() + *also as usize);
    for word in words {
        yield_!(word.len());
    }
}

fn main() {
    numbers(String::new(), 1).count();
}
