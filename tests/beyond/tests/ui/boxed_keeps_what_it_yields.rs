//! An item can't borrow from the body that yields it.
use generator_core::generator;

#[generator(boxed)]
fn words(text: String) -> impl Iterator<Item = &'static str> {
    for word in text.split(' ') {
        yield_!(word);
    }
}

#[generator(boxed)]
fn parts<'a>(text: &'a str) -> impl Iterator<Item = &'a str> {
    let copy = text.to_owned();
    yield_from!(copy.split(' '));
}

fn main() {
    assert_eq!(words("a bc".into()).count(), 2);
    assert_eq!(parts("a bc").count(), 2);
}
