//! The macros that are no procedural ones: `generator_fn!`, and the yields as they
//! are seen outside a generator. Inside one, `#[generator]` replaces them and
//! those definitions are never expanded.

/// Hands out an item and suspends the generator until it is asked for the next.
///
/// It belongs in a function under `#[generator]` and needs no import there.
/// (`generator_fn!` takes the same yield under the name `yield!`.)
///
/// What the operand borrows or locks for its own evaluation is released
/// *before* the generator suspends: a `Ref` in
/// `yield_!(cell.borrow().len())` isn't held while it sleeps.
///
/// It may stand in any expression, also among the arguments of std's macros,
/// and evaluates to `()`, or in a [coroutine](crate::Coroutine) to what that is
/// resumed with. What Rust evaluates before it is kept meanwhile:
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use generator_core::generator;
///
/// #[generator]
/// fn sums(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
///     let mut sums = vec![0];
///     for number in numbers {
///         sums.push(sums[sums.len() - 1] + { yield_!(number); number });
///     }
///     yield_!(sums.iter().sum());
/// }
///
/// assert!(sums(vec![1, 2, 3]).eq([1, 2, 3, 10]));
/// # }
/// ```
///
/// # Errors
///
/// Anywhere else it doesn't compile, and says what is missing:
///
/// ```compile_fail
/// fn one() -> impl Iterator<Item = i32> {
///     generator_core::yield_!(1);
/// }
/// ```
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use generator_core::generator;
///
/// #[generator]
/// fn countdown(from: u32) -> impl Iterator<Item = u32> {
///     let mut left = from;
///     while left > 0 {
///         yield_!(left);
///         left -= 1;
///     }
/// }
///
/// assert!(countdown(3).eq([3, 2, 1]));
/// # }
/// ```
#[macro_export]
macro_rules! yield_ {
    ($($item:tt)*) => {
        ::core::compile_error!(
            "`yield_!` stands outside a generator\nhelp: put `#[generator]` on the function that it belongs to"
        )
    };
}

/// Hands out every item of another iterator, one at a time.
///
/// `yield_from!(items)` is `for item in items { yield_!(item); }`. It belongs
/// in a function under `#[generator]` and needs no import there.
///
/// In a [coroutine](crate::Coroutine) `yield_from!(coroutine)` runs another coroutine to its end, and is what that returns. What the
/// one around is resumed with goes to it; it begins with `Default::default()`, or with `first` in
/// `yield_from!(coroutine, first)`.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use generator_core::{Coroutine, CoroutineState, generator};
///
/// #[generator]
/// fn number(question: &'static str) -> impl Coroutine<String, Yield = &'static str, Return = i64> {
///     loop {
///         if let Ok(number) = yield_!(question).parse() {
///             return number;
///         }
///     }
/// }
///
/// #[generator]
/// fn sum() -> impl Coroutine<String, Yield = &'static str, Return = i64> {
///     yield_from!(number("first?")) + yield_from!(number("second?"))
/// }
///
/// let mut sum = sum();
/// assert_eq!(sum.resume(String::new()), CoroutineState::Yielded("first?"));
/// assert_eq!(sum.resume("two".to_owned()), CoroutineState::Yielded("first?"));
/// assert_eq!(sum.resume("2".to_owned()), CoroutineState::Yielded("second?"));
/// assert_eq!(sum.resume("3".to_owned()), CoroutineState::Complete(5));
/// # }
/// ```
///
/// # Errors
///
/// Anywhere else it doesn't compile, and says what is missing:
///
/// ```compile_fail
/// fn two() -> impl Iterator<Item = i32> {
///     generator_core::yield_from!([1, 2]);
/// }
/// ```
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use generator_core::generator;
///
/// #[generator]
/// fn framed(text: &str) -> impl Iterator<Item = char> {
///     yield_!('[');
///     yield_from!(text.chars());
///     yield_!(']');
/// }
///
/// assert_eq!(framed("ab").collect::<String>(), "[ab]");
/// # }
/// ```
#[macro_export]
macro_rules! yield_from {
    ($($items:tt)*) => {
        ::core::compile_error!(
            "`yield_from!` stands outside a generator\nhelp: put `#[generator]` on the function that it belongs to"
        )
    };
}

/// Turns functions into generators, in which `yield!(x)` may be spelled literally; or makes a generator in the middle of a
/// function.
///
/// # Functions
///
/// Under the attribute `#[generator]` the compiler parses the function first,
/// and on stable Rust it takes `yield` for an expression of its own that isn't
/// finished. It leaves the parsing of what stands in here to the macro. All
/// else is as under the attribute.
///
/// # Examples
///
/// ```
/// use generator_core::generator_fn;
///
/// generator_fn! {
///     /// The squares of `numbers`.
///     pub fn squares(numbers: impl IntoIterator<Item = i64>) -> impl Iterator<Item = i64> {
///         for num in numbers {
///             yield!(num.pow(2));
///         }
///     }
/// }
///
/// assert_eq!(squares([1, 2, 3, 4, 5]).sum::<i64>(), 55);
/// ```
///
/// # Expressions
///
/// `generator_fn!(move || { … })` is an iterator, and runs nothing before the first item is asked for. It owns what its body
/// names of the variables around, each as a whole. What is to be used behind it as well is captured as a reference. The type of
/// its items is inferred from what it yields and how it is used; `move || -> T { … }` says it.
///
/// ```
/// use generator_core::generator_fn;
///
/// let (numbers, limit) = (vec![3, 1, 2], 4);
/// let mut seen = 0;
/// let count = &mut seen;
/// let multiples = generator_fn!(move || {
///     for number in numbers {
///         *count += 1;
///         for multiple in (number..limit).step_by(number) {
///             yield!(multiple);
///         }
///     }
/// });
///
/// assert!(multiples.eq([3, 1, 2, 3, 2]));
/// assert_eq!(seen, 3);
/// ```
///
/// What is called (`f` in `f(x)`) and what macros name that aren't std's is captured by the rules of `move` closures: a body can
/// call a closure, but not move it. For the sake of those, `fold` goes by `next`.
///
/// `generator_fn!(boxed move || { … })` is an iterator as well, and `generator_fn!(async move || { … })` a stream, with the
/// features of these names (`stream` for the second). Their bodies stay as they are written: they may borrow their own variables
/// across yields, capture as any closure does, with `move` or without, and can move what they call.
///
/// ```
/// # #[cfg(feature = "boxed")] {
/// use generator_core::generator_fn;
///
/// let text = String::from("To be or not");
/// let words = generator_fn!(boxed || {
///     let lower = text.to_lowercase();
///     for word in lower.split(' ') {
///         yield!(word.to_owned());
///     }
/// });
///
/// assert!(words.eq(["to", "be", "or", "not"]));
/// # }
/// ```
///
/// # Errors
///
/// Without `move` (if it isn't `boxed` or `async`), and where the body never yields, it doesn't compile, and says what to write:
///
/// ```compile_fail
/// let numbers = generator_core::generator_fn!(|| yield!(1));
/// ```
#[cfg(feature = "macros")]
#[macro_export]
macro_rules! generator_fn {
    ($($generator:tt)*) => {
        $crate::__private::generator_items! { $crate $($generator)* }
    };
}
