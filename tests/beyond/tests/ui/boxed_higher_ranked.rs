use generator_core::{Coroutine, generator};

#[generator(boxed)]
fn fill() -> impl for<'r> Coroutine<&'r mut Vec<u8>, Yield = usize> {
    let bytes = vec![1, 2];
    for byte in &bytes {
        yield_!(*byte as usize);
    }
}

fn main() {
    let _ = fill().resume(&mut Vec::new());
}
