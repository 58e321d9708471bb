use generator_core::generator;

#[generator(graph = "")]
fn drawn() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator(graph = 5)]
fn numbered() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    drawn().chain(numbered()).for_each(drop);
}
