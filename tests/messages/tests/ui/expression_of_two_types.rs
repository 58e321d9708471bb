use generator_core::generator_fn;

fn main() {
    let words = generator_fn!(move || {
        yield!("word");
        yield!(1);
    });
    words.for_each(drop);
}
