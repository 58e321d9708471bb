use generator_core::generator_fn;

fn main() {
    let n = 3;
    let items = generator_fn!(|| {
        yield!(n);
    });
    items.for_each(drop);
    generator_fn!(move |n: u32| yield!(n)).for_each(drop);
}
