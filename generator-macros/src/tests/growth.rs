//! The size of an expansion is linear in that of the body, and nests expand in the stack that rustc has.
//!
//! No test here depends on time: each counts the characters of expansions, of a body and of one four times as long or
//! as deep. `GROWTH=1 cargo test --release -p generator-macros growth -- --nocapture` prints the sizes, and the times.
//!
//! `valgrind --tool=callgrind --toggle-collect='*expand::attribute*'` on the test's executable counts instructions, which
//! are the same each time. From 50 levels to 200 they are 4 times as many in most nests, and more in these:
//! - A loop, or a branch that binds a variable: 6 to 8 times. Each point of a nest knows of the variables of all levels
//!   around it.
//! - An `if` or `match` in which the innermost branch moves a variable: 4 to 11 times. Each round of the analysis splits
//!   twice as many levels as the one before it.
//! - `vec!` in `vec!`: 11 times. Each pass reads the tokens of a macro again at each level around it.

use crate::expand;
use proc_macro2::TokenStream;
use std::time::Instant;

/// By what the size of an expansion may grow where its body grows four times. The numbers in the body and those of the
/// points where it suspends have more digits then.
const MOST: f64 = 4.2;

/// How many levels a nest has.
const DEPTH: usize = 200;

/// The stack in bytes of rustc's main thread, which expands macros.
const STACK: usize = 8 << 20;

/// How many statements the body has that mixes [`COMMON`] ones.
const MANY: usize = 5000;

/// How many statements the bodies have that repeat one of the [`STATEMENTS`].
const SOME: usize = 60;

/// Statements of the common kinds, with `@` for their number.
const COMMON: [&str; 6] = [
    "call(a, @);",
    "yield_!(@);",
    "{ let x = make(@); yield_!(x.len()); }",
    "if a > @ { yield_!(@); } else { call(a, @); }",
    "match find(@) { Some(x) if x > a => yield_!(x), Some(_) => {} None => return }",
    "for i in 0..a { yield_!(i); }",
];

/// Statements with `@` for their number.
///
/// Not here, as the size is quadratic by nature: locals that all live across every yield after them. Every
/// such yield takes each of them from its variant and puts it into the next.
const STATEMENTS: &[&str] = &[
    "a = a + @; yield_!(a);",
    // Locals.
    "let x@ = make(@);",
    "let x@ = make(@); if a == @ { return; }",
    "let x@ = make(@); yield_!(x@.len()); take(x@);",
    "let x@ = @ + 1; yield_!(x@);",
    "let x = a + @; yield_!(x);",
    "let a = a + @; yield_!(a);",
    "let x = make(@); yield_!(x.len()); take(x);",
    "let s = next(s); yield_!(s.len());",
    "take(s); yield_!(@); s = make(@);",
    "{ let x = make(@); if a > @ { take(x); } yield_!(@); }",
    "{ let z = make(@); let n = call(if a > @ { take(z) } else { 2 }); yield_!(n); }",
    "#[cfg(unix)] let x@ = 1; #[cfg(not(unix))] let x@ = 2; yield_!(x@);",
    // Branches.
    "if a > @ { call(a); } else { return; }",
    "if let Some(x) = find(@) { yield_!(x); call(x); }",
    "let x = if a > @ { yield_!(@); make(1) } else { make(2) }; take(x);",
    "match lock(@).len() { 0 => yield_!(0), x => { call(x); yield_!(x) } }",
    "let Some(x) = find(@) else { yield_!(@); return; }; call(x);",
    "'a: { if a > @ { break 'a; } yield_!(@); }",
    // Loops.
    "for i in 0..a { call(i); }",
    "while a > @ { a -= 1; yield_!(a); }",
    "'outer: loop { for i in 0..a { if i > @ { break 'outer; } yield_!(i); } continue 'outer; }",
    "for i in 0..a { let x = make(i); for j in 0..i { yield_!(j); call(&x); } }",
    // Expressions, macros and items.
    "let x@ = { yield_!(@); make(@) }; take(x@);",
    "let x = parse(@)?; yield_!(x);",
    "println!(\"{a} {}\", s); yield_!(vec![a, @].len());",
    "unknown!(a, @); yield_!(@);",
    "let x = values.iter().map(|x| x + a).find(move |x| *x > a); yield_!(x);",
    "yield_from!(range(a, @));",
    "{ fn inner() {} yield_!(@); }",
];

/// Statements around a statement, `@`.
const NESTS: &[&str] = &[
    "{ @ }",
    "let x = { @ }; call(x);",
    "{ let Some(x) = find(a) else { return }; @ }",
    "{ fn inner() {} @ }",
    concat!("unsafe", " { @ }"),
    "'a: { if a > 1 { break 'a; } @ }",
    "if a > 1 { @ }",
    "if a > 1 { yield_!(1); } else { @ }",
    "match find(a) { Some(x) => { @ } None => {} }",
    "match find(a) { Some(x) => { @ } None => return }",
    "for i in 0..a { @ }",
    "while a > 1 { @ }",
    "loop { let x = make(1); @; call(&x); if a > 1 { break; } }",
];

