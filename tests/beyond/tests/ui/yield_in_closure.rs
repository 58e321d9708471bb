use generator_core::generator;

#[generator(boxed)]
fn words(text: String) -> impl Iterator<Item = usize> {
    text.split(' ').for_each(|word| yield_!(word.len()));
    let _later = async { yield_!(1) };
}

fn main() {
    assert_eq!(words("a bc".into()).count(), 2);
}
