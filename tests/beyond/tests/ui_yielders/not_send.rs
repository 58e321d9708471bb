//! A body whose items can't be sent, sent.
use generator_core::__private::{Unknown, Yielder, boxed, boxed_expression};
use std::rc::Rc;

fn main() {
    let items = boxed_expression(async |mut yielder: Yielder<'_, Rc<u32>>| {
        yielder.put(Rc::new(1)).await;
    });
    std::thread::spawn(move || items.count());
    let _ = boxed((), Unknown, async |(), _: Yielder<'_, u32>| (), |(), _| ());
}
