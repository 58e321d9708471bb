use generator_core::generator_fn;

fn main() {
    let n = 3;
    generator_fn!(move || n + 1).for_each(drop);
    generator_fn!(move ||).for_each(drop);
    generator_fn!(move || {
        (0..n).for_each(|i| yield!(i));
    })
    .for_each(drop);
}
