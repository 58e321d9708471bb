use generator_core::{Generator, generator};

#[generator]
fn silent(_: u32) -> impl Generator<Item = u32> + Clone + Send {}

#[generator]
fn named(words: &[String]) -> Box<dyn Iterator<Item = &str> + '_> {
    return words;
}

fn main() {
    println!("{:?}", silent(1).clone().status());
    println!("{:?}", named(&[]).next());
}
