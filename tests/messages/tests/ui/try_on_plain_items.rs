use generator_core::generator;

#[generator]
fn parsed(text: &str) -> impl Iterator<Item = u32> {
    let n: u32 = text.parse()?;
    yield_!(n);
}

fn main() {
    parsed("1").count();
}
