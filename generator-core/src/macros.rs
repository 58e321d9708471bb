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
/// and evaluates to `()`. What Rust evaluates before it is kept meanwhile:
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

/// Turns functions into generators, in which `yield!(x)` may be spelled literally.
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
#[cfg(feature = "macros")]
#[macro_export]
macro_rules! generator_fn {
    ($($functions:tt)*) => {
        $crate::__private::generator_items! { $crate $($functions)* }
    };
}
