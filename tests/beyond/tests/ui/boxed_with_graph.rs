use generator_core::generator;

#[generator(boxed, graph = "words.mmd")]
fn words(text: String) -> impl Iterator<Item = usize> {
    for word in text.split(' ') {
        yield_!(word.len());
    }
}

fn main() {
    assert_eq!(words("a bc".into()).count(), 2);
}
