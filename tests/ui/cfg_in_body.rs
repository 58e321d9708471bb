use generator_core::generator;

#[generator]
fn conditional(n: u8) -> impl Iterator<Item = u8> {
    #[cfg(windows)]
    yield_!(1);
    match n {
        #[cfg(windows)]
        2 => yield_!(2),
        _ => yield_!(3),
    }
    #[cfg(windows)]
    return;
}

fn main() {
    conditional(2).count();
}
