//! A yielder that is leaked.
use generator_core::__private::{Unknown, Yielder, boxed, boxed_expression};

fn main() {
    let mut leaked: Option<&'static mut Yielder<'static, u32>> = None;
    let _ = boxed_expression(async |yielder: Yielder<'_, u32>| {
        leaked = Some(Box::leak(Box::new(yielder)));
    });
    let _ = boxed((), Unknown, async |(), _: Yielder<'_, u32>| (), |(), _| ());
}
