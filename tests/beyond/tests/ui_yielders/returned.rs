//! A yielder returned from its body.
use generator_core::__private::{Unknown, Yielder, boxed, boxed_expression};

fn main() {
    let _ = boxed((), Unknown, async |(), yielder: Yielder<'_, u32>| yielder, |(), _| ());
    let _ = boxed_expression(async |yielder: Yielder<'_, u32>| yielder);
}
