//! A yielder whose type is erased.
use generator_core::__private::{Unknown, Yielder, boxed, boxed_expression};
use std::any::Any;

fn main() {
    let mut erased: Option<Box<dyn Any>> = None;
    let _ = boxed_expression(async |yielder: Yielder<'_, u32>| {
        erased = Some(Box::new(yielder));
    });
    let mut drawn: Vec<Box<dyn FnMut(u32)>> = Vec::new();
    let _ = boxed_expression(async |mut yielder: Yielder<'_, u32>| {
        drawn.push(Box::new(move |item| drop(yielder.put(item))));
    });
    let _ = boxed((), Unknown, async |(), _: Yielder<'_, u32>| (), |(), _| ());
}
