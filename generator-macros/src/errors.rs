//! Collects errors, so that a user sees all of a stage at once, and holds the wording of every message.
//!
//! In: a token of the user's and a message of [`text`]. Out: one `syn::Error` that joins them all.

use quote::ToTokens;
use std::cell::RefCell;

/// The errors of a stage, in the order in which they were found.
#[derive(Default)]
pub struct Errors {
    found: RefCell<Vec<syn::Error>>,
}

impl Errors {
    /// Records `message` on the user's `tokens`.
    pub fn error(&self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Records an error that is already made.
    pub fn push(&self, error: syn::Error) {
        self.found.borrow_mut().push(error);
    }

    /// The gate between two stages: an error if any was recorded.
    pub fn gate(&self) -> syn::Result<()> {
        let joined = self.found.take().into_iter().reduce(|mut all, error| {
            all.combine(error);
            all
        });
        joined.map_or(Ok(()), Err)
    }
}

/// The wording. Each message says what is wrong, and in a `help:` line what to write instead.
pub mod text {
    pub fn feature_is_off(name: &str) -> String {
        format!(
            "this needs the feature `{name}` of `generator-core`, which is off\n\
             help: write `features = [\"{name}\"]` with the crate's version in `Cargo.toml`"
        )
    }

    pub const NOT_A_FUNCTION: &str = "`#[generator]` goes on a function with a body\n\
        help: write it on `fn name(…) -> impl Iterator<Item = T> { … }`";
    pub const NO_BODY: &str = "a generator needs a body\n\
        help: put `#[generator]` on the functions that implement this one, or give it a default body";
    pub const NO_YIELD: &str = "this generator never yields\n\
        help: hand out a value with `yield_!(value)`, or remove `#[generator]`";
    pub const RETURN_TYPE: &str = "a generator returns `impl Iterator<Item = T>` or `Box<dyn Iterator<Item = T>>`\n\
        help: write `-> impl Iterator<Item = T>`, where `T` is the type of the values that it yields";
    pub const NO_ITEM: &str = "the type of the items isn't given\n\
        help: write `Iterator<Item = T>`, where `T` is the type of the values that this generator yields";
    pub const NO_YIELD_TYPE: &str = "the type of what is yielded isn't given\n\
        help: write `Coroutine<R, Yield = Y, Return = Z>`, where `Y` is the type of the values that this coroutine yields";
    pub const LENT: &str = "what a coroutine hands out can't be part of an argument that is borrowed anew each time\n\
        help: hand out what owns its data, or a position in the argument; or give all arguments one lifetime, a parameter \
        of the function";
    pub const LIFETIMES: &str = "the arguments of a coroutine have one lifetime that is another each time, and this is the second\n\
        help: write the first in all of them: `for<'r> Coroutine<(&'r A, &'r B), …>`";
    pub const RESUME_TWICE: &str = "a coroutine has one first argument, and this is the second that is marked so\n\
        help: take a tuple: `#[resume] (a, b): (A, B)`";
    pub const RESUME_IN_ITERATOR: &str = "an iterator isn't resumed with an argument\n\
        help: remove `#[resume]`, or return `impl Coroutine<R, Yield = Y>`, where `R` is the type of the arguments";
    pub const NO_ITEM_ARGUMENT: &str = "the type of the items isn't given\n\
        help: write `BoxGenerator<'a, T>`, where `T` is the type of the values that this generator yields";
    pub const ASYNC_FN: &str = "an `async fn` can't be a generator of an `Iterator`\n\
        help: remove `async`, as an iterator hands out its items without awaiting; or return `impl Stream<Item = T>`";
    pub const STREAM_WITHOUT_ASYNC: &str = "a generator of a `Stream` is an `async fn`\n\
        help: write `async` before `fn`";
    pub const BOXED_AND_PINNED: &str = "a `PinGenerator` isn't boxed: its caller pins it\n\
        help: remove `boxed`, or return `impl Iterator<Item = T>`";
    pub const BOXED_STREAM: &str = "a stream needs no box to borrow across yields\n\
        help: remove `boxed`; to name the type, return `Pin<Box<dyn Stream<Item = T>>>`";
    pub const RECURSION_WITHOUT_BOX: &str = "a generator that yields from itself needs a box, as its type would hold itself\n\
        help: return `BoxGenerator<'a, T>`, which costs the same at any depth, or `Box<dyn Iterator<Item = T>>`; if \
        another function of this name is meant, write its path, such as `self::name(…)`";
    pub const BOXED_RECURSION: &str = "a `BoxGenerator` can't run bodies that borrow from themselves\n\
        help: remove `boxed`, or return `Box<dyn Iterator<Item = T>>`";
    pub const BOXED_HIGHER_RANKED: &str = "the arguments of a boxed coroutine have one type, whose lifetime is the same each time\n\
        help: name a lifetime of the function's in place of this one, or remove `boxed`";
    pub const CLONE_AS_WRITTEN: &str = "a body that may borrow from itself can't be cloned\n\
        help: remove `Clone`, or, where the body borrows nothing of its own across a yield, `boxed`";
    pub const CHECKPOINT_AS_WRITTEN: &str = "a body that may borrow from itself can't be saved\n\
        help: remove `Checkpoint`, or, where the body borrows nothing of its own across a yield, `boxed`";
    pub const GRAPH_AS_WRITTEN: &str = "there is no graph of a body that stays as it is written\n\
        help: remove `graph`";
    pub const CONST_FN: &str = "a `const fn` can't be a generator\n\
        help: remove `const`";
    pub const EXTERN_FN: &str = "an `extern` function can't be a generator: it returns a type without a name\n\
        help: remove `extern`";
    pub const VARIADIC: &str = "a generator can't be variadic\n\
        help: take a slice or an iterator";
    pub const UNKNOWN_ARGUMENT: &str = "`#[generator]` doesn't know this argument\n\
        help: there are `boxed`, `macros(name)`, `graph = \"file.mmd\"` and `crate = path::to::generator_core`";
    pub const NO_GRAPH_FILE: &str = "the graph is written to a file, which is missing\n\
        help: write `graph = \"file.mmd\"`";
    pub const GRAPH_HELP: &str =
        "help: name a file, by a path from the folder that holds the package's `Cargo.toml`";
    pub const YIELD_IN_CLOSURE: &str = "a closure can't yield for the generator around it\n\
        help: use a loop (`for`, `while`) in place of the closure";
    pub const YIELD_IN_ASYNC: &str = "an `async` block can't yield for the generator around it\n\
        help: move the `yield_!` out of the block";
    pub const YIELD_IN_FN: &str = "a nested function can't yield for the generator around it\n\
        help: give the nested function its own `#[generator]`, and call it in `yield_from!(…)`";
    pub const YIELD_IN_CONST: &str = "a constant can't yield\n\
        help: move the `yield_!` out of it";
    pub const YIELD_IN_MACRO: &str = "a yield can't stand in the arguments of a macro that isn't known\n\
        help: if the arguments are expressions, name the macro in `#[generator(macros(name))]`; \
        or yield in a statement of its own, before the macro";
    pub const YIELD_IN_DESTRUCTURING: &str = "a yield can't stand among several places that are assigned at once\n\
        help: take the value apart with `let`, and assign the places one by one";
    pub const YIELD_IN_COMPOUND_ASSIGNMENT: &str = "which side of this assignment comes first depends on its types, \
        so a yield can't stand here\n\
        help: evaluate one of the sides before, with `let`";
    pub const BORROWED_BY_LOOP: &str = "a generator can't keep its own variable borrowed across a yield\n\
        help: iterate over the value itself (`into_iter()`) or by index, or take a reference as the parameter; or write \
        `#[generator(boxed)]`, which allows such borrows for an allocation";
    pub const BORROWED_BY_VARIABLE: &str = "a generator can't keep its own variable borrowed across a yield\n\
        help: borrow it again after the yield, or keep a value that owns its data; or write `#[generator(boxed)]`, which \
        allows such borrows for an allocation";
    pub const BORROWED_BY_CLOSURE: &str = "this closure borrows a variable of the generator across a yield\n\
        help: write `move` before it: it then owns what it uses";
    pub const MOVED_UNSEEN: &str = "this generator uses a variable that it has moved or can't change, as far as \
        can be seen: after a call that never returns, write `unreachable!()`";
    pub const YIELD_ARGUMENT: &str = "a yield takes one value\n\
        help: write `yield_!(value)`, or `yield_!()` for `()`";
    pub const YIELD_FROM_ARGUMENT: &str = "`yield_from!` takes the iterable whose items it yields\n\
        help: write `yield_from!(iterable)`";
    pub const DELEGATE_ARGUMENT: &str = "`yield_from!` takes a coroutine, and what it is resumed with first\n\
        help: write `yield_from!(coroutine, first)`, or `yield_from!(coroutine)`, which begins with `Default::default()`";
    pub const NOT_MOVE: &str = "a generator owns what it captures\n\
        help: write `move ||`; what is to be used behind it as well is captured as a reference: \
        `let total = &mut total;` before it";
    pub const EXPRESSION_PARAMETER: &str = "a generator takes nothing where it is asked for an item\n\
        help: write `move ||`, and name the variables that it is to capture in its body";
    pub const NO_YIELD_IN_EXPRESSION: &str = "this generator never yields\n\
        help: hand out a value with `yield!(value)`";
    pub const NO_EXPRESSION_BODY: &str = "a generator needs a body\n\
        help: write `move || { … }`, with `yield!(value)` in it";
    pub const YIELD_LITERAL: &str = "stable Rust keeps `yield` for itself: `yield!(x)` can't be written here\n\
        help: write `yield_!(x)` or `r#yield!(x)`, or wrap the function in `generator_fn! { … }`";
    pub const YIELD_BARE: &str = "`yield` is written as a macro in a generator\n\
        help: write `yield_!(value)`";
    pub const RETURN_VALUE: &str = "a generator of an `Iterator` can't return a value\n\
        help: `yield_!` the value, then `return;`";
    pub const RESERVED_NAME: &str = "names that begin with `__generator_` are the macro's own\n\
        help: choose another name";
    pub const AWAIT: &str = "`.await` can't stand in a generator of an `Iterator`\n\
        help: move it into an `async` block, or out of the generator";
    pub const MANY_CONDITIONS: &str = "a generator's body can have four conditions under `#[cfg]`, and this is the fifth\n\
        help: put the `#[cfg]` on the function, or test `cfg!(…)` in an `if`";
    pub const CFG_ON_YIELD: &str = "in a generator, what declares, sets, jumps or yields can't be under `#[cfg]`\n\
        help: put the `#[cfg]` on the function, or test `cfg!(…)` in an `if`";
}
