use generator_core::{Coroutine, generator};

#[generator]
fn lengths(words: Vec<String>) -> impl Coroutine<u8, Yield = usize, Return = u8> {
    let mut heard = 0;
    for word in &words {
        heard += yield_!(word.len());
    }
    heard
}

fn main() {
    lengths(Vec::new()).resume(1);
}
