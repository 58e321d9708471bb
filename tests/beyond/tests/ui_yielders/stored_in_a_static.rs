//! A yielder stored in a static.
use generator_core::__private::{Unknown, Yielder, boxed, boxed_expression};
use std::sync::Mutex;

static STORED: Mutex<Option<Yielder<'static, u32>>> = Mutex::new(None);

fn main() {
    let _ = boxed_expression(async |yielder: Yielder<'_, u32>| {
        *STORED.lock().unwrap() = Some(yielder);
    });
    let _ = boxed((), Unknown, async |(), yielder: Yielder<'static, u32>| drop(yielder), |(), _| ());
}
