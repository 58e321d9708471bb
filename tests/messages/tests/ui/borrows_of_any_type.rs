use generator_core::{generator, generator_fn};

fn load() -> Vec<u32> {
    vec![1]
}

#[generator]
fn rows() -> impl Iterator<Item = u32> {
    let rows = load();
    for row in &rows {
        yield_!(*row);
    }
}

#[generator]
fn filtered(items: Vec<u32>, limit: u32) -> impl Iterator<Item = u32> {
    for item in items.into_iter().filter(|item| *item > limit) {
        yield_!(item);
    }
}

fn main() {
    rows().chain(filtered(vec![], 1)).count();
    let names = load();
    let lengths = generator_fn!(move || {
        for name in &names {
            yield!(*name);
        }
    });
    lengths.count();
}