/// The same, where the variables of all levels live across the yield inside: the size is quadratic by nature.
const HOLDING_NESTS: &[&str] =
    &["{ let x = make(1); @; call(&x); }", "if let Some(x) = find(a) { @; call(x); }"];

/// Statements around one that moves a variable, `@`: it is moved or not on each of the paths.
const MOVING_NESTS: &[&str] = &[
    "if a > 1 { @ }",
    "if a > 1 { call(a); } else { @ }",
    "match find(a) { Some(x) => { @ } None => {} }",
    "let x = if a > 1 { @ 1 } else { 2 }; call(x);",
];

/// Expressions around an expression, `@`.
const EXPRESSIONS: &[&str] = &[
    "(@)",
    "{ call(1); @ }",
    "@ + 1",
    "1 + (@)",
    "(a > 1 && @)",
    "&@",
    "@?",
    "@.method(1)",
    "call(@, make(1))",
    "(make(1), @)",
    "values[@]",
    "S { a: @, b: 1 }",
    "vec![@, 1]",
];

/// Expressions that hold no yield but their own, around `a`.
const AROUND_VARIABLES: &[&str] = &["yield_!(@)", "(|x| @)(1)"];

/// Runs `work` with a stack of `size` bytes.
fn with_stack<T: Send>(size: usize, work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(size).spawn_scoped(scope, work);
        thread.expect("a thread starts").join().expect("the work is done")
    })
}

/// The size of the expansion of a generator with `body`, in characters. The expansion is Rust.
fn size(body: &str) -> usize {
    let function = format!(
        "fn f(mut a: u32, mut s: String, values: Vec<u32>) -> impl Iterator<Item = u32> {{ {body} }}"
    );
    let (text, time) = with_stack(STACK, || {
        let function = function.parse().expect("it is made of tokens");
        let start = Instant::now();
        let tokens = expand::attribute(TokenStream::new(), function);
        (tokens.to_string(), start.elapsed())
    });
    let shown: String = body.chars().take(80).collect();
    if std::env::var_os("GROWTH").is_some() {
        println!("{:>9} characters from {:>7} in {time:>8.1?}: {shown}", text.len(), body.len());
    }
    assert!(!text.contains("compile_error"), "an error in the expansion of {shown}");
    // An expansion nests deeper than its body. rustc, unlike syn, takes more stack where it needs it.
    let read = with_stack(16 * STACK, || syn::parse_file(&text).map(drop));
    read.unwrap_or_else(|error| panic!("the expansion of {shown} is not Rust: {error}"));
    text.len()
}

/// `count` times `statement`, numbered.
fn repeated(statement: &str, count: usize) -> String {
    (0..count).map(|number| statement.replace('@', &number.to_string()) + " ").collect()
}

/// `around` around itself, `depth` times, and around `inner`.
fn nested(around: &str, inner: &str, depth: usize) -> String {
    let (before, after) = around.split_once('@').expect("it stands around something");
    format!("{}{inner}{}", before.repeat(depth), after.repeat(depth))
}

/// How the expansion of `place` grows with the depth of a nest in it. Both expand.
fn nest_growth(place: &str, around: &str, inner: &str) -> f64 {
    let size = |depth| size(&place.replace('@', &nested(around, inner, depth))) as f64;
    size(DEPTH) / size(DEPTH / 4)
}

/// Checks the growth of a nest whose levels hold nothing.
fn check_nest(place: &str, around: &str, inner: &str) {
    let growth = nest_growth(place, around, inner);
    assert!(growth <= MOST, "four times as deep makes it {growth:.1} times as long: {around}");
}

/// Checks the sizes of the expansions of `place` around `count` times `statement`, and of a fourth of that.
fn check_growth(place: &str, statement: &str, count: usize) {
    let size = |count| size(&place.replace('@', &repeated(statement, count))) as f64;
    let growth = size(count) / size(count / 4);
    assert!(growth <= MOST, "four times as many make it {growth:.1} times as long: {statement} in {place}");
}

#[test]
fn expansions_grow_with_their_bodies() {
    for statement in COMMON.iter().chain(STATEMENTS) {
        check_growth("@ yield_!(0); s.len();", statement, SOME);
    }
}

#[test]
fn long_bodies_expand() {
    check_growth("loop { @ }", &COMMON.join(" "), MANY.div_ceil(COMMON.len()));
}

#[test]
fn deep_statements_expand() {
    let (place, inner) = ("@ yield_!(0);", "yield_!(a); if a > 1 { return; }");
    NESTS.iter().for_each(|around| check_nest(place, around, inner));
    for around in HOLDING_NESTS {
        nest_growth(place, around, inner);
    }
    for around in MOVING_NESTS {
        check_nest("let z = make(0); @ yield_!(0);", around, "take(z);");
    }
}

#[test]
fn deep_expressions_expand() {
    let place = "let y = @; yield_!(0);";
    EXPRESSIONS.iter().for_each(|around| check_nest(place, around, "{ yield_!(1); a }"));
    EXPRESSIONS.iter().chain(AROUND_VARIABLES).for_each(|around| check_nest(place, around, "a"));
}
