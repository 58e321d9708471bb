//! A yielder sent to a thread that outlives its body.
use generator_core::__private::{Unknown, Yielder, boxed, boxed_expression};

fn main() {
    let _ = boxed_expression(async |mut yielder: Yielder<'_, u32>| {
        std::thread::spawn(move || drop(yielder.put(1)));
    });
    let _ = boxed((), Unknown, async |(), _: Yielder<'_, u32>| (), |(), _| ());
}
