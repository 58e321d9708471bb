//! What isn't `Send` is shown at the yield that it lives across.
use generator_core::generator;
use std::rc::Rc;

#[generator(boxed)]
fn words(text: String) -> impl Iterator<Item = usize> + Send {
    let shared = Rc::new(text);
    for word in shared.split(' ') {
        yield_!(word.len());
    }
}

fn main() {
    assert_eq!(words("a bc".into()).count(), 2);
}
