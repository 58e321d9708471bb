use generator_core::generator_fn;

fn main() {
    let list = vec![1];
    let moved = generator_fn!(boxed move || yield_from!(list.iter().copied()));
    assert_eq!(list.len(), 1);
    assert_eq!(moved.count(), 1);
}
