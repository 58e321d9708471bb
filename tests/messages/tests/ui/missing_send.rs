use generator_core::generator;
use std::rc::Rc;

#[generator]
fn parameter(shared: Rc<u32>) -> impl Iterator<Item = u32> + Send {
    yield_!(*shared);
}

#[generator]
fn boxed() -> Box<dyn Iterator<Item = u32> + Send> {
    let shared = Rc::new(1);
    yield_!(1);
    yield_!(*shared);
}

fn main() {
    parameter(Rc::new(1)).chain(boxed()).count();
}
