//! A yielder sent to a thread whose scope is outside of its body.
use generator_core::__private::{Unknown, Yielder, boxed, boxed_expression};

fn main() {
    std::thread::scope(|scope| {
        let _ = boxed_expression(async |mut yielder: Yielder<'_, u32>| {
            scope.spawn(move || drop(yielder.put(1)));
        });
    });
    let _ = boxed((), Unknown, async |(), _: Yielder<'_, u32>| (), |(), _| ());
}
