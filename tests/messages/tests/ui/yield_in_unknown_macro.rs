use generator_core::generator;

macro_rules! twice {
    ($work:expr) => {
        $work;
        $work
    };
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    twice!(yield_!(1));
    println!("{:?}", yield_!(2));
}

fn main() {
    twice!(numbers().count());
}
