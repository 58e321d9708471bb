use generator_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let local = vec![1, 2];
    for n in &local {
        yield_!(*n);
    }
}

fn main() {
    numbers().count();
}
