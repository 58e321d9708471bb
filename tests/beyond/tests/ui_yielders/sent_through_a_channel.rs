//! A yielder sent through a channel.
use generator_core::__private::{Unknown, Yielder, boxed, boxed_expression};
use std::sync::mpsc::channel;

fn main() {
    let (sender, receiver) = channel();
    let _ = boxed_expression(async move |yielder: Yielder<'_, u32>| {
        let _ = sender.send(yielder);
    });
    let _ = boxed((), Unknown, async |(), _: Yielder<'_, u32>| (), |(), _| ());
    let _: Yielder<'_, u32> = receiver.recv().unwrap();
}
