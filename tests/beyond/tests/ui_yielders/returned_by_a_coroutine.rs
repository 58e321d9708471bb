//! A yielder that is the value of a coroutine, or an argument of it.
use generator_core::__private::{Yielder, boxed_coroutine};
use generator_core::Coroutine;

fn main() {
    let mut returns = boxed_coroutine((), async |(), yielder: Yielder<'_, u32, ()>, ()| yielder);
    let _ = returns.resume(());
    let mut erased = boxed_coroutine((), async |(), yielder: Yielder<'_, u32, ()>, ()| {
        Box::new(yielder) as Box<dyn std::fmt::Debug>
    });
    let _ = erased.resume(());
}
