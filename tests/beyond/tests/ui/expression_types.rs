use generator_core::generator_fn;

fn main() {
    let two = generator_fn!(boxed move || {
        yield!(1);
        yield!("two");
    });
    drop(two);
}
