//! A yielder handed out as an item.
use generator_core::__private::{Unknown, Yielder, boxed, boxed_expression};

struct Item<'s>(Option<Box<Yielder<'s, Item<'s>>>>);

fn main() {
    let _ = boxed_expression(async |mut yielder: Yielder<'_, Item<'_>>| {
        yielder.put(Item(None)).await;
        let mut other = yielder;
        let item = Item(Some(Box::new(other)));
        other.put(item).await;
    });
    let _ = boxed((), Unknown, async |(), _: Yielder<'_, u32>| (), |(), _| ());
}
