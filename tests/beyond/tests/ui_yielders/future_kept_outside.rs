//! What a yielder has made, and a future that holds one, kept outside of the body.
use generator_core::__private::{Unknown, Yielder, boxed, boxed_expression};
use std::future::Future;
use std::pin::Pin;

fn main() {
    let mut kept: Vec<Pin<Box<dyn Future<Output = ()>>>> = Vec::new();
    let _ = boxed_expression(async |mut yielder: Yielder<'_, u32>| {
        kept.push(Box::pin(yielder.put(1)));
    });
    let _ = boxed_expression(async |mut yielder: Yielder<'_, u32>| {
        kept.push(Box::pin(async move { yielder.put(1).await }));
    });
    let _ = boxed((), Unknown, async |(), _: Yielder<'_, u32>| (), |(), _| ());
}
