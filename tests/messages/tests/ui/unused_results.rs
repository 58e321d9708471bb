#![deny(unused_must_use, unused_assignments, unused_labels, path_statements)]

use generator_core::generator;

#[generator]
fn results(text: &str) -> impl Iterator<Item = usize> {
    text.parse::<u32>();
    yield_!(1);
    text.len();
    let mut assigned = 0;
    assigned = text.len();
    yield_!(assigned);
    assigned = 1;
    'unused: for n in 0..2 {
        n;
        yield_!(n);
    }
}

fn main() {
    results("").count();
}
