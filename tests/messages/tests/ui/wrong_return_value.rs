use generator_core::{Coroutine, generator};

#[generator]
fn counted(items: Vec<u8>) -> impl Coroutine<Yield = u8, Return = usize> {
    if items.is_empty() {
        return "nothing";
    }
    for item in items {
        yield_!(item);
    }
}

#[generator]
fn named(name: String) -> impl Coroutine<Yield = u8, Return = usize> {
    yield_!(1);
    name
}

#[generator]
fn failing(text: String) -> impl Coroutine<Yield = u8, Return = usize> {
    yield_!(text.parse()?);
    1
}

fn main() {
    counted(Vec::new()).resume(());
    named(String::new()).resume(());
    failing(String::new()).resume(());
}
