use generator_core::generator;

fn consume(_: String) {}

#[generator]
fn yielded(text: String) -> impl Iterator<Item = String> {
    yield_!(text);
    yield_!(text);
}

#[generator]
fn consumed() -> impl Iterator<Item = usize> {
    let text = format!("{}", 1);
    for n in 0..2 {
        yield_!(n);
        consume(text);
    }
}

#[generator]
fn generic<T>(item: T) -> Box<dyn Iterator<Item = T>> {
    let first = item;
    yield_!(first);
    yield_!(item);
}

fn main() {
    yielded(String::new()).count();
    consumed().count();
    generic(1).count();
}
