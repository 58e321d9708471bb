use generator_core::generator;

#[generator(boxed)]
fn words(text: String) -> impl Iterator<Item = usize> + Clone {
    for word in text.split(' ') {
        yield_!(word.len());
    }
}

fn main() {
    assert_eq!(words("a bc".into()).count(), 2);
}
