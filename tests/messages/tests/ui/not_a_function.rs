use generator_core::generator;

#[generator]
struct Numbers {
    next: u32,
}

#[generator]
impl Numbers {
    fn each(self) -> u32 {
        self.next
    }
}

fn main() {
    Numbers { next: 1 }.each();
}
