use generator_core::generator_fn;

fn main() {
    let awaits = generator_fn!(boxed move || {
        std::future::ready(1).await;
        yield!(1);
    });
    let parameter = generator_fn!(boxed move |first| {
        yield!(first);
    });
    let nothing = generator_fn!(async move || {
        std::future::ready(1).await;
    });
    drop((awaits, parameter, nothing));
}
