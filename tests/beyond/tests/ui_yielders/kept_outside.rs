//! A yielder kept in a variable outside of its body.
use generator_core::__private::{Unknown, Yielder, boxed, boxed_expression};

fn main() {
    let mut kept = None;
    boxed_expression(async |yielder: Yielder<'_, u32>| {
        kept = Some(yielder);
    })
    .for_each(drop);
    let _ = boxed((), Unknown, async |(), _: Yielder<'_, u32>| (), |(), _| ());
    drop(kept);
}
