use generator_core::generator;

struct Error;

#[generator]
fn without_from(text: &str) -> impl Iterator<Item = Result<u32, Error>> {
    let n: u32 = text.parse()?;
    yield_!(Ok(n));
}

#[generator]
fn option_among_results(first: Option<u32>) -> impl Iterator<Item = Result<u32, Error>> {
    let n = first?;
    yield_!(Ok(n));
}

#[generator]
fn result_among_options(text: &str) -> impl Iterator<Item = Option<u32>> {
    let n: u32 = text.parse()?;
    yield_!(Some(n));
}

#[generator]
fn neither(n: u32) -> impl Iterator<Item = Option<u32>> {
    let n = n?;
    yield_!(Some(n));
}

fn main() {
    without_from("").chain(option_among_results(None)).count();
    result_among_options("").chain(neither(1)).count();
}
