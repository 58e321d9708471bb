//! A yielder used twice at once, copied, or through a shared reference.
use generator_core::__private::{Unknown, Yielder, boxed, boxed_expression};

fn main() {
    let _ = boxed_expression(async |mut yielder: Yielder<'_, u32>| {
        let one = yielder.put(1);
        let two = yielder.put(2);
        one.await;
        two.await;
        let copy = yielder.clone();
        drop((copy, yielder));
    });
    let _ = boxed_expression(async |yielder: Yielder<'_, u32>| {
        let shared = &yielder;
        shared.put(1).await;
    });
    let _ = boxed((), Unknown, async |(), _: Yielder<'_, u32>| (), |(), _| ());
}
