use generator_core::{BoxGenerator, PinGenerator, generator};

#[generator]
fn countdown(n: u32) -> BoxGenerator<'static, u32> {
    yield_!(n);
    if n > 0 {
        yield_from!(countdown(n - 1));
    }
}

#[generator]
fn pinned(n: u32) -> impl PinGenerator<Item = u32> {
    yield_!(n);
}

fn main() {
    countdown(3).count();
    drop(pinned(1));
}
