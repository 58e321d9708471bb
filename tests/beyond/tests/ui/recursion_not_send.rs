use generator_core::{BoxGenerator, SendBoxGenerator, generator};

#[generator]
fn plain() -> BoxGenerator<'static, u32> {
    yield_!(1);
}

#[generator]
fn sent() -> SendBoxGenerator<'static, u32> {
    yield_from!(plain());
}

#[generator]
fn keeps(shared: std::rc::Rc<u32>) -> SendBoxGenerator<'static, u32> {
    yield_!(*shared);
    yield_!(*shared);
}

fn main() {
    assert_eq!(sent().count() + keeps(std::rc::Rc::new(1)).count(), 3);
}
