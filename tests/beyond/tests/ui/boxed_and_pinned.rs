use generator_core::{PinGenerator, generator};

#[generator(boxed)]
fn words(text: String) -> impl PinGenerator<Item = usize> {
    for word in text.split(' ') {
        yield_!(word.len());
    }
}

fn main() {
    let words = std::pin::pin!(words("a bc".into()));
    assert_eq!(words.items().count(), 2);
}
