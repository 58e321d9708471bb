use generator_core::generator;

#[generator]
fn conditional(n: u8) -> impl Iterator<Item = u8> {
    #[cfg(windows)]
    yield_!(1);
    #[cfg(unix)]
    yield_!(2);
    match n {
        #[cfg(debug_assertions)]
        2 => yield_!(2),
        #[cfg(panic = "abort")]
        3 => return,
        _ => yield_!(3),
    }
    #[cfg(test)]
    return;
}

fn main() {
    conditional(2).count();
}
