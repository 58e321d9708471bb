//! A body that is a function of yielders of one lifetime.
use generator_core::__private::{Unknown, Yielder, boxed, boxed_expression};

fn leaks(kept: &mut Vec<Yielder<'static, u32>>, yielder: Yielder<'static, u32>) -> std::future::Ready<()> {
    kept.push(yielder);
    std::future::ready(())
}

fn same<'k>(kept: &mut Vec<Yielder<'k, u32>>, yielder: Yielder<'k, u32>) -> std::future::Ready<()> {
    kept.push(yielder);
    std::future::ready(())
}

fn main() {
    let mut kept = Vec::new();
    let _ = boxed(&mut kept, Unknown, leaks, |_, _| ());
    let _ = boxed(&mut kept, Unknown, same, |_, _| ());
    let _ = boxed_expression(|yielder: Yielder<'static, u32>| leaks(&mut kept, yielder));
}
