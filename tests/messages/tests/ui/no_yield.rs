use generator_core::generator;

#[generator]
fn silent(n: u32) -> impl Iterator<Item = u32> {
    let _ = n + 1;
}

fn main() {
    silent(1).count();
}
