//! The yielders of two bodies, one inside the other, exchanged.
use generator_core::__private::{Unknown, Yielder, boxed, boxed_expression};

fn main() {
    let _ = boxed_expression(async |mut outer: Yielder<'_, u32>| {
        boxed_expression(async |mut inner: Yielder<'_, u32>| {
            std::mem::swap(&mut outer, &mut inner);
        })
        .for_each(drop);
    });
    let _ = boxed((), Unknown, async |(), _: Yielder<'_, u32>| (), |(), _| ());
}
