//! A yielder made by hand.
use generator_core::__private::{Unknown, Yielder, boxed, boxed_expression};

fn main() {
    let _ = Yielder::<'static, u32> { exchange: std::ptr::NonNull::dangling(), scope: std::marker::PhantomData };
    let _ = boxed((), Unknown, async |(), _: Yielder<'_, u32>| (), |(), _| ());
    let _ = boxed_expression(async |_: Yielder<'_, u32>| ());
}
