use generator_core::generator;

#[generator]
fn at(pointer: *const u32) -> impl Iterator<Item = u32> {
    unsafe {
        yield_!(*pointer);
    }
}

fn main() {
    at(&1).count();
}
