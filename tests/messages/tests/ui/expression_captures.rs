use generator_core::generator_fn;

fn main() {
    let total = 0;
    let sums = generator_fn!(move || {
        for n in 0..3 {
            total += n;
            yield!(total);
        }
    });
    sums.for_each(drop);

    let name = String::new();
    let names = generator_fn!(move || {
        yield!(name);
    });
    println!("{name}");
    names.for_each(drop);
}
