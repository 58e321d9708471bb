use generator_core::generator;

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    yield_!("text");
    let text = n.to_string();
    yield_!(text.len());
    yield_!(text);
    yield_!(n);
}

#[generator]
fn parts(words: &[String]) -> impl Iterator<Item = String> {
    yield_from!(words);
}

fn main() {
    numbers(1).count();
    parts(&[]).count();
}
