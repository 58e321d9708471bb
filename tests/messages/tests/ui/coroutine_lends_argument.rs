use generator_core::{Coroutine, generator};

#[generator]
fn first_words() -> impl for<'r> Coroutine<&'r str, Yield = &'r str> {
    let mut line = yield_!("");
    loop {
        let first = line.split(' ').next().unwrap_or_default();
        line = yield_!(first);
    }
}

fn main() {
    first_words().resume("a b");
}

#[generator]
fn compared() -> impl for<'a, 'b> Coroutine<(&'a str, &'b str), Yield = bool> {
    loop {
        let (one, other) = yield_!(true);
        yield_!(one == other);
    }
}
