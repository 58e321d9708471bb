use generator_core::generator_fn;

fn main() {
    let items = generator_fn!(move || {
        yield!(unknown);
    });
    items.for_each(drop);
}
