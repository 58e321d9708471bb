use generator_core::{Coroutine, generator};

#[generator]
fn filled(#[resume] first: &mut Vec<u8>) -> impl for<'r> Coroutine<&'r mut Vec<u8>, Yield = usize> {
    let next = yield_!(first.len());
    first.push(1);
    next.push(2);
}

fn main() {
    filled().resume(&mut Vec::new());
}
